"""How often did each rule decide, and when last?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.analytics.base import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.analytics.base import Row

NAME = "hits"
QUESTION = "How often did each rule decide, and when did it last?"
SQL = "SELECT rule, max(verdict), sum(n), max(last) FROM fired GROUP BY rule ORDER BY 3 DESC, 4 DESC, 1"


def shape(rows: Sequence[Row], now: str) -> Table:
    """A row a rule that decided, the busiest first."""
    del now
    return Table(
        ("rule", "verdict", "times", "last"), tuple(map(tuple, rows)), "no rule has decided anything yet"
    )
