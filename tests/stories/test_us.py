"""What people ask of the record, one test a story, on the shipped sample logs and on a week as the hook records it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli import days
from tests.cli.conftest import Home, home_in

LOGS = Path(__file__).parents[2] / "samples/logs"


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with the shipped session logs, which no hook of ours has seen."""
    home = home_in(tmp_path_factory.mktemp("logs"))
    shutil.copytree(LOGS, home.path / ".claude/projects")
    home.run("learn", "--json")
    return home


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with five days as the hook records them."""
    home = home_in(tmp_path_factory.mktemp("week"))
    days.fill(home)
    return home


def rows(home: Home, question: str, *words: str) -> list[dict[str, Any]]:
    """The answer to a question."""
    found: list[dict[str, Any]] = home.run("stats", question, "--json", *words).data["answers"][question]
    return found


def test_us_01_how_much_did_it_save_me(week: Home, logs: Home) -> None:
    said = week.run("stats", *days.SPAN).out
    assert said.startswith("auto-approved 16 times from 2026-11-16 to 2026-11-20, asked 4, blocked 3\n")
    session = week.run("stats", "--session", "1f0da9f").out
    assert session.startswith("auto-approved 4 times in session 1f0da9f, asked 1, blocked 1\n")
    found = logs.run("stats", "--json").data
    assert (found["calls"], found["unseen"], found["prompts"]) == (774, 774, 0)


def test_us_03_do_prompts_become_fewer(logs: Home, week: Home) -> None:
    found = logs.run("trends", "--json").data["days"]
    assert (found[0]["day"], found[-1]["day"], len(found)) == ("2026-10-07", "2026-11-15", 40)
    assert week.run("trends", "--json", *days.SPAN).data["days"][0]["prompts"] == 3


def test_us_07_does_the_judge_fail(week: Home) -> None:
    assert "No judge is in use yet" in week.run("stats", "judge").out
    assert rows(week, "judge") == []


def test_us_08_how_long_does_an_answer_take(week: Home) -> None:
    assert rows(week, "latency", *days.SPAN) == [
        {"answers": 35, "p50": 11.4, "p95": 14.2, "p99": 14.4, "longest": 14.4}
    ]
    assert [row["p50"] for row in rows(week, "latency-days", *days.SPAN)] == [10.4, 11.4, 12.4, 14.2]


def test_us_09_is_silence_a_gap_or_expected(week: Home) -> None:
    found = {row["kind"]: row["calls"] for row in rows(week, "silence", *days.SPAN)}
    assert found == {"decided": 23, "expected": 0, "gap": 6, "unknown": 6}


def test_us_10_which_rules_work_and_which_are_dead_weight(week: Home) -> None:
    week.run("rules", "add", "allow Bash(make docs)", "--name", "docs")
    found = {row["name"] or row["id"]: (row["state"], row["hits"]) for row in rows(week, "rules")}
    assert found["0f1e2d3c4b5a"] == ("gone", 16)
    assert found["docs"] == ("new", 0)


def test_us_13_what_was_said_about_each_tool(week: Home, logs: Home) -> None:
    assert [(row["tool"], row["calls"], row["denied"]) for row in rows(week, "tools", *days.SPAN)] == [
        ("Bash", 29, 3),
        ("Edit", 3, 0),
        ("Read", 3, 0),
    ]
    assert [(row["tool"], row["calls"]) for row in rows(logs, "tools")][:2] == []


def test_us_14_which_commands_and_paths_come_most_often(logs: Home) -> None:
    assert [(row["shape"], row["calls"]) for row in rows(logs, "commands")][:3] == []
    assert [(row["shape"], row["calls"]) for row in rows(logs, "paths")][:3] == []
