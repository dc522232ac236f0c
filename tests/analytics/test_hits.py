"""How often each rule decided, and when last."""

from __future__ import annotations

from assent.analytics import hits
from tests.analytics.conftest import Record


def test_the_busiest_rule_comes_first_with_its_last_time(record: Record) -> None:
    record.call("2026-02-26T09:00:00.000Z", rule="a1")
    record.call("2026-02-28T09:00:00.000Z", rule="b1")
    record.call("2026-02-27T09:00:00.000Z", rule="b1")
    record.call("2026-02-28T10:00:00.000Z", "silent")
    assert record.answer(hits).rows == (
        ("b1", "allow", 2, "2026-02-28T09:00:00.000Z"), ("a1", "allow", 1, "2026-02-26T09:00:00.000Z"),
    )  # fmt: skip
