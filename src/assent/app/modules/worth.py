"""What modules would have answered of the prompts that a person answered, each decided anew."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assent.app.learn.prompts import answered_by_person
from assent.core.decision import ALLOW, DENY
from assent.core.policy import from_rules
from assent.learning.answer import NO

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from assent.app.learn.answers import Window
    from assent.app.learn.calls import Calls
    from assent.app.learn.readings import Kept
    from assent.core.policy import Policy
    from assent.core.rule import Rule


@dataclass(slots=True)
class Worth:
    """Of the `asked` prompts of a window: how many the rules `in_force` answer by now, and how many more each module
    alone, and all of them `together`, would have allowed; `refused` holds the calls among these to which the person had
    said no, as people read them, and how often."""

    asked: int = 0
    in_force: int = 0
    together: int = 0
    alone: dict[str, int] = field(default_factory=dict)
    refused: dict[str, dict[str, int]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {"asked": self.asked, "in_force": self.in_force, "together": self.together}


def worth(calls: Calls, window: Window, modules: Mapping[str, Sequence[Rule]]) -> Worth:
    """What these modules (by name, their rules) would have answered in a window."""
    made = Worth(alone=dict.fromkeys(modules, 0), refused={name: {} for name in modules})
    policies = _Policies(calls, modules)
    known: dict[tuple[int, str], tuple[bool, list[str] | None]] = {}
    for reading, label, project, number in answered_by_person(calls, window):
        made.asked += number
        kept = calls.kept(reading) if reading is not None else None
        if reading is None or kept is None:
            continue
        key = (reading, project)
        if key not in known:
            known[key] = policies.answering(kept, project)
        answered, by = known[key]
        made.in_force += number * answered
        if by is None:
            continue
        made.together += number
        for name in by:
            made.alone[name] += number
            if label in NO:
                held = made.refused[name]
                held[kept.text] = held.get(kept.text, 0) + number
    return made


class _Policies:
    """The rules in force in each project, with one module more, and with all of them."""

    def __init__(self, calls: Calls, modules: Mapping[str, Sequence[Rule]]) -> None:
        self.calls = calls
        self.modules = modules
        self._made: dict[tuple[str, str], Policy] = {}

    def answering(self, kept: Kept, project: str) -> tuple[bool, list[str] | None]:
        """Whether the rules in force answer a call; if not, and all modules together allow it, those that alone do."""
        before = self.calls.decided(kept, project, self.calls.policy(project))
        if before.verdict in (ALLOW, DENY):
            return True, None
        if self._verdict(kept, project, "") != ALLOW:
            return False, None
        return False, [name for name in self.modules if self._verdict(kept, project, name) == ALLOW]

    def _verdict(self, kept: Kept, project: str, name: str) -> str:
        """The verdict with a module, or with all of them ("")."""
        key = (project, name)
        if key not in self._made:
            more = [rule for each in ([name] if name else self.modules) for rule in self.modules[each]]
            self._made[key] = _with(self.calls.policy(project), more)
        return self.calls.decided(kept, project, self._made[key]).verdict


def _with(policy: Policy, more: Iterable[Rule]) -> Policy:
    return from_rules([*policy.all(), *more], policy.programs)
