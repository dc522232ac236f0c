"""From refusals to denials: what the user keeps saying no to, stopped by the narrowest pattern that holds it all."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assent.core.decision import ASK, DENY
from assent.core.effect import names_of
from assent.core.event import CLASSIFIER, MODE
from assent.learning.answer import NO, YES
from assent.learning.confidence import (
    DAY_CAP,
    DENIAL_CAP,
    HALF_LIFE_NO,
    HALF_LIFE_YES,
    SESSION_CAP,
    lower_bound,
)
from assent.learning.denial_rungs import rungs_of
from assent.learning.levels import USER
from assent.learning.mine import blamed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from assent.learning.answer import Answer, Signature
    from assent.learning.denial_rungs import Rung
    from assent.learning.shapes import PartSummary
    from assent.learning.silence import Suppression

LEAST, LEAST_DAYS, LEAST_SESSIONS = 3, 2, 2  # refusals, and over how much they are spread
PROJECTS = 2  # from so many on it holds for all
SURE = 0.5  # more often than not, with 19 chances in 20
SKIPPED = (MODE, CLASSIFIER)  # who lets calls through without a person having said so
_EPSILON = 1e-9


@dataclass(frozen=True, slots=True)
class Ran:
    """A call that ran and that nobody was asked about, by whose word, in a project."""

    signature: Signature
    project: str
    by: str


@dataclass(slots=True)
class Held:
    """What a rung in a scope (`user` or a project) would stop. `no` and `yes` per day and session; `below` how much
    was refused of each thing under it; `refusals` the answers by number, with their weight; `unasked` when it would
    stop what the agent runs without asking; `above` the keys of the wider rungs."""

    rung: Rung
    scope: str
    no: dict[int, dict[str, float]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(float)))
    yes: dict[int, dict[str, float]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(float)))
    projects: set[str] = field(default_factory=set)
    below: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    refusals: dict[int, float] = field(default_factory=dict)
    above: set[str] = field(default_factory=set)
    unasked: bool = False

    @property
    def key(self) -> str:
        """The key of suppressions and of stable order; no key of a candidate for an allow."""
        fields = "\x1e".join(f"{name}\x1f{value}" for name, value in self.rung.fields)
        return f"stop|{self.scope}|{self.rung.pattern}|{','.join(names_of(self.rung.effect))}|{fields}"

    @property
    def sessions(self) -> set[str]:
        """The sessions in which it was refused."""
        return {session for day in self.no.values() for session in day}

    def raw(self) -> tuple[float, float]:
        """Plain counts: (refusals, approvals)."""
        return _sum(self.no), _sum(self.yes)

    def bound(self, today: int, *, decay: bool = True) -> float:
        """How surely such a call is refused: the 5 % quantile, older answers weighing less when `decay`."""
        no = yes = 0.0
        for day, sessions in self.no.items():
            weight = 2.0 ** (-max(0, today - day) / HALF_LIFE_NO) if decay else 1.0
            no += weight * min(DENIAL_CAP, sum(min(SESSION_CAP, each) for each in sessions.values()))
        for day, sessions in self.yes.items():
            weight = 2.0 ** (-max(0, today - day) / HALF_LIFE_YES) if decay else 1.0
            yes += weight * min(DAY_CAP, sum(min(SESSION_CAP, each) for each in sessions.values()))
        return lower_bound(no, yes)


def _sum(days: Mapping[int, Mapping[str, float]]) -> float:
    return sum(sum(sessions.values()) for sessions in days.values())


@dataclass(slots=True)
class Chosen:
    """A stop on offer: the verdict of its rule, and the keys that a no to it silences."""

    held: Held
    verdict: str
    keys: list[str]


def gather(answers: Iterable[Answer], ran: Iterable[Ran] = ()) -> list[Held]:
    """Every rung of every refused part, with what was answered under it, in a stable order."""
    found: dict[tuple[str, Rung], Held] = {}
    approved: list[Answer] = []
    refused: set[tuple[object, ...]] = set()
    number = 0
    for answer in answers:
        if answer.label in YES:
            approved.append(answer)
        elif answer.label in NO:
            for part, share in blamed(answer):
                refused.add(same(part))
                _refuse(found, answer, part, share, number)
                number += 1
    if not found:
        return []
    for answer in approved:
        for held in _over(found, answer.signature.parts, answer.project):
            held.yes[answer.day][answer.session] += answer.count
    for each in ran:
        spared = each.by in SKIPPED
        parts = [part for part in each.signature.parts if not (spared and same(part) in refused)]
        for held in _over(found, parts, each.project):
            held.unasked = True
    return sorted(found.values(), key=lambda held: held.key)


def lies_under(call: Signature, rung: Rung) -> bool:
    """True when a part of a call stands on a rung."""
    return any(rung == each for part in call.parts for each, _ in rungs_of(part))


def same(part: PartSummary) -> tuple[object, ...]:
    """What makes a call that a mode let through one that the person had refused."""
    return part.tool, part.path or part.argv, part.effects, part.fields


def _refuse(
    found: dict[tuple[str, Rung], Held], answer: Answer, part: PartSummary, share: float, number: int
) -> None:
    rungs = list(rungs_of(part))
    for scope in filter(None, (answer.project, USER)):
        held_by = [found.setdefault((scope, rung), Held(rung, scope)) for rung, _ in rungs]
        for (rung, below), held in zip(rungs, held_by, strict=True):
            held.no[answer.day][answer.session] += share
            held.projects.add(answer.project)
            held.below[below] += share
            held.refusals[number] = share
            held.above.update(other.key for other in held_by if other.rung.rank > rung.rank)


def _over(found: Mapping[tuple[str, Rung], Held], parts: Sequence[PartSummary], project: str) -> list[Held]:
    """The stops that would meet one of these parts."""
    hit: dict[int, Held] = {}
    for part in dict.fromkeys(parts):
        for rung, _ in rungs_of(part):
            for scope in (project, USER):
                held = found.get((scope, rung))
                if held is not None:
                    hit[id(held)] = held
    return list(hit.values())


def verdict_of(held: Held, today: int) -> str:
    """`deny` for what is refused again and again and never approved, `ask` for what mostly is; "" for neither."""
    no, yes = held.raw()
    if (
        held.unasked
        or no < LEAST - _EPSILON
        or len(held.no) < LEAST_DAYS
        or len(held.sessions) < LEAST_SESSIONS
    ):
        return ""
    if held.scope == USER and len(held.projects) < PROJECTS:
        return ""
    if not _is_about_all(held) or held.bound(today) < SURE:
        return ""
    return ASK if yes else DENY


def _is_about_all(held: Held) -> bool:
    """A rung above several things is for those who refuse several: two of them twice, or three."""
    apart = held.rung.apart
    if apart == 1:
        return True
    again = [weight for weight in held.below.values() if weight >= 2 - _EPSILON]
    return len(again) >= apart or len(held.below) > apart


def choose(
    gathered: Sequence[Held],
    today: int,
    silent: Mapping[str, Suppression] | None = None,
    shown: Iterable[str] = (),
    without: Iterable[tuple[str, str]] = (),
) -> list[Chosen]:
    """The stops that hold most of what is refused, denials first; among those that hold as much the narrowest.
    `silent` are keys that a no silences, `shown` those of them that the person saw; `without` leaves out (key, verdict)
    that proved wrong."""
    seen, wrong = set(shown), set(without)
    judged = [(held, verdict_of(held, today)) for held in gathered]
    judged = [
        (held, word) for held, word in judged if word and not _is_silent(held, silent or {}, seen, today)
    ]
    plain = {(held.scope, held.rung.pattern): held for held in gathered if not held.rung.effect}
    chosen: list[Chosen] = []
    done: set[int] = set()
    for wanted in (DENY, ASK):
        offers = [
            held
            for held, word in judged
            if word == wanted
            and (held.key, word) not in wrong
            and not _is_idle(held, plain.get((held.scope, held.rung.pattern)))
        ]
        while offers:
            best = min(offers, key=lambda held: _order(held, done))
            if _left(best, done) < LEAST - _EPSILON:
                break
            offers.remove(best)
            chosen.append(Chosen(best, wanted, _keys(best, gathered)))
            done |= best.refusals.keys()
    return chosen


def _is_idle(held: Held, plain: Held | None) -> bool:
    """True when naming an effect tells nothing apart."""
    if not held.rung.effect or plain is None:
        return False
    return plain.raw() == held.raw() and plain.unasked == held.unasked


def _left(held: Held, done: set[int]) -> float:
    return sum(weight for number, weight in held.refusals.items() if number not in done)


def _order(held: Held, done: set[int]) -> tuple[float, int, bool, str]:
    return (-round(_left(held, done), 6), held.rung.rank, held.scope == USER, held.key)


def _keys(chosen: Held, gathered: Sequence[Held]) -> list[str]:
    """What a no to a stop silences: it, and every other that holds some of the same refusals."""
    own = chosen.refusals.keys()
    return [
        chosen.key,
        *(held.key for held in gathered if held is not chosen and not own.isdisjoint(held.refusals)),
    ]


def _is_silent(held: Held, silent: Mapping[str, Suppression], shown: set[str], today: int) -> bool:
    known = [silent[key] for key in (held.key, *(held.above & shown)) if key in silent]
    no, _ = held.raw()
    return any(each.holds(today, no) for each in known)
