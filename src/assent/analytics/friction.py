"""Who decided calls in the end: assent, the agent's own rules, its mode, its classifier, or a person?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.analytics.base import Table
from assent.analytics.tally import KNOWN, share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.analytics.base import Row

NAME = "friction"
QUESTION = "Who decided calls in the end?"
SQL = "SELECT decider, known, sum(n) FROM scope GROUP BY decider, known"

# Who can have decided, in the order of the table, then other hooks by their names; "" is unknown.
DECIDERS = ("assent", "rule", "mode", "classifier", "hook", "host", "user", "")


def shape(rows: Sequence[Row], now: str) -> Table:
    """Each layer with the calls that it decided, and how many of them are recorded, inferred and estimated."""
    del now
    others = sorted({decider for decider, _, _ in rows} - set(DECIDERS))
    counts = {decider: dict.fromkeys(KNOWN, 0) for decider in (*DECIDERS[:-1], *others, "")}
    for decider, known, number in rows:
        counts[decider][known if known in KNOWN else ""] += number
    whole = sum(sum(each.values()) for each in counts.values())
    told = tuple(
        (decider or "unknown", calls, share(calls, whole), *list(each.values())[:-1])
        for decider, each in counts.items()
        if (calls := sum(each.values()))
    )
    return Table(("decider", "calls", "share", *KNOWN[:-1]), told, "nothing recorded yet")
