"""What happened in a session, call by call?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.analytics.base import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.analytics.base import Row

NAME = "session"
QUESTION = "What happened in a session, call by call?"
SQL = """
SELECT c.ts, s.session, c.tool, t.text, t.shape, c.verdict, c.rule,
  coalesce(json_extract(d.body, '$.name'), ''), c.layer, c.decision, c.decider, c.known, c.asked, c.answer, c.waited,
  c."end", c.latency, c.length, c.effects, c.coverage, c.subagent
FROM chosen c JOIN sessions s ON s.number = c.session JOIN subjects t ON t.id = c.subject
LEFT JOIN decisions d ON d.id = c.decision AND c.decision != ''
ORDER BY c.ts, c.number LIMIT :limit
"""
COLUMNS = (
    "ts", "session", "tool", "text", "shape", "verdict", "rule", "name", "layer", "decision", "decider", "known",
    "asked", "answer", "waited_ms", "end", "latency_ms", "length", "effects", "coverage", "subagent",
)  # fmt: skip
_LATENCY, _ASKED, _END = COLUMNS.index("latency_ms"), COLUMNS.index("asked"), COLUMNS.index("end")


def shape(rows: Sequence[Row], now: str) -> Table:
    """One row a call, the oldest first; null for what is not known."""
    del now
    return Table(COLUMNS, tuple(_told(row) for row in rows), "no call of such a session is recorded")


def _told(row: Row) -> tuple[object, ...]:
    known: list[object] = [None if value == "" else value for value in row]
    known[_LATENCY] = None if row[_LATENCY] is None else row[_LATENCY] / 10
    known[_ASKED] = None if row[_ASKED] is None else bool(row[_ASKED])
    known[_END] = None if row[_END] == "?" else row[_END]
    return tuple(known)
