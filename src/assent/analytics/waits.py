"""How long did people take to answer prompts, and how often too quickly to have read them?"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from assent.analytics.base import Table
from assent.analytics.tally import percentile, share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.analytics.base import Row

NAME = "waits"
QUESTION = "How long did people take to answer prompts?"
# The first and the last day stand in the row without a time.
SQL = """
SELECT tenths, sum(n), NULL, NULL FROM waiting GROUP BY tenths
UNION ALL SELECT NULL, NULL, min(day), max(day) FROM waiting_days
"""

QUICK = 20  # tenths of a second: an answer below is a rubber stamp
WEEK = 7
COLUMNS = (
    "answers", "p50_seconds", "p95_seconds", "quick", "quick_share", "minutes", "minutes_a_week", "known",
)  # fmt: skip


def shape(rows: Sequence[Row], now: str) -> Table:
    """The answers that were timed, how long half of them and 95 percent took at most, how many came in less than two
    seconds, and how many minutes they cost: all inferred from when a prompt was seen and when its call ran."""
    del now
    counted = {tenths: number for tenths, number, *_ in rows if tenths is not None}
    if not counted:
        return Table(COLUMNS, (), "no answer was timed yet")
    answers = sum(counted.values())
    quick = sum(number for tenths, number in counted.items() if tenths < QUICK)
    minutes = sum(tenths * number for tenths, number in counted.items()) / 600
    first, last = next(row[2:] for row in rows if row[0] is None)
    weekly = minutes / max(_days(first, last), WEEK) * WEEK
    half, most = ((percentile(counted, each) or 0) / 10 for each in (50, 95))
    told = (
        answers,
        half,
        most,
        quick,
        share(quick, answers),
        round(minutes, 1),
        round(weekly, 1),
        "inferred",
    )
    return Table(COLUMNS, (told,), "")


def _days(first: str, last: str) -> int:
    """How many days there are from the first to the last one, both counted."""
    return (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
