"""How often did each rule decide, and when last?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.analytics.base import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.analytics.base import Row

NAME = "firing"
QUESTION = "How often did each rule decide, and when last?"
SQL = "SELECT rule, sum(n) AS times, max(last) AS last FROM fired GROUP BY rule ORDER BY times DESC, rule"


def shape(rows: Sequence[Row], now: str) -> Table:
    """Rule by id, how often it decided, the moment of the last."""
    del now
    return Table(("rule", "times", "last"), tuple(map(tuple, rows)), "no rule decided about a call")
