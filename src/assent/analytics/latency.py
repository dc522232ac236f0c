"""How long did assent take to answer?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.analytics.base import Table
from assent.analytics.tally import percentile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.analytics.base import Row

NAME = "latency"
QUESTION = "How long did assent take to answer?"
SQL = "SELECT '', tenths, sum(n) FROM latency GROUP BY tenths"

PERCENTS = (50, 95, 99, 100)
COLUMNS = ("day", "answers", "p50", "p95", "p99", "longest")


def shape(rows: Sequence[Row], now: str) -> Table:
    """The answers that were timed, and their percentiles in milliseconds, from the start of the hook's process on."""
    del now
    return Table(COLUMNS[1:], tuple(row[1:] for row in timed(rows)), "no answer was timed yet")


def timed(rows: Sequence[Row]) -> list[tuple[str | int | float | None, ...]]:
    """Of each day how many answers were timed, and their percentiles, from rows (day, tenths of a millisecond, n)."""
    days: dict[str, dict[int, int]] = {}
    for day, tenths, number in rows:
        counted = days.setdefault(day, {})
        counted[tenths] = counted.get(tenths, 0) + number
    return [
        (day, sum(counted.values()), *((percentile(counted, each) or 0) / 10 for each in PERCENTS))
        for day, counted in sorted(days.items())
    ]
