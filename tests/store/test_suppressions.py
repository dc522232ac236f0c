"""A rejected suggestion is silent for 30 days, then 60, then 120, then for good."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest

from assent.store import changes, suppressions
from assent.store.db import transaction

TIMES = {
    "once": (1, "2026-03-31"),
    "twice": (2, "2026-04-30"),
    "three-times": (3, "2026-06-29"),
    "four-times": (4, "9999-12-31"),
    "nine-times": (9, "9999-12-31"),
}


def reject(db: sqlite3.Connection, keys: dict[str, float], ts: str = "2026-03-01T10:00:00.000Z") -> None:
    with transaction(db):
        changes.apply_entry(db, suppressions.rejecting(keys) | {"ts": ts})


@pytest.mark.parametrize(("times", "until"), TIMES.values(), ids=TIMES.keys())
def test_silence_doubles_with_each_rejection(db: sqlite3.Connection, times: int, until: str) -> None:
    for _ in range(times):
        reject(db, {"git push": 4.0})
    found = suppressions.known(db)["git push"]
    assert (found.until, found.count, found.evidence) == (until, times, 4.0)


def test_suppression_holds_before_its_day_and_not_on_it(db: sqlite3.Connection) -> None:
    reject(db, {"git push": 1.0, "git": 2.0})
    assert set(suppressions.active(db, "2026-03-30")) == {"git push", "git"}
    assert suppressions.active(db, "2026-03-31") == {}


def test_rejection_after_the_silence_still_doubles(db: sqlite3.Connection) -> None:
    reject(db, {"git": 1.0})
    reject(db, {"git": 1.0}, "2026-09-01T00:00:00.000Z")
    assert suppressions.known(db)["git"].until == "2026-10-31"


STATUS: dict[str, Any] = {
    "id": "aaaa00000001",
    "text": "Bash(git status:*)",
    "scope": "user",
    "keys": ["git status", "git"],
}
LOG: dict[str, Any] = {
    "id": "aaaa00000002",
    "text": "Bash(git log:*)",
    "scope": "user",
    "keys": ["git log", "git"],
}


def refuse(db: sqlite3.Connection, *given: dict[str, Any], ts: str = "2026-03-01T10:00:00.000Z") -> None:
    keys = {key: 4.0 for each in given for key in each["keys"]}
    with transaction(db):
        changes.apply_entry(db, suppressions.rejecting(keys, given) | {"ts": ts})


def take_back(db: sqlite3.Connection, identity: str, day: str = "2026-03-02") -> bool:
    (found,) = (each for each in suppressions.refused(db, day) if each.id == identity)
    with transaction(db):
        return changes.apply_entry(db, suppressions.taking_back(db, found))


def test_each_no_is_told_with_its_rule_and_until_when(db: sqlite3.Connection) -> None:
    refuse(db, STATUS, LOG)
    found = [(each.id, each.text, each.until) for each in suppressions.refused(db, "2026-03-02")]
    assert found == [
        ("aaaa00000001", "Bash(git status:*)", "2026-03-31"),
        ("aaaa00000002", "Bash(git log:*)", "2026-03-31"),
    ]
    assert suppressions.refused(db, "2026-03-31") == []


def test_a_no_that_is_taken_back_leaves_nothing(db: sqlite3.Connection) -> None:
    refuse(db, STATUS)
    assert take_back(db, "aaaa00000001")
    assert suppressions.known(db) == {}
    assert suppressions.refused(db, "2026-03-02") == []


def test_what_another_no_silences_too_stays_silent(db: sqlite3.Connection) -> None:
    refuse(db, STATUS)
    refuse(db, LOG)
    take_back(db, "aaaa00000001")
    assert set(suppressions.active(db, "2026-03-02")) == {"git log", "git"}
    take_back(db, "aaaa00000002")
    assert suppressions.known(db) == {}


def test_a_no_of_an_earlier_version_is_told_by_its_key_and_taken_back(db: sqlite3.Connection) -> None:
    reject(db, {"user|0|Bash": 1.0})
    (found,) = suppressions.refused(db, "2026-03-02")
    assert (found.text, found.keys) == ("", ("user|0|Bash",))
    take_back(db, found.id)
    assert suppressions.known(db) == {}


def test_taking_back_what_was_never_refused_changes_nothing(db: sqlite3.Connection) -> None:
    refuse(db, STATUS)
    (found,) = suppressions.refused(db, "2026-03-02")
    entry = suppressions.taking_back(db, found)
    with transaction(db):
        assert changes.apply_entry(db, entry)
        assert not changes.apply_entry(db, entry)


@pytest.mark.parametrize(
    ("before", "said", "until"),
    [
        ("2026-11-20", "2025-11-20", "2026-12-20"),
        ("2026-11-20", "2026-11-25", "2026-12-25"),
        ("2099-11-20", "2026-11-25", "2026-12-25"),
        ("", "2026-11-25", "2026-12-25"),
    ],
    ids=["set-back-a-year", "as-clocks-go", "ahead-by-more-than-clocks-are", "nothing-before"],
)
def test_a_no_is_not_over_before_it_begins_where_the_clock_was_set_back(
    db: sqlite3.Connection, before: str, said: str, until: str
) -> None:
    if before:
        suppressions.apply_entry(db, suppressions.rejecting({"x": 1.0}) | {"ts": f"{before}T10:00:00.000Z"})
    suppressions.apply_entry(db, suppressions.rejecting({"k": 1.0}) | {"ts": f"{said}T10:00:00.000Z"})
    assert suppressions.known(db)["k"].until == until


@pytest.mark.parametrize(
    "body",
    [
        "{",
        "[]",
        "5",
        '{"text":"x"}',
        '{"text":"x","scope":"user","keys":[]}',
        '{"text":1,"scope":2,"keys":3}',
    ],
)
def test_a_broken_row_ends_no_silence(db: sqlite3.Connection, body: str) -> None:
    reject(db, {"k": 1.0})
    db.execute("INSERT INTO suggestions VALUES ('s', ?, '', '', 1, 'no')", (body,))
    assert [each.keys for each in suppressions.refused(db, "2026-03-02")] == [("k",)]
