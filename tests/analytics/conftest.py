"""A real database at the newest schema, and how an analysis is asked."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator

import pytest

from assent.analytics.base import Analysis, Table
from assent.store import migrations

NOW = "2026-03-01T12:00:00.000Z"


class Record:
    """An empty record, to be filled by SQL."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    def decided(self, number: int, ts: str, verdict: str, rule: str = "", tool: str = "Bash") -> None:
        """A decision with what every one of them has."""
        values = (number, f"d{number}", ts, ts[:10], "claude", "s", "p", tool, verdict, verdict, rule, "{}")
        self.db.execute(f"INSERT INTO decisions VALUES ({', '.join('?' * len(values))})", values)  # noqa: S608  only question marks

    def answer(self, analysis: Analysis, now: str = NOW) -> Table:
        """What the analysis answers; its query may only read."""
        self.db.execute("PRAGMA query_only = ON")
        try:
            return analysis.shape(self.db.execute(analysis.SQL, {"now": now}).fetchall())
        finally:
            self.db.execute("PRAGMA query_only = OFF")


@pytest.fixture
def record() -> Iterator[Record]:
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        migrations.migrate(db)
        yield Record(db)
