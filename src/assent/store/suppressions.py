"""Suggestions the user has rejected: how long each stays silent, longer each time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from assent.store.record import REJECT, new_id, now

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    Entry = dict[str, Any]

# Days of silence after the first, second and third rejection; then for good.
DAYS = (30, 60, 120)
FOR_GOOD = "9999-12-31"


@dataclass(frozen=True, slots=True)
class Suppression:
    """A rejected candidate: silent before the UTC day `until`, rejected `count` times, the last time when it had
    `evidence` observations."""

    key: str
    until: str
    count: int
    evidence: float


def rejecting(keys: Mapping[str, float], by: str = "user") -> Entry:
    """The entry that silences candidates (key → evidence so far), the rejected one and its ancestors."""
    return {"kind": REJECT, "ts": now(), "id": new_id(), "keys": dict(keys), "by": by}


def apply_entry(db: sqlite3.Connection, entry: Mapping[str, Any]) -> bool:
    """Carries out an entry inside the caller's transaction."""
    today = date.fromisoformat(entry["ts"][:10])
    for key, evidence in entry["keys"].items():
        row = db.execute("SELECT count FROM suppressions WHERE key = ?", (key,)).fetchone()
        count = row[0] if row else 0
        until = (today + timedelta(days=DAYS[count])).isoformat() if count < len(DAYS) else FOR_GOOD
        db.execute(
            "INSERT OR REPLACE INTO suppressions VALUES (?, ?, ?, ?, ?)",
            (key, until, count + 1, evidence, entry["ts"]),
        )
    return True


def known(db: sqlite3.Connection) -> dict[str, Suppression]:
    """Every suppression by key, past ones included: the next rejection doubles them."""
    rows = db.execute("SELECT key, until, count, evidence FROM suppressions ORDER BY key")
    return {row[0]: Suppression(*row) for row in rows}


def active(db: sqlite3.Connection, day: str) -> dict[str, Suppression]:
    """The suppressions that hold on a UTC day."""
    return {key: each for key, each in known(db).items() if day < each.until}
