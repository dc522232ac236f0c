"""The learned rules that rest, as people are told of them: which, since what, and the command that brings one back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from assent.store import resting, rules
from assent.store.rules import GRANTED
from assent.store.suppressions import DAYS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from assent.store.rules import Change

AWAY = ("remove", "disable", "undo", "restore")
_ORDER = (resting.SUSPENDED, resting.EXPIRED, resting.DORMANT)


@dataclass(frozen=True, slots=True)
class Resting:
    """A granted rule out of force: the word for it (`state`) and `why`; `project` its key, "" for every project."""

    id: str
    verdict: str
    patterns: Sequence[str]
    project: str
    state: str
    why: str

    @property
    def text(self) -> str:
        """The rule in a few words."""
        return f"{self.verdict} {', '.join(self.patterns)}"

    @property
    def back(self) -> str:
        """The command that brings it back: a new yes."""
        return f"assent rules enable {self.id}"


def all_resting(db: sqlite3.Connection) -> list[Resting]:
    """Every rule that upkeep took out of force, in all projects: those that were refused first."""
    found = []
    for each in rules.all_rules(db):
        state, why = resting.read(each.suspended, enabled=each.enabled)
        if each.layer == GRANTED and state:
            given = each.body.get(each.verdict)
            patterns = [str(one) for one in given] if isinstance(given, list) else []
            found.append(Resting(each.id, each.verdict, patterns, each.project, state, why))
    return sorted(found, key=lambda each: (_ORDER.index(each.state), each.id))


def suspended(db: sqlite3.Connection) -> set[str]:
    """The ids of the rules that a refusal suspended."""
    return {each.id for each in all_resting(db) if each.state == resting.SUSPENDED}


def unwanted(db: sqlite3.Connection, day: str) -> dict[str, str]:
    """Id → why, of the rules that are not to be offered on a UTC day: those that a refusal suspended or a person
    switched off, which nothing but their own word brings back, and for as long as a first no lasts those that they
    took away."""
    found = {
        each.id: f"suspended: {each.why}; to bring it back: {each.back}"
        for each in all_resting(db)
        if each.state == resting.SUSPENDED
    }
    granted = {each.id: each for each in rules.all_rules(db) if each.layer == GRANTED}
    for change in _by_people(db):
        held, said = granted.get(change.rule), f"on {change.ts[:10]}"
        if held is None:
            again = (date.fromisoformat(change.ts[:10]) + timedelta(days=DAYS[0])).isoformat()
            if day < again:
                found[change.rule] = f"you took it away {said}; it is offered again from {again}"
        elif not held.enabled and not held.suspended:
            found[change.rule] = (
                f"you switched it off {said}; to bring it back: assent rules enable {held.id}"
            )
    return found


def _by_people(db: sqlite3.Connection) -> list[Change]:
    """The latest change of each rule, where a person made it and it took something away."""
    latest: dict[str, Change] = {}
    for each in rules.history(db, limit=100_000):
        latest.setdefault(each.rule, each)
    return [each for each in latest.values() if each.by == rules.USER and each.action in AWAY]
