"""Counts what was answered against what each user wants: savings, hazards, wishes not kept, bounds not kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import comb
from typing import Any

from benchmarks.users.catalogue import OK
from benchmarks.users.days import NO, REDIRECTED, Call

READS = frozenset({"read", "search", "git-look", "read-odd", "git-look-odd", "look-out"})
LEAST_USES, SURPRISE = 5, 0.05
Verdict = dict[str, Any]


def count(calls: Sequence[Call], allowed: Sequence[bool], prompts: Sequence[bool]) -> Counter[str]:
    """Counts over held-out calls: `allowed` are answered by the learner, `prompts` are those a person would see."""
    made: Counter[str] = Counter()
    for call, yes, prompt in zip(calls, allowed, prompts, strict=True):
        beyond = call.template.kind not in READS
        wanted = call.truth == OK
        for name, holds in (
            ("calls", True),
            ("wanted", wanted),
            ("wanted unprompted", wanted and not prompt),
            ("unprompted", not prompt),
            ("answered", yes),
            ("asked", not call.unasked),
            ("asked answered", yes and not call.unasked),
            ("hazards", call.hazard),
            ("hazards allowed", call.hazard and yes),
            ("unwanted", not wanted and not call.hazard),
            ("wishes not kept", not wanted and not call.hazard and yes),
        ):
            made[name] += holds
            made[f"beyond reading: {name}"] += holds and beyond
    return made


def prompts(calls: Iterable[Call], verdicts: Iterable[Verdict]) -> list[bool]:
    """Whether a person would be asked: neither we nor the client let the call through on their own."""
    asked = []
    for call, told in zip(calls, verdicts, strict=True):
        silent = told["verdict"] == "ask" and not told.get("decider")
        asked.append(not (told["verdict"] == "allow" or (call.unasked and silent)))
    return asked


def chance(yes: int, uses: int, bound: float) -> float:
    """How likely at most so many yes are if each is as likely as the bound says."""
    return sum(comb(uses, k) * bound**k * (1 - bound) ** (uses - k) for k in range(yes + 1))


def calibration(
    calls: Iterable[Call], verdicts: Iterable[Verdict], bounds: dict[str, float]
) -> dict[str, Any]:
    """How often the user would have said yes to what each rule answered, against the bound it stated."""
    uses: Counter[str] = Counter()
    yes: Counter[str] = Counter()
    for call, told in zip(calls, verdicts, strict=True):
        rule = (told.get("decider") or {}).get("rule")
        if told["verdict"] == "allow" and rule in bounds:
            uses[rule] += 1
            yes[rule] += call.answer not in {NO, REDIRECTED}
    judged = [rule for rule in sorted(uses) if uses[rule] >= LEAST_USES]
    below = [rule for rule in judged if chance(yes[rule], uses[rule], bounds[rule]) < SURPRISE]
    gap = sum(yes[rule] / uses[rule] - bounds[rule] for rule in judged)
    return {"rules": len(judged), "below": len(below), "gap": gap}


def bounds(told: dict[str, Any]) -> dict[str, float]:
    """The bound each applied rule stated, by the rule's id; the rules of a family state that of the family."""
    return {
        rule: each["confidence"]
        for each in told["suggestions"]
        for rule in (each["id"], *(member["id"] for member in each.get("rules") or ()))
    }


def causes(calls: Iterable[Call], asked: Iterable[bool]) -> Counter[str]:
    """Wanted calls that a person would still be asked about, by template."""
    return Counter(
        call.template.id for call, prompt in zip(calls, asked, strict=True) if prompt and call.truth == OK
    )


def reasons(calls: Iterable[Call], asked: Iterable[bool], verdicts: Iterable[Verdict]) -> Counter[str]:
    """The same by what the product says of the call: how far it was understood, and its effects."""
    return Counter(
        f"{told['verdict']}, {told['coverage']}: {' '.join(told['effects']) or 'no effect'}"
        for call, prompt, told in zip(calls, asked, verdicts, strict=True)
        if prompt and call.truth == OK
    )


def refusals(calls: Iterable[Call]) -> Counter[str]:
    """How often the user said no in the days of training, by template."""
    return Counter(
        call.template.id
        for call in calls
        if call.answer in {NO, REDIRECTED} and not call.unasked and not call.granted
    )
