"""What was said about the calls of each tool?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.analytics.base import Table
from assent.analytics.tally import COUNTS, by_verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.analytics.base import Row

NAME = "tools"
QUESTION = "What was said about the calls of each tool?"
SQL = "SELECT tool, verdict, sum(n) FROM scope GROUP BY tool, verdict"


def shape(rows: Sequence[Row], now: str) -> Table:
    """Each tool with its calls by verdict, the busiest first."""
    del now
    told = tuple((tool, *counts) for tool, counts in by_verdict(rows).items())
    return Table(("tool", *COUNTS), told, "nothing recorded yet")
