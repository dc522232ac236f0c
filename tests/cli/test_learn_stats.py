"""How learning fares, told by `learn --stats`, and what a run of `learn` may be asked: only ever for more."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.app.sessions import AS_OF, days_of
from tests.cli.conftest import CONFIG, Home, home_in
from tests.screens import talk

LEARN = ("learn", "--as-of", AS_OF)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = home_in(tmp_path)
    made.keeps_old_days()
    return made


def teach(home: Home, *commands: str, days: int = 25, each: int = 2) -> None:
    for command in commands:
        days_of(home.path / ".claude/projects", str(home.project), command, days, each=each)


def review(home: Home, *answers: str, words: tuple[str, ...] = ("--review",)) -> str:
    typed = [f"{each}\n".encode() for each in answers]
    code, text = talk(home.path, *LEARN, *words, cwd=home.project, answers=typed)
    assert code == 0, text
    return text


def stats(home: Home) -> dict[str, Any]:
    found = home.run("learn", "--stats", "--json").data
    assert isinstance(found, dict)
    return found


def level(home: Home, number: int = 1) -> tuple[int, int, int, float]:
    each = stats(home)["levels"][number]
    return each["shown"], each["accepted"], each["refused"], each["needs"]


def offered(home: Home, *words: str) -> list[str]:
    return [each["text"] for each in home.run(*LEARN, "--json", *words).data["suggestions"]]


# ------------------------------------------------------------------------------------------------ thresholds

# id → what is done, which is no answer of a person
NO_ANSWER = {
    "nothing-to-offer": (),
    "a-script-that-applies-all": ("learn", "--as-of", AS_OF, "--apply", "all"),
    "a-look-without-a-terminal": LEARN,
    "json": (*LEARN, "--json"),
    "a-dry-run": (*LEARN, "--dry-run"),
}


@pytest.mark.parametrize("words", NO_ANSWER.values(), ids=NO_ANSWER)
def test_what_nobody_answers_moves_nothing(home: Home, words: tuple[str, ...]) -> None:
    if words:
        teach(home, "make check", "make plan")
        home.run(*words, typed=b"y\nn\n")
    assert level(home) == (0, 0, 0, 0.75)
    assert stats(home)["health"] == "not known yet"


def test_suggestions_that_are_skipped_move_nothing(home: Home) -> None:
    teach(home, "make check", "make plan")
    review(home, "s")
    review(home, "?", "q")
    assert level(home) == (0, 0, 0, 0.75)


def test_what_a_person_answers_is_counted_by_level(home: Home) -> None:
    teach(home, "make check", "make plan", "git describe", "curl https://docs.python.org/3/")
    levels = [each["level"] for each in home.run(*LEARN, "--json").data["suggestions"]]
    assert len(levels) == 4
    review(home, "y", "n", "n", "q")
    found = stats(home)
    for number in range(5):
        told = found["levels"][number]
        assert told["shown"] == levels.count(number)
        assert told["accepted"] == levels[:1].count(number)
        assert told["refused"] == levels[1:3].count(number)
        step = 0.02 * (told["refused"] - told["accepted"]) / (told["refused"] + told["accepted"] + 5)
        assert told["needs"] == pytest.approx(told["needs_by_default"] + max(step, 0), abs=1e-6)
    assert found["health"] == "fair"


def test_a_question_that_was_not_put_was_not_shown(home: Home) -> None:
    teach(home, "make check", "make plan", "make docs", "make lint")
    review(home, "y", "q")
    assert level(home)[:3] == (2, 1, 0)


def test_a_family_is_one_suggestion_however_many_rules_it_grants(home: Home) -> None:
    teach(home, "make check", "pytest -q")
    review(home, "y")
    assert level(home)[:3] == (1, 1, 0)


def test_one_answer_to_all_counts_for_each(home: Home) -> None:
    teach(home, "make check", "make plan")
    review(home, "n", words=())
    assert level(home)[:3] == (2, 0, 2)


def test_a_rule_that_was_sure_enough_is_not_once_its_level_is_raised(home: Home) -> None:
    for batch in ("a", "b"):
        teach(home, *(f"make {batch}{number}" for number in range(8)))
        review(home, "n", words=())
    (home.path / ".claude/projects").rename(home.path / "old-logs")
    teach(home, "pytest -q", days=7, each=1)
    young = ("--as-of", "2026-10-07T23:00:00.000Z", "--json")
    default = home.run("learn", *young, "--default-thresholds").data["suggestions"]
    (sure,) = [each["confidence"] for each in default if each["text"].startswith("Bash(pytest")]
    assert 0.75 < sure < level(home)[3] - 0.01
    assert "Bash(pytest" not in json.dumps(home.run("learn", *young).data["suggestions"])
    home.write(CONFIG, "[record]\nkeep_days = 36500\n[learn]\nadapt = false\n")
    assert "Bash(pytest" in json.dumps(home.run("learn", *young).data["suggestions"])


def test_the_answers_come_back_when_the_database_is_made_anew(home: Home) -> None:
    teach(home, "make check", "make plan")
    review(home, "n", "y")
    before = stats(home)["levels"]
    home.run("rebuild")
    assert stats(home)["levels"] == before
    assert before[1]["refused"] == before[1]["accepted"] == 1


# ------------------------------------------------------------------------------------------------ what rules promised


def use(home: Home, command: str, times: int) -> None:
    for number in range(times):
        home.hook(command, f"use-{command}-{number}")


def test_a_rule_that_is_used_and_never_taken_back_keeps_its_promise(home: Home) -> None:
    home.run("init", "--yes")
    teach(home, "make check")
    home.run(*LEARN, "--apply", "all")
    use(home, "make check", 6)
    (kept,) = stats(home)["calibration"]
    assert (kept["uses"], kept["against"], kept["realised"], kept["below"]) == (6, 0, 1.0, False)
    assert kept["stated"] == pytest.approx(0.93, abs=0.03)


def test_days_tell_sessions_prompts_and_grants(home: Home) -> None:
    teach(home, "make check", days=3)
    home.run(*LEARN, "--apply", "all")
    found = stats(home)
    assert [(each["sessions"], each["prompts"]) for each in found["days"][:3]] == [(1, 2)] * 3
    assert found["prompts_per_session"]["last_days"] == 2.0


# ------------------------------------------------------------------------------------------------ the screen


@pytest.mark.parametrize("columns", [80, 120])
def test_the_screen_fits(home: Home, columns: int) -> None:
    home.run("init", "--yes")
    teach(home, "make check", "make plan", "git describe")
    review(home, "y", "n", "n")
    for command in ("make check", "make plan", "git describe"):
        use(home, command, 6)
    code, text = talk(home.path, "learn", "--stats", columns=columns, cwd=home.project)
    lines = text.replace("\r\n", "\n").splitlines()
    assert code == 0
    assert max(map(len, lines)) <= columns + 20  # colours
    assert any("You accepted 1 of the 3 suggestions you answered (33%): fair." in each for each in lines)
    assert "By default" in text
    assert "None kept less than it promised." in text


def test_without_any_answer_it_says_so(home: Home) -> None:
    out = home.run("learn", "--stats").out
    assert "You have answered no suggestion at a terminal yet." in out
    assert "No learned rule has been granted yet." in out


# ------------------------------------------------------------------------------------------------ options of one run


def test_the_least_approvals_of_a_run_hold_back_rules_with_fewer(home: Home) -> None:
    teach(home, "make check")
    teach(home, "git describe", days=10)
    assert len(offered(home)) == 2
    assert offered(home, "--min-approvals", "21") == ["Bash(make check) within run-project"]
    found = home.run(*LEARN, "--json", "--min-approvals", "21").data
    assert ["1 more approval"] in [each["missing"] for each in found["nearly"]]


def test_the_confidence_of_a_run_holds_back_what_is_less_sure(home: Home) -> None:
    teach(home, "make check")
    teach(home, "make plan", days=8)
    both = home.run(*LEARN, "--json").data["suggestions"]
    least = min(each["confidence"] for each in both)
    assert len(offered(home, "--confidence", f"{least + 0.01:.4f}")) == 1
    assert len(offered(home, "--confidence", "0.6")) == 2


def test_no_option_ever_offers_more(home: Home) -> None:
    teach(home, "make check", days=2)
    for words in (
        (),
        ("--min-approvals", "1"),
        ("--confidence", "0.6"),
        ("--default-thresholds",),
        ("--max", "9"),
    ):
        assert offered(home, *words) == [], words


def test_a_run_shows_as_many_as_are_wanted_and_the_others_the_next_time(home: Home) -> None:
    teach(home, "make check")
    teach(home, "make plan", days=20)
    found = home.run(*LEARN, "--json", "--max", "1").data
    assert [each["text"] for each in found["suggestions"]] == ["Bash(make check) within run-project"]
    assert found["held_back"] == 1
    assert found["prompts"]["with_suggestions"] == 50
    assert "1 more is offered without --max." in home.run(*LEARN, "--max", "1").out
    assert len(offered(home)) == 2


def test_a_dry_run_says_what_would_be_granted_and_grants_nothing(home: Home) -> None:
    teach(home, "make check")
    rules = home.rules()
    for words in ((), ("--apply", "all")):
        out = home.run(*LEARN, "--dry-run", *words).out
        assert "A dry run: nothing was applied. A yes would have granted:\n" in out
        assert "  Bash(make check)\n" in out
        assert ".claude/settings.local.json" in out
    found = home.run(*LEARN, "--dry-run", "--apply", "all", "--json").data
    assert found["would_apply"] == [found["suggestions"][0]["id"]]
    assert "applied" not in found
    assert home.rules() == rules
    assert not (home.project / ".claude").exists()


def test_a_dry_run_asks_nothing_at_a_terminal(home: Home) -> None:
    teach(home, "make check")
    text = review(home, "y", words=("--dry-run",))
    assert "[y/n" not in text
    assert "A dry run" in text


MISTAKES = {
    "no-approvals": (("--min-approvals", "0"), "is not a number from 1 on"),
    "fewer-than-none": (("--max", "-1"), "is not a number from 1 on"),
    "below-the-floor": (("--confidence", "0.5"), "is no confidence"),
    "certain": (("--confidence", "1"), "is no confidence"),
    "no-number": (("--confidence", "nan"), "is no confidence"),
    "dry-and-asked": (("--dry-run", "--review"), "--review"),
    "stats-and-more": (("--stats", "--max", "1"), "goes with no other option but --json"),
    "stats-and-suppressed": (("--stats", "--suppressed"), "goes with no other option but --json"),
}


@pytest.mark.parametrize(("words", "told"), MISTAKES.values(), ids=MISTAKES)
def test_what_makes_no_sense_is_refused(home: Home, words: tuple[str, ...], told: str) -> None:
    done = home.run("learn", *words, code=2)
    assert told in done.err
    assert done.out == ""
