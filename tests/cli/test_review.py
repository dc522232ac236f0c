"""The questions of `assent learn` at a real terminal: what each key does, and that nothing else decides."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.app.sessions import AS_OF, Session, days_of
from tests.cli.conftest import Home, home_in
from tests.screens import talk

LEARN = ("learn", "--as-of", AS_OF)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_in(tmp_path)


def teach(home: Home, *commands: str, project: str = "") -> None:
    logs = home.path / ".claude/projects"
    for command in commands:
        days_of(logs, project or str(home.project), command, 25)


def offered(home: Home) -> list[str]:
    return [each["text"] for each in home.run(*LEARN, "--json").data["suggestions"]]


def entries(home: Home) -> list[str]:
    path = home.project / ".claude/settings.local.json"
    return json.loads(path.read_text())["permissions"]["allow"] if path.exists() else []


def at_terminal(home: Home, *answers: bytes, review: bool = True, words: tuple[str, ...] = LEARN) -> str:
    more = ("--review",) if review else ()
    code, text = talk(home.path, *words, *more, cwd=home.project, answers=answers)
    assert code == 0, text
    return text.replace("\r\n", "\n")


DONE = b"\x04"
REVIEWS = {
    "accept then quit": ((b"y\n", b"q\n"), 1, 0),
    "accept all remaining": ((b"n\n", b"a\n"), 2, 1),
    "skip the rest": ((b"y\n", b"s\n"), 1, 0),
    "end of input keeps": ((b"y\n", b"y\n", DONE), 2, 0),
    "ctrl-c keeps": ((b"y\n", b"y\n", b"\x03"), 2, 0),
    "whole words": ((b"yes\n", b"no\n", b"quit\n"), 1, 1),
    "enter decides nothing": ((b"\n", b"\n", b"y\n", b"q\n"), 1, 0),
    "another word is not its first letter": ((b"apply\n", b"nope\n", b"y\n", b"s\n"), 1, 0),
    "the card asks again": ((b"?\n", b"y\n", b"q\n"), 1, 0),
    "nothing narrower asks again": ((b"e\n", b"y\n", b"q\n"), 1, 0),
}


@pytest.mark.parametrize(("answers", "accepted", "rejected"), REVIEWS.values(), ids=REVIEWS)
def test_a_review_applies_what_was_accepted_and_silences_what_was_refused(
    home: Home, answers: tuple[bytes, ...], accepted: int, rejected: int
) -> None:
    teach(home, "make check", "make plan", "make deploy")
    text = at_terminal(home, *answers)
    assert len(entries(home)) == accepted
    assert ("Not applied: " in text) == bool(rejected)
    assert len(offered(home)) == 3 - accepted - rejected


ALL = {
    "y": ((b"y\n", b""), True),
    "n": ((b"n\n", b""), False),
    "enter, then the end": ((b"\n", DONE), None),
    "another word, then the end": ((b"sure\n", DONE), None),
    "review, then y": ((b"review\n", b"y\n"), True),
}


@pytest.mark.parametrize(("answers", "wanted"), ALL.values(), ids=ALL)
def test_one_question_for_all_is_decided_by_y_and_n_alone(
    home: Home, answers: tuple[bytes, ...], wanted: bool | None
) -> None:
    teach(home, "make check")
    text = at_terminal(home, *answers, review=False)
    assert "Apply this auto-approval? [y/n/review]" in text
    assert bool(entries(home)) == (wanted is True)
    assert bool(offered(home)) == (wanted is None)


def test_the_files_of_projects_are_named_before_the_question_and_no_others_are_touched(home: Home) -> None:
    other = home.path / "work/q"
    (other / ".git").mkdir(parents=True)
    (other / ".git/HEAD").write_text("ref: refs/heads/main\n")
    teach(home, "make check")
    teach(home, "make deploy-docs", project=str(other))
    text = at_terminal(home, b"y\n", b"s\n")
    before, _, _ = text.partition("Apply? ")
    assert "A yes to all of them also adds to:\n" in before
    assert "  ~/work/q/.claude/settings.local.json\n" in before
    first, second = home.project, other
    if "make deploy-docs" in before.partition("[1/2]")[2]:
        first, second = other, home.project
    assert (first / ".claude/settings.local.json").exists()
    assert not (second / ".claude").exists()


def test_e_shows_the_rule_for_the_project_with_most_approvals_and_asks_again(home: Home) -> None:
    for name, days in (("aaa", 12), ("mmm", 25), ("zzz", 15)):
        days_of(home.path / ".claude/projects", f"/srv/{name}", "git describe", days)
    text = at_terminal(home, b"e\n", b"y\n")
    assert "Narrower: only in /srv/mmm, where 50 of the 104 approvals are." in text
    assert "You are in ~/work/p, where there was none." in text
    asked = text.partition("Narrower: ")[2]
    assert "[1/1] Bash(git describe:*)" in asked
    assert "in /srv/mmm\n" in asked
    rules = home.run("rules", "list", "--json", "--layer", "granted", "--project", str(home.project)).data
    assert rules == []
    (grant,) = (home.path / ".local/share/assent").glob("permissions_auto_generated.md")
    assert "Bash(git describe:*)" in grant.read_text()


def test_e_of_a_rule_for_one_project_shows_a_longer_beginning(home: Home) -> None:
    teach(home, "git describe", "git ls-tree HEAD")
    text = at_terminal(home, b"e\n", b"y\n")
    assert "Narrower: Bash(git " in text
    (rule,) = home.rules("--layer", "granted").values()
    assert rule["patterns"][0] in ("Bash(git describe *)", "Bash(git ls-tree *)")


def test_the_keys_say_what_they_do_and_s_and_q_are_one(home: Home) -> None:
    teach(home, "make check")
    text = at_terminal(home, b"x\n", b"q\n")
    assert "  s  skip the rest: they are offered again the next time\n" in text
    assert "  q  the same as s\n" in text
    assert offered(home)


def test_samples_are_reviewed_in_a_throw_away(home: Home) -> None:
    text = at_terminal(home, b"n\n", b"n\n", b"n\n", b"y\n", b"q\n", words=("learn", "--sample-if-empty"))
    assert "your answers are tried out there, and nothing is kept" in " ".join(text.split())
    assert "Accepted 1, refused 3. These were samples: nothing was kept." in text
    assert home.run("learn", "--suppressed").out.startswith("You have said no to nothing")
    assert home.rules("--layer", "granted") == {}


PERMISSIONS = ("permissions", "learn", "--as-of", AS_OF)


def test_permissions_learn_speaks_the_words_of_the_proposal(home: Home) -> None:
    (home.project / "package.json").write_text("{}")
    logs = home.path / ".claude/projects"
    for day in range(12):
        session = Session(str(home.project), f"n{day}", day + 18)
        session.run("npm test")
        session.save(logs)
    text = at_terminal(home, b"y\n", b"", review=False, words=PERMISSIONS)
    assert "\nSuggested rules based on 12 approvals:\n" in text.replace("\x1b[1m", "").replace("\x1b[0m", "")
    assert "\n1. Bash(npm test:*) - Approved 12 times\n" in text
    assert "the shipped rule `reading` answers it" in " ".join(text.split())
    assert "Add these rules? [y/n] y" in text
    assert "Granted 1 rule" in text


def test_permissions_learn_has_no_third_answer(home: Home) -> None:
    teach(home, "make check")
    at_terminal(home, b"review\n", DONE, review=False, words=PERMISSIONS)
    assert offered(home)


SETTINGS = {"permissions": {"allow": ["Bash(git:*)"]}}


@pytest.mark.parametrize("scope", ["user", "project", "local"])
def test_what_the_agents_own_settings_allow_wide_is_said_and_taken_out_only_after_its_own_yes(
    home: Home, scope: str
) -> None:
    folder = home.path if scope == "user" else home.project
    name = "settings.local.json" if scope == "local" else "settings.json"
    path = folder / ".claude" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(SETTINGS))
    teach(home, "git describe --all --long")
    text = at_terminal(home, b"y\n", b"n\n", review=False)
    assert "Bash(git:*) in " in text
    assert "allows this already, and more" in " ".join(text.split())
    assert "git push --force" in " ".join(text.split())
    assert "It was left as it is." in text
    assert "Bash(git:*)" in path.read_text()


def test_a_yes_to_the_second_question_takes_the_wide_entry_out(home: Home) -> None:
    home.settings.write_text(json.dumps(SETTINGS))
    teach(home, "git describe --all --long")
    text = at_terminal(home, b"y\n", b"y\n", review=False)
    assert "Taken out of ~/.claude/settings.json: Bash(git:*)" in text
    assert json.loads(home.settings.read_text()) == {"permissions": {"allow": []}}


def test_what_the_agents_own_settings_allow_exactly_is_not_offered(home: Home) -> None:
    home.settings.write_text(json.dumps({"permissions": {"allow": ["Bash(make check)"]}}))
    teach(home, "make check")
    assert offered(home) == []
    assert "Bash(make check) in " in home.run(*LEARN).out
    home.settings.write_text(json.dumps({"permissions": {"allow": ["Bash(make plan)"]}}))
    assert offered(home)


def test_with_apply_the_persons_own_entry_is_never_edited(home: Home) -> None:
    home.settings.write_text(json.dumps(SETTINGS))
    teach(home, "git describe --all --long")
    done = home.run(*LEARN, "--apply", "all")
    assert "still allows more than Bash(git describe:*): take it out there by hand." in done.out
    assert json.loads(home.settings.read_text()) == SETTINGS
