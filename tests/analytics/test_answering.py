"""How long our answers took on each day, from known times."""

from __future__ import annotations

from assent.analytics import answering
from tests.analytics.conftest import Record


def test_half_and_nearly_all_of_a_days_answers_came_within(record: Record) -> None:
    for at in range(1, 101):  # 0.1 to 10 ms
        record.call(f"2026-02-27T09:{at % 60:02d}:00.000Z", latency=at)
    record.call("2026-02-28T09:00:00.000Z", latency=183)
    record.call("2026-02-28T09:00:01.000Z")  # not timed
    assert record.answer(answering).rows == (("2026-02-27", 5.0, 9.5), ("2026-02-28", 18.3, 18.3))
