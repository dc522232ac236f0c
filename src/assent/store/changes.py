"""Entry → effect on the database, in one place: what a change does now and what a rebuild repeats is the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assent.store import decisions, record, reviews, rollups, rules, shadow, suppressions, trust

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping


def _put_totals(db: sqlite3.Connection, entry: Mapping[str, Any]) -> bool:
    rollups.put_day(db, str(entry["day"]), entry["rows"])
    return True


_APPLY: dict[str, Callable[[sqlite3.Connection, Mapping[str, Any]], bool]] = {
    record.RULE: rules.apply_entry,
    record.TRUST: trust.apply_entry,
    record.REJECT: suppressions.apply_entry,
    record.UNREJECT: suppressions.apply_taking_back,
    record.DECISION: decisions.apply_entry,
    record.ANSWER: decisions.apply_entry,
    record.TOTALS: _put_totals,
    record.REVIEW: reviews.apply_entry,
    record.SHADOW: shadow.apply_entry,
}
# Fields whose words must come back from the record as they were: a rule that is redacted is another rule.
EXACT = (
    "rule", "rule_id", "path", "hash", "keys", "of", "refused", "suggestion", "state", "evidence", "day", "rows",
    "levels", "place", "live",
)  # fmt: skip


def apply_entry(db: sqlite3.Connection, entry: Mapping[str, Any]) -> bool:
    """Carries out an entry inside the caller's transaction; False when it changes nothing."""
    act = _APPLY.get(entry["kind"])
    return act(db, entry) if act else False
