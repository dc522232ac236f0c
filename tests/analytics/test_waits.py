"""How long answers took, how many came too fast, and minutes a week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.analytics.registry import analyses

if TYPE_CHECKING:
    from tests.analytics.conftest import Record

QUESTION = analyses()["waits"]


def test_answers_below_two_seconds_are_quick_and_minutes_add_up(record: Record) -> None:
    for day, waited in (("01", 1_900), ("01", 2_000), ("02", 500), ("14", 30_000), ("14", 145_600)):
        record.call(f"2026-02-{day}T10:00:00.000Z", "ask", asked=1, answer="yes", waited=waited)
    record.call("2026-02-14T10:00:00.000Z", "ask", asked=1, answer="no")
    assert record.answer(QUESTION).records() == [
        {
            "answers": 5, "p50_seconds": 2.0, "p95_seconds": 145.6, "quick": 2, "quick_share": 0.4, "minutes": 3.0,
            "minutes_a_week": 1.5, "known": "inferred",
        }
    ]  # fmt: skip


def test_a_few_days_are_not_made_a_busier_week_than_they_were(record: Record) -> None:
    record.call("2026-02-01T10:00:00.000Z", "ask", asked=1, answer="yes", waited=60_000)
    assert record.answer(QUESTION).records()[0]["minutes_a_week"] == 1.0


def test_calls_without_a_timed_answer_are_no_answers(record: Record) -> None:
    record.call("2026-02-01T10:00:00.000Z", "ask", asked=1, answer="yes")
    assert record.answer(QUESTION).rows == ()
