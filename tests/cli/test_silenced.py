"""A no: listed, kept through a rebuild, silent with all that is narrower, and taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.sessions import AS_OF, days_of
from tests.cli.conftest import Home, home_in
from tests.screens import talk

LEARN = ("learn", "--as-of", AS_OF)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = home_in(tmp_path)
    for command in ("git describe", "git ls-tree HEAD"):
        days_of(made.path / ".claude/projects", str(made.project), command, 25)
    return made


def offered(home: Home, *words: str) -> list[str]:
    return [each["text"] for each in home.run(*LEARN, "--json", *words).data["suggestions"]]


def say_no(home: Home) -> None:
    code, text = talk(home.path, *LEARN, "--review", cwd=home.project, answers=[b"n\n", b""])
    assert (code, "Not applied: 1 pattern" in text) == (0, True), text


def test_a_no_is_listed_with_its_id_and_day_and_silences_what_is_narrower(home: Home) -> None:
    assert offered(home) == ["Bash(git:*) within read-project"]
    say_no(home)
    assert offered(home) == []
    told = home.run("learn", "--suppressed").out.splitlines()
    identity, word, _, *text = told[1].split()
    assert (word, " ".join(text)) == ("until", "Bash(git:*) within read-project in ~/work/p")
    assert home.run("learn", "--suppressed", "--json").data[0]["id"] == identity
    assert told[-1] == "To take a no back: assent learn --unsuppress ID"
    assert "assent learn --suppressed" in home.run(*LEARN).out


def test_a_narrower_rule_that_is_new_since_the_no_stays_silent_too(home: Home) -> None:
    say_no(home)
    days_of(home.path / ".claude/projects", str(home.project), "git cat-file -p HEAD", 25)
    assert offered(home) == []


def test_what_is_not_narrower_is_offered_all_the_same(home: Home) -> None:
    say_no(home)
    days_of(home.path / ".claude/projects", str(home.project), "make check", 25)
    days_of(home.path / ".claude/projects", str(home.project), "git add .", 25)
    assert sorted(text.partition(" within")[0] for text in offered(home)) == [
        "Bash(git add:*)",
        "Bash(make check)",
    ]


@pytest.mark.parametrize("rebuilt", [False, True], ids=["at once", "after a rebuild"])
def test_a_no_that_is_taken_back_is_offered_again(home: Home, rebuilt: bool) -> None:
    say_no(home)
    listed = home.run("learn", "--suppressed", "--json").data
    if rebuilt:
        home.run("store", "rebuild")
        assert home.run("learn", "--suppressed", "--json").data == listed
    out = home.run("learn", "--unsuppress", listed[0]["id"][:6]).out
    assert out.startswith("No longer silent: Bash(git:*) within read-project.")
    if rebuilt:
        home.run("store", "rebuild")
    assert home.run("learn", "--suppressed", "--json").data == []
    assert offered(home) == ["Bash(git:*) within read-project"]


def test_looking_at_what_is_silent_makes_nothing(tmp_path: Path) -> None:
    made = home_in(tmp_path)
    before = sorted(made.path.rglob("*"))
    assert made.run("learn", "--suppressed").out == "You have said no to nothing that is still silent.\n"
    assert sorted(made.path.rglob("*")) == before
