"""Calls by verdict, and about how many of each a person was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.analytics.registry import analyses

if TYPE_CHECKING:
    from tests.analytics.conftest import Record

QUESTION = analyses()["scorecard"]
DAY = "2026-02-20T10:00:00.000Z"


def test_each_verdict_is_counted_with_what_is_known_of_prompts(record: Record) -> None:
    for verdict, asked, number in (
        ("allow", 0, 3), ("ask", 1, 2), ("deny", 0, 1), ("silent", 1, 2), ("silent", 0, 4), ("silent", None, 1),
        ("", None, 2),
    ):  # fmt: skip
        for _ in range(number):
            record.call(DAY, verdict, asked=asked)
    assert record.answer(QUESTION).rows == (
        ("allowed", 3, 0, 3, 0), ("asked", 2, 2, 0, 0), ("denied", 1, 0, 1, 0), ("silent", 7, 2, 4, 1),
        ("unseen", 2, 0, 0, 2),
    )  # fmt: skip


def test_only_the_calls_asked_for_count(record: Record) -> None:
    record.call(DAY, "allow", session="one", agent="other")
    record.call("2026-02-21T10:00:00.000Z", "deny", session="two", project="/p")
    answers = [
        record.answer(QUESTION, **scope).rows
        for scope in ({"since": "2026-02-20T10:00:00.001Z"}, {"session": "tw"}, {"projects": ["/p"]})
    ]
    assert answers == [(("denied", 1, 0, 0, 1),)] * 3
    assert record.answer(QUESTION, agent="other").rows == (("allowed", 1, 0, 0, 1),)
