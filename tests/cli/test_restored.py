"""`assent rules undo --to`: every rule stands as it did at a point of the history, and nothing of the history is lost."""

from __future__ import annotations

import time

import pytest

from tests.cli.conftest import Home


def patterns(home: Home) -> list[str]:
    return sorted(each for each, rule in home.rules("--layer", "granted").items() if rule["state"] == "on")


@pytest.fixture
def busy(fresh: Home) -> Home:
    """Seven changes: two rules given (1, 2), one taken back (3), a shipped one switched off (4), one given (5), the
    second switched off (6), the third removed (7)."""
    fresh.run("rules", "add", "Bash(make a)", "--name", "a")
    fresh.run("rules", "add", "Bash(make b)", "--name", "b")
    fresh.run("rules", "undo", "a")
    fresh.run("rules", "disable", "sending-asks")
    fresh.run("rules", "add", "Bash(make c)", "--name", "c")
    fresh.run("rules", "disable", "b")
    fresh.run("rules", "remove", "c")
    return fresh


# After each change: the granted rules that count, and whether the shipped one does.
POINTS = {
    0: ([], True),
    1: (["Bash(make a)"], True),
    2: (["Bash(make a)", "Bash(make b)"], True),
    3: (["Bash(make b)"], True),
    4: (["Bash(make b)"], False),
    5: (["Bash(make b)", "Bash(make c)"], False),
    6: (["Bash(make c)"], False),
    7: ([], False),
}


def stands(home: Home) -> tuple[list[str], bool]:
    shipped = [each for each in home.run("rules", "list", "--json").data if each["name"] == "sending-asks"]
    return patterns(home), shipped[0]["state"] == "on"


def test_every_point_of_the_history_can_be_gone_to_from_every_other(busy: Home) -> None:
    for point in (2, 7, 0, 5, 1, 6, 3, 4):
        busy.run("rules", "undo", "--to", str(point))
        assert stands(busy) == POINTS[point], point
    told = busy.run("rules", "history", "-n", "100", "--json").data
    assert [each["action"] for each in reversed(told)][:7] == [
        "add", "add", "undo", "disable", "add", "disable", "remove",
    ]  # fmt: skip
    busy.run("rebuild", "--force")
    assert stands(busy) == POINTS[4]
    assert busy.run("rules", "history", "-n", "100", "--json").data == told


def test_what_it_does_is_said_and_can_be_taken_back(busy: Home) -> None:
    said = busy.run("rules", "undo", "--to", "2", "--utc").out.splitlines()
    assert said[0].startswith("Brought the rules back to change 2 (20")
    assert [line[:15].strip() for line in said[1:4]] == ["given back", "switched on", "switched on"]
    assert "allow Bash(make a) [a] (" in said[1]
    assert said[4] == "To take that back: assent rules undo --to 7"
    busy.run("rules", "undo", "--to", "7")
    assert stands(busy) == POINTS[7]


def test_a_dry_run_says_the_same_and_changes_nothing(busy: Home) -> None:
    said = busy.run("rules", "undo", "--to", "2", "--dry-run").out
    assert said.startswith("Would bring the rules back")
    assert said.endswith("Nothing was changed. To do it: assent rules undo --to 2\n")
    assert stands(busy) == POINTS[7]
    assert len(busy.run("rules", "history", "--json").data) == 7


def test_a_point_is_a_time_too(fresh: Home) -> None:
    fresh.run("rules", "add", "Bash(make a)")
    time.sleep(0.01)
    noted = fresh.run("rules", "history", "--json").data[0]["ts"]
    fresh.run("rules", "add", "Bash(make b)")
    fresh.run("rules", "undo", "--to", noted)
    assert patterns(fresh) == ["Bash(make a)"]
    fresh.run("rules", "undo", "--to", "1d")
    assert patterns(fresh) == []
    assert "nothing was changed" in fresh.run("rules", "undo", "--to", "1d").out


def test_going_back_is_one_change_that_an_undo_takes_back(fresh: Home) -> None:
    fresh.run("rules", "add", "Bash(make a)")
    fresh.run("rules", "undo", "--to", "0")
    assert patterns(fresh) == []
    fresh.run("rules", "undo")
    assert patterns(fresh) == ["Bash(make a)"]


WRONG = {
    "a number to come": (["--to", "77"], "there is no change 77; the latest is 1"),
    "no point": (["--to", "yesterday"], "is no number of a change, no span, day or time"),
    "two ways at once": (["1", "--to", "0"], "exclude each other"),
    "a dry run of another undo": (["1", "--dry-run"], "goes with --to alone"),
    "empty": (["--to", ""], "is no number of a change"),
    "other digits": (["--to", "٣"], "is no number of a change"),
}


@pytest.mark.parametrize(("words", "said"), WRONG.values(), ids=WRONG)
def test_a_point_that_is_none_is_named_and_changes_nothing(fresh: Home, words: list[str], said: str) -> None:
    fresh.run("rules", "add", "Bash(make a)")
    done = fresh.run("rules", "undo", *words, code=2)
    assert said in done.err
    assert patterns(fresh) == ["Bash(make a)"]


def test_a_rule_that_holds_a_secret_comes_back_to_the_letter(fresh: Home) -> None:
    """Words of a rule are never erased: another text would be another rule."""
    command = "curl -H 'Authorization: Bearer abcdefghijklmnop' https://x.example"
    fresh.run("rules", "deny", f"Bash({command})", "--name", "kept")
    fresh.run("rules", "undo", "--to", "0")
    fresh.run("rules", "undo", "--to", "1")
    fresh.run("rebuild", "--force")
    decided = {
        text: (fresh.run("check", text, "--json").data["decider"] or {}).get("name")
        for text in (command, command.replace("mnop", "mnox"))
    }
    assert list(decided.values()) == ["kept", "sending-asks"]
