"""Which rules would save the most prompts: what is asked about most and approved?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.analytics.base import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.analytics.base import Row

NAME = "savings"
QUESTION = "Which rules would save the most prompts?"
# What was answered is told by the calls themselves, of all time: one refusal long ago speaks against a rule as well.
SQL = """
SELECT a.tool, a.shape, a.n, coalesce(b.yes, 0), coalesce(b.no, 0),
  (SELECT sum(tenths * n) / 600.0 / sum(n) FROM waiting)
FROM (SELECT tool, shape, sum(n) AS n FROM about WHERE asked = 1 GROUP BY tool, shape ORDER BY 3 DESC, 1, 2 LIMIT 50) a
LEFT JOIN (
  SELECT c.tool, s.shape, sum(c.answer = 'yes') AS yes, sum(c.answer = 'no') AS no
  FROM subjects s JOIN calls c ON c.subject = s.id
  WHERE s.shape IN (SELECT shape FROM about WHERE asked = 1) AND c.answer != '' GROUP BY c.tool, s.shape
) b ON b.tool = a.tool AND b.shape = a.shape
"""

COLUMNS = ("tool", "shape", "prompts", "approved", "refused", "minutes")


def shape(rows: Sequence[Row], now: str) -> Table:
    """Each shape with the prompts it cost, the answers ever given, and about how many minutes the prompts took
    (estimated by how long an answer usually takes; none where none was timed). What was never approved is left out."""
    del now
    told = [
        (tool, about, prompts, yes, no, None if minute is None else round(prompts * minute, 1))
        for tool, about, prompts, yes, no, minute in rows
        if yes
    ]
    told.sort(key=lambda each: (each[4] > 0, -min(each[2], each[3]), each[0], each[1]))
    return Table(COLUMNS, tuple(told), "nothing that a person approved was asked about")
