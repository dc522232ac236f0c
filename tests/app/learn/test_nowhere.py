"""Answers of a session that names no directory make no rule for all projects."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest

from assent.app import state
from assent.app.learn.adopt import grants_of
from assent.app.learn.answers import Window
from assent.app.learn.ingest import ingest
from assent.app.learn.lesson import learn
from tests.app.place import Place
from tests.app.sessions import AS_OF, NO, days_of


@pytest.mark.parametrize("cwd", ["", ".", "work/p", "~", "user", "C:\\work"])
@pytest.mark.parametrize("command", ["make check", "git push origin topic", "frob --now", "git log -3"])
def test_a_session_without_a_directory_teaches_nothing(tmp_path: Path, cwd: str, command: str) -> None:
    place = Place(tmp_path)
    days_of(tmp_path / "logs", cwd, command, 20)
    with contextlib.closing(state.opened(place.at)) as db:
        ingest(db, [str(tmp_path / "logs")], place.at.home)
        found = learn(db, place.at, Window(AS_OF)).learned
    assert [grant.scope for each in found.suggestions for grant in grants_of(each)] == []


def test_a_no_given_nowhere_still_counts_against_a_rule_for_all_projects(tmp_path: Path) -> None:
    place = Place(tmp_path)
    for name in ("a", "b", "c"):
        (tmp_path / name / ".git").mkdir(parents=True)
        (tmp_path / name / ".git/HEAD").write_text("ref: refs/heads/main\n")
        days_of(tmp_path / "logs", str(tmp_path / name), "pytest -q", 12)
    with contextlib.closing(state.opened(place.at)) as db:
        ingest(db, [str(tmp_path / "logs")], place.at.home)
        assert "pytest" in texts(db, place)
        days_of(tmp_path / "logs", "", "pytest -q", 12, decided=NO)
        ingest(db, [str(tmp_path / "logs")], place.at.home)
        assert "allow Bash(pytest" not in texts(db, place)


def test_refusals_given_nowhere_are_no_denial_for_one_project_that_is_all(tmp_path: Path) -> None:
    place = Place(tmp_path)
    days_of(tmp_path / "logs", "", "frob --now", 12, decided=NO)
    with contextlib.closing(state.opened(place.at)) as db:
        ingest(db, [str(tmp_path / "logs")], place.at.home)
        assert learn(db, place.at, Window(AS_OF)).learned.suggestions == []


def texts(db: sqlite3.Connection, place: Place) -> str:
    found = learn(db, place.at, Window(AS_OF)).learned.suggestions
    return "; ".join(
        f"{one.declared.rule.verdict} {one.text}"
        for each in found
        for one in each.members
        if each.judged.candidate.scope == "user"
    )
