"""Which rules decide calls, which have never done so, and when did each last?"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from assent.analytics.base import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.analytics.base import Row

NAME = "rules"
QUESTION = "Which rules decide calls, and which never do?"
# Declared rules carry their switch apart; a rule that is gone keeps the name it had in its history.
SQL = """
SELECT k.id, k.name, k.pattern, k.verdict, k.layer, k.project, k.created, k.counts, coalesce(f.hits, 0), f.last
FROM (
  SELECT r.id, max(r.name) AS name, max(json_extract(r.body, '$.' || r.verdict || '[0]')) AS pattern,
    max(r.verdict) AS verdict, min(r.layer) AS layer, min(r.project) AS project, max(r.created) AS created,
    max(CASE WHEN r.layer IN ('granted', 'managed') THEN r.enabled ELSE coalesce(o.enabled, r.enabled) END
      AND r.suspended = '') AS counts
  FROM rules r LEFT JOIN overrides o ON o.id = r.id GROUP BY r.id
) k
LEFT JOIN (SELECT rule, sum(n) AS hits, max(last) AS last FROM fired GROUP BY rule) f ON f.rule = k.id
UNION ALL
SELECT f.rule, coalesce((
    SELECT json_extract(coalesce(h.before, h.after), '$.rule.name') FROM rule_history h
    WHERE h.rule = f.rule AND h.action = 'remove' ORDER BY h.number DESC LIMIT 1), ''),
  NULL, f.verdict, NULL, NULL, NULL, NULL, sum(f.n), max(f.last)
FROM fired f WHERE f.rule NOT IN (SELECT id FROM rules) GROUP BY f.rule
"""

USED, UNUSED, NEW, OFF, GONE = "used", "unused", "new", "off", "gone"
GRACE = timedelta(days=7)  # for so long a granted rule is new, not unused
COLUMNS = ("id", "name", "pattern", "verdict", "layer", "project", "created", "state", "hits", "last_used")


def shape(rows: Sequence[Row], now: str) -> Table:
    """Each rule with how often it decided a call and when it last did, the busiest first. `state`: used; unused or
    still new; off, or gone, while the record knows what it did."""
    told = []
    for *rule, counts, hits, last in rows:
        state = _state(counts, hits, rule[-1] or "", now)
        if state != OFF or hits:
            told.append((*(each or None for each in rule), state, hits, last))
    told.sort(key=lambda each: (-each[-2], each[7], each[4] or "", each[1] or "", each[0]))
    return Table(COLUMNS, tuple(told), "there are no rules yet, and none has decided anything")


def _state(counts: int | None, hits: int, created: str, now: str) -> str:
    if counts is None:
        return GONE
    if not counts:
        return OFF
    if hits:
        return USED
    young = created and datetime.fromisoformat(created) > datetime.fromisoformat(now) - GRACE
    return NEW if young else UNUSED
