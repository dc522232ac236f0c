"""The last good text of a policy file survives the mistakes that come after it."""

from __future__ import annotations

import sqlite3

from assent.store import sources
from assent.store.paths import digest
from assent.store.sources import Source

TEXT = "[[rule]]\n"
GOOD = Source("/u/policy.toml", "user", "", digest(TEXT.encode()), TEXT, (), "2026-01-01T00:00:00.000Z")


def test_good_text_is_kept_and_replaced(db: sqlite3.Connection) -> None:
    sources.keep(db, GOOD)
    assert sources.good(db, GOOD.path) == GOOD
    sources.keep(db, Source(GOOD.path, "user", "", digest(b"# other\n") + "/v2", "# other\n"))
    found = sources.good(db, GOOD.path)
    assert found is not None
    assert (found.hash.partition("/")[2], found.text) == ("v2", "# other\n")


def test_a_kept_text_that_has_changed_since_is_not_good(db: sqlite3.Connection) -> None:
    sources.keep(db, GOOD)
    db.execute("UPDATE sources SET text = '[[rule]]\nallow = [\"Bash\"]\n'")
    assert sources.good(db, GOOD.path) is None


def test_a_name_that_is_no_utf8_is_written_out() -> None:
    assert sources.label("/p/caf\udce9.json") == "/p/caf\\xe9.json"
    assert sources.label("/p/café.json") == "/p/café.json"


def test_blame_keeps_the_good_text_and_is_cleared_by_the_next_good_one(db: sqlite3.Connection) -> None:
    sources.keep(db, GOOD)
    sources.note_problems(db, GOOD.path, ["line 3: unknown key"])
    (found,) = sources.with_problems(db)
    assert (found.text, found.problems) == (GOOD.text, ("line 3: unknown key",))
    sources.keep(db, GOOD)
    assert sources.with_problems(db) == []


def test_unknown_and_forgotten_files_have_no_good_text(db: sqlite3.Connection) -> None:
    sources.note_problems(db, "/none", ["x"])
    assert sources.good(db, "/none") is None
    sources.keep(db, GOOD)
    sources.forget(db, GOOD.path)
    assert sources.good(db, GOOD.path) is None
