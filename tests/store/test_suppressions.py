"""A rejected suggestion is silent for 30 days, then 60, then 120, then for good."""

from __future__ import annotations

import sqlite3

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
