"""Which project files the user trusts: trust is in exact contents, a refusal is in the path and survives edits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assent.store.record import TRUST, new_id, now

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    Entry = dict[str, Any]

TRUSTED, REFUSED, UNKNOWN = "trusted", "refused", "unknown"


def state(db: sqlite3.Connection, path: str, content: str) -> str:
    """Whether contents (by digest) at a path are trusted, refused or unknown; a refusal of the path wins."""
    rows = db.execute(
        "SELECT verdict FROM trust WHERE path = ? AND hash IN ('', ?)", (path, content)
    ).fetchall()
    verdicts = [row[0] for row in rows]
    if REFUSED in verdicts:
        return REFUSED
    return TRUSTED if TRUSTED in verdicts else UNKNOWN


def since(db: sqlite3.Connection, path: str) -> str:
    """When a path was last trusted with contents that it had then; "" where it is not."""
    row = db.execute(
        "SELECT max(changed) FROM trust WHERE path = ? AND verdict = ?", (path, TRUSTED)
    ).fetchone()
    return str(row[0] or "")


def trusting(path: str, content: str, by: str = "user") -> Entry:
    """The entry that trusts these contents (by digest) at a path and lifts a refusal of it."""
    if not content:
        raise ValueError("trust is in contents: a digest is needed")
    return _entry(TRUSTED, path, by, content)


def refusing(path: str, by: str = "user") -> Entry:
    """The entry that refuses a path whatever it holds."""
    return _entry(REFUSED, path, by)


def forgetting(path: str, by: str = "user") -> Entry:
    """The entry after which nothing is known about a path."""
    return _entry(UNKNOWN, path, by)


def apply_entry(db: sqlite3.Connection, entry: Mapping[str, Any]) -> bool:
    """Carries out an entry inside the caller's transaction."""
    path, verdict = entry["path"], entry["verdict"]
    if verdict == TRUSTED:
        db.execute("DELETE FROM trust WHERE path = ? AND verdict = ?", (path, REFUSED))
    else:
        db.execute("DELETE FROM trust WHERE path = ?", (path,))
    if verdict in (TRUSTED, REFUSED):
        content = entry["hash"] if verdict == TRUSTED else ""
        db.execute("INSERT OR REPLACE INTO trust VALUES (?, ?, ?, ?)", (path, content, verdict, entry["ts"]))
    return True


def _entry(verdict: str, path: str, by: str, content: str = "") -> Entry:
    return {
        "kind": TRUST,
        "ts": now(),
        "id": new_id(),
        "verdict": verdict,
        "path": path,
        "hash": content,
        "by": by,
    }
