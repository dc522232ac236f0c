"""How did the allow list grow: what joined and left it, when, by whom and why?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from assent.analytics import provenance
from assent.analytics.base import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.analytics.base import Row

NAME = "timeline"
QUESTION = "How did the allow list grow: what joined and left it, when, by whom and why?"
# A rule that is not granted is only ever switched: what it says stands in the table of rules.
SQL = f"""
SELECT h.number, h.rule, h.action, h.ts, h."by", h.why, h.before, h.after, h.undone, {provenance.CALLS},
  (SELECT json_object('verdict', r.verdict, 'name', r.name, 'body', json(r.body), 'layer', r.layer)
   FROM rules r WHERE r.id = h.rule LIMIT 1),
  h.ts >= :since AND (:until = '' OR h.ts < :until),
  :projects IS NULL OR coalesce(json_extract(h.after, '$.rule.project'), json_extract(h.before, '$.rule.project'), '')
    IN (SELECT value FROM json_each(:projects))
FROM rule_history h ORDER BY h.number
"""  # noqa: S608  a fixed text
COLUMNS = (
    "change", "ts", "effect", "action", "rule", "name", "verdict", "patterns", "within", "tool", "fields", "project",
    "by", "why", "tier", "session", "approvals", "calls", "undone", "total",
)  # fmt: skip
JOINED, LEFT, CHANGED = "joined", "left", "changed"
_ALLOW = "allow"


def shape(rows: Sequence[Row], now: str) -> Table:
    """One row a change of what holds, the oldest first: a rule `joined`, `left` or was `changed`; `total` counts the
    granted rules that allow something after it, also where only a span was asked for."""
    del now
    total = 0
    told: list[tuple[Any, ...]] = []
    for number, rule, action, ts, by, why, before, after, undone, calls, declared, inside, here in rows:
        old, new = json.loads(before), json.loads(after)
        total += _allows(new) - _allows(old)
        if inside and here:
            head = (number, ts, _effect(old, new), action, rule)
            known = json.loads(declared) if declared else {}
            told.append((*head, *_about(old, new, known, by, why), json.loads(calls), bool(undone), total))
    return Table(COLUMNS, tuple(told), "no rule was given or taken away yet")


def _about(
    old: dict[str, Any], new: dict[str, Any], declared: dict[str, Any], by: str, why: str
) -> tuple[Any, ...]:
    """The rule a change speaks of, who made it and why."""
    held = new["rule"] or old["rule"] or declared
    body = held.get("body") or {}
    verdict = str(held.get("verdict") or "")
    evidence = new.get("evidence") or {}
    fresh = bool(evidence) and held.get("origin") == provenance.LEARNED
    return (
        str(held.get("name") or ""), verdict, body.get(verdict) or [], body.get("within"), body.get("tool"),
        body.get("fields"), held.get("project") or None,
        provenance.LEARNED if fresh else by, why or str(body.get("why") or "") or None, held.get("level"),
        evidence.get("session") or None, evidence.get("approvals"),
    )  # fmt: skip


def _effect(old: dict[str, Any], new: dict[str, Any]) -> str:
    declared = old["rule"] is None and new["rule"] is None
    before, after = (_holds(state, declared=declared) for state in (old, new))
    return CHANGED if before == after else JOINED if after else LEFT


def _holds(state: dict[str, Any], *, declared: bool) -> bool:
    """Whether a rule counts in a state; one declared elsewhere does unless it was switched off."""
    on = state["override"] is None or bool(state["override"][0])
    return on and (declared or bool(state["rule"] and state["rule"]["enabled"]))


def _allows(state: dict[str, Any]) -> bool:
    """Whether a state has a granted rule that allows something."""
    held = state["rule"]
    return bool(held) and held["verdict"] == _ALLOW and bool(held["enabled"])
