"""The rules that live in the database: granted ones with their whole history, and mirrors of declared ones."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from assent.core.problem import Problem
from assent.store import resting, shadow
from assent.store.db import MOST, StoreError, database_file, transaction
from assent.store.record import RULE, new_id, now

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

    Entry = dict[str, Any]

GRANTED, MANAGED, PROJECT = "granted", "managed", "project"
USER = "user"
_COLUMNS = (
    "id", "layer", "source", "verdict", "name", "body", "enabled", "origin", "level", "project", "position",
    "created", "suspended",
)  # fmt: skip
_SELECT = (
    "SELECT id, layer, source, verdict, name, body, enabled, origin, level, project, position, created, suspended "
    "FROM rules "
)
_PUT = (
    "INSERT OR REPLACE INTO rules "
    "(id, layer, source, verdict, name, body, enabled, origin, level, project, position, created, suspended) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_SWITCH = "UPDATE rules SET enabled = ?, suspended = ? WHERE layer = ? AND id = ?"
# What upkeep did is no change that somebody takes back without naming it.
_LATEST = (
    "SELECT number, entry, rule, before FROM rule_history "
    "WHERE undone = 0 AND action != 'undo' AND \"by\" != ? ORDER BY number DESC LIMIT 1"
)
_NUMBERED = "SELECT number, entry, rule, before FROM rule_history WHERE undone = 0 AND number = ?"


@dataclass(frozen=True, slots=True)
class Stored:
    """A rule in force or switched off. `body` holds its fields as in a policy file; `source` the file or module it
    is declared in ("" when granted); `project` the key of the one project it is for, "" for all; `suspended` why it
    does not count at present; of one that upkeep switched off, the word for that and why (`store/resting.py`)."""

    id: str
    verdict: str
    body: Mapping[str, Any]
    name: str = ""
    layer: str = GRANTED
    source: str = ""
    enabled: bool = True
    origin: str = "person"
    level: int | None = None
    project: str = ""
    position: int = 0
    created: str = ""
    suspended: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One row of a rule's history: who made it (`by`: user, learned) and `why` ("" when nobody said). `before` and
    `after` are its states (see `state_of`), with the `evidence` a learned rule was granted on; `undone` once taken
    back."""

    number: int
    entry: str
    rule: str
    action: str
    ts: str
    by: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    undone: bool = field(default=False)
    why: str = ""


# ------------------------------------------------------------------------------------------------ looking


def in_force(db: sqlite3.Connection, project: str = "", *, suspended: bool = False) -> list[Stored]:
    """The granted rules that count everywhere or in a project, oldest first; disabled ones are out. With
    `suspended`, those too whose examples failed: only for a compiler that checks them anew."""
    where = "WHERE layer = ? AND enabled = 1 AND (? OR suspended = '') AND project IN ('', ?) ORDER BY created, id"
    return [_stored(row) for row in db.execute(_SELECT + where, (GRANTED, suspended, project))]


def all_rules(db: sqlite3.Connection) -> list[Stored]:
    """Every rule of every layer, with overrides applied to `enabled`; file order within a source."""
    off = overrides(db)
    rows = db.execute(_SELECT + "ORDER BY layer, source, position, created, id")
    found = [_stored(row) for row in rows]
    return [
        rule if rule.layer in (GRANTED, MANAGED) else replace(rule, enabled=off.get(rule.id, rule.enabled))
        for rule in found
    ]


def find(db: sqlite3.Connection, word: str) -> list[Stored]:
    """The rules of an id, else of a name, else of their one pattern, else of an id that begins so (four characters or
    more)."""
    rules = all_rules(db)
    exact = (
        [rule for rule in rules if rule.id == word]
        or [rule for rule in rules if word and rule.name == word]
        or [rule for rule in rules if rule.body.get(rule.verdict) == [word] and rule.layer == GRANTED]
    )
    return exact or [rule for rule in rules if len(word) >= 4 and rule.id.startswith(word)]


def family(db: sqlite3.Connection, word: str) -> list[str]:
    """The ids of the granted rules that were learned together under a name."""
    if not word:
        return []
    return sorted(
        {rule.id for rule in all_rules(db) if rule.layer == GRANTED and rule.body.get("family") == word}
    )


def overrides(db: sqlite3.Connection) -> dict[str, bool]:
    """Declared and module rules that were switched: id → enabled."""
    return {row[0]: bool(row[1]) for row in db.execute("SELECT id, enabled FROM overrides")}


def projects(db: sqlite3.Connection) -> list[str]:
    """The keys of the projects that have granted rules, or a shadow mode, of their own."""
    rows = db.execute("SELECT DISTINCT project FROM rules WHERE project != '' AND layer = ?", (GRANTED,))
    return sorted({row[0] for row in rows} | set(shadow.places(db)))


def history(db: sqlite3.Connection, rule: str = "", limit: int = 50) -> list[Change]:
    """The latest changes, newest first; those of one rule when it is named."""
    rows = db.execute(
        'SELECT number, entry, rule, action, ts, "by", before, after, undone, why FROM rule_history '
        "WHERE ?1 IN ('', rule) ORDER BY number DESC LIMIT ?2",
        (rule, min(limit, MOST)),
    )
    return [_change(row) for row in rows]


def _change(row: tuple[Any, ...]) -> Change:
    number, entry, rule, action, ts, by, before, after, undone, why = row
    return Change(
        number, entry, rule, action, ts, by, json.loads(before), json.loads(after), bool(undone), why
    )


# ------------------------------------------------------------------------------------------------ changes as entries


def adding(rule: Stored, by: str = USER, why: str = "", evidence: Mapping[str, Any] | None = None) -> Entry:
    """The entry that grants a rule, or changes it when it is granted already; `why` and the `evidence` it was learned
    from (ids and numbers) are kept in its history."""
    made = replace(rule, layer=GRANTED, source="", created=rule.created or now())
    more = {"why": why} if why else {}
    return _entry(
        "add", made.id, by, rule=asdict(made), **more, **({"evidence": evidence} if evidence else {})
    )


def removing(db: sqlite3.Connection, rule: str, by: str = USER) -> Entry:
    """The entry that takes a granted rule away; raises StoreError for other rules."""
    found = _one(db, rule)
    if found.layer != GRANTED:
        raise _refused(
            db,
            f"rule {rule} is declared in {found.source or found.layer}",
            f"edit that, or: assent rules disable {rule}",
        )
    return _entry("remove", rule, by)


def enabling(db: sqlite3.Connection, rule: str, *, on: bool, by: str = USER) -> Entry:
    """The entry that switches a rule: a granted one itself, a declared or module one by an override; raises
    StoreError for unknown and for managed rules."""
    found = _one(db, rule)
    if found.layer == MANAGED:
        raise _refused(db, f"rule {rule} is managed", f"only {found.source} switches it")
    return _entry("enable" if on else "disable", rule, by, granted=found.layer == GRANTED)


def taking_out(rule: str, action: str, why: str) -> Entry:
    """The entry by which upkeep takes a granted rule out of force (`resting.ACTIONS`) until a person wants it back."""
    return _entry(action, rule, resting.BY, granted=True, why=why)


def undoing(db: sqlite3.Connection, number: int | None = None, by: str = USER) -> Entry:
    """The entry that takes back one change: the latest of a person's still standing, or that of a history number.
    Raises StoreError when there is none, or when later changes of the same rule stand on it; that upkeep took a rule
    out of force since does not keep a yes from being taken back."""
    found = db.execute(_LATEST, (resting.BY,)) if number is None else db.execute(_NUMBERED, (number,))
    row = found.fetchone()
    if row is None:
        raise _refused(db, "there is nothing to undo", "see: assent rules history")
    held = json.loads(row[3])["rule"]
    passed = resting.BY if not (held and held["enabled"]) else ""
    later = db.execute(
        "SELECT number FROM rule_history WHERE rule = ? AND number > ? AND undone = 0 AND action != 'undo' "
        'AND "by" != ?',
        (row[2], row[0], passed),
    ).fetchone()
    if later is not None:
        raise _refused(
            db, f"change {later[0]} came after change {row[0]} of the same rule", f"undo {later[0]} first"
        )
    return _entry("undo", row[2], by, of=row[1])


def restoring(db: sqlite3.Connection, number: int, by: str = USER) -> list[Entry]:
    """The entries that make every rule stand as it did after a change of the history, 0 for before the first; none for
    rules that stand so, nor for those that nothing but a refusal has changed since. What came after stays in the
    history, and can be brought back the same way."""
    rows = db.execute(
        "SELECT rule, before FROM rule_history WHERE number IN "
        "(SELECT min(number) FROM rule_history WHERE number > ? GROUP BY rule HAVING max(action != ?)) ORDER BY number",
        (number, resting.SUSPEND),
    ).fetchall()
    then = {rule: json.loads(before) for rule, before in rows}
    return [
        _entry("restore", rule, by, state=state, to=number)
        for rule, state in then.items()
        if state != state_of(db, rule)
    ]


def number_at(db: sqlite3.Connection, ts: str) -> int:
    """The number of the last change made up to a moment; 0 for none."""
    row = db.execute("SELECT coalesce(max(number), 0) FROM rule_history WHERE ts <= ?", (ts,)).fetchone()
    return int(row[0])


def apply_entry(db: sqlite3.Connection, entry: Mapping[str, Any]) -> bool:
    """Carries out an entry inside the caller's transaction; False when it changes nothing (done before, or its
    rule is gone)."""
    rule, action, identity = str(entry["rule_id"]), str(entry["action"]), str(entry["id"])
    if db.execute("SELECT 1 FROM rule_history WHERE entry = ?", (identity,)).fetchone():
        return False
    before = state_of(db, rule)
    if action == "undo":
        if not _undo(db, rule, str(entry["of"])):
            return False
    elif action == "restore":
        _bring(db, rule, entry["state"])
    elif action == "add":
        _add(db, Stored(**entry["rule"]), before)
    elif action == "remove":
        db.execute("DELETE FROM rules WHERE layer = ? AND id = ?", (GRANTED, rule))
    elif action in resting.ACTIONS:
        held = resting.written(action, str(entry["why"]))
        db.execute(_SWITCH, (False, held, GRANTED, rule))
    elif entry["granted"]:
        _switch(db, rule, on=action == "enable")
    else:
        on = action == "enable"
        db.execute("INSERT OR REPLACE INTO overrides VALUES (?, ?, ?)", (rule, on, entry["ts"]))
    after = state_of(db, rule)
    if after == before:
        return False
    why = str(entry.get("why") or "")
    if isinstance(entry.get("evidence"), dict):
        after["evidence"] = entry["evidence"]
    values = (identity, rule, action, entry["ts"], entry["by"], _json(before), _json(after), why)
    db.execute(
        'INSERT INTO rule_history (entry, rule, action, ts, "by", before, after, why) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
        values,
    )
    return True


def _switch(db: sqlite3.Connection, rule: str, *, on: bool) -> None:
    """Switches a granted rule. One that comes back is looked at anew: nothing of why it was out of force stays."""
    found = db.execute(
        "SELECT enabled, suspended FROM rules WHERE layer = ? AND source = '' AND id = ?", (GRANTED, rule)
    ).fetchone()
    if found:
        db.execute(_SWITCH, (on, "" if on and not found[0] else found[1], GRANTED, rule))


def _add(db: sqlite3.Connection, rule: Stored, before: Mapping[str, Any]) -> None:
    known = before["rule"]
    if known:  # a rule granted again keeps its first day
        rule = replace(rule, created=known["created"])
    _put(db, [rule])


def _undo(db: sqlite3.Connection, rule: str, of: str) -> bool:
    row = db.execute("SELECT before FROM rule_history WHERE entry = ? AND undone = 0", (of,)).fetchone()
    if row is None:
        return False
    _bring(db, rule, json.loads(row[0]))
    db.execute("UPDATE rule_history SET undone = 1 WHERE entry = ?", (of,))
    return True


def _bring(db: sqlite3.Connection, rule: str, state: Mapping[str, Any]) -> None:
    """Makes a rule stand as a state says."""
    db.execute("DELETE FROM rules WHERE layer = ? AND id = ?", (GRANTED, rule))
    db.execute("DELETE FROM overrides WHERE id = ?", (rule,))
    if state["rule"]:
        _put(db, [Stored(**state["rule"])])
    if state["override"]:
        db.execute("INSERT INTO overrides VALUES (?, ?, ?)", (rule, *state["override"]))


def state_of(db: sqlite3.Connection, rule: str) -> dict[str, Any]:
    """What a change of a rule can alter: the granted row and the override, None where there is none."""
    row = db.execute(_SELECT + "WHERE layer = ? AND source = '' AND id = ?", (GRANTED, rule)).fetchone()
    off = db.execute("SELECT enabled, changed FROM overrides WHERE id = ?", (rule,)).fetchone()
    return {"rule": asdict(_stored(row)) if row else None, "override": list(off) if off else None}


# ------------------------------------------------------------------------------------------------ mirrors


def mirror(db: sqlite3.Connection, layer: str, source: str, rules: Iterable[Stored]) -> None:
    """Makes the database show the rules of one declared file or module, in their order, and no others of it. Only
    inside a `Build`."""
    if layer == GRANTED:
        raise ValueError("granted rules change by entries, not by mirroring")
    rows = [replace(rule, layer=layer, source=source, position=at) for at, rule in enumerate(rules)]
    with transaction(db):
        db.execute("DELETE FROM rules WHERE layer = ? AND source = ?", (layer, source))
        _put(db, rows)


def mirrored_modules(db: sqlite3.Connection) -> list[str]:
    """The shipped modules whose rules the database shows."""
    rows = db.execute("SELECT key FROM meta WHERE key GLOB 'module:*'").fetchall()
    return [str(key).removeprefix("module:") for (key,) in rows]


def suspend(db: sqlite3.Connection, rule: str, why: str) -> None:
    """Takes a granted rule out of force until its examples hold again ("" lets it count again). Only inside a
    `Build`, whose snapshot then shows it."""
    db.execute("UPDATE rules SET suspended = ? WHERE layer = ? AND id = ?", (why, GRANTED, rule))


def _put(db: sqlite3.Connection, rules: Iterable[Stored]) -> None:
    rows = []
    for rule in rules:
        values = {"body": _json(rule.body), "enabled": int(rule.enabled)}
        rows.append(tuple(values[each] if each in values else getattr(rule, each) for each in _COLUMNS))
    db.executemany(_PUT, rows)


def _stored(row: tuple[Any, ...]) -> Stored:
    values = dict(zip(_COLUMNS, row, strict=True))
    return Stored(**values | {"body": json.loads(values["body"]), "enabled": bool(values["enabled"])})


def _one(db: sqlite3.Connection, rule: str) -> Stored:
    """The rule of an id, the granted one first when it is declared as well."""
    found = sorted(
        (each for each in all_rules(db) if each.id == rule), key=lambda each: each.layer != GRANTED
    )
    if not found:
        raise _refused(db, f"there is no rule {rule}", "see: assent rules list")
    return found[0]


def _entry(action: str, rule_id: str, by: str, **more: object) -> Entry:
    return {"kind": RULE, "ts": now(), "id": new_id(), "action": action, "rule_id": rule_id, "by": by, **more}


def _refused(db: sqlite3.Connection, what: str, hint: str) -> StoreError:
    return StoreError(Problem(database_file(db), what, hint))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
