"""Two sets of rules side by side: what each difference lets through or holds back, with a call that shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assent.core.decide import decide
from assent.core.decision import ALLOW, ASK, DENY
from assent.core.facts import Facts
from assent.core.policy import from_rules
from assent.policy.check import HOME, OURS, PROJECT, example_call
from assent.policy.narrowing import beats
from assent.shell.reading import read_call

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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
    policies = _policy(old), _policy(new)
    found = []
    for name in dict.fromkeys((*after, *before)):
        was, now = before.get(name), after.get(name)
        if was and now and was.rule.id == now.rule.id:
            continue
        looser, stricter = _witnesses([each for each in (was, now) if each], *policies)
        kind = CHANGED if was and now else ADDED if now else REMOVED
        way = _seen(looser, stricter) or _proven(was, now, old, new)
        verdict = (now or was).rule.verdict  # type: ignore[union-attr]  # one of them has the name
        found.append(Change(name, kind, verdict, way, looser, stricter))
    return found


def _named(given: Iterable[Declared]) -> dict[str, Declared]:
    return {each.rule.name or each.rule.id: each for each in given}


def _policy(given: Iterable[Declared]) -> Policy:
    return from_rules([each.rule for each in given])


def _witnesses(given: Sequence[Declared], old: Policy, new: Policy) -> tuple[Witness | None, Witness | None]:
    """The first example of these rules that is answered more mildly by the new rules, and more strictly."""
    looser = stricter = None
    for text in dict.fromkeys(text for each in given for text in (*each.yes, *each.no)):
        before, after = _answer(text, old), _answer(text, new)
        step = _STRICTNESS.index(after) - _STRICTNESS.index(before)
        if step < 0:
            looser = looser or Witness(text, before, after)
        elif step > 0:
            stricter = stricter or Witness(text, before, after)
    return looser, stricter


def _answer(text: str, policy: Policy) -> str:
    facts = Facts(HOME, PROJECT, ours=OURS)
    call = example_call(text)
    found = decide(call, read_call(call, facts), policy, facts)
    return SILENCE if found.silent else found.verdict


def _seen(looser: Witness | None, stricter: Witness | None) -> str:
    """What the witnesses alone prove, "" for nothing."""
    if looser and stricter:
        return BOTH
    return WIDER if looser else NARROWER if stricter else ""


def _proven(was: Declared | None, now: Declared | None, old: Sequence[Declared], new: Sequence[Declared]) -> str:
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
