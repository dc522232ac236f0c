"""Suggestions the user has rejected: how long each stays silent, longer each time, and how a no is taken back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from assent.store.record import REJECT, UNREJECT, new_id, now

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    Entry = dict[str, Any]

# Days of silence after the first, second and third rejection; then for good.
DAYS = (30, 60, 120)
FOR_GOOD = "9999-12-31"
AHEAD = timedelta(days=400)  # by which a clock that is set back may have been right before
NO = "no"  # the answer to a suggestion, as the database keeps it


@dataclass(frozen=True, slots=True)
class Suppression:
    """A rejected candidate: silent before the UTC day `until`, rejected `count` times, the last time when it had
    `evidence` observations."""

    key: str
    until: str
    count: int
    evidence: float


@dataclass(frozen=True, slots=True)
class Refused:
    """A suggestion that was refused: the `id` its rule would have had, the rule in one line (`text`, "" where an
    earlier version did not keep it), its `scope`, the `keys` it silences (its own first), and until when."""

    id: str
    text: str
    scope: str
    keys: Sequence[str]
    until: str
    evidence: float


def rejecting(
    keys: Mapping[str, float],
    refused: Sequence[Mapping[str, object]] = (),
    by: str = "user",
    *,
    for_good: bool = False,
) -> Entry:
    """The entry that silences candidates (key → evidence so far), the rejected ones and their ancestors. `refused`
    tells which suggestions the person saw: `id`, `text`, `scope`, and the `keys` each silences, its own first. What is
    silenced `for_good` never comes back by more evidence."""
    entry: Entry = {"kind": REJECT, "ts": now(), "id": new_id(), "keys": dict(keys), "by": by}
    if for_good:
        entry |= {"keys": dict.fromkeys(keys, 0.0), "for_good": True}
    return entry | {"refused": [dict(each) for each in refused]} if refused else entry


def apply_entry(db: sqlite3.Connection, entry: Mapping[str, Any]) -> bool:
    """Carries out an entry inside the caller's transaction."""
    today = _day_of(db, date.fromisoformat(entry["ts"][:10]))
    for key, evidence in entry["keys"].items():
        row = db.execute("SELECT count FROM suppressions WHERE key = ?", (key,)).fetchone()
        count = row[0] if row else 0
        last = entry.get("for_good") or count >= len(DAYS)
        until = FOR_GOOD if last else (today + timedelta(days=DAYS[count])).isoformat()
        db.execute(
            "INSERT OR REPLACE INTO suppressions VALUES (?, ?, ?, ?, ?)",
            (key, until, count + 1, evidence, entry["ts"]),
        )
    for each in entry.get("refused", ()):
        body = json.dumps({"text": each["text"], "scope": each["scope"], "keys": each["keys"]})
        db.execute(
            "INSERT INTO suggestions VALUES (?, ?, ?, ?, 1, ?) ON CONFLICT (id) DO UPDATE SET "
            "body = excluded.body, last_shown = excluded.last_shown, times = times + 1, answer = excluded.answer",
            (each["id"], body, entry["ts"], entry["ts"], NO),
        )
    return True


def _day_of(db: sqlite3.Connection, stated: date) -> date:
    """The day of a no: that of a change before it where the clock was set back, so that no silence is over when it
    begins. A day further ahead than clocks are wrong says nothing."""
    latest = db.execute(
        "SELECT max(ts) FROM (SELECT max(changed) AS ts FROM suppressions UNION ALL SELECT max(ts) FROM rule_history)"
    ).fetchone()[0]
    try:
        known = date.fromisoformat(str(latest)[:10])
    except ValueError:
        return stated
    return known if timedelta(0) < known - stated <= AHEAD else stated


def taking_back(db: sqlite3.Connection, given: Refused) -> Entry:
    """The entry that ends the silence of a refused suggestion. What another no silences as well stays silent."""
    others = {key for each in _told(db) if each.id != given.id for key in each.keys}
    keys = [key for key in given.keys if key not in others]
    return {"kind": UNREJECT, "ts": now(), "id": new_id(), "suggestion": given.id, "keys": keys}


def apply_taking_back(db: sqlite3.Connection, entry: Mapping[str, Any]) -> bool:
    """Carries out such an entry inside the caller's transaction; False when there was nothing to take back."""
    done = db.execute("DELETE FROM suggestions WHERE id = ?", (entry["suggestion"],)).rowcount
    for key in entry["keys"]:
        done += db.execute("DELETE FROM suppressions WHERE key = ?", (key,)).rowcount
    return done > 0


def known(db: sqlite3.Connection) -> dict[str, Suppression]:
    """Every suppression by key, past ones included: the next rejection doubles them."""
    rows = db.execute("SELECT key, until, count, evidence FROM suppressions ORDER BY key")
    return {row[0]: Suppression(*row) for row in rows}


def active(db: sqlite3.Connection, day: str) -> dict[str, Suppression]:
    """The suppressions that hold on a UTC day."""
    return {key: each for key, each in known(db).items() if day < each.until}


def refused(db: sqlite3.Connection, day: str) -> list[Refused]:
    """Every no that holds on a UTC day, the one that ends first before the others. What was silenced before
    suggestions were kept comes last, each key for itself."""
    told = _told(db)
    named = {key for each in told for key in each.keys}
    old = [
        Refused(_id_of(key), "", key.partition("|")[0], (key,), each.until, each.evidence)
        for key, each in active(db, day).items()
        if key not in named
    ]
    return sorted((each for each in told if day < each.until), key=lambda each: (each.until, each.id)) + old


def _told(db: sqlite3.Connection) -> list[Refused]:
    """The suggestions that were refused, past ones included."""
    held = known(db)
    found = []
    for identity, text in db.execute("SELECT id, body FROM suggestions WHERE answer = ? ORDER BY id", (NO,)):
        try:
            body = json.loads(text)
            said, scope, keys = str(body["text"]), str(body["scope"]), [str(each) for each in body["keys"]]
            own = held.get(keys[0])
        except (ValueError, TypeError, KeyError, IndexError):
            continue  # none of ours: what its keys silence stays silent, each key for itself
        if own is not None:
            found.append(Refused(identity, said, scope, keys, own.until, own.evidence))
    return found


def _id_of(key: str) -> str:
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
