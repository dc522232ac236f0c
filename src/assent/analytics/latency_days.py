"""Does assent answer as fast as it did?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.analytics.base import Table
from assent.analytics.latency import COLUMNS, timed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.analytics.base import Row

NAME = "latency-days"
QUESTION = "Does assent answer as fast as it did?"
SQL = "SELECT day, tenths, n FROM latency"


def shape(rows: Sequence[Row], now: str) -> Table:
    """Each day with its percentiles in milliseconds, the oldest first."""
    del now
    return Table(COLUMNS, tuple(timed(rows)), "no answer was timed yet")
