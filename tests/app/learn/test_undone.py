"""What a person took back counts against it, once for each undo, however often and in whatever pieces logs are read."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from assent.app.learn import answers, ingest
from assent.app.learn.answers import Window
from assent.app.learn.calls import Calls
from assent.app.learn.prompts import prompts
from assent.core.policy import from_rules
from assent.store.db import connect
from assent.store.paths import paths_of
from tests.agents.claude.talks import RULE, Talk

ALWAYS = Window("9999-12-31T00:00:00.000Z")


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(connect(paths_of(str(tmp_path / "home"), {}))) as opened:
        yield opened


def read(db: sqlite3.Connection, folder: Path, data: bytes) -> ingest.Report:
    folder.mkdir(exist_ok=True)
    (folder / "s1.jsonl").write_bytes(data)
    return ingest.ingest(db, [str(folder)], "/home/dev")


def rows(db: sqlite3.Connection) -> list[tuple[str, ...]]:
    columns = 'call, label, "by", "grant", reason, outcome'
    return db.execute(f"SELECT {columns} FROM events ORDER BY call").fetchall()  # noqa: S608  fixed names


def counted(db: sqlite3.Connection) -> dict[str, float]:
    """Label → answers of that kind, as the learner counts them."""
    found: dict[str, float] = {}
    for each in answers.answers(db, ALWAYS, Calls(db, lambda _place: from_rules([]))):
        found[each.label] = found.get(each.label, 0) + each.count
    return found


def three_edits() -> Talk:
    talk = Talk().says("go")
    for name in "abc":
        talk.edits(f"/work/p/{name}.py")
    return talk


def test_an_approval_that_was_taken_back_is_a_denial(db: sqlite3.Connection, tmp_path: Path) -> None:
    talk = Talk().says("go").edits("/work/p/a.py").edits("/work/p/b.py").types("git restore a.py")
    read(db, tmp_path / "logs", talk.data)
    assert rows(db) == [
        ("t1", "undone", "user", "once", "undone:1 bashMiss:no-rule-match", "ok"),
        ("t2", "approved", "user", "once", "bashMiss:no-rule-match", "ok"),
    ]
    assert counted(db) == {"undone": 1.0, "approved": 1.0}


def test_what_is_taken_back_at_once_is_one_denial(db: sqlite3.Connection, tmp_path: Path) -> None:
    read(db, tmp_path / "logs", three_edits().types("git checkout .").data)
    assert {row[1] for row in rows(db)} == {"undone"}
    assert counted(db) == {"undone": pytest.approx(1.0)}


def test_two_undos_are_two_denials(db: sqlite3.Connection, tmp_path: Path) -> None:
    read(db, tmp_path / "logs", three_edits().types("git restore a.py b.py").types("git restore c.py").data)
    assert counted(db) == {"undone": pytest.approx(2.0)}


def test_what_a_rule_let_through_counts_when_it_is_taken_back(db: sqlite3.Connection, tmp_path: Path) -> None:
    talk = Talk().says("go").runs("echo x > a.py", permissionDecision=RULE).types("git restore a.py")
    read(db, tmp_path / "logs", talk.data)
    assert rows(db) == [("t1", "undone", "rule", "", "undone:1 rule", "ok")]
    assert counted(db) == {"undone": 1.0}


def test_what_was_never_asked_about_is_no_prompt_and_no_answer_once_it_is_taken_back(
    db: sqlite3.Connection, tmp_path: Path
) -> None:
    talk = Talk().says("go").runs("echo x > a.py", permissionDecision=RULE).edits("/work/p/b.py")
    read(db, tmp_path / "logs", talk.is_stopped("make all").says("no").types("git checkout .").data)
    assert [row[1] for row in rows(db)] == ["undone"] * 3
    assert answers.counts(db, ALWAYS).decided == {"rules": 1, "interrupted": 1, "user": 1}
    calls = Calls(db, lambda _place: from_rules([]))
    assert prompts(calls, ALWAYS, []).asked == 1


def test_cut_anywhere_the_database_ends_up_the_same(tmp_path: Path) -> None:
    talk = three_edits().says("undo that").runs("git restore a.py").is_stopped("make all").says("no, ninja")
    lines = talk.data.splitlines(keepends=True)
    found = []
    for cut in range(len(lines) + 1):
        with contextlib.closing(connect(paths_of(str(tmp_path / f"home{cut}"), {}))) as db:
            read(db, tmp_path / f"logs{cut}", b"".join(lines[:cut]))
            read(db, tmp_path / f"logs{cut}", talk.data)
            found.append(rows(db))
    assert [row[1] for row in found[0]] == ["undone", "approved", "approved", "approved", "undone"]
    assert all(each == found[0] for each in found)


def test_read_again_from_its_start_a_log_takes_back_nothing_twice(
    db: sqlite3.Connection, tmp_path: Path
) -> None:
    talk = three_edits().types("git restore a.py")
    read(db, tmp_path / "logs", talk.data)
    before = rows(db)
    db.execute("DELETE FROM files")
    assert read(db, tmp_path / "logs", talk.data).calls == 0
    assert rows(db) == before


def test_a_call_that_was_taken_back_still_ran_and_was_still_answered(
    db: sqlite3.Connection, tmp_path: Path
) -> None:
    talk = three_edits().runs("echo x > d.py", permissionDecision=RULE).is_stopped("make all")
    read(db, tmp_path / "logs", talk.data)
    before = db.execute('SELECT call, decider, asked, answer, "end" FROM calls ORDER BY call').fetchall()
    read(db, tmp_path / "logs", talk.says("no, ninja").types("git checkout .").data)
    assert {row[1] for row in rows(db)} == {"undone"}
    assert (
        db.execute('SELECT call, decider, asked, answer, "end" FROM calls ORDER BY call').fetchall() == before
    )
