"""What was said on each day, counted by hand."""

from __future__ import annotations

from assent.analytics import daily
from tests.analytics.conftest import Record


def test_each_day_is_counted_by_what_was_said_and_answered(record: Record) -> None:
    record.call("2026-02-27T09:00:00.000Z")
    record.call("2026-02-27T23:59:59.999Z", "deny", rule="d1")
    record.call("2026-02-28T00:00:00.000Z", "ask", asked=1, answer="yes", end="ran")
    record.call("2026-02-28T01:00:00.000Z", "silent", asked=1, answer="no", end="not run")
    record.call("2026-02-28T02:00:00.000Z", "silent", asked=0, end="ran")
    record.call("2026-02-28T03:00:00.000Z", "silent")
    found = record.answer(daily)
    assert found.columns == ("day", "allowed", "asked", "denied", "silent", "prompts", "yes", "no")
    assert found.rows == (("2026-02-27", 1, 0, 1, 0, 0, 0, 0), ("2026-02-28", 0, 1, 0, 3, 2, 1, 1))


def test_a_scope_leaves_out_the_rest_of_its_first_day(record: Record) -> None:
    record.call("2026-02-27T09:00:00.000Z")
    record.call("2026-02-27T09:30:00.000Z")
    assert record.answer(daily, since="2026-02-27T09:15:00.000Z").rows == (
        ("2026-02-27", 1, 0, 0, 0, 0, 0, 0),
    )
