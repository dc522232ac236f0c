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
SQL = "SELECT day, tenths, sum(n) FROM waiting GROUP BY day, tenths"

QUICK = 20  # tenths of a second: an answer below is a rubber stamp
WEEK = 7
COLUMNS = (
    "answers", "p50_seconds", "p95_seconds", "quick", "quick_share", "minutes", "minutes_a_week", "known",
)  # fmt: skip


def shape(rows: Sequence[Row], now: str) -> Table:
    """The answers that were timed, how long half of them and 95 percent took at most, how many came in less than two
    seconds, and how many minutes they cost: all inferred from when a prompt was seen and when its call ran."""
    del now
    counted: dict[int, int] = {}
    for _, tenths, number in rows:
        counted[tenths] = counted.get(tenths, 0) + number
    if not counted:
        return Table(COLUMNS, (), "no answer was timed yet")
    answers = sum(counted.values())
    quick = sum(number for tenths, number in counted.items() if tenths < QUICK)
    minutes = sum(tenths * number for tenths, number in counted.items()) / 600
    weekly = minutes / max(_days([row[0] for row in rows]), WEEK) * WEEK
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


def _days(days: Sequence[str]) -> int:
    """How many days there are from the first to the last one, both counted."""
    return (date.fromisoformat(max(days)) - date.fromisoformat(min(days))).days + 1
