"""The record's decisions can be looked up; importing reads only what is new and keeps each once."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from assent.store import decisions, record
from assent.store.paths import Paths

DAY = "2026-03-04"


def decide(paths: Paths, n: int, **more: object) -> None:
    ts = f"{DAY}T05:06:07.{n:03d}Z"
    record.append(
        paths, {"kind": "decision", "ts": ts, "id": f"id-{n}", "session": "s", "rule": "", "nth": n, **more}
    )


def numbers(found: list[decisions.Entry]) -> list[int]:
    return [each["nth"] for each in found]


def test_import_takes_over_what_is_new_and_only_that(paths: Paths, db: sqlite3.Connection) -> None:
    decide(paths, 1)
    decide(paths, 2)
    assert decisions.import_record(db, paths) == 2
    assert decisions.import_record(db, paths) == 0
    decide(paths, 3)
    assert decisions.import_record(db, paths) == 1
    assert numbers(decisions.last(db, limit=9)) == [3, 2, 1]


def test_import_without_offsets_keeps_each_once(paths: Paths, db: sqlite3.Connection) -> None:
    decide(paths, 1)
    decisions.import_record(db, paths)
    db.execute("DELETE FROM meta")
    assert decisions.import_record(db, paths) == 0
    assert numbers(decisions.last(db, limit=9)) == [1]


def test_half_a_line_is_imported_once_it_is_whole(paths: Paths, db: sqlite3.Connection) -> None:
    decide(paths, 1)
    file = Path(paths.record(DAY))
    line = file.read_bytes()
    file.write_bytes(line[:40])
    assert decisions.import_record(db, paths) == 0
    file.write_bytes(line)
    assert decisions.import_record(db, paths) == 1


BROKEN = {
    "no-id": b'{"v":1,"ts":"2026-03-04T00:00:00.000Z","kind":"decision"}\n',
    "id-no-text": b'{"v":1,"ts":"2026-03-04T00:00:00.000Z","id":7,"kind":"decision"}\n',
    "binary": b"\x00\xff\n",
    "kind-unknown": b'{"v":1,"ts":"2026-03-04T00:00:00.000Z","id":"x","kind":"later"}\n',
}


@pytest.mark.parametrize("line", BROKEN.values(), ids=BROKEN.keys())
def test_broken_and_foreign_lines_are_passed_over(paths: Paths, db: sqlite3.Connection, line: bytes) -> None:
    decide(paths, 1)
    with Path(paths.record(DAY)).open("ab") as out:
        out.write(line)
    decide(paths, 2)
    assert decisions.import_record(db, paths) == 2


def test_fields_of_another_type_become_empty(paths: Paths, db: sqlite3.Connection) -> None:
    decide(paths, 1, session=7, tool=None, verdict=["allow"])
    assert decisions.import_record(db, paths) == 1
    assert db.execute("SELECT session, tool, verdict FROM decisions").fetchone() == ("", "", "")


def test_last_can_be_asked_by_session_and_rule(paths: Paths, db: sqlite3.Connection) -> None:
    for n, (session, rule) in enumerate([("a", "r1"), ("a", "r2"), ("b", "r1"), ("b", "")]):
        decide(paths, n, session=session, rule=rule)
    decisions.import_record(db, paths)
    assert numbers(decisions.last(db)) == [3]
    assert numbers(decisions.last(db, session="a", limit=5)) == [1, 0]
    assert numbers(decisions.last(db, rule="r1", limit=5)) == [2, 0]
    assert numbers(decisions.last(db, rule="r1", session="a")) == [0]
    assert decisions.last(db, session="none") == []


FOUND: dict[str, list[int]] = {
    "id-1": [1], "id-20": [2], "id-22": [22], "id-": [1, 2, 22], "1": [1], "2": [2, 22], "220000": [22], "none": [],
    "22000000": [22], "id-22000000": [22], "%": [], "": [], "22000000x": [],
}  # fmt: skip


def test_decisions_are_found_by_their_id_or_the_beginning_of_it_or_of_its_short_form(
    paths: Paths, db: sqlite3.Connection
) -> None:
    for n in (1, 2, 22):
        decide(paths, n, id=f"id-{n:0<8}")
    decisions.import_record(db, paths)
    assert {word: numbers(decisions.find(db, word)) for word in FOUND} == FOUND


def test_answers_are_imported_as_well(paths: Paths, db: sqlite3.Connection) -> None:
    record.append(paths, {"kind": "answer", "agent": "claude", "call": "t1", "answer": "allow", "by": "user"})
    assert decisions.import_record(db, paths) == 1
    assert db.execute("SELECT agent, call, answer FROM answers").fetchall() == [("claude", "t1", "allow")]


def test_import_goes_on_where_it_ended_on_each_day(paths: Paths, db: sqlite3.Connection) -> None:
    days = [DAY, "2026-03-05"]
    for n, day in enumerate(days):
        decide(paths, n, ts=f"{day}T05:06:07.000Z")
    assert decisions.import_record(db, paths) == 2
    for day in days:  # what lies before is not looked at again, whatever stands there now
        file = Path(paths.record(day))
        file.write_bytes(file.read_bytes().replace(b'"id-', b'"ID-'))
    assert decisions.import_record(db, paths) == 0
    decide(paths, 7, ts=f"{days[1]}T05:06:07.000Z")
    assert decisions.import_record(db, paths) == 1
    assert sorted(numbers(decisions.last(db, limit=9))) == [0, 1, 7]


def test_import_into_a_database_that_is_only_read_takes_nothing_over(
    paths: Paths, db: sqlite3.Connection
) -> None:
    decide(paths, 1)
    db.execute("PRAGMA query_only = 1")
    assert decisions.import_record(db, paths) == 0
    db.execute("PRAGMA query_only = 0")
    assert decisions.import_record(db, paths) == 1
