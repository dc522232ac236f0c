"""New calls wait to be counted, are counted many at once, and what was counted is put right when a call changes."""

from __future__ import annotations

import json
import random
import sqlite3
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assent.store import calls, counts, decisions, record, rollups
from assent.store.counts_schema import COUNTS
from assent.store.db import StoreError, transaction
from assent.store.paths import Paths
from tests.store.test_calls import (
    KINDS,
    at,
    decision,
    entries_of,
    event,
    fresh,
    happenings,
    recounted,
    state,
    take,
    told,
)


def many(chance: random.Random, calls: int, at_day: int) -> list[dict[str, Any]]:
    """Decisions of two days, some of them with what became of the call."""
    told: list[dict[str, Any]] = []
    for number in range(calls):
        named = {
            "call": f"m{at_day}-{number}",
            "session": f"s{number % 3}",
            "ms": chance.choice((12.3, 456.7, 9000)),
        }
        ts = f"2026-03-{at_day + number % 2:02d}T{number % 24:02d}:00:{number % 60:02d}.000Z"
        about = {"input": {"command": chance.choice(("git push", "ls -l", "npm test"))}}
        told.append(decision(ts, chance.choice(list(KINDS)), **named, **about))
        told += [event(ts, "ran", **named, took=5, length=9)] if number % 3 else []
    return told


def test_many_calls_at_once_are_counted_like_one_by_one(paths: Paths, db: sqlite3.Connection) -> None:
    chance = random.Random(5)  # noqa: S311  made-up data
    entries = many(chance, 5 * 20, 4)
    assert len(take(paths, db, entries)) == 5 * 20
    # The same hours and days again, so that there are counts to add to; and one alone.
    assert len(take(paths, db, many(chance, 5 * 20, 5))) == 10 * 20
    assert len(take(paths, db, [decision(at(1), "deny", call="alone")])) == 10 * 20 + 1


def waiting(db: sqlite3.Connection) -> tuple[int, int]:
    """How many calls wait to be counted, and how many have changed since they were."""
    found = db.execute("SELECT (SELECT count(*) FROM uncounted), (SELECT count(*) FROM changed)").fetchone()
    return int(found[0]), int(found[1])


def test_calls_wait_to_be_counted_until_they_are_many(
    paths: Paths, db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counts, "MOST", 3)
    for number, waits in enumerate((1, 2, 0, 1)):
        record.append(paths, decision(at(number + 1), call=f"t{number}"))
        decisions.import_record(db, paths)
        assert waiting(db) == (waits, 0)
    assert db.execute("SELECT sum(n) FROM totals").fetchone() == (3,)


def test_a_counted_call_that_changes_is_counted_anew_at_once(paths: Paths, db: sqlite3.Connection) -> None:
    take(paths, db, [decision(at(1), "allow"), decision(at(2), "allow", call="t2", rule="r9")])
    for each in (event(at(3), "ran", length=4), decision(at(4), "deny")):
        record.append(paths, each)
        decisions.import_record(db, paths)
        assert waiting(db) == (0, 0)
    fired = "SELECT rule, verdict, n, last FROM rule_months ORDER BY 1"
    assert db.execute(fired).fetchall() == [("r3", "deny", 1, at(4)), ("r9", "allow", 1, at(2))]
    recounted(db)


def test_a_call_that_changes_while_it_waits_costs_nothing(paths: Paths, db: sqlite3.Connection) -> None:
    for each in (decision(at(1), "silent"), event(at(3), "ran")):
        record.append(paths, each)
        decisions.import_record(db, paths)
    assert waiting(db) == (1, 0)
    recounted(db)


def test_calls_of_which_one_fails_leave_nothing_behind(paths: Paths, db: sqlite3.Connection) -> None:
    take(paths, db, many(random.Random(6), 40, 4))  # noqa: S311  made-up data
    rows = db.execute(f"SELECT {', '.join(calls.COLUMNS)} FROM calls").fetchall()  # noqa: S608  fixed names
    fresh = [(row[0], f"{row[1]}-again", *row[2:]) for row in rows]
    with pytest.raises(StoreError), transaction(db):
        db.executemany(calls._INSERT, [*fresh, rows[0]])
    assert waiting(db) == (0, 0)
    recounted(db)


def test_the_last_of_a_rule_is_known_again_when_its_last_call_turns_out_to_be_anothers(
    paths: Paths, db: sqlite3.Connection
) -> None:
    first = decision("2026-03-02T01:00:00.000Z", call="t0")
    take(paths, db, [first, decision(at(1), call="t1"), decision(at(2), call="t2")])
    take(paths, db, [decision(at(3), "deny", call="t2")])
    take(paths, db, [decision(at(4), "deny", call="t1")])
    last = "SELECT n, last FROM rule_months WHERE rule = 'r1'"
    assert db.execute(last).fetchall() == [(1, first["ts"])]


# What the record of dropped days holds from versions before: the rows of a day as they were counted then.
OLDER: dict[str, list[list[Any]]] = {
    "totals": [["2026-03-04T05", "claude", "p", "Bash", "ask", "ask", "user", "recorded", 1, "yes", "ran", 7]],
    "latencies": [["2026-03-04", "claude", "p", 181, 2], ["2026-03-04", "claude", "p", 184, 1], ["2026-03-04", "claude", "p", 1230, 4]],
    "waits": [["2026-03-04", "claude", "p", 70, 7]],
    "rule_days": [["2026-03-04", "claude", "p", "r2", "ask", 7, at(9)]],
    "subject_days": [["2026-03-04", "claude", "p", "Bash", "git push", "ask", 1, 7]],
}  # fmt: skip


def test_what_older_records_keep_of_a_dropped_day_is_put_back_as_it_is_counted_now(
    db: sqlite3.Connection,
) -> None:
    for _ in range(2):
        rollups.put_day(db, "2026-03-04", OLDER)
        rollups.put_day(db, "2026-03-05", {})
        assert db.execute("SELECT tenths, n FROM latencies").fetchall() == [(185, 3), (1230, 4)]
        assert db.execute("SELECT * FROM month_latencies").fetchall() == [
            ("2026-03", "claude", "p", 185, 3), ("2026-03", "claude", "p", 1230, 4),
        ]  # fmt: skip
        assert db.execute("SELECT * FROM subject_years").fetchall() == [
            ("2026", "claude", "p", "Bash", "git push", "ask", 1, "", 7)
        ]
        assert db.execute("SELECT day, n FROM day_totals").fetchall() == [("2026-03-04", 7)]
        assert db.execute("SELECT month, n, last FROM rule_months").fetchall() == [("2026-03", 7, at(9))]
    rollups.put_day(db, "2026-03-04", {})
    assert [list(db.execute(f"SELECT * FROM {table}")) for table in COUNTS] == [[]] * len(COUNTS)  # noqa: S608  fixed names


@pytest.mark.parametrize("rows", [
    {"totals": [["2026-03-05T05", *OLDER["totals"][0][1:]]]}, {"waits": [["2026-03-04", "claude"]]},
    {"totals": [[*OLDER["totals"][0], 1]]}, {"latencies": [[20260304, "claude", "p", 1, 1]]},
    *({"latencies": [["2026-03-04", "claude", "p", 1, n]]} for n in (0, -5, "5", 1.5, True, None, 1 << 60)),
    {"latencies": [["2026-03-04", "claude", ["p"], 1, 1]]}, {"latencies": [["2026-03-04", "claude", None, 1, 1]]},
], ids=["another-day", "too-few", "too-many", "no-day", "none", "fewer", "text", "half", "true", "no-number", "too-large",
        "a-list", "nothing"])  # fmt: skip
def test_other_rows_are_refused(db: sqlite3.Connection, rows: dict[str, list[list[Any]]]) -> None:
    with pytest.raises(ValueError, match="no row of"):
        rollups.put_day(db, "2026-03-04", rows)


@pytest.mark.parametrize("day", ["", "2", "2026", "2026-03", "2026-03-4", "2026-3-04", "2026-W10-3", "20260304", "9999-99-99", "tomorrow",
                                 "2026-03-04T05"])  # fmt: skip
def test_what_is_no_day_counts_nothing_and_closes_nothing(
    paths: Paths, db: sqlite3.Connection, day: str
) -> None:
    take(paths, db, [decision(at(1), "allow")])
    with pytest.raises(ValueError, match=r"no day|isoformat|month"):
        rollups.put_day(db, day, {})
    assert db.execute("SELECT count(*) FROM meta WHERE key = 'calls:until'").fetchone() == (0,)
    recounted(db)


def test_a_day_that_is_told_while_its_process_is_killed_is_counted_once(
    paths: Paths, db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    record.append(paths, decision(at(1), "allow"))
    decisions.import_record(db, paths)
    keep, done = counts._keep, 0

    def killed(*given: Any) -> None:
        nonlocal done
        done += 1
        if done > 1:
            raise KeyboardInterrupt
        keep(*given)

    with monkeypatch.context() as patch:
        patch.setattr(counts, "_keep", killed)
        with pytest.raises(KeyboardInterrupt):
            rollups.of_day(db, at(1)[:10])
    assert not db.in_transaction
    assert waiting(db) == (1, 0)
    recounted(db)


@settings(max_examples=40, deadline=None)
@given(
    happened=happenings,
    seed=st.integers(0, 99),
    most=st.integers(1, 5),
    day=st.sampled_from(("2026-03-04", "2026-03-05")),
)
def test_counts_agree_however_often_they_are_made_and_a_day_comes_back_whole(
    happened: list[dict[str, Any]], seed: int, most: int, day: str
) -> None:
    entries, logs = entries_of(happened)
    steps = random.Random(seed).sample([*entries, *logs], len(entries) + len(logs))  # noqa: S311  an order
    with fresh() as one, fresh() as other, pytest.MonkeyPatch.context() as patch:
        told(one, steps)
        patch.setattr(counts, "MOST", most)
        for step in steps:
            told(other, [step])
            told(other, [decision("2026-03-31T23:59:59.999Z", id="far", call="far")])
        told(one, [decision("2026-03-31T23:59:59.999Z", id="far", call="far")])
        assert state(other) == state(one)
        recounted(other)
        kept = json.loads(json.dumps(rollups.of_day(other, day)))
        other.execute("BEGIN")
        rollups.put_day(other, day, {})
        rollups.put_day(other, day, kept)
        other.execute("COMMIT")
        recounted(other)
