"""Which rules would save the most prompts: what is asked about most and approved?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.analytics.base import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.analytics.base import Row

NAME = "savings"
QUESTION = "Which rules would save the most prompts?"
# What was answered stands with the calls themselves: it is looked up for the shapes that cost the most prompts.
SQL = """
WITH most AS (
  SELECT tool, shape, sum(n) AS n FROM about WHERE asked = 1 GROUP BY tool, shape ORDER BY 3 DESC, 1, 2 LIMIT 30
)
SELECT most.tool, most.shape, most.n, coalesce(b.yes, 0), coalesce(b.no, 0),
  (SELECT sum(tenths * n) / 600.0 / sum(n) FROM waiting)
FROM most LEFT JOIN (
  SELECT c.tool, s.shape, sum(c.answer = 'yes') AS yes, sum(c.answer = 'no') AS no
  FROM subjects s JOIN calls c ON c.subject = s.id
  WHERE s.shape IN (SELECT shape FROM most) AND c.answer != '' AND c.ts >= :since AND (:until = '' OR c.ts < :until)
    AND (:agent = '' OR c.agent = :agent)
    AND (:projects IS NULL OR c.project IN (SELECT value FROM json_each(:projects)))
    AND (:session = '' OR c.session IN (
      SELECT number FROM sessions WHERE substr(session, 1, length(:session)) = :session))
  GROUP BY c.tool, s.shape
) b ON b.tool = most.tool AND b.shape = most.shape
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
