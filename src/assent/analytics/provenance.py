"""Where does each granted rule come from: who, when, why, and from which calls?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from assent.analytics.base import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.analytics.base import Row

NAME = "provenance"
QUESTION = (
    "Where does each granted rule come from: who gave it, when, why, and from which calls was it learned?"
)
# Calls in the evidence of a grant → what the record holds of each, as JSON.
CALLS = """(
  select json_group_array(json_object(
    'agent', json_extract(e.value, '$.agent'), 'call', json_extract(e.value, '$.call'),
    'ts', json_extract(e.value, '$.ts'), 'session', json_extract(e.value, '$.session'),
    'decision', nullif(c.decision, ''), 'text', t.text
  ))
  from json_each(h.after, '$.evidence.calls') e
  left join calls c on c.call = json_extract(e.value, '$.call') and c.agent = json_extract(e.value, '$.agent')
    and c.call != ''
  left join subjects t on t.id = c.subject
)"""
SQL = f"""
select h.number, h.rule, h.ts, h."by", h.why, h.after, h.undone, {CALLS},
  exists (select 1 from rules r where r.id = h.rule and r.layer = 'granted')
from rule_history h
where h.action = 'add' and h.ts >= :since and (:until = '' or h.ts < :until)
order by h.number desc limit :limit
"""  # noqa: S608  a fixed text
COLUMNS = (
    "rule", "name", "verdict", "patterns", "change", "promoted_at", "promoted_by", "promoted_tier",
    "promoted_reasoning", "promoted_session", "approvals", "denials", "sessions", "days", "confidence", "calls",
    "undone", "granted",
)  # fmt: skip
PERSON, LEARNED = "user", "learned"


def shape(rows: Sequence[Row], now: str) -> Table:
    """One row a grant, the latest first: the level as tier, the reason as people gave or the learner had it, the
    session of the last answer, and the calls that can be looked at."""
    del now
    return Table(COLUMNS, tuple(_told(*row) for row in rows), "No rule was granted yet.")


def _told(
    number: int, rule: str, ts: str, by: str, why: str, after: str, undone: int, calls: str, granted: int
) -> tuple[Any, ...]:
    state = json.loads(after)
    held, evidence = state.get("rule") or {}, state.get("evidence") or {}
    body = held.get("body") or {}
    verdict = str(held.get("verdict") or "")
    counts = (evidence.get(key) for key in ("approvals", "denials", "sessions", "days", "confidence"))
    return (
        rule, str(held.get("name") or ""), verdict, body.get(verdict) or [], number, ts,
        LEARNED if held.get("origin") == LEARNED else by, held.get("level"), why or str(body.get("why") or "") or None,
        evidence.get("session") or None, *counts, json.loads(calls), bool(undone), bool(granted),
    )  # fmt: skip
