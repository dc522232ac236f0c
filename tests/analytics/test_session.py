"""One session, call by call, with null for what is not known."""

from typing import Any

from assent.analytics.registry import analyses
from tests.analytics.conftest import Record


def told(record: Record, **scope: Any) -> list[dict[str, object]]:
    return record.answer(analyses()["session"], **scope).records()


def test_the_calls_of_a_session_come_in_their_order_with_what_is_known(record: Record) -> None:
    record.call("2026-02-27T10:01:00.000Z", "ask", session="one", text="git push", rule="r1", layer="user",
                asked=1, answer="yes", waited=1200, end="ran", latency=183)  # fmt: skip
    record.call("2026-02-27T10:00:00.000Z", "silent", session="one", text="frobnicate")
    record.call("2026-02-27T10:00:30.000Z", "allow", session="two")
    first, second = told(record, session="one")
    assert (first["text"], first["verdict"], first["asked"], first["end"], first["latency_ms"]) == (
        "frobnicate", "silent", None, None, None,
    )  # fmt: skip
    assert (second["text"], second["rule"], second["asked"], second["waited_ms"], second["latency_ms"]) == (
        "git push", "r1", True, 1200, 18.3,
    )  # fmt: skip


def test_a_rule_is_named_as_it_was_called_then(record: Record) -> None:
    record.fill(calls=200)
    names = {(each["rule"], each["name"]) for each in told(record)}
    assert ("d4e5f6a1b2c3", "no-rm-rf") in names
    assert (None, None) in names


def test_time_narrows_it(record: Record) -> None:
    for minute in range(5):
        record.call(f"2026-02-27T10:0{minute}:00.000Z", session="one")
    span = {"since": "2026-02-27T10:01:00.000Z", "until": "2026-02-27T10:03:00.000Z"}
    assert len(told(record, session="one", **span)) == 2
