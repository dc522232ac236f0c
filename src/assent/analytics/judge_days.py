"""Does the judge answer as fast, and as often, as it did?"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from assent.analytics.base import Table
from assent.analytics.judge import COLOURS, FAILED, NOTHING, PERCENTILES, TIMED
from assent.analytics.tally import percentile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.analytics.base import Row

NAME = "judge-days"
QUESTION = "Does the judge answer as fast as it did?"
_JUDGED = "', '".join((*COLOURS, FAILED))
SQL = f"""
SELECT day, tier, NULL, sum(n) FROM scope WHERE tier IN ('{_JUDGED}') GROUP BY day, tier
UNION ALL
SELECT day, '', ms, count(*) FROM ({TIMED}) GROUP BY day, ms
"""  # noqa: S608  our own words
COLUMNS = ("day", "calls", "failed", "p50", "p95", "p99")


def shape(rows: Sequence[Row], now: str) -> Table:
    """Each day on which it was asked, the oldest first: calls, failures, its percentiles in milliseconds."""
    del now
    calls: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    counted: dict[str, dict[int, int]] = {}
    for day, tier, latency, number in rows:
        if tier:
            calls[day] += number
            failed[day] += number * (tier == FAILED)
        else:
            counted.setdefault(day, {})[latency] = number
    told = tuple(
        (day, calls[day], failed[day], *(percentile(counted.get(day, {}), each) for each in PERCENTILES))
        for day in sorted(calls)
    )
    return Table(COLUMNS, told, NOTHING)
