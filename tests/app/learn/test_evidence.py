"""A learned rule keeps what it was granted on: counts, and the calls themselves by the names that join them."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from pathlib import Path

from assent.app.learn import adopt, evidence
from assent.app.learn.lesson import Lesson
from assent.store import rules
from assent.store.db import connect
from assent.store.paths import Paths
from assent.store.rebuild import rebuild
from tests.app.learn.test_adopt import at, db, project, taught
from tests.app.sessions import NO, Session

__all__ = ["at", "db", "project"]


def test_it_counts_and_names_the_latest_answers_each_text_first(
    db: sqlite3.Connection, at: Paths, project: Path
) -> None:
    lesson = taught(db, at, project, "git describe", "git describe --all", "git describe --tags")
    given = lesson.learned.suggestions[0]
    found = evidence.behind(db, given, given.members[0], lesson.as_of)
    told = given.as_json()
    assert {key: found[key] for key in ("approvals", "sessions", "days", "level")} == {
        key: told[key] for key in ("approvals", "sessions", "days", "level")
    }
    assert len(found["calls"]) == evidence.NAMED
    named = {each["call"] for each in found["calls"]}
    texts = [
        json.loads(text)["command"]
        for call, text in db.execute("SELECT call, input FROM events")
        if call in named
    ]
    assert set(texts) == {"git describe", "git describe --all", "git describe --tags"}
    assert [each["ts"] for each in found["calls"]] == sorted(
        (each["ts"] for each in found["calls"]), reverse=True
    )
    assert found["session"] == found["calls"][0]["session"]


def test_refused_calls_and_those_after_the_moment_are_no_evidence(
    db: sqlite3.Connection, at: Paths, project: Path
) -> None:
    logs = Path(at.home) / "logs"
    refused = Session(str(project), "refused", 24)
    refused.run("git describe", NO)
    refused.save(logs)
    lesson = taught(db, at, project, "git describe")
    given = lesson.learned.suggestions[0]
    assert "refused" not in {
        each["session"] for each in evidence.behind(db, given, given.members[0], lesson.as_of)["calls"]
    }
    found = evidence.behind(db, given, given.members[0], "2026-10-03T00:00:00.000Z")["calls"]
    assert found
    assert all(each["ts"] < "2026-10-03" for each in found)


def test_it_is_kept_with_the_grant_and_comes_back_with_the_record(
    db: sqlite3.Connection, at: Paths, project: Path
) -> None:
    lesson = taught(db, at, project, "git describe")
    granted = accept(db, at, lesson)
    kept = rules.history(db, granted)[0].after["evidence"]
    assert kept["calls"][0]["call"].startswith("toolu_")
    db.close()
    rebuild(at)
    with contextlib.closing(connect(at)) as again:
        assert rules.history(again, granted)[0].after["evidence"] == kept


def accept(db: sqlite3.Connection, at: Paths, lesson: Lesson) -> str:
    given = lesson.learned.suggestions[0]
    grants = adopt.grants_of(given, lambda member: evidence.behind(db, given, member, lesson.as_of))
    return adopt.adopt(db, at, grants, [], lesson.roots, "2026-11-01").granted[0]
