"""The percentiles of each day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.analytics.registry import analyses

if TYPE_CHECKING:
    from tests.analytics.conftest import Record


def test_each_day_has_its_own_percentiles_the_oldest_first(record: Record) -> None:
    for day, latency in (("21", 300), ("20", 100), ("20", 200)):
        record.call(f"2026-02-{day}T10:00:00.000Z", latency=latency)
    assert record.answer(analyses()["latency-days"]).rows == (
        ("2026-02-20", 2, 10.0, 20.0, 20.0, 20.0),
        ("2026-02-21", 1, 30.0, 30.0, 30.0, 30.0),
    )
