"""The back-test on the real calls: suggestions as they would have been made before the last third of the sessions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from assent.core import event as labels
from assent.core.decision import ALLOW
from assent.core.effect import names_of
from assent.core.policy import from_rules
from assent.learning.answer import NO
from assent.learning.backtest import Backtest, caps_before, identity, last_third, rungs
from assent.learning.levels import USER
from assent.policy.parse import read_rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from assent.app.learn.answers import Window
    from assent.app.learn.calls import Calls
    from assent.app.learn.readings import Kept
    from assent.core.decision import Decision
    from assent.core.policy import Policy
    from assent.core.rule import Rule
    from assent.learning.answer import Answer
    from assent.learning.backtest import Identity
    from assent.learning.shapes import Shape
    from assent.learning.suggestion import Member, Suggestion

ANSWERED = (labels.APPROVED, *NO)


class Replay:
    """The sessions that are held back, and what was answered in them."""

    def __init__(self, calls: Calls, window: Window, answers: Sequence[Answer]) -> None:
        self.calls = calls
        self.answers = answers
        self.later = last_third(answers)
        self.rows = list(_rows(calls, window, self.later)) if self.later else []
        self._before: dict[tuple[int, str], Decision] = {}
        self._allows: dict[str, list[Rule]] = {}

    def test(self, given: Sequence[Suggestion]) -> None:
        """Gives each suggestion its back-test; none to one that was not approved before."""
        if not self.later:
            return
        candidates = [member.candidate for each in given for member in each.members]
        caps = caps_before(candidates, self.answers, self.later)
        for each in given:
            rules = [
                (member, rule) for member in each.members if (rule := _as_then(member, caps)) is not None
            ]
            if rules:
                each.backtest = self._replayed(rules)

    def _replayed(self, rules: Sequence[tuple[Member, Rule]]) -> Backtest:
        days = self.later.values()
        last = max(answer.day for answer in self.answers)
        made = Backtest(min(days), last, len(self.later))
        wanted = {member.candidate.shape: member.candidate.scope for member, _ in rules}
        own = {text for member, _ in rules for _, text in member.candidate.no_days}
        policies: dict[str, Policy] = {}
        for reading, label, project, number in self.rows:
            made.prompts += number
            kept = self.calls.kept(reading)
            if kept is None or not _may_hold(kept, project, wanted):
                continue
            before = self._decided(reading, kept, project)
            if before.verdict == ALLOW or not (before.silent or (before.decider and before.decider.soft)):
                continue
            if project not in policies:
                here = [rule for member, rule in rules if member.candidate.scope in (USER, project)]
                policies[project] = from_rules(
                    [*self._allowing(project), *here], self.calls.policy(project).programs
                )
            if self.calls.again(kept, project, before.reading, policies[project]).verdict != ALLOW:
                continue
            made.prompts_saved += number
            if label in NO:
                told = made.tolerated if kept.text in own else made.denied
                told.append(kept.text)
        return made

    def _decided(self, reading: int, kept: Kept, project: str) -> Decision:
        key = (reading, project)
        if key not in self._before:
            self._before[key] = self.calls.decided(kept, project, self.calls.policy(project))
        return self._before[key]

    def _allowing(self, project: str) -> list[Rule]:
        """The allows in force; where a deny or ask speaks, none of them is asked."""
        if project not in self._allows:
            self._allows[project] = [
                rule for rule in self.calls.policy(project).all() if rule.verdict == ALLOW
            ]
        return self._allows[project]


def _as_then(member: Member, caps: Mapping[Identity, int]) -> Rule | None:
    """A rule within the effects that it had been approved with by then; None when it had not been."""
    cap = caps.get(identity(member.candidate))
    if cap is None:
        return None
    fields = {**member.fields, "within": names_of(cap)}
    found = read_rule(fields, "back-test", "granted", member.candidate.scope, [])
    return None if found is None else found.rule


def _may_hold(kept: Kept, project: str, wanted: Mapping[Shape, str]) -> bool:
    """True when a part of a call is one that some of the rules could hold: a call without is not decided anew."""
    return any(wanted.get(shape) in (USER, project) for part in kept.parts for shape, _ in rungs(part))


def _rows(calls: Calls, window: Window, later: Mapping[str, int]) -> Iterator[tuple[int, str, str, int]]:
    """(reading, label, project, how many) of the prompts that were answered in these sessions."""
    where, given = window.where()
    query = (
        "SELECT reading, label, project, count(*) FROM events WHERE reading IS NOT NULL "  # noqa: S608  fixed text
        "AND session IN (SELECT value FROM json_each(:sessions)) "
        f"AND label IN (SELECT value FROM json_each(:labels)) AND {where} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
    )
    lists = {"sessions": json.dumps(sorted(later)), "labels": json.dumps(list(ANSWERED))}
    yield from calls.db.execute(query, given | lists).fetchall()
