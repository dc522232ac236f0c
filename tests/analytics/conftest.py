"""A real database at the newest schema, and how an analysis is asked."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest

from assent.analytics.base import Analysis, Table, ask
from assent.analytics.scope import Scope
from assent.store import migrations
from tests.analytics import filled
from tests.analytics.filled import NOW


class Record:
    """A database of calls, to be filled one by one or with many at once."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    def call(self, ts: str, verdict: str = "allow", **more: Any) -> None:
        """A call: see `filled.call` for what can be said of it."""
        filled.call(self.db, ts, verdict, **more)

    def fill(self, **how: Any) -> None:
        """Many plausible calls: see `filled.fill`."""
        filled.fill(self.db, **how)

    def answer(self, analysis: Analysis, now: str = NOW, **scope: Any) -> Table:
        """What the analysis answers; its query may only read."""
        self.db.execute("PRAGMA query_only = ON")
        try:
            return ask(self.db, analysis, Scope(now, **scope))
        finally:
            self.db.execute("PRAGMA query_only = OFF")


@pytest.fixture
def record() -> Iterator[Record]:
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        migrations.migrate(db)
        yield Record(db)
