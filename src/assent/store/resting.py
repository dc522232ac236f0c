"""Learned rules that upkeep took out of force: the words by which that is kept, and when a person last wanted them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

BY = "assent"  # who makes these changes: nobody answered anything
DORMANT, SUSPENDED, EXPIRED = "dormant", "suspended", "expired"
# Action of an entry → how the rule is called from then on.
SUSPEND = "suspend"
ACTIONS = {"dormant": DORMANT, SUSPEND: SUSPENDED, "expire": EXPIRED}
_MARK = ": "
# What only upkeep did since says nothing about what the person wants.
_WANTED = """SELECT ts, action, json_extract(after, '$.evidence.until') FROM rule_history
  WHERE rule = ? AND "by" != ? ORDER BY number DESC LIMIT 1"""
_YES = """SELECT max(ts) FROM rule_history WHERE rule = ? AND "by" != ? AND undone = 0
  AND action IN ('add', 'enable')"""


def written(action: str, why: str) -> str:
    """What a rule's row says of an action of upkeep's."""
    return f"{ACTIONS[action]}{_MARK}{why}"


def read(suspended: str, *, enabled: bool) -> tuple[str, str]:
    """The word for why a rule is out of force, and the reason; ("", "") where upkeep did nothing to it."""
    word, mark, why = suspended.partition(_MARK)
    return (word, why) if not enabled and mark and word in ACTIONS.values() else ("", "")


def wanted(db: sqlite3.Connection, rule: str, created: str) -> str:
    """The last moment at which a person had a hand in a granted rule; of a rule learned from answers up to an earlier
    moment, that one."""
    row = db.execute(_WANTED, (rule, BY)).fetchone()
    if row is None:
        return created
    return min(row[0], row[2]) if row[1] == "add" and row[2] else str(row[0])


def said_yes(db: sqlite3.Connection, rule: str, created: str) -> str:
    """When a person last said yes to a granted rule."""
    return str(db.execute(_YES, (rule, BY)).fetchone()[0] or created)
