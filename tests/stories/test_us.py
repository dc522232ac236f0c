"""What people ask of the record, one test a story, on the shipped sample logs and on a week as the hook records it."""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from assent.store import record
from assent.store.paths import paths_of
from tests.cli import days
from tests.cli.conftest import Home, home_in
from tests.recorded import decision

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


@pytest.fixture(scope="module")
def joined(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with the shipped session logs, each call of which went through a hook without rules: it was silent."""
    home = home_in(tmp_path_factory.mktemp("joined"))
    shutil.copytree(LOGS, home.path / ".claude/projects")
    home.run("learn", "--json")
    paths = paths_of(str(home.path), {})
    with contextlib.closing(sqlite3.connect(paths.db)) as db:
        calls = db.execute(
            "SELECT agent, call, ts, session, project, cwd, tool, input FROM events ORDER BY ts"
        ).fetchall()
    for agent, call, ts, session, project, cwd, tool, given in calls:
        entry = decision(
            ts=ts, agent=agent, call=call, session=session, project=project, cwd=cwd, tool=tool,
            input=json.loads(given),
        )  # fmt: skip
        record.append(paths, entry)
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
    assert (found["calls"], found["unseen"], found["prompts"]) == (774, 774, 462)


def test_us_03_do_prompts_become_fewer(logs: Home, week: Home) -> None:
    found = logs.run("trends", "--json").data["days"]
    assert (found[0]["day"], found[-1]["day"], len(found)) == ("2026-10-07", "2026-11-15", 40)
    assert sum(row["prompts"] for row in found) == 462
    assert [row["prompts"] for row in week.run("trends", "--json", *days.SPAN).data["days"]] == [
        3,
        3,
        3,
        0,
        1,
    ]
    chart = logs.run("trends").out
    assert "You were asked about at least 61.8 of 100 calls in the first half of these 40 days" in chart
    assert chart.count("█") > 6


def test_us_07_does_the_judge_fail(week: Home) -> None:
    assert "No judge is in use yet" in week.run("stats", "judge").out
    assert rows(week, "judge") == []


def test_us_08_how_long_does_an_answer_take(week: Home) -> None:
    assert rows(week, "latency", *days.SPAN) == [
        {"answers": 35, "p50": 12.0, "p95": 14.5, "p99": 14.5, "longest": 14.5}
    ]
    assert [row["p50"] for row in rows(week, "latency-days", *days.SPAN)] == [10.5, 11.5, 12.5, 14.5]


def test_us_09_is_silence_a_gap_or_expected(joined: Home) -> None:
    found = {row["kind"]: (row["calls"], row["recorded"]) for row in rows(joined, "silence")}
    assert found == {"decided": (0, 0), "expected": (311, 311), "gap": (462, 462), "unknown": (1, 0)}
    said = joined.run("stats", "--since", "2026-10-01", "--utc").out
    assert (
        "774 calls passed through, as no rule spoke: 311 without a question, 462 where you were asked, 1 not known."
        in said
    )
    assert "Rules are missing: assent stats silence" in said


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
    assert [(row["tool"], row["calls"], row["prompts"]) for row in rows(logs, "tools")] == [
        ("Bash", 557, 376), ("Read", 126, 0), ("Edit", 68, 66), ("mcp__tracker__get_issue", 15, 15),
        ("WebFetch", 5, 5), ("Grep", 3, 0),
    ]  # fmt: skip


def test_us_14_which_commands_and_paths_come_most_often(logs: Home) -> None:
    assert [(row["shape"], row["calls"], row["prompts"]) for row in rows(logs, "commands")][:4] == [
        ("git commit", 37, 37), ("git add", 33, 33), ("make check", 33, 32), ("cargo test", 32, 31),
    ]  # fmt: skip
    assert [(row["shape"], row["calls"], row["prompts"]) for row in rows(logs, "paths")][:3] == [
        ("src/", 38, 14), ("tests/", 26, 9), ("atlas/", 24, 6),
    ]  # fmt: skip


def test_who_decided_in_the_end_and_what_would_save_most(logs: Home) -> None:
    assert {row["decider"]: row["calls"] for row in rows(logs, "friction")} == {
        "rule": 305, "mode": 6, "user": 462, "unknown": 1,
    }  # fmt: skip
    found = logs.run("stats", "friction", "--json").data["answers"]["savings"]
    assert [(row["shape"], row["approved"], row["minutes"]) for row in found][:2] == [
        ("git commit", 37, None),
        ("make check", 32, None),
    ]
