"""Events are kept once, with the best label, redacted; logs are known by how far they are read."""

from __future__ import annotations

import json
import sqlite3

import pytest

from assent.core import event as labels
from assent.core.event import Event
from assent.store import events
from assent.store.db import StoreError, transaction


def event(identity: str = "t1", label: str = labels.APPROVED, **given: object) -> Event:
    made = Event(
        identity, "2026-03-04T05:06:07.008Z", "s", "Bash", given or {"command": "git status"}, cwd="/p"
    )
    made.label = label
    made.project = "/p/.git"
    return made


def stored(db: sqlite3.Connection, column: str) -> list[object]:
    return [row[0] for row in db.execute(f'SELECT "{column}" FROM events ORDER BY id')]  # noqa: S608  a test's own words


def test_event_is_kept_with_its_utc_day(db: sqlite3.Connection) -> None:
    assert events.insert(db, [(event(), None)]) == 1
    assert (stored(db, "call"), stored(db, "day"), stored(db, "project")) == (
        ["t1"],
        ["2026-03-04"],
        ["/p/.git"],
    )


def test_same_event_again_adds_nothing(db: sqlite3.Connection) -> None:
    events.insert(db, [(event(), None)])
    assert events.insert(db, [(event(), None), (event(), None)]) == 0
    assert events.count(db) == 1


def test_same_call_id_of_two_agents_is_two_events(db: sqlite3.Connection) -> None:
    other = event()
    other.agent = "codex"
    assert events.insert(db, [(event(), None), (other, None)]) == 2


LABELS = {
    "pending-answered": (labels.PENDING, labels.APPROVED, labels.APPROVED),
    "pending-unlabelled": (labels.PENDING, labels.UNLABELLED, labels.UNLABELLED),
    "unlabelled-answered": (labels.UNLABELLED, labels.REJECTED, labels.REJECTED),
    "inferred-answered": (labels.INFERRED, labels.REJECTED, labels.REJECTED),
    "answered-undone": (labels.APPROVED, labels.UNDONE, labels.UNDONE),
    "answered-stays": (labels.REJECTED, labels.APPROVED, labels.REJECTED),
    "answered-not-inferred": (labels.AUTO, labels.INFERRED, labels.AUTO),
    "answered-not-pending": (labels.APPROVED, labels.PENDING, labels.APPROVED),
    "undone-stays": (labels.UNDONE, labels.APPROVED, labels.UNDONE),
}


@pytest.mark.parametrize(("first", "second", "kept"), LABELS.values(), ids=LABELS.keys())
def test_label_that_knows_more_replaces_one_that_knew_less(
    db: sqlite3.Connection, first: str, second: str, kept: str
) -> None:
    events.insert(db, [(event(label=first), None)])
    events.insert(db, [(event(label=second), None)])
    assert stored(db, "label") == [kept]


def test_better_label_brings_its_reading_and_answer_with_it(db: sqlite3.Connection) -> None:
    events.insert(db, [(event(label=labels.PENDING), None)])
    answered = event()
    answered.by, answered.grant, answered.outcome = labels.USER, "once", "ok"
    answered.comment, answered.reason, answered.source = 1, "bashMiss", "hook"
    reading = events.add_reading(db, "h", "1", "[]")
    events.insert(db, [(answered, reading)])
    told = [stored(db, each) for each in ("by", "grant", "outcome", "reading", "comment", "reason", "source")]
    assert told == [["user"], ["once"], ["ok"], [reading], [1], ["bashMiss"], ["hook"]]


SECRET = "curl -H 'Authorization: Bearer abcdefghijkl'"
PLAIN = {"url": "https://x", "timeout": 3, "all": True, "none": None}
KEPT = {
    "command": ({"command": "ls -l", "description": "lists"}, {"command": "ls -l"}),
    "secret": ({"command": SECRET}, {"command": "curl -H 'Authorization: [erased:header]'"}),
    "contents": (
        {"file_path": "/p/a", "content": "text", "old_string": "a", "new_string": "b"},
        {"file_path": "/p/a"},
    ),
    "numbers": (PLAIN, PLAIN),
    "nested": ({"path": "/p", "edits": [{"a": 1}], "options": {"b": 2}}, {"path": "/p"}),
    "long-field": ({"query": "q" * 5000}, {"query": "q" * 2000 + "…"}),
    "long-command": ({"command": "c" * 5000}, {"command": "c" * 5000}),
}


@pytest.mark.parametrize(("given", "kept"), KEPT.values(), ids=KEPT.keys())
def test_input_is_kept_as_far_as_it_says_what_the_call_does(
    given: dict[str, object], kept: dict[str, object]
) -> None:
    assert json.loads(events.kept_input(given)) == kept


def test_broken_batch_leaves_nothing_behind(db: sqlite3.Connection) -> None:
    bad = event("t2")
    bad.ts = None  # type: ignore[assignment]  # what a broken log could give
    with pytest.raises((TypeError, StoreError)):
        events.insert(db, [(event("t1"), None), (bad, None)])
    assert events.count(db) == 0


def test_reading_that_does_not_exist_is_refused(db: sqlite3.Connection) -> None:
    with pytest.raises(StoreError, match="FOREIGN KEY"):
        events.insert(db, [(event(), 77)])


STATE = events.FileState("/log", 1, 2, 100, 3, 50, "h", "b")


def interrupted(db: sqlite3.Connection) -> None:
    with transaction(db):
        events.insert(db, [(event(), None)])
        events.save_file(db, STATE, "{}")
        raise KeyboardInterrupt


def test_events_and_offset_are_kept_together_or_not_at_all(db: sqlite3.Connection) -> None:
    with pytest.raises(KeyboardInterrupt):
        interrupted(db)
    assert (events.count(db), events.file_states(db)) == (0, {})
    with transaction(db):
        events.insert(db, [(event(), None)])
        events.save_file(db, STATE, '{"pending":[]}')
    assert events.file_states(db) == {"/log": STATE}
    assert events.carry_of(db, "/log") == '{"pending":[]}'


def test_forgotten_log_leaves_its_events(db: sqlite3.Connection) -> None:
    events.insert(db, [(event(), None)])
    events.save_file(db, STATE)
    events.forget_files(db, ["/log", "/none"])
    assert (events.file_states(db), events.count(db), events.carry_of(db, "/log")) == ({}, 1, "")


def test_reading_is_kept_once_per_version_of_the_tables(db: sqlite3.Connection) -> None:
    first = events.add_reading(db, "h", "1", "[1]")
    assert events.add_reading(db, "h", "1", "[1]") == first
    second = events.add_reading(db, "h", "2", "[2]")
    assert (events.known_readings(db, "1"), events.known_readings(db, "2")) == ({"h": first}, {"h": second})


def test_project_keeps_what_was_first_known(db: sqlite3.Connection) -> None:
    events.add_project(db, "/p/.git", "/p", "git")
    events.add_project(db, "/p/.git", "/other", "marker")
    assert events.projects(db) == {"/p/.git": ("/p", "git")}
