"""Suggestions held against what was really called: the examples each can answer for, and what keeps it from helping."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assent.app.learn.whereabouts import home_of
from assent.app.verdict import decision_on
from assent.core.decision import ALLOW
from assent.core.facts import Facts
from assent.core.policy import from_rules
from assent.core.tools import SHELL
from assent.learning.mine import NO, YES
from assent.learning.shapes import EXACT
from assent.policy.check import HOME, example_call, failed_examples
from assent.policy.parse import Declared

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from assent.core.decision import Decision
    from assent.core.policy import Policy
    from assent.core.rule import Rule
    from assent.learning.shapes import Shape
    from assent.learning.suggestion import Member, Suggestion

COUNTER_EXAMPLES = 4


def refusals(answers: Iterable[tuple[str, str]]) -> list[str]:
    """The calls (text, label) that were refused at least once and never approved, in a stable order."""
    yes: set[str] = set()
    no: set[str] = set()
    for text, label in answers:
        (yes if label in YES else no if label in NO else set()).add(text)
    return sorted(no - yes)


class Proof:
    """Gives suggestions the examples they can answer for. `idle` holds those that a stricter rule would silence."""

    def __init__(
        self, refused: Sequence[str], roots: Mapping[str, str], policies: Mapping[str, Policy], home: str
    ) -> None:
        self.refused = refused
        self.roots = roots
        self.policies = policies
        self.home = home
        self.idle: list[dict[str, Any]] = []

    def proves(self, each: Suggestion) -> bool:
        """True when the suggestion covers its own evidence and would change something; what of a family does not is
        taken out of it."""
        strict = ""
        kept = []
        for member in each.members:
            held = self._held(member)
            first = [self._stricter(text, key) for text, key in held]
            if held and not all(first):
                kept.append(member)
                self._give_examples(each, member)
            elif held:
                strict = first[0]
        if strict and not kept:
            candidate = each.judged.candidate
            why = f"{strict} asks or denies first"
            self.idle.append(
                {"text": each.text, "scope": candidate.scope, "why": why, "key": candidate.key()}
            )
        each.members = kept
        return bool(kept)

    def _held(self, member: Member) -> list[tuple[str, str]]:
        """The examples of a rule that it has a part in, where they happened."""
        tally = member.candidate.tally
        return [
            (text, key)
            for text in member.declared.yes
            for key in sorted(tally.projects)
            if self._allows(member.declared.rule, text, key)
        ]

    def _give_examples(self, each: Suggestion, member: Member) -> None:
        declared, rule = member.declared, member.declared.rule
        declared.yes = [text for text in declared.yes if not failed_examples(Declared(rule, [text]), "")]
        near = [text for text in self.refused if _near(member.candidate.shape, text)]
        kept = [text for text in near if not failed_examples(Declared(rule, no=[text]), "")]
        asks = [text for text in kept if _begins_alike(member.candidate.shape, text)]
        each.still_asks = list(dict.fromkeys([*each.still_asks, *asks]))[: 2 * COUNTER_EXAMPLES]
        declared.no = kept[:COUNTER_EXAMPLES]

    def _decided(self, text: str, key: str, policy: Policy) -> Decision:
        """An example decided where it happened."""
        root = self.roots.get(key, "")
        call = example_call(text)
        if root:
            call.project = call.cwd = root
        facts = Facts(home_of(root, self.home) if root else HOME, call.project, call.cwd)
        return decision_on(call, policy, facts, disk=False)

    def _allows(self, rule: Rule, text: str, key: str) -> bool:
        programs = self.policies[key].programs if key in self.policies else None
        found = self._decided(text, key, from_rules([rule], programs))
        return found.verdict == ALLOW or ALLOW in found.verdicts

    def _stricter(self, text: str, key: str) -> str:
        """The label of the rule that keeps a call from being allowed whatever is granted; "" when none does."""
        policy = self.policies.get(key)
        found = self._decided(text, key, policy) if policy else None
        rule = found.decider if found else None
        return rule.label if rule is not None and rule.verdict != ALLOW and not rule.soft else ""


def _near(shape: Shape, text: str) -> bool:
    """True for a refused call of the rule's own program or tool; for a rule of all programs, any command."""
    if shape.tool != SHELL:
        return text.startswith((shape.tool + "(", shape.tool.rpartition("__")[0] or "("))
    return not shape.words or text.startswith(shape.words[0] + " ")


def _begins_alike(shape: Shape, text: str) -> bool:
    """True for a call that the words of the rule seem to name: `git commit --amend` for `Bash(git commit:*)`."""
    if shape.tool != SHELL or shape.kind == EXACT:
        return True
    return f"{text} ".startswith(" ".join((*shape.words, "")))
