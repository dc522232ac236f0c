"""What the judge said, how that is spread, how often it failed, how long it took; and that there is none yet."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from assent.analytics.registry import analyses

if TYPE_CHECKING:
    from tests.analytics.conftest import Record

QUESTION, DAYS = analyses()["judge"], analyses()["judge-days"]
AT = "2026-02-20T10:00:00.000Z"


def judged(record: Record, tier: str, number: int, ts: str = AT) -> None:
    for _ in range(number):
        record.call(ts, "allow" if tier == "green" else "ask", tier=tier)


def timed(
    record: Record, identity: str, latency: object, ts: str = AT, tier: str = "green", **of: str
) -> None:
    """A decision with how long the judge took."""
    body = json.dumps({"llm_latency_ms": latency})
    values = (
        identity,
        ts,
        ts[:10],
        of.get("agent", "claude"),
        of.get("session", "s"),
        of.get("project", "p"),
        body,
        tier,
    )
    record.db.execute(
        "INSERT INTO decisions (id, ts, day, agent, session, project, body, tier, tool, verdict, rule) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'Bash', 'allow', '')",
        values,
    )


def test_without_a_judge_it_says_so(record: Record) -> None:
    record.call(AT)
    for question in (QUESTION, DAYS):
        found = record.answer(question)
        assert (found.rows, found.nothing) == ((), "no judge is in use yet: rules alone decide")


def test_its_colours_and_failures_are_counted_and_many_failures_alarm(record: Record) -> None:
    for tier, number in (("green", 6), ("yellow", 2), ("red", 1), ("error", 1)):
        judged(record, tier, number)
    (row,) = record.answer(QUESTION).records()
    assert row == {
        "calls": 10, "green": 6, "yellow": 2, "red": 1, "failed": 1, "green_share": 0.6, "yellow_share": 0.2,
        "red_share": 0.1, "failed_share": 0.1, "p50": None, "p95": None, "p99": None, "alert": True,
    }  # fmt: skip


def test_few_failures_and_few_calls_do_not_alarm(record: Record) -> None:
    judged(record, "error", 4)
    assert record.answer(QUESTION).records()[0]["alert"] is False
    judged(record, "green", 90)
    assert record.answer(QUESTION).records()[0]["alert"] is False


def test_how_long_it_took_is_read_from_the_decisions_where_it_is_recorded(record: Record) -> None:
    judged(record, "green", 3)
    for number, latency in enumerate((400, 899.6, None, "soon", True)):
        timed(record, str(number), latency)
    (row,) = record.answer(QUESTION).records()
    assert (row["p50"], row["p95"], row["p99"]) == (400, 900, 900)


def test_only_the_calls_that_are_asked_about_are_timed(record: Record) -> None:
    record.call(AT, tier="green", project="p")
    timed(record, "1", 100)
    timed(record, "2", 9000, ts="2026-02-10T10:00:00.000Z")
    timed(record, "3", 9000, ts="2026-02-21T00:00:00.000Z")
    for number, of in enumerate(({"agent": "other"}, {"session": "z"}, {"project": "q"})):
        timed(record, f"o{number}", 9000, **of)
    span = {"since": "2026-02-20T00:00:00.000Z", "until": "2026-02-21T00:00:00.000Z"}
    (row,) = record.answer(QUESTION, **span, agent="claude", projects=["p"]).records()
    assert (row["calls"], row["p50"], row["p99"]) == (1, 100, 9000)
    timed(record, "4", 100, session="t")
    (day,) = record.answer(DAYS, **span, agent="claude", projects=["p"]).records()
    assert (day["calls"], day["p50"]) == (1, 100)
