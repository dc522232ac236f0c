"""Which sessions were there, and what did each come to?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.analytics.base import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.analytics.base import Row

NAME = "sessions"
QUESTION = "Which sessions were there, and what did each come to?"
# Only the sessions asked for are counted, whatever else the record holds.
SQL = """
WITH held AS (
  SELECT * FROM sessions
  WHERE (:agent = '' OR agent = :agent) AND substr(session, 1, length(:session)) = :session
    AND (:projects IS NULL OR project IN (SELECT value FROM json_each(:projects)))
    AND last >= :since AND (:until = '' OR began < :until)
  ORDER BY began DESC, number DESC LIMIT :limit
)
SELECT h.session, h.agent, h.project, h.began, h.ended, h.last, h.mode, h.version,
  count(c.number), count(CASE c.verdict WHEN 'allow' THEN 1 END), count(CASE c.verdict WHEN 'ask' THEN 1 END),
  count(CASE c.verdict WHEN 'deny' THEN 1 END), count(CASE c.verdict WHEN 'silent' THEN 1 END),
  count(CASE c.verdict WHEN '' THEN 1 END), count(CASE c.asked WHEN 1 THEN 1 END),
  count(CASE c.answer WHEN 'yes' THEN 1 END), count(CASE c.answer WHEN 'no' THEN 1 END),
  count(CASE c."end" WHEN 'failed' THEN 1 END), sum(c.waited), h.last < (SELECT min(ts) FROM calls)
FROM held h LEFT JOIN calls c ON c.session = h.number
GROUP BY h.number ORDER BY h.began DESC, h.number DESC
"""
COLUMNS = (
    "session", "agent", "project", "began", "ended", "last", "mode", "version",
    "calls", "allowed", "asked", "denied", "silent", "unseen", "prompts", "yes", "no", "failed", "waited_ms",
)  # fmt: skip


def shape(rows: Sequence[Row], now: str) -> Table:
    """One row a session, the newest first: when, where, in which mode, and its calls by what was said about them.
    `unseen` calls did not pass our hook, `prompts` are calls about which a person was asked, by whomever. Of a session
    older than every call that is still kept the counts are null."""
    del now
    known = [_told(row[:-1], gone=bool(row[-1])) for row in rows]
    return Table(COLUMNS, tuple(known), "no session is recorded yet")


def _told(row: Row, *, gone: bool) -> tuple[object, ...]:
    first = COLUMNS.index("calls")
    counts = [None] * len(row[first:]) if gone else row[first:]
    return (*(None if value == "" else value for value in row[:first]), *counts)
