"""The last good text of a policy file survives the mistakes that come after it."""

from __future__ import annotations

import sqlite3

from assent.store import sources
from assent.store.sources import Source

GOOD = Source("/u/policy.toml", "user", "", "h1", "[[rule]]\n", (), "2026-01-01T00:00:00.000Z")


def test_good_text_is_kept_and_replaced(db: sqlite3.Connection) -> None:
    sources.keep(db, GOOD)
    assert sources.good(db, GOOD.path) == GOOD
    sources.keep(db, Source(GOOD.path, "user", "", "h2", "# other\n"))
    found = sources.good(db, GOOD.path)
    assert found is not None
    assert (found.hash, found.text) == ("h2", "# other\n")


def test_blame_keeps_the_good_text_and_is_cleared_by_the_next_good_one(db: sqlite3.Connection) -> None:
    sources.keep(db, GOOD)
    sources.blame(db, GOOD.path, ["line 3: unknown key"])
    (found,) = sources.troubled(db)
    assert (found.text, found.problems) == (GOOD.text, ("line 3: unknown key",))
    sources.keep(db, GOOD)
    assert sources.troubled(db) == []


def test_unknown_and_forgotten_files_have_no_good_text(db: sqlite3.Connection) -> None:
    sources.blame(db, "/none", ["x"])
    assert sources.good(db, "/none") is None
    sources.keep(db, GOOD)
    sources.forget(db, GOOD.path)
    assert sources.good(db, GOOD.path) is None
