"""What an allow still does not let through: calls of its kind tried under all rules here, and the form that would."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assent.app import check, state
from assent.app.rules import in_force
from assent.app.rules import listed as app
from assent.cli.reach import STAR, phrases, sample
from assent.core.decision import ALLOW, DENY
from assent.core.effect import ALL, NOT_WILD, RUN_CODE, UNKNOWN, WILD, names_of
from assent.core.pattern import ARGV, TOOL
from assent.policy.check import answer, example_call
from assent.store.rules import MANAGED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assent.app.project import Project
    from assent.core.decision import Decision
    from assent.core.pattern import Pattern
    from assent.core.policy import Policy
    from assent.core.rule import Rule
    from assent.policy.parse import Declared
    from assent.store.paths import Paths

# What a star may stand for: a rule whose star is often a subcommand is not idle because one of them asks.
STARS = (STAR, "test", "status", "list", ".")


@dataclass(slots=True)
class Held:
    """What is said of the calls that do not run; `all` when none of those that were tried does."""

    told: list[str] = field(default_factory=list)
    all: bool = False


def out(at: Paths, place: Project, declared: Declared) -> Held:
    """Tries an allow with what it names word by word, its examples, and calls of each kind whose effects are known."""
    if declared.rule.verdict != ALLOW:
        return Held()
    policy, _ = in_force.policy(place, at)
    held, ran = Held(), False
    for pattern, calls in _tries(declared):
        answers = [(text, _decided(at, place, policy, text)) for text in calls]
        if any(decision.verdict == ALLOW for _, decision in answers):
            ran = True
        elif answers:
            text, decision = answers[0]
            held.told += _why(declared, pattern, text, decision)
        else:
            ran = True  # nothing is known of it, so nothing is claimed
    held.all = bool(held.told) and not ran
    return held


def _tries(declared: Declared) -> Iterator[tuple[Pattern | None, list[str]]]:
    """Groups of calls of which one that runs is enough, each with its pattern."""
    for pattern in declared.rule.patterns:
        if pattern.exact:
            yield pattern, [shlex.join(str(token[1]) for token in pattern.tokens)]
        else:
            texts = dict.fromkeys(sample(pattern, star) for star in STARS)
            yield pattern, [text for text in texts if text and _is_judged(declared, pattern, text)]
    for text in declared.yes:
        yield None, [text]


def _is_judged(declared: Declared, pattern: Pattern, text: str) -> bool:
    """True for a call whose effects assent knows, or knows to be beyond a rule without bounds."""
    effects = answer(declared, text).reading.effects
    return pattern.kind == TOOL or not effects & UNKNOWN or bool(effects & NOT_WILD & ~RUN_CODE)


def _decided(at: Paths, place: Project, policy: Policy, text: str) -> Decision:
    call = example_call(text, place.root or at.home)
    call.project = place.root
    return check.decide_here(call, policy, check.Here(at.home, call.cwd, call.project, tuple(state.ours())))


def _why(declared: Declared, pattern: Pattern | None, text: str, decision: Decision) -> list[str]:
    """Why a call does not run, and what would let it."""
    other = decision.decider
    if other and decision.verdict == DENY:
        name = _name(other)
        return [
            f"But `{text}` is denied by {name}: a denial wins over every allow. See: assent rules show {name}"
        ]
    if other and not other.soft:
        name = _name(other)
        end = "" if other.layer == MANAGED else f" To end that: assent rules disable {name}"
        return [f"But `{text}` still asks, by {name}: an ask wins over an allow.{end}"]
    beyond = decision.reading.effects & ~_bounds(declared.rule, pattern)
    why = f"it {phrases(beyond)}, which this rule does not reach" if beyond else decision.why
    return [f"But `{text}` still asks: {why}.", *_form(declared, pattern, text, decision.reading.effects)]


def _name(rule: Rule) -> str:
    return rule.name or rule.id


def _bounds(rule: Rule, pattern: Pattern | None) -> int:
    if rule.within is not None:
        return rule.within
    return ALL if pattern and pattern.exact else WILD


def _form(declared: Declared, pattern: Pattern | None, text: str, effects: int) -> list[str]:
    """The command whose rule lets the call run, proven by trying it: the narrowest first; none when there is none."""
    wish = pattern.text if pattern else text
    forms: list[tuple[str, list[str]]] = []
    if pattern and not effects & UNKNOWN:
        forms.append((wish, names_of(effects | (declared.rule.within or 0))))
    if not pattern or pattern.kind == ARGV:
        forms.append((f"Bash({text})", []))
    forms.append((wish, ["any"]))
    for rule, names in forms:
        fields: dict[str, Any] = {"allow": [rule]} | ({"within": names} if names else {})
        tried = app.read(fields, "user", rule, [])
        if tried and answer(tried, text).verdict == ALLOW:
            within = ["--within", ",".join(names)] if names else []
            head = "To allow that too" if names else "To allow one such command, name it whole"
            return [f"{head}: {' '.join(['assent rules add', shlex.quote(rule), *within])}"]
    return []
