"""How sure the user is: decayed, capped evidence and the lower bound of its Jeffreys posterior."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

QUANTILE = 0.05
HALF_LIFE_YES = 30.0  # days
HALF_LIFE_NO = 90.0
SESSION_CAP = 2.0  # approvals a session may add to a day
DAY_CAP = 4.0  # approvals a day may count for
DENIAL_CAP = 2.0  # denials a day may count for
POOL = 3.0  # how much more a day of a family may count for: its members are decided apart
INFERRED_WEIGHT = 0.25
PRECISION = 1e-11


class Day(NamedTuple):
    """One UTC day of one candidate: `age` in days, approvals per session (inferred ones already weighed), and
    denials (a redirect is half, blame is shared). Of a family (`pooled`) a session counts for each member apart."""

    age: float
    approvals: tuple[float, ...]
    denials: float
    pooled: bool = False


@dataclass(frozen=True, slots=True)
class Confidence:
    """The bound shown to people and its three exact factors: `value` = `frequency` x `consistency` x `recency`.
    `undecayed` is the capped bound without decay, `raw_yes` / `raw_no` the plain counts."""

    value: float
    undecayed: float
    frequency: float
    consistency: float
    recency: float
    raw_yes: float
    raw_no: float


def capped(day: Day) -> tuple[float, float]:
    """What one day counts for: (approvals, denials), each capped apart so that a denial never raises the bound."""
    more = POOL if day.pooled else 1.0
    approvals = 0.0
    for each in day.approvals:  # the innermost loop of all learning, where a generator takes twice the time
        approvals += min(SESSION_CAP, each)
    return min(DAY_CAP * more, approvals), min(DENIAL_CAP * more, day.denials)


def evidence(days: Iterable[Day], *, decay: bool = True) -> tuple[float, float]:
    """(a, d): capped approvals and denials of all days, older ones weighing less when `decay`."""
    return _summed([(day.age if decay else 0.0, *capped(day)) for day in days])


def _summed(counted: Iterable[tuple[float, float, float]]) -> tuple[float, float]:
    """(a, d) of days as (age, approvals, denials), capped."""
    yes = no = 0.0
    for age, approvals, denials in counted:
        yes += approvals * 2.0 ** (-age / HALF_LIFE_YES)
        if denials:
            no += denials * 2.0 ** (-age / HALF_LIFE_NO)
    return yes, no


def confidence(days: Iterable[Day]) -> Confidence:
    """The bound of a candidate and the factors it is made of."""
    listed = tuple(days)
    # Most candidates have a single day, and few such days differ.
    return _of_one_day(listed) if len(listed) == 1 else _of_days(listed)


def _of_days(listed: tuple[Day, ...]) -> Confidence:
    raw_yes = sum([sum(day.approvals) for day in listed])
    raw_no = sum([day.denials for day in listed])
    counts = [(day.age, *capped(day)) for day in listed]
    value = lower_bound(*_summed(counts))
    undecayed = lower_bound(*_summed([(0.0, yes, no) for _, yes, no in counts]))
    consistency = raw_yes / (raw_yes + raw_no) if raw_yes else 0.0
    return Confidence(
        value,
        undecayed,
        undecayed / consistency if consistency else 0.0,
        consistency,
        value / undecayed if undecayed else 0.0,
        raw_yes,
        raw_no,
    )


_of_one_day = lru_cache(maxsize=1 << 12)(_of_days)


@lru_cache(maxsize=1 << 16)
def lower_bound(yes: float, no: float, quantile: float = QUANTILE) -> float:
    """The `quantile` of Beta(yes + 1/2, no + 1/2), to 1e-9; 0 without an approval."""
    if yes <= 0:
        return 0.0
    a, b = yes + 0.5, no + 0.5
    scale = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    low, high, at = 0.0, 1.0, a / (a + b)
    # Newton's step where it stays between the bounds found so far, else their middle.
    for _ in range(100):
        miss = beta_cdf(at, a, b) - quantile
        low, high = (low, at) if miss > 0 else (at, high)
        if high - low < PRECISION:
            break
        slope = math.exp(scale + (a - 1) * math.log(at) + (b - 1) * math.log1p(-at))
        following = at - miss / slope if slope > 0 else low
        if not low < following < high:
            following = (low + high) / 2
        if abs(following - at) < PRECISION:
            return following
        at = following
    return (low + high) / 2


def beta_cdf(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function I_x(a, b) by its continued fraction (Lentz), to about 1e-12."""
    if x <= 0.0:
        return 0.0
    if x >= 1.0:
        return 1.0
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    if x < (a + 1.0) / (a + b + 2.0):
        return front * _fraction(x, a, b) / a
    return 1.0 - front * _fraction(1.0 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    tiny = 1e-300
    c, d = 1.0, 1.0 - (a + b) * x / (a + 1.0)
    d = 1.0 / (d if abs(d) > tiny else tiny)
    result = d
    for m in range(1, 1000):
        for numerator in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1.0 + numerator * d
            c = 1.0 + numerator / c
            d = 1.0 / (d if abs(d) > tiny else tiny)
            c = c if abs(c) > tiny else tiny
            result *= d * c
        if abs(d * c - 1.0) < 1e-14:
            break
    return result
