"""SQLite: one table `decisions` with a column for each name; what has parts is JSON in its column."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING, Any

from assent.app.exported.fields import NAMES, in_cell

if TYPE_CHECKING:
    from collections.abc import Iterable

_TYPES = {
    "llm_latency_ms": "REAL", "latency_ms": "REAL", "tool_success": "INTEGER", "auto_promoted": "INTEGER",
    "tool_result_length": "INTEGER", "id": "TEXT PRIMARY KEY",
}  # fmt: skip
_COLUMNS = ", ".join(f"{name} {_TYPES.get(name, 'TEXT')}" for name in NAMES)
_TABLE = f"CREATE TABLE decisions ({_COLUMNS})"
_PUT = f"INSERT INTO decisions VALUES ({', '.join('?' * len(NAMES))})"  # noqa: S608  marks only


def save(decisions: Iterable[dict[str, Any]], path: str) -> None:
    """Makes the database in an empty file. Raises sqlite3.Error."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = OFF")  # the file counts once it is whole and has its name
        db.execute("PRAGMA synchronous = OFF")
        db.execute("BEGIN")
        db.execute(_TABLE)
        db.executemany(_PUT, ([in_cell(each[name]) for name in NAMES] for each in decisions))
        db.execute("CREATE INDEX decisions_by_timestamp ON decisions (timestamp)")
        db.execute("CREATE INDEX decisions_by_session ON decisions (session_id, timestamp)")
        db.execute("COMMIT")
