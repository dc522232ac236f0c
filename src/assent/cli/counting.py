"""What commands that count have in common: the database with all that is known by now, and which calls count."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from assent.analytics.scope import Scope
from assent.app import moments, today
from assent.app.decided import Asked
from assent.app.learn import ingest
from assent.app.learn.described import described
from assent.cli import filters, reading
from assent.cli.log import recorded
from assent.store.record import now

if TYPE_CHECKING:
    import sqlite3

    from assent.store.paths import Paths


@dataclass(frozen=True, slots=True)
class Counted:
    """Which calls count: as `asked` for in words, and as the `scope` that analyses understand."""

    asked: Asked
    scope: Scope

    def words(self) -> str:
        """Behind a heading: which calls were asked for."""
        asked = self.asked.words()
        return f" ({asked})" if asked else ""

    def all(self) -> Counted:
        """All calls, whatever was asked for."""
        return Counted(Asked(), Scope(self.scope.now))

    def since(self, moment: str) -> Counted:
        """The same calls, from another moment on."""
        return replace(self, scope=replace(self.scope, since=moment))

    def today(self) -> str:
        """When this day began, here or in UTC."""
        seconds = int(datetime.fromisoformat(self.scope.now).timestamp())
        begun = today.began(seconds, utc=self.asked.utc)
        return moments.written(datetime.fromtimestamp(begun, UTC))

    def bounds(self) -> dict[str, Any]:
        """From when until when, as JSON; null is from the first one on, and up to now."""
        return {"since": self.scope.since or None, "until": self.scope.until or None}


def known(at: Paths) -> sqlite3.Connection:
    """The database with all that the record and the agents' own logs tell by now. Where only looking is possible, what
    is new in the logs is left out. Raises StoreError."""
    db = recorded(at)
    try:
        if not db.execute("PRAGMA query_only").fetchone()[0]:
            reading.read(db, ingest.log_folders(at.home, os.environ), at.home, described(at, db))
    except BaseException:
        db.close()
        raise
    return db


def counted(db: sqlite3.Connection, at: Paths, given: dict[str, Any]) -> Counted:
    """Which calls somebody asked for by the options; `asked.problems` says what is not understood."""
    moment = now()
    asked = filters.asked(at, given)
    wanted = asked.wanted(db, at.home, moment)
    scope = Scope(moment, wanted.since, wanted.until, wanted.session, wanted.projects, asked.agent)
    return Counted(asked, scope)
