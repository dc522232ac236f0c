"""Rules by how often they decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.analytics.registry import analyses

if TYPE_CHECKING:
    from tests.analytics.conftest import Record


def test_each_rule_is_counted_with_its_last_time(record: Record) -> None:
    for ts, rule in (("02-27T10", "r1"), ("02-28T11", "r1"), ("02-28T12", "r2"), ("02-28T13", "")):
        record.call(f"2026-{ts}:00:00.000Z", rule=rule)
    found = record.answer(analyses()["firing"])
    assert found.rows == (("r1", 2, "2026-02-28T11:00:00.000Z"), ("r2", 1, "2026-02-28T12:00:00.000Z"))


def test_days_outside_are_not_counted(record: Record) -> None:
    record.call("2026-02-01T10:00:00.000Z", rule="r1")
    assert record.answer(analyses()["firing"], since="2026-02-20T00:00:00.000Z").rows == ()
