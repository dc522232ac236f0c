"""Learning tried on collections made here: each figure by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from assent.app.learn import evaluate as app
from assent.app.learn.collection import collection
from assent.app.learn.evaluate import Evaluation
from assent.core import event as labels
from tests.app.learn import collections_made as made
from tests.app.sessions import NO


def evaluated(folder: Path) -> Evaluation:
    return app.evaluate(collection(folder))


def test_two_thirds_are_learned_from_and_the_rest_is_tried(tmp_path: Path) -> None:
    made.person(tmp_path, "/home/ann", "ann")
    found = evaluated(tmp_path)
    assert (found.people, found.short, found.sessions) == (1, 0, 24)
    assert (found.taught, found.held_out) == (64, 32)
    assert (found.prompts, found.spared, found.inferred) == (32, 32, 0)
    assert found.rules >= 1
    assert {name: (each.calls, each.allowed) for name, each in found.effects.items()} == {
        "read-project": (16, 16),
        "run-project": (16, 16),
    }


def test_nothing_is_learned_from_what_is_tried(tmp_path: Path) -> None:
    """A command that only the last third has is not allowed there, however often it was approved."""
    made.person(tmp_path, "/home/ann", "ann", days=6)
    for day in range(6, 9):
        made.put(tmp_path, made.session("/home/ann/shop", f"late-{day}", day, cargo_build=9))
    found = evaluated(tmp_path)
    assert found.effects["run-project"].calls - found.effects["run-project"].allowed == 27


def test_a_refused_call_that_is_not_allowed_and_one_that_is_never_learned_are_counted(tmp_path: Path) -> None:
    made.person(tmp_path, "/home/ann", "ann", refused="git push --force")
    found = evaluated(tmp_path)
    assert (found.refused, found.refused_allowed) == (8, 0)
    assert (found.hazards, found.hazards_allowed) == (8, 0)
    assert found.effects["history"].calls == 8
    assert found.wrong == []


def test_a_refused_call_that_the_rules_would_allow_is_named(tmp_path: Path) -> None:
    """Approved for weeks, then refused: no rule can know."""
    made.person(tmp_path, "/home/ann", "ann", days=12)
    last = made.session("/home/ann/shop", "last", 13)
    last.run("git status", NO)
    made.put(tmp_path, last)
    found = evaluated(tmp_path)
    assert (found.refused, found.refused_allowed) == (1, 1)
    assert found.spared == found.prompts - 1  # what was refused is not saved
    assert found.wrong == ["refused: git status"]


def test_people_learn_from_nobody_else(tmp_path: Path) -> None:
    """Each too little for a rule; together they would have one."""
    for who in ("ann", "bob", "cyd", "dan"):
        for day in range(4):
            made.put(tmp_path, made.session(f"/home/{who}/x", f"{who}-{day}", day, pytest=1))
    found = evaluated(tmp_path)
    assert (found.people, found.rules, found.spared) == (4, 0, 0)
    assert found.groups == [0, 0, 0, 0]


def test_who_has_too_few_sessions_to_split_is_counted_apart(tmp_path: Path) -> None:
    made.put(tmp_path, made.session("/home/ann/x", "a", 0, ls=1))
    made.put(tmp_path, made.session("/home/ann/x", "b", 1, ls=1))
    found = evaluated(tmp_path)
    assert (found.people, found.short, found.sessions, found.held_out) == (0, 1, 2, 0)


def test_logs_that_do_not_say_who_decided_teach_no_more_than_local_work(tmp_path: Path) -> None:
    for day in range(30):
        for project in ("shop", "lib", "web"):
            name = f"{project}-{day}"
            kept = made.session(f"/home/ann/{project}", name, day, made.OLD, pytest=3, git_fetch_origin=3)
            made.put(tmp_path, kept)
    found = evaluated(tmp_path)
    assert set(found.labels) == {labels.INFERRED}
    assert found.prompts == found.inferred > 0
    assert found.effects["net-read"].allowed == 0
    assert max(found.levels, default=0) <= 1


def test_the_same_session_in_two_checkpoints_counts_once(tmp_path: Path) -> None:
    whole = made.session("/home/ann/x", "s", 0, ls=4)
    made.checkpoint(tmp_path, "aa/1", whole, author="ann")
    made.checkpoint(tmp_path, "bb/2", whole, author="ann")
    assert evaluated(tmp_path).labels == {labels.APPROVED: 4}


def test_the_same_collection_gives_the_same_figures(tmp_path: Path) -> None:
    made.person(tmp_path, "/home/ann", "ann")
    made.person(tmp_path, "/home/bob", "bob", refused="git push --force")
    assert evaluated(tmp_path).as_json() == evaluated(tmp_path).as_json()


def test_how_far_it_is_is_told(tmp_path: Path) -> None:
    made.person(tmp_path, "/home/ann", "ann", days=2)
    told: list[tuple[int, int, int]] = []
    app.evaluate(collection(tmp_path), lambda *each: told.append(each))
    assert told[0] == (0, 1, 0)
    assert told[-1] == (0, 1, 100)


@pytest.mark.parametrize("garbage", [b"\0\0\0\n", b"{\n", b'{"type":"user","sessionId":7}\n'])
def test_broken_lines_are_passed_over(tmp_path: Path, garbage: bytes) -> None:
    made.person(tmp_path, "/home/ann", "ann", days=2)
    for path in (tmp_path / "transcripts").iterdir():
        path.write_bytes(garbage + path.read_bytes())
    assert evaluated(tmp_path).sessions == 4
