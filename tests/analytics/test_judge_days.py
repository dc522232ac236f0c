"""How the judge does from day to day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.analytics.test_judge import DAYS, judged, timed

if TYPE_CHECKING:
    from tests.analytics.conftest import Record


def test_each_day_has_its_calls_failures_and_times(record: Record) -> None:
    judged(record, "green", 2, "2026-02-19T10:00:00.000Z")
    judged(record, "red", 1)
    judged(record, "error", 2)
    judged(record, "error", 1, "2026-02-21T10:00:00.000Z")
    for number, latency in enumerate((100, 200, 300, 4000)):
        timed(record, f"a{number}", latency, ts="2026-02-19T10:00:00.000Z")
    timed(record, "b", 800, tier="red")
    assert record.answer(DAYS).records() == [
        {"day": "2026-02-19", "calls": 2, "failed": 0, "p50": 200, "p95": 4000, "p99": 4000},
        {"day": "2026-02-20", "calls": 3, "failed": 2, "p50": 800, "p95": 800, "p99": 800},
        {"day": "2026-02-21", "calls": 1, "failed": 1, "p50": None, "p95": None, "p99": None},
    ]
