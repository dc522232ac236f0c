"""What was said on each day, and how often was a person asked? The charts and the digest are made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.analytics.base import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.analytics.base import Row

NAME = "daily"
QUESTION = "What was said about the calls of each day, and how often was a person asked?"
SQL = """
SELECT day,
  sum(CASE verdict WHEN 'allow' THEN n ELSE 0 END), sum(CASE verdict WHEN 'ask' THEN n ELSE 0 END),
  sum(CASE verdict WHEN 'deny' THEN n ELSE 0 END), sum(CASE verdict WHEN 'silent' THEN n ELSE 0 END),
  sum(CASE WHEN asked = 1 THEN n ELSE 0 END),
  sum(CASE WHEN asked = 1 AND answer = 'yes' THEN n ELSE 0 END),
  sum(CASE WHEN asked = 1 AND answer = 'no' THEN n ELSE 0 END)
FROM scope GROUP BY day ORDER BY day
"""
_COLUMNS = ("day", "allowed", "asked", "denied", "silent", "prompts", "yes", "no")


def shape(rows: Sequence[Row], now: str) -> Table:
    """A row a day with a call, oldest first."""
    del now
    return Table(_COLUMNS, tuple(map(tuple, rows)), "no call is recorded yet")
