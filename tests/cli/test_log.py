"""`assent log`: what was decided, newest last, and nothing invented."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Home


@pytest.fixture
def used(fresh: Home) -> Home:
    """A home in which three calls were decided."""
    fresh.run("init", "--yes")
    fresh.run("rules", "add", "Bash(git *)", "--within", "read-project", "--name", "looks")
    for number, command in enumerate(("git status", "frobnicate", "cat ~/.aws/credentials")):
        fresh.hook(command, f"t{number}")
    return fresh


def test_an_empty_record_says_how_it_gets_filled(fresh: Home) -> None:
    assert "assent init" in fresh.run("log").out
    assert fresh.run("log", "--json").data == []


def test_decisions_are_listed_newest_last(used: Home) -> None:
    lines = used.run("log").out.splitlines()
    assert [line.split()[1] for line in lines] == ["allow", "-", "deny"]
    assert "git status [looks]" in lines[0]
    assert "frobnicate" in lines[1]


def test_the_newest_come_first_in_json_and_can_be_limited(used: Home) -> None:
    found = used.run("log", "--json", "-n", "2").data
    assert [each["verdict"] for each in found] == ["deny", "ask"]


def test_a_filter_that_finds_nothing_says_so(used: Home) -> None:
    assert used.run("log", "--session", "other").out == "No recorded decision is like that.\n"
    rule = used.rules("--layer", "granted")["Bash(git *)"]["id"]
    assert len(used.run("log", "--rule", rule, "--json").data) == 1


def test_less_than_one_line_is_refused(fresh: Home) -> None:
    assert "-n" in fresh.run("log", "-n", "0", code=2).err
