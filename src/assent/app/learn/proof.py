"""Suggestions held against what was called and what never may be: their examples, and why some are not shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assent.app.learn.readings import facts_for
from assent.app.learn.whereabouts import home_of
from assent.app.verdict import decision_on
from assent.core.decision import ALLOW, DENY
from assent.core.policy import from_rules
from assent.core.tools import SHELL
from assent.learning.answer import NO, YES
from assent.learning.neighbours import asking, nearest_words, newly
from assent.learning.probe import SEEDS, Leak, Place, Probe, chosen, seeds_of
from assent.learning.shapes import EXACT
from assent.policy.check import HOME, PROJECT, example_call, failed_examples
from assent.policy.parse import Declared

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from assent.core.call import Call
    from assent.core.decision import Decision
    from assent.core.policy import Policy
    from assent.learning.mutants.seed import Seed
    from assent.learning.probe import Bent
    from assent.learning.shapes import Shape
    from assent.learning.suggestion import Member, Suggestion

COUNTER_EXAMPLES, NEIGHBOURS = 4, 2


def refusals(answers: Iterable[tuple[str, str]]) -> list[str]:
    """The calls (text, label) that were refused at least once and never approved, in a stable order."""
    yes: set[str] = set()
    no: set[str] = set()
    for text, label in answers:
        (yes if label in YES else no if label in NO else set()).add(text)
    return sorted(no - yes)


class Proof:
    """Gives suggestions the examples they can answer for, and tries them on what they must not. `failed` holds those
    that are not shown: silenced by a stricter rule, or letting too much through."""

    def __init__(
        self, refused: Sequence[str], roots: Mapping[str, str], policies: Mapping[str, Policy], home: str
    ) -> None:
        self.refused = refused
        self.roots = roots
        self.policies = policies
        self.home = home
        self.failed: list[dict[str, Any]] = []

    def proves(self, each: Suggestion) -> bool:
        """True when the suggestion covers its own evidence, would change something, and lets nothing through that it
        must not; what of a family does not hold is taken out of it."""
        strict = ""
        kept = []
        seeds: dict[str, list[Seed]] = {}
        for member in each.members:
            held = self._held(member)
            first = [self._stricter(text, key) for text, key, _ in held]
            if held and not all(first):
                kept.append(member)
                seeds[member.id] = chosen([seed for _, _, found in held for seed in found], _bent(each))
            elif held:
                strict = first[0]
        if strict and not kept:
            self.fail(each, f"{strict} asks or denies first")
        each.members = kept
        self._try(each, seeds)
        each.still_asks = []
        for member in each.members:
            self._give_examples(each, member)
        each.still_denies = [text for text in each.still_asks if self._is_denied(text, each)]
        return bool(each.members)

    def fail(self, each: Suggestion, why: str, member: Member | None = None) -> None:
        """Notes why a suggestion, or one rule of it, is not shown."""
        text = member.text if member is not None else each.text
        candidate = member.candidate if member is not None else each.judged.candidate
        self.failed.append({"text": text, "scope": candidate.scope, "why": why, "key": candidate.key()})

    def _held(self, member: Member) -> list[tuple[str, str, list[Seed]]]:
        """The examples of a rule that it has a part in, where they happened, and those parts."""
        rule = member.declared.rule
        made = []
        for text in member.declared.yes:
            for key in sorted(member.candidate.tally.projects):
                programs = self.policies[key].programs if key in self.policies else None
                call, found = self._decided(text, key, from_rules([rule], programs))
                if found.verdict == ALLOW or ALLOW in found.verdicts:
                    made.append((text, key, seeds_of(call, found)))
        return made

    def _try(self, each: Suggestion, seeds: Mapping[str, Sequence[Seed]]) -> None:
        """Tries the rules together; those that let something through are taken out, and the rest tried again."""
        each.asks = each.newly = None
        while each.members:
            probe = Probe(each.rules, self._place(each))
            leak = probe.meet_hostile()
            bent: list[Bent] = []
            for member in each.members if leak is None else ():
                found = probe.bend(seeds[member.id])
                if isinstance(found, Leak):
                    leak = found
                    break
                bent += found
                self._give_neighbours(member, found)
            if leak is None:
                all_seeds = [seed for member in each.members for seed in seeds[member.id]]
                made = {text for member in each.members for text in member.candidate.yes_texts}
                each.asks = asking(bent, each.caps, [_begins(member) for member in each.members])
                each.newly = newly(probe, all_seeds, made)
                return
            guilty = [member for member in each.members if member.id in leak.by] or each.members
            for member in guilty:
                self.fail(each, leak.why, member)
            each.members = [member for member in each.members if member not in guilty]

    def _place(self, each: Suggestion) -> Place:
        """Where a suggestion is tried: the first project that it was learned in."""
        for key in sorted(each.judged.candidate.tally.projects):
            root = self.roots.get(key, "")
            if root:
                policy = self.policies.get(key)
                return Place(home_of(root, self.home), root, policy.programs if policy else {}, policy)
        return Place(HOME, PROJECT)

    def _give_neighbours(self, member: Member, bent: Sequence[Bent]) -> None:
        """The nearest dangerous calls become `no` examples: what never was allowed is checked for ever after."""
        rule = member.declared.rule
        near = asking([each for each in bent if each.near], member.candidate.cap, [_begins(member)])
        kept = [each.text for each in near if not failed_examples(Declared(rule, no=[each.text]), "")]
        member.declared.no = kept[:NEIGHBOURS]

    def _give_examples(self, each: Suggestion, member: Member) -> None:
        declared, rule = member.declared, member.declared.rule
        declared.yes = [text for text in declared.yes if not failed_examples(Declared(rule, [text]), "")]
        near = [text for text in self.refused if _near(member.candidate.shape, text)]
        kept = [text for text in near if not failed_examples(Declared(rule, no=[text]), "")]
        refused = [text for text in kept if _begins_alike(member.candidate.shape, text)]
        asks = [*refused[:COUNTER_EXAMPLES], *(near.text for near in each.asks or ())]
        each.still_asks = list(dict.fromkeys([*each.still_asks, *asks]))[: 2 * COUNTER_EXAMPLES]
        declared.no = list(dict.fromkeys([*kept[:COUNTER_EXAMPLES], *declared.no]))

    def _decided(self, text: str, key: str, policy: Policy) -> tuple[Call, Decision]:
        """An example decided where it happened."""
        root = self.roots.get(key, "")
        call = example_call(text)
        if root:
            call.project = call.cwd = root
        facts = facts_for(call, home_of(root, self.home) if root else HOME)
        return call, decision_on(call, policy, facts, disk=False)

    def _is_denied(self, text: str, each: Suggestion) -> bool:
        """True for a call that a rule in force denies wherever the suggestion was learned: there nobody is asked."""
        found = [key for key in sorted(each.judged.candidate.tally.projects) if key in self.policies]
        return bool(found) and all(
            self._decided(text, key, self.policies[key])[1].verdict == DENY for key in found
        )

    def _stricter(self, text: str, key: str) -> str:
        """The label of the rule that keeps a call from being allowed whatever is granted; "" when none does."""
        policy = self.policies.get(key)
        found = self._decided(text, key, policy)[1] if policy else None
        rule = found.decider if found else None
        return rule.label if rule is not None and rule.verdict != ALLOW and not rule.soft else ""


def _bent(each: Suggestion) -> int:
    """How many calls of each rule are bent: of a family one, for its members differ in their words alone."""
    return 1 if each.family else SEEDS


def _begins(member: Member) -> str:
    return nearest_words(member.candidate.shape)


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
