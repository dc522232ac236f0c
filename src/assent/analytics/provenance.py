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
  SELECT json_group_array(json_object(
    'agent', json_extract(e.value, '$.agent'), 'call', json_extract(e.value, '$.call'),
    'ts', json_extract(e.value, '$.ts'), 'session', json_extract(e.value, '$.session'),
    'decision', nullif(c.decision, ''), 'text', t.text
  ))
  FROM json_each(h.after, '$.evidence.calls') e
  LEFT JOIN calls c ON c.call = json_extract(e.value, '$.call') AND c.agent = json_extract(e.value, '$.agent')
    AND c.call != ''
  LEFT JOIN subjects t ON t.id = c.subject
)"""
SQL = f"""
SELECT h.number, h.rule, h.ts, h."by", h.why, h.after, h.undone, {CALLS},
  EXISTS (SELECT 1 FROM rules r WHERE r.id = h.rule AND r.layer = 'granted')
FROM rule_history h
WHERE h.action = 'add' AND h.ts >= :since AND (:until = '' OR h.ts < :until)
ORDER BY h.number DESC LIMIT :limit
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
    return Table(COLUMNS, tuple(_told(*row) for row in rows), "no rule was granted yet")


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
