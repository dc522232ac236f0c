"""What was said about the calls of each tool?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.analytics.base import Table
from assent.analytics.tally import COUNTS, PROMPTS, with_prompts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.analytics.base import Row

NAME = "tools"
QUESTION = "What was said about the calls of each tool?"
SQL = "SELECT tool, verdict, asked, sum(n) FROM scope GROUP BY tool, verdict, asked"


def shape(rows: Sequence[Row], now: str) -> Table:
    """Each tool with its calls by verdict, and about how many of them a person was asked, the busiest first."""
    del now
    return Table(("tool", *COUNTS, *PROMPTS), with_prompts(rows), "nothing recorded yet")
