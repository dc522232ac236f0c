"""What is asked about most and approved, and the minutes it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.analytics.registry import analyses

if TYPE_CHECKING:
    from tests.analytics.conftest import Record

QUESTION = analyses()["savings"]
AT = "2026-02-20T10:00:00.000Z"


def prompt(record: Record, shape: str, answer: str, number: int, waited: int | None = None) -> None:
    for _ in range(number):
        record.call(AT, "silent", text=f"{shape} x", shape=shape, asked=1, answer=answer, waited=waited)


def test_what_was_approved_most_comes_first_and_what_was_ever_refused_last(record: Record) -> None:
    prompt(record, "make", "yes", 3, 60_000)
    prompt(record, "docker", "yes", 5, 60_000)
    prompt(record, "git push", "yes", 9, 60_000)
    prompt(record, "git push", "no", 1)
    prompt(record, "rm", "no", 4)
    record.call(AT, "allow", text="ls", shape="ls", asked=0)
    record.call(AT, "allow", text="make all", shape="make", asked=0)
    assert record.answer(QUESTION).rows == (
        ("Bash", "docker", 5, 5, 0, 5.0), ("Bash", "make", 3, 3, 0, 3.0), ("Bash", "git push", 10, 9, 1, 10.0),
    )  # fmt: skip


def test_without_a_timed_answer_the_minutes_are_not_known(record: Record) -> None:
    prompt(record, "make", "yes", 2)
    assert record.answer(QUESTION).rows == (("Bash", "make", 2, 2, 0, None),)


def test_an_old_refusal_speaks_against_a_rule_whatever_span_is_asked_for(record: Record) -> None:
    prompt(record, "make", "yes", 2)
    record.call("2026-01-01T10:00:00.000Z", "silent", text="make y", shape="make", asked=1, answer="no")
    assert record.answer(QUESTION, since="2026-02-01T00:00:00.000Z").rows == (
        ("Bash", "make", 2, 2, 1, None),
    )
