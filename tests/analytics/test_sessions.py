"""The list of sessions: each with what was said about its calls and what people were asked."""

from typing import Any

from assent.analytics.registry import analyses
from assent.analytics.sessions import COLUMNS
from tests.analytics.conftest import Record
from tests.analytics.filled import PROJECTS


def told(record: Record, **scope: Any) -> list[dict[str, object]]:
    return record.answer(analyses()["sessions"], **scope).records()


def test_each_session_is_counted_alone_and_the_newest_comes_first(record: Record) -> None:
    record.call("2026-02-27T10:00:00.000Z", "allow", session="one", decider="assent")
    record.call(
        "2026-02-27T10:05:00.000Z", "ask", session="one", asked=1, answer="yes", waited=2500, end="ran"
    )
    record.call("2026-02-27T10:06:00.000Z", "deny", session="one", end="refused")
    record.call("2026-02-27T10:07:00.000Z", "silent", session="one", asked=1, answer="no", end="not run")
    record.call("2026-02-27T10:08:00.000Z", "", session="one", end="failed")
    record.call("2026-02-28T09:00:00.000Z", "allow", session="two", project=PROJECTS[1])
    two, one = told(record)
    assert (two["session"], two["calls"], two["allowed"], two["waited_ms"]) == ("two", 1, 1, None)
    assert {key: one[key] for key in COLUMNS[8:]} == {
        "calls": 5, "allowed": 1, "asked": 1, "denied": 1, "silent": 1, "unseen": 1, "prompts": 2, "yes": 1,
        "no": 1, "failed": 1, "waited_ms": 2500,
    }  # fmt: skip
    assert (one["began"], one["last"], one["ended"]) == (
        "2026-02-27T10:00:00.000Z", "2026-02-27T10:08:00.000Z", None,
    )  # fmt: skip


def test_a_session_belongs_to_every_time_it_reaches_into(record: Record) -> None:
    record.call("2026-02-26T23:00:00.000Z", session="late")
    record.call("2026-02-27T01:00:00.000Z", session="late")
    record.call("2026-02-27T12:00:00.000Z", session="noon")
    assert [each["session"] for each in told(record, since="2026-02-27T00:30:00.000Z")] == ["noon", "late"]
    assert [each["session"] for each in told(record, until="2026-02-27T00:00:00.000Z")] == ["late"]
    assert told(record, since="2026-02-27T01:00:00.001Z", until="2026-02-27T12:00:00.000Z") == []


def test_project_agent_beginning_of_the_id_and_number_narrow_the_list(record: Record) -> None:
    for number in range(4):
        record.call(f"2026-02-2{number}T10:00:00.000Z", session=f"s{number}", project=PROJECTS[number % 2])
    record.call("2026-02-25T10:00:00.000Z", session="other", agent="codex")
    assert [each["session"] for each in told(record, projects=[PROJECTS[1]])] == ["s3", "s1"]
    assert [each["session"] for each in told(record, agent="codex")] == ["other"]
    assert [each["session"] for each in told(record, session="s2")] == ["s2"]
    assert [each["session"] for each in told(record, limit=2)] == ["other", "s3"]
    assert told(record, projects=[]) == []


def test_the_sums_of_all_sessions_are_those_of_all_calls(record: Record) -> None:
    record.fill()
    rows = told(record)
    assert sum(int(str(each["calls"])) for each in rows) == 3000
    known = record.db.execute("SELECT count(*) FROM calls WHERE verdict = 'silent'").fetchone()[0]
    assert sum(int(str(each["silent"])) for each in rows) == known
    assert [each["began"] for each in rows] == sorted((each["began"] for each in rows), key=str, reverse=True)


def test_what_is_no_longer_kept_is_not_counted_as_nothing(record: Record) -> None:
    record.call("2026-01-01T10:00:00.000Z", session="old")
    record.call("2026-02-01T10:00:00.000Z", session="new")
    record.db.execute("DELETE FROM calls WHERE ts < '2026-01-15'")
    new, old = told(record)
    assert (old["session"], old["calls"], old["allowed"], old["waited_ms"]) == ("old", None, None, None)
    assert (new["calls"], new["silent"]) == (1, 0)
