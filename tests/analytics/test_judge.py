"""What the judge said, how often it failed, and that there is none yet."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from assent.analytics.registry import analyses

if TYPE_CHECKING:
    from tests.analytics.conftest import Record

QUESTION = analyses()["judge"]
AT = "2026-02-20T10:00:00.000Z"


def judged(record: Record, tier: str, number: int) -> None:
    for _ in range(number):
        record.call(AT, "allow" if tier == "green" else "ask", tier=tier)


def test_without_a_judge_it_says_so(record: Record) -> None:
    record.call(AT)
    found = record.answer(QUESTION)
    assert (found.rows, found.nothing) == ((), "no judge is in use yet: rules alone decide")


def test_its_colours_and_failures_are_counted_and_many_failures_alarm(record: Record) -> None:
    for tier, number in (("green", 6), ("yellow", 2), ("red", 1), ("error", 1)):
        judged(record, tier, number)
    (row,) = record.answer(QUESTION).records()
    assert row == {
        "calls": 10, "green": 6, "yellow": 2, "red": 1, "failed": 1, "failed_share": 0.1, "p50": None, "p95": None,
        "p99": None, "alert": True,
    }  # fmt: skip


def test_few_failures_and_few_calls_do_not_alarm(record: Record) -> None:
    judged(record, "error", 4)
    assert record.answer(QUESTION).records()[0]["alert"] is False
    judged(record, "green", 90)
    assert record.answer(QUESTION).records()[0]["alert"] is False


def test_how_long_it_took_is_read_from_the_decisions_where_it_is_recorded(record: Record) -> None:
    judged(record, "green", 3)
    for number, latency in enumerate((400, 900, None)):
        body = json.dumps({"llm_latency_ms": latency})
        values = (str(number), AT, AT[:10], "claude", "s", "p", "Bash", "allow", "green", "", body)
        record.db.execute(
            "INSERT INTO decisions (id, ts, day, agent, session, project, tool, verdict, tier, rule, body) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            values,
        )
    (row,) = record.answer(QUESTION).records()
    assert (row["p50"], row["p95"], row["p99"]) == (400, 900, 900)
