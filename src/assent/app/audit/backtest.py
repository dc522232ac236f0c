"""What of the recorded calls would be decided otherwise without some rules of ours and some entries of agents."""

from __future__ import annotations

import copy
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assent.agents import registry
from assent.agents.base import ASKS, DENIED, RUNS, USER
from assent.app.audit import entries
from assent.core.decide import decide
from assent.core.decision import ALLOW, DENY
from assent.core.policy import from_rules
from assent.core.redact.text import redact

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from assent.app.audit.replayed import Replay, Replayed
    from assent.core.decision import Decision
    from assent.store.paths import Paths

NAMED = 3  # calls that are told


@dataclass(slots=True)
class Outcome:
    """Of so many recorded `calls`: how many that ran unasked would be `asked` about or refused, how many that would be
    asked about now would run unasked (`opened`), and the commonest of either."""

    calls: int = 0
    asked: int = 0
    opened: int = 0
    examples: list[str] = field(default_factory=list)

    def add(self, call: Replayed, times: int, *, before: bool, after: bool) -> None:
        """Counts a call by whether it ran unasked before, and would after."""
        self.calls += times
        self.asked += times * (before and not after)
        self.opened += times * (after and not before)
        if before != after and len(self.examples) < NAMED:
            text = next(
                (str(each) for each in call.call.input.values() if isinstance(each, str)), call.call.tool
            )
            self.examples.append(redact(text))


def without(
    at: Paths, replay: Replay, since: str, rules: Collection[str], gone: Mapping[str, Sequence[str]]
) -> Outcome:
    """The outcome without the rules of these ids and without these entries (file → texts)."""
    found = Outcome()
    places = _Places(at, gone)
    for call, times in entries.distinct(replay, since):
        now, then = call.decide(), _without(call, rules)
        before = _runs(now, places.answer(call, changed=False))
        after = _runs(then, places.answer(call, changed=True))
        found.add(call, times, before=before, after=after)
    return found


def _without(call: Replayed, rules: Collection[str]) -> Decision:
    kept = [rule for rule in call.rules if rule.id not in rules]
    return decide(call.call, call.reading, from_rules(kept, call.policy.programs), call.facts)


def _runs(ours: Decision, theirs: str) -> bool:
    """Whether a call runs unasked: where we say nothing the agent decides, and it may refuse what we allow."""
    if ours.silent:
        return theirs == RUNS
    return ours.verdict == ALLOW and theirs != DENIED and ours.verdict != DENY


class _Places:
    """The agent's own answers in each project, with its settings as they are and as they would be."""

    def __init__(self, at: Paths, gone: Mapping[str, Sequence[str]]) -> None:
        self.at = at
        self.gone = {os.path.realpath(path): texts for path, texts in gone.items()}
        self._known: dict[tuple[str, str], tuple[list[Any], list[Any]]] = {}

    def answer(self, call: Replayed, *, changed: bool) -> str:
        """What the agent alone would do with a call."""
        agent, root = call.call.agent, call.place.root
        matcher = registry.matcher(agent)
        if matcher is None:
            return ASKS
        if (agent, root) not in self._known:
            self._known[agent, root] = self._read(agent, root)
        return matcher.would_answer(self._known[agent, root][changed], call.call, call.facts).verdict

    def _read(self, agent: str, root: str) -> tuple[list[Any], list[Any]]:
        matcher = registry.matcher(agent)
        now, then = [], []
        for each in entries.in_force(self.at, root):
            base = root if each.source != USER else ""
            held = (
                matcher.read_settings(each.text, each.source, base)
                if matcher and each.agent == agent
                else None
            )
            if held is None:
                continue
            now.append(held)
            out = self.gone.get(os.path.realpath(each.path), ())
            left = copy.copy(held)
            left.allow = [entry for entry in held.allow if entry not in out]
            then.append(left)
        return now, then
