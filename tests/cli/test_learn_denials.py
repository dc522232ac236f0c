"""Learned denials and rules of other projects at the command: what is shown, asked, applied and undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.sessions import AS_OF, NO, Session, days_of
from tests.cli.conftest import Home, home_in
from tests.screens import talk

LEARN = ("learn", "--as-of", AS_OF)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_in(tmp_path)


def refuse(home: Home, *commands: str, since: int = 20) -> None:
    for day, command in enumerate(commands):
        session = Session(str(home.project), f"no-{since}-{day}", since + day)
        session.run(command, NO)
        session.save(home.path / ".claude/projects")


PUSHES = tuple(f"git push origin b{n}" for n in range(5))


def test_one_denial_is_shown_with_its_proof(home: Home) -> None:
    refuse(home, *PUSHES)
    lines = home.run(*LEARN).out.splitlines()
    assert lines[2] == "Pattern detected: deny Bash(git push:*) - 67% confidence"
    assert "  What it does: denies what you keep refusing, in modes that ask nobody too" in lines
    assert "  Evidence: 5 denials and 0 approvals in 5 sessions on 5 days, last 2026-10-25" in lines
    assert "  How sure: 67% sure that you would refuse it (needs 50%)" in lines
    assert "  Your calls decided anew: 5 refusals stopped, nothing that you ever approved" in lines
    assert "  You refused on 2026-10-25: git push origin b4" in lines


def test_a_denial_has_the_form_of_every_suggestion(home: Home) -> None:
    refuse(home, *PUSHES)
    (one,) = home.run(*LEARN, "--json").data["suggestions"]
    assert one["rule"]["deny"] == ["Bash(git push *)"]
    assert (one["verdict"], one["level"], one["denials"], one["approvals"]) == ("deny", None, 5, 0)
    assert [each["id"] for each in one["rules"]] == [one["id"]]
    days_of(home.path / ".claude/projects", str(home.project), "make check", 25)
    allow, deny = home.run(*LEARN, "--json").data["suggestions"]
    assert allow.keys() <= deny.keys()


def test_applied_it_denies_and_undone_it_does_not(home: Home) -> None:
    refuse(home, *PUSHES)
    done = home.run(*LEARN, "--apply", "all")
    assert "Granted 1 rule" in done.out
    assert home.verdict("git push origin x") == "deny"
    assert "deny" in home.run("rules", "list").out
    home.run("rules", "undo")
    assert home.verdict("git push origin x") != "deny"


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        pytest.param((b"y\n",), "deny", id="yes"),
        pytest.param((b"n\n",), "", id="no"),
        pytest.param((b"?\n", b"e\n", b"y\n"), "deny", id="the-card-and-nothing-narrower"),
    ],
)
def test_it_is_reviewed_like_every_other(home: Home, keys: tuple[bytes, ...], expected: str) -> None:
    refuse(home, *PUSHES)
    code, text = talk(home.path, *LEARN, "--review", cwd=home.project, answers=keys)
    assert code == 0, text
    assert "[1/1] deny Bash(git push:*) - 67% confidence (5 denials)" in text
    assert (home.verdict("git push origin x") == "deny") == (expected == "deny")


def test_alone_it_is_asked_about_as_what_it_is(home: Home) -> None:
    refuse(home, *PUSHES)
    code, text = talk(home.path, *LEARN, cwd=home.project, answers=(b"n\n",))
    assert code == 0, text
    assert "Apply this denial? [y/n/review]" in text
    assert home.run(*LEARN, "--json").data["suggestions"] == []
    assert "deny Bash(git push:*)" in home.run("learn", "--suppressed").out


def grown(home: Home, name: str) -> Path:
    """Another python project in the home."""
    root = home.path / "work" / name
    (root / ".git").mkdir(parents=True)
    (root / ".git/HEAD").write_text("ref: refs/heads/main\n")
    (root / "pyproject.toml").write_text("")
    return root


def test_what_fits_a_new_project_is_told_and_never_applied_without_a_word_about_it(home: Home) -> None:
    (home.project / "pyproject.toml").write_text("")
    days_of(home.path / ".claude/projects", str(home.project), "pytest -q", 12)
    home.run(*LEARN, "--apply", "all")
    new = grown(home, "new")
    out = home.run(*LEARN, cwd=new).out
    assert "1 rule of your other python projects fits ~/work/new:" in out
    assert "Bash(pytest:*) - from 1 other python project (24 approvals)" in out
    assert "assent learn --project ~/work/new --review" in out
    home.run(*LEARN, "--apply", "all", cwd=new)
    assert home.run("check", "--json", "pytest -q", cwd=new).data["verdict"] != "allow"
    (one,) = home.run(*LEARN, "--json", "--project", str(new)).data["fitting"]
    assert one["from_projects"] == [str(home.project)]
    home.run(*LEARN, "--apply", one["id"], cwd=new)
    assert home.run("check", "--json", "pytest -q", cwd=new).data["verdict"] == "allow"
    assert home.run(*LEARN, "--json", cwd=new).data["fitting"] == []


def test_what_fits_a_new_project_is_reviewed(home: Home) -> None:
    (home.project / "pyproject.toml").write_text("")
    days_of(home.path / ".claude/projects", str(home.project), "pytest -q", 12)
    home.run(*LEARN, "--apply", "all")
    new = grown(home, "new")
    words = (*LEARN, "--project", str(new), "--review")
    code, text = talk(home.path, *words, cwd=home.project, answers=(b"?\n", b"y\n"))
    assert code == 0, text
    assert "Evidence there: 24 approvals in 12 sessions on 12 days" in text
    assert home.run("check", "--json", "pytest -q", cwd=new).data["verdict"] == "allow"
    assert home.run("check", "--json", "pytest -q", cwd=grown(home, "third")).data["verdict"] != "allow"


def test_one_rule_for_three_projects_says_what_it_replaces_and_undo_says_what_came_back(home: Home) -> None:
    for name in ("a", "b", "c"):
        days_of(home.path / ".claude/projects", str(grown(home, name)), "pytest -q", 12)
        home.run(*LEARN, "--apply", "all")
    shown = home.run(*LEARN).out
    assert "Replaces 3 rules of single projects" in shown
    home.run(*LEARN, "--apply", "all")
    assert home.run("check", "--json", "pytest -q", cwd=grown(home, "d")).data["verdict"] == "allow"
    assert home.run("rules", "undo").out.count("Brought back, which it had replaced") == 3
    assert home.run("check", "--json", "pytest -q", cwd=grown(home, "e")).data["verdict"] != "allow"
