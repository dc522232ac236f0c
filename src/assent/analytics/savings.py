"""Which rules would save the most prompts: what is asked about most and approved?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.analytics.base import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.analytics.base import Row

NAME = "savings"
QUESTION = "Which rules would save the most prompts?"
SQL = """
SELECT tool, shape, sum(n), sum(n * (answer = 'yes')), sum(n * (answer = 'no')),
  (SELECT sum(tenths * n) / 600.0 / sum(n) FROM waiting)
FROM about WHERE asked = 1 GROUP BY tool, shape ORDER BY 3 DESC, 1, 2 LIMIT 30
"""

COLUMNS = ("tool", "shape", "prompts", "approved", "refused", "minutes")


def shape(rows: Sequence[Row], now: str) -> Table:
    """Each shape with the prompts it cost, the answers given, and about how many minutes the prompts took
    (estimated by how long an answer usually takes; none where none was timed). What was never approved is left out."""
    del now
    told = [
        (tool, about, prompts, yes, no, None if minute is None else round(prompts * minute, 1))
        for tool, about, prompts, yes, no, minute in rows
        if yes
    ]
    told.sort(key=lambda each: (each[4] > 0, -min(each[2], each[3]), each[0], each[1]))
    return Table(COLUMNS, tuple(told), "nothing that a person approved was asked about")
