"""Only keys that do something are offered, on the question, in its list of keys, and on the card alike."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.app.sessions import AS_OF, days_of
from tests.cli.conftest import Home, home_in
from tests.screens import talk

HERE, ELSEWHERE = "the project", "another"
# What was approved, where (None: in the project itself), where the person is → the question, the choices of the card.
OFFERED = {
    "one-project-one-word": (
        "git describe", (None,), HERE, "y/n/a/s/v/?/q", "y accept, n not now, v never",
    ),
    "one-project-with-a-longer-beginning": (
        "git commit -m 'fix it'", (None,), HERE, "y/n/a/s/e/v/?/q", "y accept, e narrower, n not now, v never",
    ),
    "all-projects-and-in-one-of-them": (
        "git describe", (None, "/srv/q"), HERE, "y/n/a/s/e/p/v/?/q",
        "y accept, e narrower, p this project only, n not now, v never",
    ),
    "all-projects-and-in-none-of-them": (
        "git describe", (None, "/srv/q"), ELSEWHERE, "y/n/a/s/e/v/?/q",
        "y accept, e narrower, n not now, v never",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("command", "projects", "where", "asked", "chosen"), OFFERED.values(), ids=OFFERED)
def test_only_keys_that_do_something_are_offered(
    tmp_path: Path, command: str, projects: tuple[str | None, ...], where: str, asked: str, chosen: str
) -> None:
    home = home_in(tmp_path)
    for project in projects:
        days_of(home.path / ".claude/projects", project or str(home.project), command, 25)
    cwd = home.project if where == HERE else home.path
    code, text = talk(
        home.path, "learn", "--as-of", AS_OF, "--review", cwd=cwd, answers=[b"?\n", b"what\n", b"q\n"]
    )
    lines = [line.strip() for line in text.replace("\r", "").splitlines()]
    assert code == 0, text
    assert text.count(f"Apply? [{asked}]") == 3
    assert f"Choices: {chosen}" in lines
    listed = [line[0] for line in lines if line[1:3] == "  "]
    assert listed == asked.split("/")


def test_a_key_that_is_not_offered_says_why_and_decides_nothing(tmp_path: Path) -> None:
    home: Home = home_in(tmp_path)
    days_of(home.path / ".claude/projects", str(home.project), "git describe", 25)
    _, text = talk(
        home.path,
        "learn",
        "--as-of",
        AS_OF,
        "--review",
        cwd=home.project,
        answers=[b"e\n", b"p\n", b"q\n"],
    )
    assert "There is no narrower rule that your answers support." in text
    assert "It holds only in ~/work/p already." in text
    assert "Nothing was changed." in text


def test_a_rule_that_answers_of_other_projects_make_sure_says_whose_they_are(tmp_path: Path) -> None:
    home = home_in(tmp_path)
    logs = home.path / ".claude/projects"
    days_of(logs, str(home.project), "mkdocs build", 4)
    days_of(logs, "/srv/q", "mkdocs build", 3)
    found = {
        each["scope"]: each for each in home.run("learn", "--as-of", AS_OF, "--json").data["suggestions"]
    }
    here = found[f"{home.project}/.git"]
    assert (here["approvals"], here["own_approvals"]) == (14, 8)
    _, text = talk(
        home.path, "learn", "--as-of", AS_OF, "--review", cwd=home.project, answers=[b"?\n", b"n\n", b"q\n"]
    )
    text = " ".join(re.sub(r"\x1b\[[0-9;]*m", "", text).split())
    assert "(14 approvals in all projects, 8 in this one)" in text
    assert "(14 approvals in all projects, 6 in this one)" in text
    assert "Evidence: 8 approvals and 0 denials in 4 sessions on 4 days in 1 project" in text
    assert "100% of 14 answers in all projects; sure of at least " in text


def test_a_rule_that_its_own_answers_make_sure_names_no_others(tmp_path: Path) -> None:
    home = home_in(tmp_path)
    days_of(home.path / ".claude/projects", str(home.project), "mkdocs build", 12)
    said = home.run("learn", "--as-of", AS_OF).out
    assert "100% of 24 answers; sure of at least" in said
    assert "Evidence: 24 approvals and 0 denials in 12 sessions on 12 days in 1 project" in said
