"""Which calls were refused, asked about, or risky and ran? Calls that are alike are one row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.analytics.base import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.analytics.base import Row

# Effects that somebody wants to hear of though the call was let run.
RISKY = ("destroy", "net-send", "history", "privilege", "weaken")
# As the index has it that holds these calls alone.
_IS_RISKY = " OR ".join(f"instr(' ' || c.effects || ' ', ' {name} ')" for name in RISKY)
_RAN = """c."end" IN ('ran', 'failed', 'stopped')"""
_ASKED = "coalesce(c.asked, c.verdict = 'ask')"
_BLOCKED = """(c.verdict = 'deny' OR c."end" = 'refused')"""

NAME = "notable"
QUESTION = "Which calls were refused, asked about, or risky and ran?"
SQL = f"""
SELECT c.tool, t.text, c.rule, c.verdict, max(c.decider), max(c.effects), max(c.ts),
  sum({_BLOCKED}), sum({_ASKED} AND NOT {_BLOCKED}),
  sum(c.answer = 'yes' AND {_ASKED}), sum(c.answer = 'no' AND {_ASKED}), sum(({_IS_RISKY}) AND {_RAN})
FROM chosen c JOIN subjects t ON t.id = c.subject
WHERE ({_BLOCKED} OR {_ASKED} OR (({_IS_RISKY}) AND {_RAN}))
GROUP BY c.tool, t.text, c.rule, c.verdict ORDER BY max(c.ts) DESC
"""  # noqa: S608  fixed texts
_COLUMNS = (
    "tool", "text", "rule", "verdict", "decider", "effects", "last", "blocked", "asked", "yes", "no", "risky_ran",
)  # fmt: skip


def shape(rows: Sequence[Row], now: str) -> Table:
    """The latest first; `blocked`, `asked`, `yes`, `no` and `risky_ran` say how often."""
    del now
    return Table(_COLUMNS, tuple(map(tuple, rows)), "nothing was refused, asked about or risky")
