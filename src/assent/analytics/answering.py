"""How long did our answers take, day by day? Exact to the tenth of a millisecond, as the counts are."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from assent.analytics.base import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.analytics.base import Row

NAME = "answering"
QUESTION = "How many milliseconds did our answers take on each day?"
SQL = "SELECT day, tenths, sum(n) FROM latency GROUP BY day, tenths ORDER BY day, tenths"
SHARES = (50, 95)


def shape(rows: Sequence[Row], now: str) -> Table:
    """Per day the time within which so many of a hundred answers came."""
    del now
    days = []
    for day, counted in groupby(rows, key=lambda row: row[0]):
        held = [(row[1], row[2]) for row in counted]
        days.append((day, *(_within(held, share) for share in SHARES)))
    return Table(("day", *(f"p{share}" for share in SHARES)), tuple(days), "no answer was timed yet")


def _within(held: Sequence[tuple[int, int]], share: int) -> float:
    """The smallest time, in ms, within which the share of the answers came."""
    wanted = -(-sum(n for _, n in held) * share // 100)
    for tenths, n in held:
        wanted -= n
        if wanted <= 0:
            return tenths / 10
    return held[-1][0] / 10
