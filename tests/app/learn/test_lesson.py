"""From logs to suggestions: what is offered, with which figures, and that nothing but the user's answers counts."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from assent.app.learn.answers import Window
from assent.app.learn.ingest import ingest
from assent.app.learn.lesson import Lesson, learn, moment, since_day
from assent.learning.denied import Denial
from assent.policy.parse import read_policy
from assent.store.db import connect
from assent.store.paths import Paths, paths_of
from tests.app.sessions import AS_OF, BUILT_IN, CLASSIFIER, NO, RULE, Session, days_of

SAMPLES = Path(__file__).parents[3] / "samples" / "logs"
SAMPLE_AS_OF = "2026-11-16T00:00:00.000Z"


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


def taught(db: sqlite3.Connection, at: Paths, logs: Path, window: Window | None = None) -> Lesson:
    ingest(db, [str(logs)], at.home)
    return learn(db, at, window or Window(AS_OF))


def texts(lesson: Lesson) -> list[str]:
    return [each.text for each in lesson.learned.suggestions]


def test_the_sample_logs_teach_exactly_this(db: sqlite3.Connection, at: Paths) -> None:
    lesson = taught(db, at, SAMPLES, Window(SAMPLE_AS_OF))
    assert lesson.counts.as_json() == {
        "calls": 774,
        "sessions": 61,
        "projects": 4,
        "by": {"client": 304, "rules": 1, "mode": 2, "nobody": 4, "interrupted": 1, "user": 462},
        "labels": {
            "approved": 436,
            "auto": 307,
            "interrupted": 1,
            "nobody": 4,
            "redirected": 1,
            "rejected": 25,
        },
    }
    rows = [
        (each.title, each.judged.candidate.scope, round(each.judged.confidence.value, 4), shown["approvals"])
        for each in lesson.learned.suggestions
        if not isinstance(each, Denial)
        for shown in [each.as_json()]
    ]
    assert rows == [
        ("checks: make check, cargo test, pytest, npm run test, …", "user", 0.9767, 162),
        ("Edit(./*/*/**)", "user", 0.9414, 57),
        ("Bash(git:*)", "user", 0.9242, 38),
        ("Bash(git commit:*)", "user", 0.9176, 37),
        ("Bash(make plan)", "/home/dev/infra", 0.8034, 16),
        ("mcp__tracker__get_issue", "/home/dev/shop", 0.8133, 15),
        ("Bash(git fetch:*)", "/home/dev/shop", 0.8264, 17),
        ("Bash(ruff check:*)", "/home/dev/atlas", 0.711, 8),
        ("Bash(git fetch:*)", "/home/dev/infra", 0.8264, 17),
        ("changes to files: README.md", "/home/dev/infra", 0.8196, 15),
    ]


def test_the_sample_logs_teach_these_denials(db: sqlite3.Connection, at: Paths) -> None:
    lesson = taught(db, at, SAMPLES, Window(SAMPLE_AS_OF))
    assert [
        (each.title, each.judged.candidate.scope, round(each.judged.confidence.value, 4))
        for each in lesson.learned.suggestions
        if isinstance(each, Denial)
    ] == [
        ("deny Bash(git push --force origin main)", "/home/dev/shop", 0.6859),
        ("deny Bash(make apply)", "/home/dev/infra", 0.6119),
    ]


def test_no_sample_suggestion_holds_a_call_that_was_always_refused(db: sqlite3.Connection, at: Paths) -> None:
    lesson = taught(db, at, SAMPLES, Window(SAMPLE_AS_OF))
    rules = {rule.title: rule.rule for each in lesson.learned.suggestions for rule in each.members}
    assert rules["Bash(git commit:*)"]["no"][:2] == ["git push --force origin main", "git commit --amend"]
    assert all(rule["yes"] for rule in rules.values())


def test_the_same_logs_read_in_another_order_give_the_same_bytes(tmp_path: Path) -> None:
    documents = []
    for turn in range(2):
        copy = tmp_path / f"logs{turn}" / "here"
        for path in sorted(SAMPLES.rglob("*.jsonl"), reverse=bool(turn)):
            target = copy / path.relative_to(SAMPLES)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
        for number, path in enumerate(sorted(copy.rglob("*.jsonl"), reverse=bool(turn))):
            os.utime(path, (1000 + number, 1000 + number))
        at = paths_of(str(tmp_path / f"home{turn}"), {}, managed=str(tmp_path / "etc"))
        with contextlib.closing(connect(at)) as db:
            ingest(db, [str(copy)], "/home/dev")
            documents.append(json.dumps(learn(db, at, Window(SAMPLE_AS_OF)).as_json()))
    assert documents[0] == documents[1]


def test_fifty_approvals_in_one_session_teach_nothing_and_over_twenty_five_days_they_do(
    db: sqlite3.Connection, at: Paths, logs: Path
) -> None:
    burst = Session("/home/dev/p", "burst", 20)
    burst.run("git describe", times=50)
    burst.save(logs)
    assert texts(taught(db, at, logs)) == []
    days_of(logs, "/home/dev/p", "git describe", 25)
    assert texts(taught(db, at, logs)) == ["Bash(git describe:*) within read-project"]


@pytest.mark.parametrize("decided", [BUILT_IN, RULE, CLASSIFIER], ids=["built in", "rule", "classifier"])
def test_what_others_decided_teaches_nothing(
    db: sqlite3.Connection, at: Paths, logs: Path, decided: dict[str, object]
) -> None:
    days_of(logs, "/home/dev/p", "git describe", 25, decided=decided)
    assert texts(taught(db, at, logs)) == []


FORCED = "git push --force origin topic"


def test_what_destroys_is_never_learned_and_stays_an_example_of_what_asks(
    db: sqlite3.Connection, at: Paths, logs: Path
) -> None:
    days_of(logs, "/home/dev/p", "git describe", 25)
    days_of(logs, "/home/dev/p", FORCED, 25)
    days_of(logs, "/home/dev/p", f"{FORCED} --no-verify", 1, decided=NO)
    lesson = taught(db, at, logs)
    assert texts(lesson) == ["Bash(git describe:*) within read-project"]
    assert lesson.learned.suggestions[0].rule["no"] == [f"{FORCED} --no-verify"]


def test_a_make_target_never_brings_another_with_it(db: sqlite3.Connection, at: Paths, logs: Path) -> None:
    days_of(logs, "/home/dev/p", "make check", 25)
    (only,) = taught(db, at, logs).learned.suggestions
    assert only.rule["allow"] == ["Bash(make check)"]


def test_a_window_leaves_out_what_came_before_after_and_elsewhere(
    db: sqlite3.Connection, at: Paths, logs: Path
) -> None:
    days_of(logs, "/home/dev/p", "git describe", 25)
    days_of(logs, "/home/dev/q", "git describe", 25)
    whole = taught(db, at, logs)
    assert whole.counts.calls == 100
    assert learn(db, at, Window("2026-10-05T23:59:59.999Z")).counts.calls == 20
    assert learn(db, at, Window(AS_OF, since="2026-10-21")).counts.calls == 20
    assert learn(db, at, Window(AS_OF, project="/home/dev/q")).counts.calls == 50


def test_a_rule_in_force_leaves_nothing_to_suggest(db: sqlite3.Connection, at: Paths, logs: Path) -> None:
    days_of(logs, "/home/dev/p", "git describe", 25)
    policy = Path(at.user_policy)
    policy.parent.mkdir(parents=True)
    policy.write_text('[[rule]]\nallow = ["Bash(git describe *)"]\nwithin = ["read-project"]\n')
    lesson = taught(db, at, logs)
    assert (texts(lesson), lesson.covered) == ([], 50)


@pytest.mark.parametrize("verdict", ["ask", "deny"])
def test_what_a_persons_rule_asks_or_denies_is_not_suggested(
    db: sqlite3.Connection, at: Paths, logs: Path, verdict: str
) -> None:
    days_of(logs, "/home/dev/p", "git describe", 25)
    policy = Path(at.user_policy)
    policy.parent.mkdir(parents=True)
    policy.write_text(f'[[rule]]\nname = "mine"\n{verdict} = ["Bash(git describe *)"]\n')
    lesson = taught(db, at, logs)
    assert texts(lesson) == []
    assert lesson.learned.suppressed[0]["why"] == "mine asks or denies first"


def test_every_suggested_rule_reads_back_as_itself(db: sqlite3.Connection, at: Paths) -> None:
    offered = taught(db, at, SAMPLES, Window(SAMPLE_AS_OF)).learned.suggestions
    for each, scope in ((rule, whole.judged.candidate.scope) for whole in offered for rule in whole.members):
        fields = "\n".join(f"{key} = {json.dumps(value)}" for key, value in each.rule.items())
        (found,), problems = read_policy(f"[[rule]]\n{fields}\n", "x", "granted", scope)
        assert (problems, found.rule.id, found.rule.origin) == ([], each.id, "learned")


def test_a_project_that_moved_on_keeps_its_files_apart(
    db: sqlite3.Connection, at: Paths, logs: Path, tmp_path: Path
) -> None:
    project = tmp_path / "shop"
    (project / ".git").mkdir(parents=True)
    (project / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    for day in range(20):
        session = Session(str(project), f"s{day}", day)
        for name in ("a.ts", "b.ts"):
            edit: dict[str, object] = {
                "file_path": f"{project}/src/{name}",
                "old_string": "a",
                "new_string": "b",
            }
            session.call(
                "Edit", edit, {"permissionDecision": {"decision": "accept", "source": "user_temporary"}}
            )
        session.save(logs)
    (only,) = taught(db, at, logs).learned.suggestions
    assert only.rule["allow"] == ["Edit(./src/**/*.ts)"]
    assert only.judged.candidate.scope == f"{project}/.git"


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("2026-11-16T00:00:00Z", "2026-11-16T00:00:00.000Z"),
        ("2026-11-16T02:00:00+02:00", "2026-11-16T00:00:00.000Z"),
        ("2026-11-16", "2026-11-16T23:59:59.999Z"),
        ("soon", None),
    ],
)
def test_a_moment_is_read_as_utc(given: str, wanted: str | None) -> None:
    assert moment(given) == wanted


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("30d", "2026-10-17"),
        ("2w", "2026-11-02"),
        ("2026-11-01", "2026-11-01"),
        ("d", None),
        ("x", None),
        ("", None),
    ],
)
def test_a_span_is_counted_back_from_the_moment(given: str, wanted: str | None) -> None:
    assert since_day(given, SAMPLE_AS_OF) == wanted
