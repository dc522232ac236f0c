"""What passes through: as expected, into a gap, or not known; and when it is worth a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assent.analytics import silence
from assent.analytics.registry import analyses

if TYPE_CHECKING:
    from tests.analytics.conftest import Record

AT = "2026-02-20T10:00:00.000Z"


def test_a_prompt_is_a_gap_and_none_is_as_expected(record: Record) -> None:
    for verdict, asked, known, number in (
        ("allow", 0, "recorded", 5), ("deny", 0, "recorded", 1), ("silent", 0, "inferred", 4),
        ("silent", 1, "recorded", 6), ("silent", 1, "estimated", 2), ("silent", None, "", 2), ("", 1, "recorded", 9),
    ):  # fmt: skip
        for _ in range(number):
            record.call(AT, verdict, asked=asked, known=known)
    found = record.answer(analyses()["silence"])
    assert found.columns == ("kind", "calls", "share", "recorded", "inferred", "estimated")
    assert found.rows == (
        ("decided", 6, 0.3, 6, 0, 0), ("expected", 4, 0.2, 0, 4, 0), ("gap", 8, 0.4, 6, 0, 2),
        ("unknown", 2, 0.1, 0, 0, 0),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("gap", "rest", "alarms"),
    [(3, 16, False), (4, 16, True), (3, 17, False), (200, 801, False), (0, 100, False)],
    ids=["too-few-to-say", "a-fifth-of-twenty", "below-a-fifth", "just-below-a-fifth", "none"],
)
def test_rules_are_missing_from_a_fifth_of_twenty_calls_on(gap: int, rest: int, alarms: bool) -> None:
    assert silence.alarming({"decided": rest, "expected": 0, "gap": gap, "unknown": 0}) is alarms
