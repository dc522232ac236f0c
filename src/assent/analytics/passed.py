"""Which calls did no rule allow, so that somebody may have been asked?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.analytics.base import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.analytics.base import Row

NAME = "passed"
QUESTION = "Which calls did no rule allow, so that somebody may have been asked?"
# The same text in the same project is one row, with the latest recorded decision to read it from. Calls that are known
# to have run with nobody asked are left out: there a rule would save nothing.
SQL = """
SELECT c.tool, s.shape, s.text, c.project, max(c.decision) AS decision, count(*) AS times,
  sum(coalesce(c.asked, 0)) AS asked, sum(c.answer = 'no') AS refused, max(c.ts) AS last
FROM chosen c JOIN subjects s ON s.id = c.subject
WHERE c.verdict IN ('silent', 'ask') AND coalesce(c.asked, 1) = 1 AND c.decision != ''
GROUP BY c.tool, c.subject, c.project ORDER BY times DESC, last DESC LIMIT 3000
"""
COLUMNS = ("tool", "shape", "text", "project", "decision", "times", "asked", "refused", "last")


def shape(rows: Sequence[Row], now: str) -> Table:
    """What was called where, how often, how often somebody was asked, and said no."""
    del now
    return Table(
        COLUMNS, tuple(map(tuple, rows)), "every call was answered by a rule, or ran with nobody asked"
    )
