"""A family at the command line: one card, one row, and taken back by its name or one of its rules alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.sessions import AS_OF, days_of
from tests.cli.conftest import Home, home_in

LEARN = ("learn", "--as-of", AS_OF)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = home_in(tmp_path)
    for command in ("pytest -q", "mypy src", "make lint"):
        days_of(made.path / ".claude/projects", str(made.project), command, 8)
    return made


def granted(home: Home) -> dict[str, list[str]]:
    rules = home.run("rules", "list", "--json", "--layer", "granted").data
    return {each["id"]: each["patterns"] for each in rules}


def test_it_is_one_suggestion_and_one_row_of_the_list(home: Home) -> None:
    (only,) = home.run(*LEARN, "--json").data["suggestions"]
    assert (only["family"], len(only["rules"])) == ("checks", 3)
    assert only["rule"]["within"] == ["run-project"]
    home.run(*LEARN, "--apply", "all")
    assert len(granted(home)) == 3
    listed = home.run("rules", "list", "--layer", "granted").out
    assert "3 rules  allow" in listed
    assert listed.count("allow  ") == 1
    assert "assent rules show checks" in listed


def test_it_is_shown_and_taken_back_by_its_name(home: Home) -> None:
    home.run(*LEARN, "--apply", "all")
    shown = home.run("rules", "show", "checks").out
    assert all(identity in shown for identity in granted(home))
    assert "assent rules undo checks" in shown
    home.run("rules", "undo", "checks")
    assert granted(home) == {}


def test_it_is_removed_by_its_name(home: Home) -> None:
    home.run(*LEARN, "--apply", "all")
    home.run("rules", "remove", "checks")
    assert granted(home) == {}


def test_one_of_its_rules_is_taken_back_alone(home: Home) -> None:
    home.run(*LEARN, "--apply", "all")
    gone = next(identity for identity, patterns in granted(home).items() if patterns == ["Bash(mypy *)"])
    home.run("rules", "undo", gone)
    assert sorted(granted(home).values()) == [["Bash(make lint)"], ["Bash(pytest *)"]]


def test_a_member_approved_later_joins_by_itself_and_with_a_yes(home: Home) -> None:
    home.run(*LEARN, "--apply", "all")
    days_of(home.path / ".claude/projects", str(home.project), "eslint src", 3)
    (only,) = home.run(*LEARN, "--json").data["suggestions"]
    assert [each["allow"] for each in only["rules"]] == [["Bash(eslint *)"]]
    assert only["family"] == "checks"
    assert ["Bash(eslint *)"] not in granted(home).values()
    home.run(*LEARN, "--apply", only["id"])
    assert ["Bash(eslint *)"] in granted(home).values()
