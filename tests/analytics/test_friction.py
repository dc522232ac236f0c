"""Who decided in the end, and how that is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.analytics.registry import analyses

if TYPE_CHECKING:
    from tests.analytics.conftest import Record


def test_each_layer_has_its_calls_its_share_and_where_they_are_known_from(record: Record) -> None:
    for decider, known, number in (
        ("assent", "recorded", 4), ("rule", "recorded", 1), ("rule", "estimated", 1), ("mode", "inferred", 1),
        ("user", "recorded", 2), ("", "", 1),
    ):  # fmt: skip
        for _ in range(number):
            record.call("2026-02-20T10:00:00.000Z", "silent", decider=decider, known=known)
    found = record.answer(analyses()["friction"])
    assert found.columns == ("decider", "calls", "share", "recorded", "inferred", "estimated")
    assert found.rows == (
        ("assent", 4, 0.4, 4, 0, 0), ("rule", 2, 0.2, 1, 0, 1), ("mode", 1, 0.1, 0, 1, 0),
        ("user", 2, 0.2, 2, 0, 0), ("unknown", 1, 0.1, 0, 0, 0),
    )  # fmt: skip
