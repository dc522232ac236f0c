"""What a scope counts is what counting the calls one by one gives, wherever it begins and ends."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assent.analytics.base import Row, Table, ask
from assent.analytics.scope import Scope
from assent.store import counts, migrations
from tests.analytics.conftest import Record
from tests.analytics.filled import KINDS, NOW, PROJECTS, call, fill

# name: the question whose rows must agree, and the same asked of the calls one by one.
KEYS = {
    "scope": 'hour, day, agent, project, tool, verdict, tier, decider, known, asked, answer, "end"',
    "scope by days": 'day, agent, project, tool, verdict, tier, decider, known, asked, answer, "end"',
    "latency": "day, tenths",
    "waiting": "day, tenths",
    "fired": "day, rule, verdict",
    "about": "day, tool, shape, verdict, asked, answer",
    "latency in all": "tenths", "waiting in all": "tenths", "fired in all": "rule, verdict", "about in all": "tool, shape, asked",
    "scope in all": 'verdict, "end"', "scope by projects": "project, verdict",
}  # fmt: skip
ONE_BY_ONE = {
    "scope": "1", "latency": "tenths IS NOT NULL", "waiting": "tenths_of_a_second IS NOT NULL", "fired": "rule != ''",
    "about": "1",
}  # fmt: skip


class Counting:
    """The rows of a name with how many calls stand behind each."""

    NAME = "counting"
    QUESTION = "How many are there of each?"

    def __init__(self, name: str) -> None:
        keys, source = KEYS[name], name.split(maxsplit=1)[0]
        last = ", max(last)" if source == "fired" else ""
        self.SQL = f"SELECT {keys}, sum(n){last} FROM {source} GROUP BY {keys} ORDER BY {keys}"  # noqa: S608  fixed names

    def shape(self, rows: Sequence[Row], now: str) -> Table:
        return Table((now,), tuple(map(tuple, rows)), "nothing")


def one_by_one(db: sqlite3.Connection, name: str, scope: Scope) -> list[tuple[Any, ...]]:
    source = name.split(maxsplit=1)[0]
    keys = KEYS[name].replace("tenths", "tenths_of_a_second AS tenths") if source == "waiting" else KEYS[name]
    last = ", max(ts)" if source == "fired" else ""
    where = [ONE_BY_ONE[source]]
    values: list[str] = []
    for wanted, text, value in (
        (scope.since, "ts >= ?", [scope.since]),
        (scope.until, "ts < ?", [scope.until]),
        (scope.agent, "agent = ?", [scope.agent]),
        (
            scope.projects is not None,
            f"project IN ({', '.join('?' * len(scope.projects or ()))})",
            scope.projects or (),
        ),
        (
            scope.session,
            "session IN (SELECT number FROM sessions WHERE session GLOB ?)",
            [scope.session + "*"],
        ),
    ):
        if wanted:
            where.append(text)
            values += value
    inner = f"SELECT {keys}, ts FROM counted WHERE {' AND '.join(where)}"  # noqa: S608  fixed names
    keys = KEYS[name]
    sql = f"SELECT {keys}, count(*){last} FROM ({inner}) GROUP BY {keys} ORDER BY {keys}"  # noqa: S608  fixed names
    return db.execute(sql, values).fetchall()


# On both sides of where hours, days, months and years begin.
EDGES = (
    "2024-02-29T23:59:59.999Z", "2024-12-31T23:59:59.999Z", "2025-01-01T00:00:00.000Z", "2025-11-30T23:00:00.000Z",
    "2025-12-01T00:00:00.000Z", "2025-12-31T12:30:00.000Z", "2026-01-01T00:00:00.001Z", "2026-01-31T23:59:59.999Z",
    "2026-02-25T10:00:00.000Z", "2026-02-25T00:00:00.000Z", "2026-02-25T10:59:59.999Z",
)  # fmt: skip


@pytest.fixture(scope="module")
def full() -> sqlite3.Connection:
    db = sqlite3.connect(":memory:", isolation_level=None)
    migrations.migrate(db)
    fill(db, calls=1500, days=9)
    counts.count(db)
    for moment in (*EDGES, *EDGES):  # the second time they wait to be counted
        call(db, moment, latency=12345, waited=99_950, asked=1, rule="r", agent="other")
        if moment == EDGES[-1] and db.execute("SELECT count(*) FROM uncounted").fetchone()[0] == len(EDGES):
            counts.count(db)
    db.execute("PRAGMA query_only = ON")
    return db


hours = st.integers(0, 23)
moments = st.one_of(
    st.just(""),
    st.builds("2026-02-{:02d}T{:02d}:{:02d}:{:02d}.{:03d}Z".format, st.integers(19, 28), hours, st.integers(0, 59),
              st.integers(0, 59), st.sampled_from((0, 1, 999))),
    st.builds("2026-02-{:02d}T{:02d}:00:00.000Z".format, st.integers(19, 28), hours),
    st.builds("2026-02-{:02d}T00:00:00.000Z".format, st.integers(19, 28)),
    st.sampled_from((*EDGES, "2026-02-25", "2025-12-01", "2026-01-01", "2025-06-15T00:00:00.000Z", "2024-01-01T00:00:00.000Z",
                     "9999-12-31T23:30:00.000Z", "9999-12-01T00:00:00.001Z", "9998-05-05")),
)  # fmt: skip
scopes = st.builds(
    Scope,
    st.just(NOW),
    moments,
    moments,
    st.sampled_from(("", "", "session-2026-02-2", "session-2026-02-25-0", "none", "_")),
    st.sampled_from((None, None, PROJECTS[:1], PROJECTS[1:], ("gone",), ())),
    st.sampled_from(("", "", "claude", "other", "nobody")),
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(scope=scopes, name=st.sampled_from(sorted(KEYS)))
def test_every_name_counts_what_the_calls_themselves_say(
    full: sqlite3.Connection, scope: Scope, name: str
) -> None:
    assert list(ask(full, Counting(name), scope).rows) == one_by_one(full, name, scope)


def test_whole_hours_are_read_from_the_counts_and_only_the_ends_from_the_calls(record: Record) -> None:
    record.fill(calls=200, days=5)
    counts.count(record.db)
    record.db.execute("DELETE FROM calls WHERE ts < '2026-02-28T00:00:00.000Z'")  # as retention does
    assert sum(row[-1] for row in record.answer(Counting("scope")).rows) == 200
    whole = record.answer(Counting("scope"), since="2026-02-26T09:00:00.000Z").rows
    assert {row[1] for row in whole} >= {"2026-02-26", "2026-02-27"}


def test_a_question_with_names_of_its_own_keeps_them(record: Record) -> None:
    record.call("2026-02-28T10:00:00.000Z")
    question = Counting("scope")
    question.SQL = "WITH mine AS (SELECT sum(n) AS total FROM scope) SELECT total FROM mine"
    assert record.answer(question).rows == ((1,),)


def test_the_filled_database_holds_every_kind_and_is_the_same_each_time(record: Record) -> None:
    record.fill(calls=60, days=3)
    found = record.db.execute(
        'SELECT count(DISTINCT verdict || tier || rule || decider || known || answer || "end") FROM calls'
    )
    assert found.fetchone()[0] >= len(
        {(each.verdict, each.rule, each.decider, each.known, each.answer, each.end) for each in KINDS}
    )
    again = Record(sqlite3.connect(":memory:", isolation_level=None))
    migrations.migrate(again.db)
    again.fill(calls=60, days=3)
    same = "SELECT * FROM calls ORDER BY number"
    assert record.db.execute(same).fetchall() == again.db.execute(same).fetchall()
    again.db.close()


def test_calls_that_are_all_counted_are_not_read(record: Record) -> None:
    record.fill(calls=300, days=40)
    counts.count(record.db)
    record.db.execute("DELETE FROM calls")
    for name in KEYS:
        asked = Counting(name)
        assert sum(row[len(KEYS[name].split(", "))] for row in record.answer(asked).rows) > 0


def test_a_question_that_reads_every_column_has_them_all(record: Record) -> None:
    record.call("2026-02-28T10:00:00.000Z", rule="r")
    question = Counting("fired")
    question.SQL = "SELECT * FROM fired"
    assert [len(row) for row in record.answer(question).rows] == [5]


def test_a_question_that_only_counts_gets_no_row_of_nothing(record: Record) -> None:
    question = Counting("scope")
    question.SQL = "SELECT n FROM scope"
    assert record.answer(question).rows == ()
    record.call("2026-02-28T10:00:00.000Z")
    assert record.answer(question).rows == ((1,),)
