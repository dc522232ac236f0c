"""`assent sessions`: the list, one whole, several side by side; as people see them and as programs read them."""

from __future__ import annotations

import time

import pytest

from assent.store import record
from assent.store.paths import paths_of
from tests import screens
from tests.cli.conftest import Home
from tests.cli.filled_home import busy, identity
from tests.recorded import decision

__all__ = ["busy"]

ONE, TWO = identity("session-2026-02-28-0-true"), identity("session-2026-02-28-0-false")


def test_the_list_is_newest_first_and_every_count_is_there(busy: Home) -> None:
    found = busy.run("sessions", "--json", "-n", "1000").data
    assert [each["began"] for each in found] == sorted((each["began"] for each in found), reverse=True)
    assert sum(each["calls"] for each in found) == 3000
    for each in found:
        parts = ("allowed", "asked", "denied", "silent", "unseen")
        assert each["calls"] == sum(each[key] for key in parts)
    assert found[0].keys() >= {
        "session",
        "short",
        "agent",
        "project",
        "began",
        "ended",
        "seconds",
        "mode",
        "prompts",
    }
    assert len(busy.run("sessions", "--json").data) == 20


def test_beside_each_other_no_session_loses_its_time(busy: Home) -> None:
    named = [each["session"] for each in busy.run("sessions", "--json", "-n", "5").data]
    said = screens.seen(screens.raw(busy.path, "sessions", "compare", *named, columns=80), 80)
    began = [line for line in said.splitlines() if line.startswith("began")]
    assert len(began) == 2
    assert "…" not in "".join(began)


def test_the_letters_shown_name_one_session(busy: Home) -> None:
    for each in busy.run("sessions", "--json", "-n", "5").data:
        assert busy.run("sessions", each["short"], "--json").data["session"] == each["session"]


FILTERS = {
    "project": (["--project", "site"], lambda each: each["project"] == "/home/u/site/.git"),
    "since": (["--since", "2026-02-28", "--utc"], lambda each: each["last"] >= "2026-02-28"),
    "until": (["--until", "2026-02-10T12:00", "--utc"], lambda each: each["began"] < "2026-02-10T12:00"),
    "agent": (["--agent", "claude"], lambda each: each["agent"] == "claude"),
}


@pytest.mark.parametrize(("words", "holds"), FILTERS.values(), ids=FILTERS)
def test_a_filter_leaves_what_it_names(busy: Home, words: list[str], holds: object) -> None:
    assert callable(holds)
    every = busy.run("sessions", "--json", "-n", "1000").data
    found = busy.run("sessions", "--json", "-n", "1000", *words).data
    assert found
    assert [each["session"] for each in found] == [each["session"] for each in every if holds(each)]


def test_what_nothing_is_like_is_said(busy: Home) -> None:
    said = busy.run("sessions", "--agent", "claude", "--until", "2020-02-01").out
    assert said == "No recorded session is like that: agent claude, until 2020-02-01\n"
    assert "--agent codxe: there is no such agent" in busy.run("sessions", "--agent", "codxe", code=2).err


def test_one_session_adds_up_and_names_what_was_stopped(busy: Home) -> None:
    page = busy.run("sessions", ONE, "--json").data
    assert (
        sum(held["calls"] for held in page["by_tool"].values()) == page["calls"] == sum(page["ends"].values())
    )
    assert page["latency_ms"]["p50"] <= page["latency_ms"]["p95"] <= page["latency_ms"]["p99"]
    rules = {each["matched"]: each["calls"] for each in page["rules"]}
    assert rules["allow[read-project]"] == 11
    stopped = [each for each in page["stopped"] if each["verdict"] == "ask"]
    assert {each["rule_matched"] for each in stopped} == {"ask[push-asks]"}
    said = busy.run("sessions", ONE, "--utc").out
    assert "calls     28: auto-approved 21, asked 1, blocked 0, left 6 to the agent" in said
    assert f"all its calls: assent log --session {ONE[:8]}" in said


def test_the_ids_it_names_are_those_that_why_takes(busy: Home) -> None:
    page = busy.run("sessions", ONE, "--json").data
    decision = next(each["decision"] for each in page["stopped"] if each["decision"])
    assert busy.run("why", decision, "--json").data["session"] == ONE


def test_last_is_the_one_seen_last(busy: Home) -> None:
    every = busy.run("sessions", "--json", "-n", "1000").data
    page = busy.run("sessions", "last", "--json").data
    assert page["last"] == max(each["last"] for each in every)


def test_sessions_stand_side_by_side_in_the_order_given(busy: Home) -> None:
    found = busy.run("sessions", "compare", TWO, ONE, "--json").data
    assert [each["session"] for each in found] == [TWO, ONE]
    head, *rest = busy.run("sessions", "compare", TWO, ONE).out.splitlines()
    assert head.split() == ["session", TWO[:8], ONE[:8]]
    counts = {line[:10].strip(): line[10:].split() for line in rest}
    assert counts["calls"] == [str(found[0]["calls"]), str(found[1]["calls"])]


WRONG = {
    "unknown": (["nosuch"], "there is no session 'nosuch'"),
    "several": (["3"], "begins "),
    "one is no comparison": (["compare", ONE], "takes two sessions or more"),
    "the same twice": (["compare", ONE, ONE], f"session {ONE} is named twice"),
    "all mistakes at once": (["compare", "x", "y"], "there is no session 'y'"),
    "empty": (["show", ""], "there is no session ''"),
    "no time": (["--since", "yesterday"], "is no span, day or time"),
}


@pytest.mark.parametrize(("words", "said"), WRONG.values(), ids=WRONG)
def test_a_mistake_is_named(busy: Home, words: list[str], said: str) -> None:
    done = busy.run("sessions", *words, code=2)
    assert said in done.err
    assert done.out == ""


@pytest.mark.parametrize("words", [[], ["--json"], ["last"]], ids=["list", "json", "last"])
def test_where_nothing_is_recorded_it_is_said_and_nothing_is_made(fresh: Home, words: list[str]) -> None:
    done = fresh.run("sessions", *words, code=None)
    assert (done.code, "assent status" in done.out + done.err) == {
        (): (0, True), ("--json",): (0, False), ("last",): (2, True),
    }[tuple(words)]  # fmt: skip
    assert not (fresh.path / ".local").exists()


SCREENS = {"sessions": ["-n", "9"], "sessions-one": [ONE], "sessions-compare": ["compare", ONE, TWO]}


@pytest.mark.parametrize("columns", screens.WIDTHS)
@pytest.mark.parametrize(("name", "words"), SCREENS.items(), ids=SCREENS)
def test_the_screens_are_as_kept_and_no_line_is_too_wide(
    busy: Home, name: str, words: list[str], columns: int
) -> None:
    text = screens.seen(screens.raw(busy.path, "sessions", *words, columns=columns), columns)
    assert screens.widest(text) <= columns
    assert screens.keeps(f"{name}-{columns}", text)


def test_calls_that_name_no_session_are_listed_and_are_not_the_last_session(fresh: Home) -> None:
    at = paths_of(str(fresh.path), {})
    entry = decision(session="", verdict="allow", tier="allow")
    record.append(at, entry)
    assert fresh.run("sessions", "--json").data[0]["short"] is None
    assert "assent sessions last" in fresh.run("sessions").out
    assert "no session is recorded" in fresh.run("sessions", "last", code=2).err
    record.append(at, {**entry, "session": "named", "ts": record.moment(time.time_ns() - 10**9 * 60)})
    assert fresh.run("sessions", "last", "--json").data["session"] == "named"
