"""What keeps a suggestion from being shown, and what one that is shown carries: neighbours, new calls, a back-test."""

from __future__ import annotations

import contextlib
import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assent.app.learn.answers import Window
from assent.app.learn.ingest import ingest
from assent.app.learn.lesson import Lesson, learn
from assent.core.effect import ALL, DESTROY, READ_SECRET, RUN_CODE, WRITE_ELSEWHERE, WRITE_PROJECT
from assent.core.pattern import Pattern
from assent.learning.suggestion import Suggestion
from assent.policy.check import failed_examples
from assent.policy.parse import Declared
from assent.policy.pattern import read_pattern
from assent.store.db import connect
from assent.store.paths import Paths, paths_of
from tests.app.sessions import AS_OF, NO, YES, Session, days_of

HERE = "/home/dev/p"
SAMPLES = Path(__file__).parents[3] / "samples" / "logs"


@pytest.fixture
def at(tmp_path: Path) -> Paths:
    return paths_of(str(tmp_path / "home"), {}, managed=str(tmp_path / "etc"))


@pytest.fixture
def db(at: Paths) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(connect(at)) as opened:
        yield opened


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    return tmp_path / "logs"


def taught(db: sqlite3.Connection, at: Paths, logs: Path) -> Lesson:
    ingest(db, [str(logs)], at.home)
    return learn(db, at, Window(AS_OF))


def only(lesson: Lesson) -> Suggestion:
    (found,) = lesson.learned.suggestions
    return found


def answer(logs: Path, command: str, day: int, decided: dict[str, Any] = YES, times: int = 1) -> None:
    session = Session(HERE, f"{zlib.crc32(command.encode()):08x}-{day}", day)
    session.run(command, decided, times)
    session.save(logs)


# ------------------------------------------------------------------------------------------------------- the probe


TOO_WIDE = {
    "code": RUN_CODE | WRITE_PROJECT,
    "secrets": READ_SECRET,
    "destroying": DESTROY | WRITE_ELSEWHERE | WRITE_PROJECT,
}


@pytest.mark.parametrize("more", TOO_WIDE.values(), ids=TOO_WIDE)
def test_a_rule_that_reaches_too_far_is_not_shown_and_the_reason_is_kept(
    db: sqlite3.Connection, at: Paths, logs: Path, more: int
) -> None:
    days_of(logs, HERE, "git describe", 25)
    lesson = taught(db, at, logs)
    each = only(lesson)
    assert lesson.proof.proves(each)
    rule = each.members[0].declared.rule
    every = read_pattern("Bash(*)", "allow")
    assert isinstance(every, Pattern)
    rule.patterns, rule.within = [every], (rule.within or 0) | more
    assert not lesson.proof.proves(each)
    assert each.members == []
    failed = lesson.proof.failed[-1]
    assert failed["why"].startswith("it would let through ")
    assert failed["key"] == each.judged.candidate.key()


def test_a_rule_whose_own_calls_bend_into_nothing_it_allows_is_still_stopped_by_the_corpus(
    db: sqlite3.Connection, at: Paths, logs: Path
) -> None:
    for day in range(25):
        session = Session(HERE, f"edit-{day}", day)
        session.call("Edit", {"file_path": f"{HERE}/src/a.py"}, YES)
        session.save(logs)
    lesson = taught(db, at, logs)
    each = only(lesson)
    rule = each.members[0].declared.rule
    patterns = [read_pattern(text, "allow") for text in ("Edit(./src/a.py)", "Edit(~/Library/**)")]
    rule.patterns = [each for each in patterns if isinstance(each, Pattern)]
    rule.within = ALL
    assert not lesson.proof.proves(each)
    assert lesson.proof.failed[-1]["why"] == (
        "it would let through Write(~/Library/LaunchAgents/x.plist), although it is started at every login"
    )


def test_one_rule_of_a_family_that_reaches_too_far_is_taken_out_and_the_others_stay(
    db: sqlite3.Connection, at: Paths, logs: Path
) -> None:
    for command in ("pytest -q", "make check", "cargo test"):
        days_of(logs, HERE, command, 12)
    lesson = taught(db, at, logs)
    each = only(lesson)
    before = [member.title for member in each.members]
    assert len(before) == 3
    bad = each.members[1]
    bad.declared.rule.within = (bad.declared.rule.within or 0) | RUN_CODE | WRITE_PROJECT
    assert lesson.proof.proves(each)
    assert [member.title for member in each.members] == [title for title in before if title != bad.title]
    assert [failed["text"] for failed in lesson.proof.failed] == [bad.text]


def test_nothing_that_the_sample_logs_teach_is_stopped_and_all_of_it_was_tried(
    db: sqlite3.Connection, at: Paths
) -> None:
    ingest(db, [str(SAMPLES)], "/home/dev")
    lesson = learn(db, at, Window("2026-11-16T00:00:00.000Z"))
    assert lesson.proof.failed == []
    allows = [each for each in lesson.learned.suggestions if "allow" in each.rule]
    assert len(allows) >= 5
    for each in allows:
        told = each.as_json()
        assert isinstance(told["newly_allows"], list)
        assert len(told["newly_allows"]) <= 8
        assert told["still_asks"]
        assert told["backtest"]["denied_allowed"] == 0


# ------------------------------------------------------------------------------------- examples that stay for ever


def test_the_nearest_dangerous_calls_become_examples_behind_what_was_refused(
    db: sqlite3.Connection, at: Paths, logs: Path
) -> None:
    for day in range(25):
        answer(logs, "git commit -m x", day, times=2)
    answer(logs, "git commit --amend -m y", 24, NO)
    (member,) = only(taught(db, at, logs)).members
    no = member.declared.no
    assert no[0] == "git commit --amend -m y"
    assert "git commit --amend" in no
    assert len(no) == 3
    assert failed_examples(Declared(member.declared.rule, no=no), "") == []


def test_an_example_that_the_rule_would_allow_one_day_is_found_again(
    db: sqlite3.Connection, at: Paths, logs: Path
) -> None:
    days_of(logs, HERE, "git commit -m x", 25)
    (member,) = only(taught(db, at, logs)).members
    member.declared.rule.within = (1 << 17) - 1
    assert failed_examples(Declared(member.declared.rule, no=member.declared.no), "")


def test_refusals_of_other_programs_are_not_on_the_card(
    db: sqlite3.Connection, at: Paths, logs: Path
) -> None:
    days_of(logs, HERE, "git commit -m x", 25)
    answer(logs, "npm publish", 24, NO)
    each = only(taught(db, at, logs))
    assert each.still_asks
    assert "npm publish" not in each.still_asks


def test_what_a_shipped_denial_speaks_for_is_not_said_to_ask(
    db: sqlite3.Connection, at: Paths, logs: Path
) -> None:
    days_of(logs, HERE, "git describe", 25)
    told = only(taught(db, at, logs)).as_json()
    denied = [text for text in told["still_denies"] if text.endswith("rm -rf ~")]
    assert len(denied) == 1
    assert set(told["still_denies"]) < set(told["still_asks"])


# --------------------------------------------------------------------------------------------------- the back-test


def test_the_back_test_counts_the_prompts_of_the_last_third(
    db: sqlite3.Connection, at: Paths, logs: Path
) -> None:
    days_of(logs, HERE, "git describe", 24)
    found = only(taught(db, at, logs)).as_json()["backtest"]
    assert found == {
        "prompts_saved": 16,
        "denied_allowed": 0,
        "tolerated": [],
        "prompts": 16,
        "sessions": 8,
        "since": "2026-10-17",
        "until": "2026-10-24",
    }


def test_a_rule_that_was_not_approved_before_the_last_third_has_none(
    db: sqlite3.Connection, at: Paths, logs: Path
) -> None:
    for day in range(12):
        answer(logs, f"frob --turn {day}", day)
        answer(logs, f"frob --turn -{day}", day)
    for day in range(20, 29):
        answer(logs, "git describe", day, times=2)
    each = only(taught(db, at, logs))
    assert each.title == "Bash(git describe:*)"
    assert each.as_json()["backtest"] is None


BOTH = "git describe && make check"
IN_FORCE = '[[rule]]\nallow = ["Bash(make check)"]\n'


@pytest.mark.parametrize("in_force", [True, False])
def test_a_rule_that_lets_refused_calls_through_that_are_not_in_its_evidence_is_not_shown(
    db: sqlite3.Connection, at: Paths, logs: Path, in_force: bool
) -> None:
    # The refusal is blamed on the part that does more; beside a rule for that part, the other rule lets it through.
    days_of(logs, HERE, "git describe", 25)
    answer(logs, BOTH, 24, NO)
    if in_force:
        Path(at.user_policy).parent.mkdir(parents=True)
        Path(at.user_policy).write_text(IN_FORCE)
    lesson = taught(db, at, logs)
    whys = [each["why"] for each in lesson.learned.suppressed]
    if in_force:
        assert lesson.learned.suggestions == []
        assert whys == [f"the back-test let through what you refused: {BOTH}"]
    else:
        assert only(lesson).as_json()["backtest"]["denied_allowed"] == 0
        assert whys == []


def test_refusals_that_its_own_evidence_holds_are_tolerated_and_named(
    db: sqlite3.Connection, at: Paths, logs: Path
) -> None:
    days_of(logs, HERE, "git describe", 25)
    answer(logs, "git describe --all", 24, NO)
    found = only(taught(db, at, logs)).as_json()["backtest"]
    assert (found["denied_allowed"], found["tolerated"]) == (0, ["git describe --all"])


def test_a_narrower_rule_carries_its_own_back_test(db: sqlite3.Connection, at: Paths, logs: Path) -> None:
    for name in ("p", "q"):
        days_of(logs, f"/home/dev/{name}", "git describe", 12)
    lesson = taught(db, at, logs)
    each = only(lesson)
    assert each.judged.candidate.scope == "user"
    found = lesson.narrower(each)
    assert found is not None
    assert found.backtest is not None
    assert each.backtest is not None
    assert 0 < found.backtest.prompts_saved < each.backtest.prompts_saved


def test_the_same_rule_in_one_project_is_found_for_one_rule_and_for_a_family(
    db: sqlite3.Connection, at: Paths, logs: Path
) -> None:
    for name in ("p", "q", "r"):
        for command in ("pytest -q", "make check"):
            days_of(logs, f"/home/dev/{name}", command, 12)
    lesson = taught(db, at, logs)
    each = only(lesson)
    assert each.judged.candidate.scope == "user"
    found = lesson.in_project(each, "/home/dev/q")
    assert found is not None
    assert {member.candidate.scope for member in found.members} == {"/home/dev/q"}
    assert [member.title for member in found.members] == [member.title for member in each.members]
    assert lesson.in_project(each, "/home/dev/elsewhere") is None
