"""Where shadow mode is on, since when, and which rules decide all the same; kept as one value of the database."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from assent.core.decision import ALLOW
from assent.core.policy import EVERYWHERE, HERE
from assent.store.ends import UNKNOWN
from assent.store.record import SHADOW, new_id, now

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

    from assent.core.rule import Rule


Entry = dict[str, Any]
KEY = "shadow"  # in `meta`: place → its state, as JSON
ON, OFF = "on", "off"
MANAGED = "managed"  # the layer


@dataclass(frozen=True, slots=True)
class State:
    """Shadow mode of a place: `where` it is on ("" nowhere, else as in `core.policy`), `since` when, and the ids of the
    rules that are `live`."""

    where: str = ""
    since: str = ""
    live: Sequence[str] = ()


def state(db: sqlite3.Connection, place: str) -> State:
    """What holds in a project ("" outside all projects): its own state, else that of everywhere."""
    held = _held(db)
    for key in dict.fromkeys((place, "")):
        if key in held:
            own = held[key]
            if not own["on"]:
                return State()
            return State(HERE if key else EVERYWHERE, own["since"], tuple(own["live"]))
    return State()


def rows(held: State, rules: Sequence[Rule]) -> list[int]:
    """The numbers of the rules that decide in shadow mode: the live ones, and what the whole machine denies or asks
    about, which is not for the user to switch off."""
    if not held.where:
        return []
    return [
        number
        for number, rule in enumerate(rules)
        if rule.id in held.live or (rule.layer == MANAGED and rule.verdict != ALLOW)
    ]


def places(db: sqlite3.Connection) -> list[str]:
    """The keys of the projects with a state of their own, on or off."""
    return sorted(key for key in _held(db) if key)


def switching(action: str, place: str = "", live: Sequence[str] = ()) -> Entry:
    """The entry that switches shadow mode on or off in a project, or everywhere and in each project with "". Switching
    it off for `live` rules lets these decide and leaves it on."""
    return {
        "kind": SHADOW, "ts": now(), "id": new_id(), "action": action, "place": place, "live": list(live), "by": "user",
    }  # fmt: skip


def apply_entry(db: sqlite3.Connection, entry: Mapping[str, Any]) -> bool:
    """Carries out an entry inside the caller's transaction; False when it changes nothing."""
    place, live = str(entry["place"]), [str(each) for each in entry["live"]]
    held, before = _held(db), _kept(db)
    if live:
        if held.get(place, {}).get("on"):
            held[place]["live"] = list(dict.fromkeys([*held[place]["live"], *live]))
    elif entry["action"] == ON:
        made = {"on": True, "since": entry["ts"], "live": []}
        held = held | {place: made} if place else {"": made}
    elif not place:
        held = {}
    elif "" in held:
        held[place] = {"on": False}
    else:
        held.pop(place, None)
    after = json.dumps(held, sort_keys=True) if held else ""
    if after == before:
        return False
    db.execute("DELETE FROM meta WHERE key = ?", (KEY,))
    if after:
        db.execute("INSERT INTO meta VALUES (?, ?)", (KEY, after))
    return True


class Met(NamedTuple):
    """A recorded decision of a call in shadow mode, and what became of the call, in the words of `store.ends`."""

    entry: Entry
    end: str
    asked: bool | None
    answer: str
    decider: str


def met(db: sqlite3.Connection, since: str) -> Iterator[Met]:
    """The decisions in shadow mode from a moment on, as they happened."""
    for body, end, asked, answer, decider in db.execute(_MET, (since,)):
        entry = json.loads(body)
        if isinstance(entry.get(SHADOW), str):
            yield Met(
                entry, end or UNKNOWN, None if asked is None else bool(asked), answer or "", decider or ""
            )


_MET = """SELECT d.body, c."end", c.asked, c.answer, c.decider
FROM decisions d LEFT JOIN calls c ON c.number = coalesce(
  (SELECT number FROM calls WHERE agent = d.agent AND call = json_extract(d.body, '$.call') AND call != ''),
  (SELECT number FROM calls WHERE decision = d.id AND call = ''))
WHERE d.ts >= ? AND instr(d.body, '"shadow":"') > 0 ORDER BY d.ts, d.number"""


def _kept(db: sqlite3.Connection) -> str:
    row = db.execute("SELECT value FROM meta WHERE key = ?", (KEY,)).fetchone()
    return str(row[0]) if row else ""


def _held(db: sqlite3.Connection) -> dict[str, dict[str, Any]]:
    """The states by place. What is none of ours switches nothing off: the rules decide there."""
    try:
        found = json.loads(_kept(db) or "{}")
    except ValueError:
        return {}
    return {key: each for key, each in found.items() if _is_state(each)} if isinstance(found, dict) else {}


def _is_state(value: object) -> bool:
    if not isinstance(value, dict) or not isinstance(value.get("on"), bool):
        return False
    live = value.get("live")
    sound = isinstance(value.get("since"), str) and isinstance(live, list)
    return not value["on"] or (sound and all(isinstance(each, str) for each in live or ()))
