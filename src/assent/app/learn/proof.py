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
    from assent.learning.suggest import Suggestion

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
        """True when the suggestion covers its own evidence and would change something."""
        candidate = each.judged.candidate
        declared, rule = each.declared, each.declared.rule
        shown = [(text, key) for text in declared.yes for key in sorted(candidate.tally.projects)]
        held = [(text, key) for text, key in shown if self._allows(rule, text, key)]
        if not held:
            return False
        strict = [self._stricter(text, key) for text, key in held]
        if all(strict):
            why = f"{strict[0]} asks or denies first"
            self.idle.append(
                {"text": each.text, "scope": candidate.scope, "why": why, "key": candidate.key()}
            )
            return False
        declared.yes = [text for text in declared.yes if not failed_examples(Declared(rule, [text]), "")]
        near = [text for text in self.refused if _near(each, text)]
        kept = [text for text in near if not failed_examples(Declared(rule, no=[text]), "")]
        each.still_asks = [text for text in kept if _begins_alike(each, text)][: 2 * COUNTER_EXAMPLES]
        declared.no = kept[:COUNTER_EXAMPLES]
        return True

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
        return self._decided(text, key, from_rules([rule], programs)).verdict == ALLOW

    def _stricter(self, text: str, key: str) -> str:
        """The label of the rule that keeps a call from being allowed whatever is granted; "" when none does."""
        policy = self.policies.get(key)
        found = self._decided(text, key, policy) if policy else None
        rule = found.decider if found else None
        return rule.label if rule is not None and rule.verdict != ALLOW and not rule.soft else ""


def _near(each: Suggestion, text: str) -> bool:
    """True for a refused call of the rule's own program or tool; for a rule of all programs, any command."""
    shape = each.judged.candidate.shape
    if shape.tool != SHELL:
        return text.startswith((shape.tool + "(", shape.tool.rpartition("__")[0] or "("))
    return not shape.words or text.startswith(shape.words[0] + " ")


def _begins_alike(each: Suggestion, text: str) -> bool:
    """True for a call that the words of the rule seem to name: `git commit --amend` for `Bash(git commit:*)`."""
    shape = each.judged.candidate.shape
    if shape.tool != SHELL or shape.kind == EXACT:
        return True
    return f"{text} ".startswith(" ".join((*shape.words, "")))
