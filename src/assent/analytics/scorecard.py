"""How many calls were allowed, asked about, denied or passed through, and how often was a person asked?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.analytics.base import Table
from assent.analytics.tally import VERDICTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.analytics.base import Row

NAME = "scorecard"
QUESTION = "How many calls were allowed, asked about, denied or passed through?"
SQL = "SELECT verdict, asked, sum(n) FROM scope GROUP BY verdict, asked"


def shape(rows: Sequence[Row], now: str) -> Table:
    """Each verdict that was given, and of its calls: about how many a person was asked, about how many nobody, and
    of how many that is not known."""
    del now
    found: dict[str, list[int]] = {}
    for verdict, asked, number in rows:
        counts = found.setdefault(verdict, [0, 0, 0])
        counts[{1: 0, 0: 1}.get(asked, 2)] += number
    columns = ("verdict", "calls", "person_asked", "nobody_asked", "not_known")
    told = tuple(
        (word, sum(found[verdict]), *found[verdict]) for verdict, word in VERDICTS.items() if verdict in found
    )
    return Table(columns, told, "nothing recorded yet")
