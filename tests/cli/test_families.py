"""A family at the command line: one card, one row, and taken back by its name or one of its rules alone."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from tests.app.sessions import AS_OF, days_of
from tests.cli.conftest import Home, home_in

LEARN = ("learn", "--as-of", AS_OF)
BACK = re.compile(r"^To (?:take|bring) (?:it|all of them) back: assent (.*)$", re.MULTILINE)


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


def way_back(home: Home, *words: str) -> tuple[str, ...]:
    """The command that a screen names to take all of it back."""
    (found,) = BACK.findall(home.run(*words).out)
    return tuple(found.split())


def test_a_family_that_was_removed_comes_back_by_its_name(home: Home) -> None:
    home.run(*LEARN, "--apply", "all")
    before = granted(home)
    undo = way_back(home, "rules", "remove", "checks")
    assert undo == ("rules", "undo", "checks")
    assert granted(home) == {}
    home.run(*undo)
    assert granted(home) == before
    home.run("rules", "undo", "checks")  # the change before that: that it was granted
    assert granted(home) == {}
    assert "checks is undone already" in home.run("rules", "undo", "checks", code=2).err


def test_a_member_that_was_removed_long_before_its_family_stays_away(home: Home) -> None:
    home.run(*LEARN, "--apply", "all")
    (gone,) = [identity for identity, patterns in granted(home).items() if patterns == ["Bash(mypy *)"]]
    home.run("rules", "remove", gone)
    time.sleep(1.2)  # another command of the person's, not the same
    home.run("rules", "remove", "checks")
    home.run("rules", "undo", "checks")
    assert sorted(granted(home).values()) == [["Bash(make lint)"], ["Bash(pytest *)"]]
    home.run("rules", "undo", "checks")
    assert len(granted(home)) == 3


def test_members_that_joined_later_are_taken_back_before_the_others(home: Home) -> None:
    home.run(*LEARN, "--apply", "all")
    days_of(home.path / ".claude/projects", str(home.project), "eslint src", 3)
    time.sleep(1.2)
    undo = way_back(home, *LEARN, "--apply", "all")
    assert ["Bash(eslint *)"] in granted(home).values()
    home.run(*undo)
    assert len(granted(home)) == 3
    home.run("rules", "undo", "checks")
    assert granted(home) == {}


def test_every_command_that_the_page_of_a_family_names_does_what_it_says(home: Home) -> None:
    home.run(*LEARN, "--apply", "all")
    shown = home.run("rules", "show", "checks").out
    first = next(iter(granted(home)))
    for words, left in ((f"rules remove {first}", 2), ("rules remove checks", 0), ("rules undo checks", 2)):
        assert f"assent {words.replace(first, 'ID')}" in shown
        home.run(*words.split())
        assert len(granted(home)) == left
        time.sleep(1.2)


def test_what_was_granted_is_told_in_words_with_one_command_that_takes_all_of_it_back(home: Home) -> None:
    days_of(home.path / ".claude/projects", str(home.project), "git describe", 12)
    offered = home.run(*LEARN, "--json").data["suggestions"]
    (alone,) = [each["id"] for each in offered if not each["family"]]
    said = home.run(*LEARN, "--apply", "all").out
    for line in (
        "Granted 4 rules:",
        "  checks: make lint, mypy, pytest (3 rules in ~/work/p: assent rules show checks)",
        f"  Bash(git describe:*) in ~/work/p ({alone})",
        "To take all of them back: assent rules undo --to 0",
        "To take one back: assent rules undo ID, or the name of a family",
    ):
        assert line in said.splitlines(), said
    assert len(granted(home)) == 4
    home.run("rules", "undo", "--to", "0")
    assert granted(home) == {}


def test_what_was_granted_is_told_to_programs_with_the_command_that_takes_it_back(home: Home) -> None:
    applied = home.run(*LEARN, "--apply", "all", "--json").data["applied"]
    assert len(applied["rules"]) == len(granted(home)) == 3
    assert applied["undo"] == "assent rules undo checks"
    home.run("rules", "undo", "checks")
    assert granted(home) == {}
