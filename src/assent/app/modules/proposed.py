"""The modules worth a yes: what fits the projects here, what each would have answered, what is on already."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assent.app.config import in_force as config
from assent.app.learn.answers import Window
from assent.app.learn.calls import Calls
from assent.app.learn.lesson import since_day
from assent.app.modules.fitting import fitting
from assent.app.modules.worth import Worth, worth
from assent.app.rules import in_force
from assent.core.decision import ALLOW
from assent.policy import shipped
from assent.store import events
from assent.store.record import now

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from assent.app.project import Project
    from assent.core.policy import Policy
    from assent.core.rule import Rule
    from assent.policy.parse import Declared
    from assent.store.paths import Paths

SPAN = "30d"


@dataclass(frozen=True, slots=True)
class Row:
    """A module: what it says of itself, whether it is on, the marks found in projects here, how many prompts it would
    have answered alone (None: no prompts are known), and the calls among these to which the person had said no."""

    name: str
    says: str
    on: bool
    marks: Sequence[str]
    rules: int
    answers: int | None = None
    refused: Mapping[str, int] = field(default_factory=dict)

    @property
    def fits(self) -> bool:
        """Whether it is worth a question: it would have answered something, or a project is marked and nothing is
        known of prompts."""
        return not self.on and (bool(self.answers) or (self.answers is None and bool(self.marks)))

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "says": self.says,
            "on": self.on,
            "marks": list(self.marks),
            "rules": self.rules,
            "would_have_answered": self.answers,
            "refused": None if self.answers is None else dict(self.refused),
        }


@dataclass(frozen=True, slots=True)
class Modules:
    """Every module as it stands here, the categories left out, and what was counted (None: no prompts are known)."""

    rows: Sequence[Row]
    excluded: Sequence[str]
    counted: Worth | None = None

    @property
    def proposed(self) -> list[Row]:
        """What is worth a yes, that which answers most first."""
        return sorted((each for each in self.rows if each.fits), key=lambda each: -(each.answers or 0))

    def as_json(self) -> dict[str, Any]:
        return {
            "modules": [each.as_json() for each in self.rows],
            "excluded": list(self.excluded),
            "prompts": self.counted.as_json() if self.counted else None,
        }


def modules(at: Paths, db: sqlite3.Connection, place: Project, until: str = "") -> Modules:
    """Every module as it stands at a place, by the settings, the files in the projects, and the logs read so far; the
    prompts are those of the thirty days before a moment, now by default."""
    settings = config.settings(at, db)
    on = {shipped.DEFAULTS, *settings["modules"]}
    declared = {name: composed(name, settings["exclude"]) for name in shipped.names()}
    calls = Calls(db, _policies(at))
    roots = [place.root, *(root for root, _ in calls.roots.values())]
    marks = fitting(dict.fromkeys(root for root in roots if root))
    counted = _counted(
        calls, {name: found for name, found in declared.items() if name not in on}, until or now()
    )
    rows = [
        Row(
            name,
            shipped.about(name).says,
            name in on,
            marks.get(name, ()),
            len(found),
            counted.alone.get(name) if counted else None,
            counted.refused.get(name, {}) if counted else {},
        )
        for name, found in declared.items()
    ]
    rows.sort(
        key=lambda each: (each.name != shipped.DEFAULTS, not each.on, -(each.answers or 0), not each.marks)
    )
    return Modules(rows, settings["exclude"], counted)


def composed(name: str, excluded: Sequence[str]) -> list[Declared]:
    """The rules of a module that are left when categories are excluded."""
    found, _ = shipped.module(name)
    shipped.switch_off(found, excluded)
    return [each for each in found if each.enabled]


def _counted(calls: Calls, declared: Mapping[str, Sequence[Declared]], until: str) -> Worth | None:
    """What modules that are off would have answered; None when no prompt of this person is known."""
    if events.count(calls.db) == 0:
        return None
    allows: dict[str, list[Rule]] = {
        name: [each.rule for each in found if each.rule.verdict == ALLOW] for name, found in declared.items()
    }
    window = Window(until, since_day(SPAN, until) or "")
    found = worth(calls, window, {name: held for name, held in allows.items() if held})
    return found if found.asked else None


def _policies(at: Paths) -> Any:
    """The rules in force of each project, made once."""
    made: dict[str, Policy] = {}

    def policy_of(place: Project) -> Policy:
        if place.key not in made:
            made[place.key] = in_force.policy(place, at)[0]
        return made[place.key]

    return policy_of
