"""Percentiles of how long answers took."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assent.analytics.registry import analyses

if TYPE_CHECKING:
    from tests.analytics.conftest import Record


def test_percentiles_are_of_the_answers_that_were_timed(record: Record) -> None:
    for number in range(1, 101):
        record.call("2026-02-20T10:00:00.000Z", latency=number)
    record.call("2026-02-20T10:00:00.000Z")
    found = record.answer(analyses()["latency"])
    assert found.columns == ("answers", "p50", "p95", "p99", "longest")
    assert found.rows == ((100, 5.0, 9.5, 10.0, 10.0),)


@pytest.mark.parametrize(("tenths", "shown"), [
    (0, 0.0), (1, 0.5), (5, 0.5), (6, 1.0), (123, 12.5), (1000, 100.0), (1001, 101.0), (9991, 1000.0), (10_001, 1010.0),
    (12_345, 1240.0), (99_901, 10_000.0),
])  # fmt: skip
def test_one_answer_is_every_percentile_and_none_was_slower_than_it_says(
    record: Record, tenths: int, shown: float
) -> None:
    record.call("2026-02-20T10:00:00.000Z", latency=tenths)
    assert record.answer(analyses()["latency"]).rows == ((1, *[shown] * 4),)
