"""Percentiles of how long answers took."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.analytics.registry import analyses

if TYPE_CHECKING:
    from tests.analytics.conftest import Record


def test_percentiles_are_of_the_answers_that_were_timed(record: Record) -> None:
    for number in range(1, 101):
        record.call("2026-02-20T10:00:00.000Z", latency=number)
    record.call("2026-02-20T10:00:00.000Z")
    found = record.answer(analyses()["latency"])
    assert found.columns == ("answers", "p50", "p95", "p99", "longest")
    assert found.rows == ((100, 5.0, 9.5, 9.9, 10.0),)


def test_one_answer_is_every_percentile(record: Record) -> None:
    record.call("2026-02-20T10:00:00.000Z", latency=123)
    assert record.answer(analyses()["latency"]).rows == ((1, 12.3, 12.3, 12.3, 12.3),)
