"""How many calls pass through because no rule speaks, and how many of them then cost a person a prompt?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.analytics.base import Table
from assent.analytics.tally import KNOWN, share

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assent.analytics.base import Row

NAME = "silence"
QUESTION = "How many calls pass through because no rule speaks, and what becomes of them?"
SQL = """
SELECT CASE WHEN verdict != 'silent' THEN 'decided' WHEN asked = 1 THEN 'gap' WHEN asked = 0 THEN 'expected'
  ELSE 'unknown' END AS kind, CASE WHEN verdict = 'silent' THEN known ELSE 'recorded' END, sum(n)
FROM scope WHERE verdict != '' GROUP BY 1, 2
"""

# A rule spoke; nobody was asked either; a person was asked; nobody knows.
KINDS = ("decided", "expected", "gap", "unknown")
# From this share of the calls on that passed through to a prompt, and from so many calls on, it is worth a word.
ALERT, LEAST = 0.2, 20


def shape(rows: Sequence[Row], now: str) -> Table:
    """The calls that a rule decided, those that passed through as expected (the agent itself did not ask about them),
    those that fell into a gap (a person was asked), those of which it is not known; and how each figure is known."""
    del now
    counts = {kind: dict.fromkeys(KNOWN, 0) for kind in KINDS}
    for kind, known, number in rows:
        counts[kind][known if known in KNOWN else ""] += number
    whole = sum(sum(each.values()) for each in counts.values())
    told = tuple(
        (kind, sum(each.values()), share(sum(each.values()), whole), *list(each.values())[:-1])
        for kind, each in counts.items()
        if whole
    )
    return Table(("kind", "calls", "share", *KNOWN[:-1]), told, "no call came to the hook yet")


def alarming(calls: Mapping[str, int]) -> bool:
    """True when, of the calls of each kind, so many fall into the gap that rules are missing."""
    whole = sum(calls.values())
    return whole >= LEAST and calls["gap"] >= ALERT * whole
