"""The learned rules that rest, as people are told of them: which, since what, and the command that brings one back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assent.store import resting, rules
from assent.store.rules import GRANTED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

_ORDER = (resting.SUSPENDED, resting.EXPIRED, resting.DORMANT)


@dataclass(frozen=True, slots=True)
class Resting:
    """A granted rule out of force: the word for it (`state`) and `why`; `project` its key, "" for every project;
    `family` what it was learned with, "" for a rule of its own."""

    id: str
    verdict: str
    patterns: Sequence[str]
    project: str
    state: str
    why: str
    family: str = ""

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
            family = str(each.body.get("family") or "")
            found.append(Resting(each.id, each.verdict, patterns, each.project, state, why, family))
    return sorted(found, key=lambda each: (_ORDER.index(each.state), each.id))


def suspended(db: sqlite3.Connection) -> dict[str, str]:
    """Id → why, of the rules that a refusal suspended: nothing but the person's own word brings them back."""
    return {each.id: each.why for each in all_resting(db) if each.state == resting.SUSPENDED}
