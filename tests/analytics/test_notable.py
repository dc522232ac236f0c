"""Which calls were refused, asked about, or risky and ran: each row of a table is noted, or not, as it says."""

from __future__ import annotations

from typing import Any

import pytest

from assent.analytics import notable
from assent.analytics.scope import Scope
from tests.analytics.conftest import Record

AT = "2026-02-28T10:00:00.000Z"
# id: (verdict, what more is known, times blocked, asked, yes, no, risky and run)
ROWS: dict[str, tuple[str, dict[str, Any], tuple[int, ...]]] = {
    "denied": ("deny", {"end": "refused", "effects": "destroy"}, (1, 0, 0, 0, 0)),
    "refused-by-another": ("silent", {"end": "refused", "decider": "classifier"}, (1, 0, 0, 0, 0)),
    "asked-yes": ("ask", {"asked": 1, "answer": "yes", "end": "ran"}, (0, 1, 1, 0, 0)),
    "asked-yes-risky": ("ask", {"asked": 1, "answer": "yes", "end": "ran", "effects": "read-project history"}, (0, 1, 1, 0, 1)),
    "asked-no": ("silent", {"asked": 1, "answer": "no", "end": "not run"}, (0, 1, 0, 1, 0)),
    "ask-unknown": ("ask", {}, (0, 1, 0, 0, 0)),
    "failed-is-risky-too": ("allow", {"end": "failed", "effects": "net-send"}, (0, 0, 0, 0, 1)),
    "without-our-hook": ("", {"end": "ran", "effects": "privilege"}, (0, 0, 0, 0, 1)),
    "weaken": ("silent", {"end": "ran", "asked": 0, "effects": "weaken"}, (0, 0, 0, 0, 1)),
}  # fmt: skip
NOT: dict[str, tuple[str, dict[str, Any]]] = {
    "allowed": ("allow", {"end": "ran", "effects": "read-project"}),
    "risky-not-run": ("silent", {"end": "not run", "asked": 0, "effects": "destroy"}),
    "end-not-known": ("silent", {"effects": "destroy"}),
    "name-inside-another": ("allow", {"end": "ran", "effects": "net-sending"}),
    "the-mode-let-it": ("ask", {"asked": 0, "end": "ran", "decider": "mode"}),
}


@pytest.mark.parametrize(("verdict", "more", "counts"), ROWS.values(), ids=ROWS)
def test_a_call_worth_a_look_is_noted(
    record: Record, verdict: str, more: dict[str, Any], counts: tuple[int, ...]
) -> None:
    record.call(AT, verdict, text="x", **more)
    (row,) = record.answer(notable, since="2026-02-28").rows
    assert row[-5:] == counts


@pytest.mark.parametrize(("verdict", "more"), NOT.values(), ids=NOT)
def test_it_is_not_noted(record: Record, verdict: str, more: dict[str, Any]) -> None:
    record.call(AT, verdict, text="x", **more)
    assert record.answer(notable, since="2026-02-28").rows == ()


def test_calls_that_are_alike_are_one_row_and_a_scope_holds(record: Record) -> None:
    for hour in (8, 9, 10):
        record.call(
            f"2026-02-28T{hour:02d}:00:00.000Z",
            "deny",
            text="rm -rf build",
            end="refused",
            session=f"s{hour}",
        )
    record.call(AT, "deny", text="rm -rf dist", end="refused", session="s10")
    assert [row[1::6] for row in record.answer(notable, since="2026-02-28").rows] == [
        ("rm -rf build", 3), ("rm -rf dist", 1),
    ]  # fmt: skip
    assert sum(row[7] for row in record.answer(notable, since="2026-02-28T09:00:00.000Z").rows) == 3
    assert sum(row[7] for row in record.answer(notable, until="2026-02-28T09:00:00.000Z").rows) == 1
    assert sum(row[7] for row in record.answer(notable, session="s10").rows) == 2


def test_calls_that_read_alike_are_one_row_in_whatever_projects(record: Record) -> None:
    for project in ("/home/dev/shop", "/home/dev/site"):
        record.call(AT, "deny", text="rm -rf build", end="refused", project=project, shape=f"{project} rm")
    (row,) = record.answer(notable, since="2026-02-28").rows
    assert (row[1], row[7]) == ("rm -rf build", 2)


def test_it_is_found_by_its_own_index(record: Record) -> None:
    sql, values = Scope(AT, since="2026-02-28").asked(notable.SQL)
    plan = [row[3] for row in record.db.execute("EXPLAIN QUERY PLAN " + sql, values)]
    assert any("COVERING INDEX calls_notable" in each for each in plan), plan
