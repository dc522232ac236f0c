"""Changes of rules written the way they come about: entries, carried out one after the other."""

from __future__ import annotations

import sqlite3
from typing import Any

from assent.store import rules
from assent.store.rules import Stored
from tests.analytics.conftest import Record

EVIDENCE: dict[str, Any] = {
    "scope": "user", "until": "2026-02-20T00:00:00.000Z", "level": 1, "confidence": 0.94, "approvals": 12, "denials": 1,
    "sessions": 4, "days": 3, "projects": 1, "last_used": "2026-02-19", "session": "s9",
    "calls": [{"agent": "claude", "call": "toolu_9", "ts": "2026-02-19T10:00:00.000Z", "session": "s9"},
              {"agent": "claude", "call": "toolu_gone", "ts": "2026-02-18T10:00:00.000Z", "session": "s8"}],
}  # fmt: skip


def rule(name: str, verdict: str = "allow", **more: Any) -> Stored:
    """A granted rule `name` about `make name`."""
    body = {"name": name, verdict: [f"Bash(make {name})"], **more.pop("body", {})}
    return Stored(f"{name}00000000"[:12], verdict, body, name, **more)


def learned(name: str) -> Stored:
    return rule(name, origin="learned", level=1)


def carry_out(db: sqlite3.Connection, ts: str, entry: dict[str, Any]) -> None:
    assert rules.apply_entry(db, {**entry, "ts": ts})


def record_the_known_call(record: Record) -> None:
    """The one call behind `EVIDENCE` that is still recorded."""
    (known, _) = EVIDENCE["calls"]
    same = {key: known[key] for key in ("ts", "call", "session")}
    record.call(verdict="silent", decision="18ea-2-abc", text="make a", **same)
