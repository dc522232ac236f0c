"""How long a learned rule holds: how many days unused, and how many days at most where much is at stake."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from assent.core.decision import ALLOW
from assent.core.rule import LEARNED
from assent.learning.levels import OUTWARD
from assent.store import resting

if TYPE_CHECKING:
    import sqlite3

    from assent.policy.parse import Declared
    from assent.store.rules import Stored

UNUSED = 60  # days without a call after which a rule asks again
HOLDS = 90  # days after a yes that a rule of these levels holds
LEAST = OUTWARD


def is_kept(rule: Stored) -> bool:
    """True for what upkeep looks after: a learned rule that allows. A strict one is never taken out of force."""
    return rule.origin == LEARNED and rule.verdict == ALLOW


def ends(db: sqlite3.Connection, rule: Stored) -> str:
    """The UTC day from which a rule no longer holds without another yes; "" for one that may stay."""
    if not is_kept(rule) or rule.level is None or rule.level < LEAST:
        return ""
    return later(resting.said_yes(db, rule.id, rule.created), HOLDS)


def bound(db: sqlite3.Connection, rule: Stored, declared: Declared) -> None:
    """Lets a granted rule end on its day, beside what it says of that itself."""
    last = ends(db, rule)
    if last:
        declared.rule.expires = min(filter(None, (declared.rule.expires, last)))


def later(moment: str, days: int) -> str:
    """The UTC day so many days after a moment; "" for what is none."""
    try:
        return (date.fromisoformat(moment[:10]) + timedelta(days=days)).isoformat()
    except (ValueError, OverflowError):
        return ""
