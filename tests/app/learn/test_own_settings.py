"""What the agent's own settings allow already, in whichever of its files: not suggested again, and wider entries named."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from assent.app.learn import adopt
from assent.app.learn.answers import Window
from assent.app.learn.ingest import ingest
from assent.app.learn.lesson import Lesson, learn
from assent.store.db import connect
from assent.store.paths import Paths, paths_of
from tests.app.sessions import AS_OF, days_of

# Whose file → where it lies, below the folder of the test.
FILES = {
    "user": "home/.claude/settings.json",
    "project": "home/work/p/.claude/settings.json",
    "local": "home/work/p/.claude/settings.local.json",
    "managed": "etc/claude-code/managed-settings.json",
    "managed-drop-in": "etc/claude-code/managed-settings.d/10-team.json",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    # The machine's own place is root's: everything else is as it is.
    monkeypatch.setattr("assent.agents.claude.settings.ADMINISTERED", (str(tmp_path / "etc/claude-code"),))
    (tmp_path / "home/work/p/.git").mkdir(parents=True)
    return tmp_path


@pytest.fixture
def at(folder: Path) -> Paths:
    return paths_of(str(folder / "home"), {}, managed=str(folder / "none"))


@pytest.fixture
def db(at: Paths) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(connect(at)) as opened:
        yield opened


def allow(folder: Path, name: str, *entries: str) -> Path:
    path = folder / FILES[name]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"permissions": {"allow": list(entries)}}))
    return path


def taught(db: sqlite3.Connection, at: Paths, folder: Path, command: str) -> Lesson:
    days_of(folder / "logs", str(folder / "home/work/p"), command, 25)
    ingest(db, [str(folder / "logs")], at.home)
    return learn(db, at, Window(AS_OF))


def texts(lesson: Lesson) -> list[str]:
    return [each.text for each in lesson.learned.suggestions]


def test_without_an_entry_the_rule_is_suggested(db: sqlite3.Connection, at: Paths, folder: Path) -> None:
    assert texts(taught(db, at, folder, "git commit -m x")) != []


@pytest.mark.parametrize("name", FILES)
def test_what_a_file_of_any_scope_allows_is_not_suggested_again(
    db: sqlite3.Connection, at: Paths, folder: Path, name: str
) -> None:
    path = allow(folder, name, "Bash(git commit:*)")
    lesson = taught(db, at, folder, "git commit -m x")
    assert texts(lesson) == []
    assert any(
        f"Bash(git commit:*) in {path} allows it already" in each["why"] for each in lesson.learned.suppressed
    )


@pytest.mark.parametrize("name", FILES)
def test_an_entry_that_reaches_further_is_named_with_what_it_lets_through(
    db: sqlite3.Connection, at: Paths, folder: Path, name: str
) -> None:
    path = allow(folder, name, "Bash(git:*)")
    lesson = taught(db, at, folder, "git commit -m x")
    (each,) = lesson.learned.suggestions
    (entry,) = lesson.coarse[each.id]
    assert (entry.path, entry.text, entry.managed) == (str(path), "Bash(git:*)", name.startswith("managed"))
    assert "git push --force" in entry.beyond


def test_it_is_taken_out_of_a_file_and_put_back(folder: Path, at: Paths) -> None:
    path = allow(folder, "local", "Bash(git:*)", "Bash(make test)")
    assert adopt.take_out(at, str(path), "Bash(git:*)") is None
    assert json.loads(path.read_text())["permissions"]["allow"] == ["Bash(make test)"]
    change = adopt.putting_back(at, str(path), ["Bash(git:*)"])
    assert not hasattr(change, "hint")
    assert json.loads(getattr(change, "new", ""))["permissions"]["allow"] == [
        "Bash(make test)",
        "Bash(git:*)",
    ]
