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
with held as (
  select * from sessions
  where (:agent = '' or agent = :agent) and substr(session, 1, length(:session)) = :session
    and (:projects is null or project in (select value from json_each(:projects)))
    and last >= :since and (:until = '' or began < :until)
  order by began desc, number desc limit :limit
)
select h.session, h.agent, h.project, h.began, h.ended, h.last, h.mode, h.version,
  count(c.number), count(case c.verdict when 'allow' then 1 end), count(case c.verdict when 'ask' then 1 end),
  count(case c.verdict when 'deny' then 1 end), count(case c.verdict when 'silent' then 1 end),
  count(case c.verdict when '' then 1 end), count(case c.asked when 1 then 1 end),
  count(case c.answer when 'yes' then 1 end), count(case c.answer when 'no' then 1 end),
  count(case c."end" when 'failed' then 1 end), sum(c.waited), h.last < (select min(ts) from calls)
from held h left join calls c on c.session = h.number
group by h.number order by h.began desc, h.number desc
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
    return Table(COLUMNS, tuple(known), "No session is recorded yet.")


def _told(row: Row, *, gone: bool) -> tuple[object, ...]:
    first = COLUMNS.index("calls")
    counts = [None] * len(row[first:]) if gone else row[first:]
    return (*(None if value == "" else value for value in row[:first]), *counts)
