"""What rules would have spared: the prompts a person answered, and what auto mode decided, each decided anew."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assent.core import event as labels
from assent.core.decision import ALLOW, DENY
from assent.core.policy import from_rules
from assent.learning.answer import NO
from assent.learning.levels import USER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assent.app.learn.answers import Window
    from assent.app.learn.calls import Calls
    from assent.core.decision import Decision
    from assent.core.policy import Policy
    from assent.learning.suggestion import Suggestion

ANSWERED = (labels.APPROVED, *NO)


@dataclass(slots=True)
class Prompts:
    """The `asked` prompts a person answered, how many the rules `in_force` would have answered, how many those `with`
    the suggestions, and how many of these last the person had `refused`; `by_rule` in how many of them a suggestion has
    a part, by its id."""

    asked: int = 0
    in_force: int = 0
    with_these: int = 0
    refused: int = 0
    by_rule: dict[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "asked": self.asked,
            "in_force": self.in_force,
            "with_suggestions": self.with_these,
            "refused_but_allowed": self.refused,
        }


def prompts(calls: Calls, window: Window, suggestions: Sequence[Suggestion]) -> Prompts:
    """The prompts of a window, decided by the rules in force and by these with the suggestions."""
    made = Prompts()
    known = {rule.id: each.id for each in suggestions for rule in each.rules}
    policies: dict[str, Policy] = {}
    decided: dict[tuple[int, str], tuple[bool, Decision]] = {}
    # What was taken back without having been asked about was no prompt.
    about = f"label IN {_listed(ANSWERED)} AND (label != '{labels.UNDONE}' OR \"by\" = '{labels.USER}')"
    for reading, label, project, number in _counted(calls, window, about):
        made.asked += number
        kept = calls.kept(reading) if reading is not None else None
        if reading is None or kept is None:
            continue
        if project not in policies:
            policies[project] = together(calls.policy(project), suggestions, project)
        key = (reading, project)
        if key not in decided:
            before = after = calls.decided(kept, project, calls.policy(project))
            if policies[project] is not calls.policy(project):
                after = calls.again(kept, project, before.reading, policies[project])
            decided[key] = (before.verdict in (ALLOW, DENY), after)
        answered, found = decided[key]
        made.in_force += number * answered
        made.with_these += number * (found.verdict in (ALLOW, DENY))
        if found.verdict in (ALLOW, DENY) and not answered:
            made.refused += number * (label in NO and found.verdict == ALLOW)
            for name in {known[rule.id] for rule in found.matches if rule.id in known}:
                made.by_rule[name] = made.by_rule.get(name, 0) + number
    return made


def classified(calls: Calls, window: Window) -> int:
    """How many of the calls that auto mode decided the rules in force would have answered."""
    found = 0
    decided: dict[tuple[int, str], bool] = {}
    about = f"label = '{labels.AUTO}' AND \"by\" = '{labels.CLASSIFIER}'"
    for reading, _, project, number in _counted(calls, window, about):
        kept = calls.kept(reading) if reading is not None else None
        if reading is None or kept is None:
            continue
        key = (reading, project)
        if key not in decided:
            verdict = calls.decided(kept, project, calls.policy(project)).verdict
            decided[key] = verdict in (ALLOW, DENY)
        found += number * decided[key]
    return found


def answered_by_person(calls: Calls, window: Window) -> Iterator[tuple[int | None, str, str, int]]:
    """(reading, label, project, how many) of the prompts of a window that a person answered."""
    return _counted(calls, window, f"label IN {_listed(ANSWERED)}")


def _counted(calls: Calls, window: Window, about: str) -> Iterator[tuple[int | None, str, str, int]]:
    """(reading, label, project, how many) of the calls of the window for which a condition holds."""
    where, given = window.where()
    query = f"SELECT reading, label, project, count(*) FROM events WHERE {about} AND {where} GROUP BY 1, 2, 3"  # noqa: S608  fixed text; values are parameters
    yield from calls.db.execute(query, given).fetchall()


def _listed(names: Sequence[str]) -> str:
    return f"({', '.join(repr(name) for name in names)})"


def together(policy: Policy, suggestions: Sequence[Suggestion], project: str) -> Policy:
    """The rules in force and the suggestions that would hold in a project."""
    more = [
        rule for each in suggestions if each.judged.candidate.scope in (USER, project) for rule in each.rules
    ]
    return from_rules([*policy.all(), *more], policy.programs) if more else policy
