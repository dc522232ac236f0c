"""The choices of a proof card at a real terminal: this project only, never, and what the card says before them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.app.sessions import AS_OF, NO, Session, days_of
from tests.cli.conftest import Home, home_in
from tests.screens import talk

LEARN = ("learn", "--as-of", AS_OF)
LATER = ("learn", "--as-of", "2027-11-01T00:00:00Z")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_in(tmp_path)


def teach(home: Home, command: str, *projects: str, days: int = 25) -> None:
    for project in projects or (str(home.project),):
        days_of(home.path / ".claude/projects", project, command, days)


def at_terminal(home: Home, *answers: bytes, cwd: Path | None = None) -> str:
    code, text = talk(home.path, *LEARN, "--review", cwd=cwd or home.project, answers=answers)
    assert code == 0, text
    return text.replace("\r\n", "\n")


def titles(home: Home, words: tuple[str, ...] = LEARN) -> list[str]:
    return [each["text"] for each in home.run(*words, "--json").data["suggestions"]]


def granted(home: Home, project: Path | None = None) -> list[str]:
    return list(home.rules("--layer", "granted", *(("--project", str(project)) if project else ())))


def other(home: Home) -> Path:
    path = home.path / "work/q"
    (path / ".git").mkdir(parents=True, exist_ok=True)
    (path / ".git/HEAD").write_text("ref: refs/heads/main\n")
    return path


def test_p_accepts_a_rule_of_all_projects_in_this_one_alone(home: Home) -> None:
    teach(home, "git describe", str(home.project), str(other(home)))
    text = at_terminal(home, b"p\n")
    assert "Accepted in ~/work/p only." in text
    assert "Granted 1 rule" in text
    assert granted(home) == ["Bash(git describe *)"]
    assert granted(home, other(home)) == []


def test_p_accepts_the_members_of_a_family_in_this_project(home: Home) -> None:
    for command in ("pytest -q", "make check"):
        teach(home, command, str(home.project), str(other(home)), "/srv/third")
    text = at_terminal(home, b"?\n", b"p\n")
    assert "Accepted in ~/work/p only." in text
    assert sorted(granted(home)) == ["Bash(make check)", "Bash(pytest *)"]
    assert granted(home, other(home)) == []
    assert "To take it back later: assent rules undo checks\n" in text
    home.run("rules", "undo", "checks")
    assert granted(home) == []


def test_p_where_none_of_the_answers_are_from_decides_nothing(home: Home) -> None:
    teach(home, "git describe", "/srv/aaa", "/srv/bbb")
    text = at_terminal(home, b"p\n", b"q\n")
    assert "You are not in a project where your answers support it (~/work/p)." in text
    assert "Nothing was changed." in text
    assert titles(home)


def test_p_of_a_rule_of_one_project_says_so_and_decides_nothing(home: Home) -> None:
    teach(home, "git describe")
    text = at_terminal(home, b"p\n", b"y\n")
    assert "It holds only in ~/work/p already." in text
    assert granted(home) == ["Bash(git describe *)"]


def test_the_end_of_a_review_says_how_long_each_no_is_silent(home: Home) -> None:
    teach(home, "git describe")
    with_n = " ".join(at_terminal(home, b"n\n").split())
    (told,) = home.run("learn", "--suppressed", "--json").data
    assert f"Not applied: 1 pattern, silent until {told['until']}, narrower ones too." in with_n
    home.run("learn", "--unsuppress", told["id"])
    with_v = " ".join(at_terminal(home, b"v\n").split())
    assert "Not applied: 1 pattern, silent for good, narrower ones too." in with_v


@pytest.mark.parametrize("word", [b"v\n", b"never\n"])
def test_never_silences_for_good_whatever_evidence_comes_until_it_is_taken_back(
    home: Home, word: bytes
) -> None:
    teach(home, "git describe", days=6)
    at_terminal(home, word)
    assert titles(home) == []
    (told,) = home.run("learn", "--suppressed", "--json").data
    assert (told["text"], told["until"]) == ("Bash(git describe:*) within read-project", "9999-12-31")
    for day in range(6, 31):  # more than three times the evidence, and more than a year later
        session = Session(str(home.project), f"more{day}", day)
        session.run("git describe", times=4)
        session.save(home.path / ".claude/projects")
    assert titles(home) == []
    assert home.run("learn", "--unsuppress", told["id"][:6]).out.startswith("No longer silent: ")
    assert titles(home) == ["Bash(git describe:*) within read-project"]


def test_not_now_ends_early_when_there_is_three_times_the_evidence(home: Home) -> None:
    teach(home, "git describe", days=6)
    at_terminal(home, b"not now\n")
    assert titles(home) == []
    for day in range(6, 31):
        session = Session(str(home.project), f"more{day}", day)
        session.run("git describe", times=4)
        session.save(home.path / ".claude/projects")
    assert titles(home) == ["Bash(git describe:*) within read-project"]


def test_never_outlives_the_database(home: Home) -> None:
    teach(home, "git describe")
    at_terminal(home, b"v\n")
    before = home.run("learn", "--suppressed", "--json").data
    home.run("store", "rebuild")
    assert home.run("learn", "--suppressed", "--json").data == before
    assert titles(home, LATER) == []


LINES = (
    "In plain words: stops asking about any command that begins with `git commit`, as long as all it does is: ",
    "Where: ~/work/p",
    'allow = ["Bash(git commit *)"], within = ["read-project", "write-project"]',
    "Not wider: the same in all projects: it needs 2 more projects",
    "Not narrower: Bash(git commit -m:*) within read-project, write-project: your approvals fit it too, but any other word",
    "Evidence: 50 approvals and 1 denial in 25 sessions on 25 days in 1 project, last 2026-10-25",
    "How sure: 98.0% of 51 answers; sure of at least ",
    "You ran: git commit -m 'fix it'",
    "You refused on 2026-10-25: git commit -m wip",
    "Newly allows (reads the project, writes in the project): ",
    "Still asks: git commit --amend (rewrites history)",
    "Back-test: last ",
    "refused calls let through beside those above that it tolerates (git commit -m wip)",
    "Choices: y accept, e narrower, n not now, v never",
    "To take it back later: assent rules undo ",
)


def test_the_card_says_all_that_stands_for_and_against_a_rule(home: Home) -> None:
    teach(home, "git commit -m 'fix it'")
    late = Session(str(home.project), "late", 24)
    late.run("git commit -m wip", NO)
    late.save(home.path / ".claude/projects")
    text = " ".join(at_terminal(home, b"?\n", b"y\n").split())
    for line in LINES:
        assert line in text
    undo = text.partition("To take it back later: assent ")[2].split()[:3]
    assert undo[:2] == ["rules", "undo"]
    assert granted(home) == ["Bash(git commit *)"]
    home.run(*undo)
    assert granted(home) == []


def test_a_call_that_a_denial_of_ones_own_speaks_for_is_refused_and_not_asked_about(home: Home) -> None:
    teach(home, "git commit -m 'fix it'")
    asked, refused = "Still asks: git commit --amend", "Still refused: git commit --amend (rewrites history)"
    text = at_terminal(home, b"?\n", b"q\n")
    assert asked in text
    assert refused not in text
    home.run("rules", "deny", "Bash(git commit --amend:*)")
    text = at_terminal(home, b"?\n", b"q\n")
    assert refused in text
    assert asked not in text
    (only,) = home.run(*LEARN, "--json").data["suggestions"]
    assert "git commit --amend" in only["still_denies"]
    assert home.verdict("git commit --amend") == "deny"


def test_the_keys_are_named_and_each_is_explained(home: Home) -> None:
    teach(home, "git describe", str(home.project), str(other(home)))
    text = at_terminal(home, b"what\n", b"q\n")
    assert "Apply? [y/n/a/s/e/p/v/?/q]" in text
    for line in (
        "  n  not now: silent for 30 days, narrower ones too\n",
        "  p  accept it for this project only\n",
        "  v  never: silent for good, until --unsuppress takes it back\n",
    ):
        assert line in text


def test_the_card_in_json_holds_the_same(home: Home) -> None:
    teach(home, "git commit -m 'fix it'")
    (only,) = home.run(*LEARN, "--json").data["suggestions"]
    assert only["why_not_wider"]["why"] == "it needs 2 more projects"
    assert set(only["why_not_narrower"]) == {"text", "scope", "why"}
    assert 0 < len(only["newly_allows"]) <= 8
    assert sorted(text for texts in only["newly_allows_by_effect"].values() for text in texts) == sorted(
        only["newly_allows"]
    )
    assert {"call": "git commit --amend", "effects": ["history"]} in only["neighbours"]
    assert only["backtest"]["denied_allowed"] == 0
    assert json.loads(json.dumps(only)) == only
    for text in only["newly_allows"]:
        assert home.verdict(text) != "deny"
    home.run(*LEARN, "--apply", "all")
    assert [home.verdict(text) for text in only["newly_allows"]] == ["allow"] * len(only["newly_allows"])
    assert "allow" not in [home.verdict(text) for text in only["still_asks"]]
