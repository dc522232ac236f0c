"""`assent stats`: what was decided, for people and as JSON, of all calls and of those that somebody asks for."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assent.cli import stats
from tests import screens
from tests.cli import days
from tests.cli.conftest import Home, home_in

LOGS = Path(__file__).parents[2] / "samples/logs"
QUESTIONS = stats.questions()


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with five days of calls; looked at only."""
    fresh = home_in(tmp_path_factory.mktemp("used"))
    days.fill(fresh)
    return fresh


# ------------------------------------------------------------------------------------------------ the scorecard


def test_an_empty_record_says_how_it_gets_filled(fresh: Home) -> None:
    for words in (
        (),
        ("--since", "30d"),
        ("trends",),
        ("rules",),
        ("friction",),
        ("waits", "--since", "30d"),
    ):
        said = fresh.run("stats", *words).out
        assert said.startswith("No call is recorded yet. "), words
        assert "assent init" in said
    assert "No judge is in use" in fresh.run("stats", "judge").out
    assert fresh.run("stats", "--json").data["latency_ms"] == {"p50": None, "p95": None, "p99": None}


def test_the_scorecard_speaks_the_seeds_words(used: Home) -> None:
    first = used.run("stats", *days.SPAN).out.splitlines()[0]
    assert first == "auto-approved 16 times from 2026-11-16 to 2026-11-20, asked 4, blocked 3"
    day = used.run("stats", "--since", "2026-11-20", "--until", "2026-11-20", "--utc").out.splitlines()[0]
    assert day == "auto-approved 4 times on 2026-11-20, asked 1, blocked 0"


def test_without_options_it_is_about_today_and_the_last_seven_days(fresh: Home) -> None:
    now = datetime.now(UTC)
    for number, back in enumerate((timedelta(seconds=5), timedelta(days=3), timedelta(days=40))):
        entry = {
            "agent": "claude", "session": "s", "call": f"t{number}", "tool": "Bash", "input": {"command": "ls"},
            "cwd": "/", "project": "p", "rule": "r", "verdict": "allow", "tier": "allow",
        }  # fmt: skip
        days.append(fresh, (now - back).replace(tzinfo=None), "decision", entry)
    said = fresh.run("stats", "--utc").out.splitlines()
    assert said[0] in {f"auto-approved {times} today, asked 0, blocked 0" for times in ("1 time", "0 times")}
    found = fresh.run("stats", "--json").data
    assert (found["week"]["allowed"], found["allowed"], found["since"]) == (2, 3, None)


def test_as_json_it_keeps_its_contract(used: Home) -> None:
    found = used.run("stats", "--json", *days.SPAN).data
    assert (found["since"], found["until"]) == ("2026-11-16T00:00:00.000Z", "2026-11-21T00:00:00.000Z")
    counts = {"calls": 35, "allowed": 16, "asked": 4, "denied": 3, "silent": 12, "unseen": 0}
    assert {key: found[key] for key in counts} == counts
    assert found["by_tool"]["Bash"] == {
        "calls": 29, "allowed": 16, "asked": 4, "denied": 3, "silent": 6, "unseen": 0, "prompts": 10,
        "prompts_unknown": 0,
    }  # fmt: skip
    assert found["by_tool"]["Edit"]["silent"] == 3
    assert found["latency_ms"] == {"p50": 12.0, "p95": 14.5, "p99": 14.5}
    assert found["prompts"] == 10
    assert (found["today"], found["week"]) == (None, None)


# id: options → the calls that count.
SPANS: dict[str, tuple[tuple[str, ...], int]] = {
    "all": ((), 35),
    "since-a-day": (("--since", "2026-11-18", "--utc"), 15),
    "until-a-day": (("--until", "2026-11-16", "--utc"), 10),
    "hours-of-a-day": (("--since", "2026-11-16T09:00", "--until", "2026-11-16T12:00", "--utc"), 3),
    "minutes-of-an-hour": (("--since", "2026-11-16T08:30", "--until", "2026-11-16T09:00:00.001", "--utc"), 1),
    "a-session": (("--session", "1f0d"), 10),
    "part-of-a-session": (("--session", "1f0d", "--since", "2026-11-17T12:00", "--utc"), 6),
    "a-project-by-name": (("--project", "site"), 14),
    "a-project-by-folder": (("--project", "."), 21),
    "an-agent": (("--agent", "claude"), 35),
    "nothing": (("--since", "2026-11-19", "--until", "2026-11-19", "--utc"), 0),
}


@pytest.mark.parametrize(("options", "calls"), SPANS.values(), ids=SPANS)
def test_only_the_calls_asked_for_count(used: Home, options: tuple[str, ...], calls: int) -> None:
    found = used.run("stats", "--json", *options).data
    assert found["calls"] == calls
    assert sum(each["calls"] for each in found["by_tool"].values()) == calls
    assert used.run("stats", *options).out


@pytest.mark.parametrize("question", ["", "friction", "rules", "tools", "waits", "trends"])
def test_calls_that_do_not_exist_are_said_not_to(used: Home, question: str) -> None:
    words = ("stats", *([question] if question else []))
    said = used.run(*words, "--until", "2020-01-01").out
    assert said == "No recorded call is like that: until 2020-01-01\n"


@pytest.mark.parametrize("command", ["stats", "trends", "log", "export"])
def test_a_session_that_does_not_exist_is_a_mistake(used: Home, command: str) -> None:
    form = ("--format", "csv") if command == "export" else ()
    said = used.run(command, "--session", "zzz", *form, code=2).err
    assert said == "--session zzz: there is no such session\n  see: assent sessions\n"


# id: words → where the mistake is, and the hint.
MISTAKES: dict[str, tuple[tuple[str, ...], str, str]] = {
    "question": (("stats", "latncy"), "stats latncy", "did you mean latency"),
    "unlike-any": (("stats", "xyzzy"), "stats xyzzy", "friction"),
    "since": (("stats", "--since", "soon"), "--since soon", "30d"),
    "project": (("stats", "--project", "nowhere-at-all"), "--project nowhere-at-all", "see: assent sessions"),
    "turned": (("trends", "--since", "1d", "--until", "2d"), "--since 1d", "earlier"),
}


@pytest.mark.parametrize(("words", "where", "hint"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named_with_a_hint(used: Home, words: tuple[str, ...], where: str, hint: str) -> None:
    said = used.run(*words, code=2).err
    assert where in said
    assert hint in said


# ------------------------------------------------------------------------------------------------ questions


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_is_answered_for_people_and_as_json(used: Home, question: str) -> None:
    assert question in used.run("stats", question, "--json").data["answers"]
    seen = screens.seen(screens.raw(used.path, "stats", question, *days.SPAN), 10_000)
    assert seen.count("\n") > 1
    assert screens.widest(seen) <= 80


def test_who_decided_comes_with_how_long_people_took_and_what_would_save_most(used: Home) -> None:
    found = used.run("stats", "friction", "--json", *days.SPAN).data["answers"]
    deciders = {row["decider"]: row["calls"] for row in found["friction"]}
    assert sum(deciders.values()) == 35
    assert deciders["assent"] == 19
    assert deciders["user"] == 10
    (waits,) = found["waits"]
    assert (waits["answers"], waits["quick"], waits["known"]) == (10, 3, "inferred")
    assert [(row["shape"], row["approved"]) for row in found["savings"]] == [
        ("git push", 4), ("make docs", 3), ("make lint", 3),
    ]  # fmt: skip


def test_more_rows_than_asked_for_are_said_to_be_there(used: Home) -> None:
    said = used.run("stats", "commands", "-n", "1").out
    assert "more: --limit " in said


def test_logs_of_the_agent_count_without_a_hook_and_leave_no_trace(fresh: Home) -> None:
    shutil.copytree(LOGS, fresh.path / ".claude/projects")
    found = fresh.run("stats", "--json").data
    assert (found["calls"], found["unseen"], found["allowed"]) == (774, 774, 0)
    assert found["prompts"] > 0
    said = " ".join(fresh.run("stats").out.split())
    assert "once its hook is in place; is it there: assent status" in said
    one = fresh.run("sessions", "last").out
    assert "assent stats --session" in one
    assert "assent log" not in one
    assert not (fresh.path / ".local").exists()


def test_a_terminal_that_knows_few_letters_gets_plain_bars(used: Home) -> None:
    said = screens.raw(
        used.path, "stats", "friction", *days.SPAN,
        environment={"PYTHONIOENCODING": "ascii", "LANG": "C", "LC_ALL": "C"},
    )  # fmt: skip
    assert "####" in said
    assert "\\u" not in said


# id: words of a screen that is kept.
SCREENS: dict[str, tuple[str, ...]] = {
    "stats": ("stats",),
    "stats-friction": ("stats", "friction"),
    "stats-silence": ("stats", "silence"),
    "stats-commands": ("stats", "commands"),
    "stats-latency": ("stats", "latency"),
    "trends": ("trends",),
}


@pytest.mark.parametrize("columns", screens.WIDTHS)
@pytest.mark.parametrize("name", SCREENS)
def test_screens_are_as_kept(used: Home, name: str, columns: int) -> None:
    said = screens.raw(used.path, *SCREENS[name], *days.SPAN, columns=columns)
    assert screens.widest(screens.seen(said, 10_000)) <= columns
    assert screens.keeps(f"{name}-{columns}", screens.seen(said, columns)), f"{screens.UPDATE}=1 keeps it"
