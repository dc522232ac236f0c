"""`assent rules undo --to`: all rules as they were at a point of their history, and what that changes in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assent.app import amend, moments
from assent.cli import filters
from assent.cli import rule_words as words
from assent.cli.give import tell
from assent.cli.opened import opened
from assent.cli.output import refuse, say
from assent.store import rules

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

COLUMN = 14


def run(point: str, *, dry_run: bool, utc: bool) -> None:
    """Brings the rules back, or only says what would change."""
    with opened() as (at, db):
        utc = filters.in_utc(at, utc=utc)
        entries, number, problems = amend.restoring(db, point, utc=utc)
        refuse(problems)
        latest = rules.number_at(db, "9")
        lines = [_line(db, each) for each in entries]
        when = _when(db, number, utc=utc)
        outcome = amend.carry_out(at, db, [] if dry_run else entries)
    if not entries:
        say(f"All rules stand as they did {'at ' if number else ''}{when}; nothing was changed.")
        return
    say(f"{'Would bring' if dry_run else 'Brought'} the rules back to {when}:")
    for line in sorted(lines):
        say(f"  {line}", hang=COLUMN + 2)
    if dry_run:
        say(f"Nothing was changed. To do it: assent rules undo --to {point}")
    else:
        say(f"To take that back: assent rules undo --to {latest}")
    tell(outcome)


def _when(db: sqlite3.Connection, number: int, *, utc: bool) -> str:
    if not number:
        return "before the first change"
    ts = db.execute("SELECT ts FROM rule_history WHERE number = ?", (number,)).fetchone()[0]
    return f"change {number} ({' '.join(moments.shown(ts, utc=utc))})"


def _line(db: sqlite3.Connection, entry: Mapping[str, Any]) -> str:
    """What an entry does to its rule: `taken away   allow Bash(make c) (8c90cddd549d)`."""
    before, after = rules.state_of(db, entry["rule_id"]), entry["state"]
    held = after["rule"] or before["rule"]
    about = words.stored(held) if held else _declared(db, entry["rule_id"])
    return f"{_done(before, after):{COLUMN}}{about} ({entry['rule_id']})"


def _done(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    if bool(before["rule"]) != bool(after["rule"]):
        return "given back" if after["rule"] else "taken away"
    if before["override"] != after["override"] or before["rule"]["enabled"] != after["rule"]["enabled"]:
        return "switched on" if _on(after) else "switched off"
    return "as before"


def _on(state: Mapping[str, Any]) -> bool:
    """Whether a rule counts: without an override a declared one does as its file says."""
    override: Sequence[Any] = state["override"] or (True,)
    return bool(override[0]) and bool((state["rule"] or {"enabled": True})["enabled"])


def _declared(db: sqlite3.Connection, identity: str) -> str:
    """A rule that is not granted, by its name."""
    named = [each.name for each in rules.all_rules(db) if each.id == identity and each.name]
    return named[0] if named else "rule"
