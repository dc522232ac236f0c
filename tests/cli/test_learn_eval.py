"""`assent learn eval` as anybody runs it on a collection; nothing of the user's own is read or written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.learn import collections_made as made
from tests.app.sessions import NO, days_of
from tests.cli.conftest import Home


@pytest.fixture
def samples(tmp_path: Path) -> Path:
    """Two people, one of whom refuses something, and a transcript of another agent."""
    folder = tmp_path / "collection"
    made.person(folder, "/home/ann", "ann")
    made.person(folder, "/Users/bob", "bob", refused="git push --force")
    made.codex(folder)
    made.table(folder, [{"session_id": "rollout-1", "agent": "Codex"}])
    return folder


def test_it_says_how_learning_would_have_done_and_what_it_cannot_say(fresh: Home, samples: Path) -> None:
    done = fresh.run("learn", "eval", str(samples))
    assert "48 transcripts read, others left out (1 of Codex)." in done.out
    assert "prompts answered: 72, saved: 64 (89%)" in done.out
    assert "calls refused: 8, allowed: 0" in done.out
    assert "What these figures do not say:" in done.out
    assert "fewer than 38% of such calls" in done.out


def test_the_json_holds_every_figure_and_the_limits(fresh: Home, samples: Path) -> None:
    told = fresh.run("learn", "eval", str(samples), "--json").data
    assert told["people"] == {"tried": 2, "too_few_sessions": 0}
    assert told["held_out"] == {
        "calls": 72, "prompts": 72, "prompts_inferred": 0, "prompts_saved": 64, "refused": 8, "refused_allowed": 0,
        "hazards": 8, "hazards_allowed": 0,
    }  # fmt: skip
    assert told["collection"]["not_read"] == {"Codex": 1}
    assert told["limits"]


def test_nothing_of_the_user_is_read_or_written(fresh: Home, samples: Path) -> None:
    days_of(fresh.path / ".claude/projects", "/home/ann/shop", "cargo build", 12)
    before = sorted(str(path) for path in fresh.path.rglob("*"))
    told = fresh.run("learn", "eval", str(samples), "--json").data
    assert told["sessions"] == 48
    assert sorted(str(path) for path in fresh.path.rglob("*")) == before


def test_a_refused_call_that_would_be_allowed_is_exit_1(fresh: Home, samples: Path) -> None:
    last = made.session("/home/ann/shop", "last", 13)
    last.run("git status", NO)
    made.put(samples, last)
    done = fresh.run("learn", "eval", str(samples), code=1)
    assert "refused: git status" in done.out


def test_without_refusals_it_says_that_nothing_is_proven(fresh: Home, tmp_path: Path) -> None:
    made.person(tmp_path / "c", "/home/ann", "ann")
    assert "that none was allowed proves nothing" in fresh.run("learn", "eval", str(tmp_path / "c")).out


def test_a_directory_without_logs_is_a_mistake(fresh: Home, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "holds no session log" in fresh.run("learn", "eval", str(tmp_path / "empty"), code=2).err
    made.codex(tmp_path / "empty")
    assert "1 of a form that is not known" in fresh.run("learn", "eval", str(tmp_path / "empty"), code=2).err
    assert "no such directory" in fresh.run("learn", "eval", str(tmp_path / "nowhere"), code=2).err


def test_ids_behind_apply_are_still_ids(fresh: Home) -> None:
    for day in range(12):
        days_of(fresh.path / ".claude/projects", str(fresh.project), "pytest", day)
    offered = fresh.run("learn", "--json").data["suggestions"]
    assert offered
    assert "is not expected here" in fresh.run("learn", offered[0]["id"], code=2).err
    assert "Granted" in fresh.run("learn", "--apply", offered[0]["id"]).out
    assert "is not expected here" in fresh.run("learn", "evaluate", code=2).err
