"""Calls that no rule allowed: the same text once, those nobody was asked about left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.analytics.registry import analyses

if TYPE_CHECKING:
    from tests.analytics.conftest import Record

SINCE = "2026-02-22T00:00:00.000Z"


def test_the_same_call_is_one_row_with_its_prompts_and_refusals(record: Record) -> None:
    more = {"text": "make docs", "shape": "make docs"}
    record.call("2026-02-27T10:00:00.000Z", "silent", decision="d1", asked=1, answer="yes", **more)
    record.call("2026-02-27T11:00:00.000Z", "ask", decision="d2", asked=1, answer="no", **more)
    record.call("2026-02-27T12:00:00.000Z", "silent", decision="d3", **more)
    (found,) = record.answer(analyses()["passed"], since=SINCE).records()
    assert (found["text"], found["decision"], found["times"]) == ("make docs", "d3", 3)
    assert (found["asked"], found["refused"], found["last"]) == (2, 1, "2026-02-27T12:00:00.000Z")


def test_what_ran_unasked_was_allowed_unseen_or_is_older_is_left_out(record: Record) -> None:
    record.call("2026-02-27T10:00:00.000Z", "silent", decision="d1", asked=0)
    record.call("2026-02-27T10:00:00.000Z", "allow", decision="d2")
    record.call("2026-02-27T10:00:00.000Z", "silent")
    record.call("2026-02-20T10:00:00.000Z", "silent", decision="d4", asked=1)
    assert record.answer(analyses()["passed"], since=SINCE).rows == ()
