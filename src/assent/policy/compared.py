"""Two sets of rules side by side: what each difference lets through or holds back, with a call that shows it."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assent.core.decide import decide
from assent.core.decision import ALLOW, ASK, DENY
from assent.core.facts import Facts
from assent.core.pattern import ARGV, HOST, MANY, WORD
from assent.core.policy import from_rules
from assent.policy.check import HOME, OURS, PROJECT, example_call
from assent.policy.narrowing import beats
from assent.shell.reading import read_call

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from assent.core.decision import Decision
    from assent.core.pattern import Pattern
    from assent.core.policy import Policy
    from assent.core.rule import Rule
    from assent.policy.parse import Declared

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
# What a difference does to what may run: more, less, both, nothing, or it cannot be told from the words alone.
WIDER, NARROWER, BOTH, SAME, UNPROVEN = "wider", "narrower", "both", "same", "unproven"
SILENCE = "silence"
_STRICTNESS = (ALLOW, SILENCE, ASK, DENY)


@dataclass(frozen=True, slots=True)
class Witness:
    """A call, and what the rules before and after answer."""

    call: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """A rule that differs, by its `name`: what became of it, the `way` it moves what may run, and calls that show it
    being answered more mildly (`looser`) or more strictly (`stricter`)."""

    name: str
    kind: str
    verdict: str
    way: str
    looser: Witness | None = None
    stricter: Witness | None = None

    def as_json(self) -> dict[str, Any]:
        """The difference as `modules diff --json` gives it."""
        shown = {"looser": self.looser, "stricter": self.stricter}
        return {
            "rule": self.name,
            "kind": self.kind,
            "verdict": self.verdict,
            "way": self.way,
            "witnesses": {
                key: {"call": each.call, "before": each.before, "after": each.after}
                for key, each in shown.items()
                if each
            },
        }


def compared(old: Sequence[Declared], new: Sequence[Declared]) -> list[Change]:
    """Every rule that was added, removed or changed, in the order of the new rules, those that went at the end. Rules
    are the same one by their name; one without a name is another whenever its words are."""
    before, after = _named(old), _named(new)
    if {each.rule.id for each in old} == {each.rule.id for each in new}:
        return []
    tried = list(_tried(old, new))
    found = []
    for name in dict.fromkeys((*after, *before)):
        was, now = before.get(name), after.get(name)
        if was and now and was.rule.id == now.rule.id:
            continue
        mine = {each.rule.id for each in (was, now) if each}
        looser, stricter = _witnesses([each for each in tried if mine & each.deciders])
        kind = CHANGED if was and now else ADDED if now else REMOVED
        way = _seen(looser, stricter) or _proven(was, now, old, new)
        verdict = (now or was).rule.verdict  # type: ignore[union-attr]  # one of them has the name
        found.append(Change(name, kind, verdict, way, looser, stricter))
    return found


@dataclass(frozen=True, slots=True)
class _Tried:
    """A call that both sets answer, with the ids of the rules that did."""

    witness: Witness
    deciders: frozenset[str]


def _tried(old: Sequence[Declared], new: Sequence[Declared]) -> Iterator[_Tried]:
    """Every example of either set, and the plainest call of each pattern, that the two answer differently."""
    texts = [text for each in (*new, *old) for text in (*each.yes, *each.no)]
    texts += [text for each in (*new, *old) for pattern in each.rule.patterns if (text := _plainest(pattern))]
    before, after = (from_rules([each.rule for each in given]) for given in (old, new))
    for text in dict.fromkeys(texts):
        first, second = _decided(text, before), _decided(text, after)
        witness = Witness(text, _word(first), _word(second))
        if witness.before != witness.after:
            ids = frozenset(each.decider.id for each in (first, second) if each.decider)
            yield _Tried(witness, ids)


def _plainest(pattern: Pattern) -> str:
    """The call with nothing but the words of a pattern; "" where it has others than words and a star at its end."""
    if pattern.kind == HOST:
        return f"{pattern.tool}(https://{pattern.value}/)" if "*" not in pattern.value else ""
    tokens = list(pattern.tokens) if pattern.kind == ARGV else []
    if tokens and tokens[-1][0] == MANY:
        tokens.pop()
    return shlex.join(str(text) for _, text in tokens) if all(kind == WORD for kind, _ in tokens) else ""


def _named(given: Iterable[Declared]) -> dict[str, Declared]:
    return {each.rule.name or each.rule.id: each for each in given}


def _witnesses(given: Iterable[_Tried]) -> tuple[Witness | None, Witness | None]:
    """The first call that is answered more mildly, and the first that is answered more strictly."""
    looser = stricter = None
    for each in given:
        step = _STRICTNESS.index(each.witness.after) - _STRICTNESS.index(each.witness.before)
        if step < 0:
            looser = looser or each.witness
        else:
            stricter = stricter or each.witness
    return looser, stricter


def _decided(text: str, policy: Policy) -> Decision:
    facts = Facts(HOME, PROJECT, ours=OURS)
    call = example_call(text)
    return decide(call, read_call(call, facts), policy, facts)


def _word(found: Decision) -> str:
    return SILENCE if found.silent else found.verdict


def _seen(looser: Witness | None, stricter: Witness | None) -> str:
    """What the witnesses alone prove, "" for nothing."""
    if looser and stricter:
        return BOTH
    return WIDER if looser else NARROWER if stricter else ""


def _proven(
    was: Declared | None, now: Declared | None, old: Sequence[Declared], new: Sequence[Declared]
) -> str:
    """What the words prove where no example shows a difference."""
    if was is None and now is not None:
        covered = any(beats(each.rule, now.rule) for each in old)
        return SAME if covered else WIDER if now.rule.verdict == ALLOW else NARROWER
    if now is None and was is not None:
        covered = any(beats(each.rule, was.rule) for each in new)
        return SAME if covered else NARROWER if was.rule.verdict == ALLOW else WIDER
    if was is None or now is None:
        return UNPROVEN
    return _between(was.rule, now.rule)


def _between(was: Rule, now: Rule) -> str:
    """How a changed rule moved, by patterns and conditions alone."""
    more, less = beats(now, was), beats(was, now)
    if more and less:
        return SAME
    if was.verdict != now.verdict:
        return NARROWER if _STRICTNESS.index(now.verdict) > _STRICTNESS.index(was.verdict) else WIDER
    if not more and not less:
        return UNPROVEN
    return WIDER if more == (now.verdict == ALLOW) else NARROWER
