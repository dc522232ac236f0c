"""Rules of single projects for others: several as one for all, worktrees as one project, and what fits a new one."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from assent.app import amend
from assent.app.learn import adopt, evidence, transfer
from assent.app.learn.answers import Window
from assent.app.learn.ingest import ingest
from assent.app.learn.lesson import Lesson, learn
from assent.app.project import find
from assent.app.rules import in_force
from assent.app.verdict import decision_on
from assent.core.call import Call
from assent.core.facts import Facts
from assent.learning.moved import Fitting, Widened
from assent.learning.suggestion import Suggestion
from assent.store import rebuild, rules
from assent.store.db import connect
from assent.store.paths import Paths, paths_of
from tests.app.sessions import AS_OF, NO, Session, days_of

LATER = "2027-01-10T00:00:00.000Z"
FILES = {"shop": "pyproject.toml", "blog": "pyproject.toml", "tool": "pyproject.toml", "site": "package.json"}


@pytest.fixture
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    home = tmp_path / "home"
    for name, file in FILES.items():
        (home / name / ".git").mkdir(parents=True)
        (home / name / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
        (home / name / file).write_text("")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("CLAUDE_CONFIG_DIR", raising=False)
    return paths_of(str(home), {}, managed=str(tmp_path / "etc"))


@pytest.fixture
def db(at: Paths) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(connect(at)) as opened:
        yield opened


def root_of(at: Paths, name: str) -> str:
    return str(Path(at.home) / name)


def worked(at: Paths, name: str, command: str, days: int = 12) -> None:
    days_of(Path(at.home) / "logs", root_of(at, name), command, days)


def taught(db: sqlite3.Connection, at: Paths, until: str = AS_OF) -> Lesson:
    ingest(db, [str(Path(at.home) / "logs")], at.home)
    return learn(db, at, Window(until))


def accept(db: sqlite3.Connection, at: Paths, lesson: Lesson, *given: Suggestion) -> list[str]:
    grants = [
        grant
        for each in given
        for grant in adopt.grants_of(
            each,
            lambda member, each=each: evidence.behind(db, each, member, lesson.as_of),  # type: ignore[misc]  # bound to its own
        )
    ]
    done = adopt.adopt(db, at, grants, [], lesson.roots, "2026-11-01")
    assert not done.problems
    return done.granted


def granted_in(db: sqlite3.Connection, at: Paths, name: str, command: str) -> str:
    """A rule of one project alone, learned there."""
    worked(at, name, command)
    lesson = taught(db, at)
    (rule,) = accept(db, at, lesson, *lesson.learned.suggestions)
    return rule


def verdict(at: Paths, name: str, command: str) -> str:
    root = root_of(at, name)
    policy, trouble = in_force.policy(find(root, at.home), at)
    assert not trouble
    found = decision_on(
        Call("Bash", {"command": command}, root, root), policy, Facts(at.home, root, root), disk=False
    )
    return found.verdict if found.decider is not None and not found.decider.soft else ""


def standing(db: sqlite3.Connection) -> dict[str, str]:
    """The granted rules by id, with their project."""
    return {each.id: each.project for each in rules.all_rules(db) if each.layer == rules.GRANTED}


def widened(lesson: Lesson) -> list[Widened]:
    return [each for each in lesson.learned.suggestions if isinstance(each, Widened)]


def test_a_rule_of_three_projects_is_offered_as_one_that_replaces_them_and_undo_brings_them_back(
    db: sqlite3.Connection, at: Paths
) -> None:
    three = [granted_in(db, at, name, "pytest -q") for name in ("shop", "blog", "tool")]
    assert set(standing(db)) == set(three)
    lesson = taught(db, at)
    (one,) = widened(lesson)
    assert one.replaces == sorted(three)
    assert one.as_json()["replaces"] == sorted(three)
    assert one.judged.candidate.scope == "user"
    assert verdict(at, "site", "pytest -q") == ""
    accept(db, at, lesson, one)
    assert standing(db) == {one.id: ""}
    assert verdict(at, "site", "pytest -q") == verdict(at, "shop", "pytest -q") == "allow"
    assert widened(taught(db, at)) == []
    entry, problems = amend.undoing(db, one.id)
    assert entry is not None
    assert not problems
    amend.carry_out(at, db, amend.with_replaced(db, [entry]))
    assert set(standing(db)) == set(three)
    assert verdict(at, "site", "pytest -q") == ""
    assert verdict(at, "blog", "pytest -q") == "allow"


def one_for_three(db: sqlite3.Connection, at: Paths) -> Widened:
    """The rule for all projects that replaced those of three."""
    for name in ("shop", "blog", "tool"):
        granted_in(db, at, name, "pytest -q")
    lesson = taught(db, at)
    (one,) = widened(lesson)
    accept(db, at, lesson, one)
    return one


def test_what_replaced_others_is_the_same_after_a_rebuild_from_the_record(
    db: sqlite3.Connection, at: Paths
) -> None:
    one = one_for_three(db, at)
    db.close()
    rebuild.rebuild(at)
    with contextlib.closing(connect(at)) as again:
        assert standing(again) == {one.id: ""}
        entry, _ = amend.undoing(again, one.id)
        assert entry is not None
        amend.carry_out(at, again, amend.with_replaced(again, [entry]))
        assert len(standing(again)) == 3


def test_two_projects_are_not_enough_for_work_in_the_project(db: sqlite3.Connection, at: Paths) -> None:
    for name in ("shop", "blog"):
        granted_in(db, at, name, "pytest -q")
    assert widened(taught(db, at)) == []


def test_one_denied_again_and_again_in_one_project_is_not_offered_for_all(
    db: sqlite3.Connection, at: Paths
) -> None:
    for name in ("shop", "blog", "tool"):
        granted_in(db, at, name, "pytest -q")
    for day in range(20, 26):
        session = Session(root_of(at, "site"), f"no-{day}", day)
        session.run("pytest -q", NO)
        session.save(Path(at.home) / "logs")
    assert widened(taught(db, at)) == []


def test_the_age_of_answers_that_ended_with_the_grants_is_not_held_against_it(
    db: sqlite3.Connection, at: Paths
) -> None:
    for name in ("shop", "blog", "tool"):
        granted_in(db, at, name, "pytest -q")
    assert len(widened(taught(db, at, LATER))) == 1


def test_worktrees_of_one_repository_are_one_project(
    db: sqlite3.Connection, at: Paths, tmp_path: Path
) -> None:
    main, tree = Path(at.home) / "real", tmp_path / "home" / "trees" / "feature"
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main"]
    subprocess.run([*git, "init", "-q", str(main)], check=True)
    subprocess.run([*git, "-C", str(main), "commit", "-q", "--allow-empty", "-m", "first"], check=True)
    subprocess.run([*git, "-C", str(main), "worktree", "add", "-q", str(tree)], check=True)
    logs = Path(at.home) / "logs"
    days_of(logs, str(main), "make check", 4)
    days_of(logs, str(tree), "make check", 4)
    lesson = taught(db, at)
    (one,) = lesson.learned.suggestions
    assert one.as_json()["projects"] == 1
    assert one.as_json()["approvals"] == 16
    accept(db, at, lesson, one)
    assert verdict(at, "real", "make check") == "allow"
    assert verdict(at, "trees/feature", "make check") == "allow"
    assert verdict(at, "shop", "make check") == ""


def test_a_log_split_into_files_teaches_the_same(tmp_path: Path, at: Paths) -> None:
    rows = []
    for day in range(12):
        session = Session(root_of(at, "shop"), f"s{day}", day)
        session.run("pytest -q", times=2)
        session.run("git push origin main", NO)
        lines = session.text().splitlines(keepends=True)
        rows.append((f"s{day}", ["".join(lines[spot : spot + 2]) for spot in range(0, len(lines), 2)]))
    told = []
    for pieces in (1, 2, 3):
        logs = tmp_path / f"logs{pieces}"
        logs.mkdir()
        for name, calls in rows:
            for piece in range(pieces):
                text = "".join(calls[len(calls) * piece // pieces : len(calls) * (piece + 1) // pieces])
                (logs / f"{name}-{piece}.jsonl").write_text(text)
        there = paths_of(str(tmp_path / f"home{pieces}"), {}, managed=str(tmp_path / "etc"))
        with contextlib.closing(connect(there)) as db:
            ingest(db, [str(logs)], at.home)
            told.append(json.dumps(learn(db, there, Window(AS_OF)).as_json()["suggestions"]))
    assert told[0] == told[1] == told[2]
    assert "deny" in told[0]


def fitting(db: sqlite3.Connection, at: Paths, name: str) -> list[Fitting]:
    return transfer.fitting(db, at, find(root_of(at, name), at.home), "2026-11-01")


def test_what_a_project_was_granted_fits_a_new_one_of_the_same_kind(
    db: sqlite3.Connection, at: Paths
) -> None:
    granted_in(db, at, "shop", "pytest -q")
    (one,) = fitting(db, at, "blog")
    assert one.rule["allow"] == ["Bash(pytest *)"]
    assert (one.roots, one.kinds) == ([root_of(at, "shop")], ["python"])
    assert one.as_json()["approvals"] == 24
    assert fitting(db, at, "site") == []
    assert verdict(at, "blog", "pytest -q") == ""  # offered is not granted
    lesson = taught(db, at)
    lesson.roots[one.judged.candidate.scope] = root_of(at, "blog")
    accept(db, at, lesson, one)
    assert verdict(at, "blog", "pytest -q") == "allow"
    assert verdict(at, "tool", "pytest -q") == ""
    assert fitting(db, at, "blog") == []


@pytest.mark.parametrize(
    ("fields", "level", "expected"),
    [
        pytest.param({"allow": ["Bash(pytest *)"], "within": ["run-project"]}, 1, True, id="a-check"),
        pytest.param({"allow": ["Edit(./src/**)"], "within": ["write-project"]}, 1, True, id="a-folder"),
        pytest.param({"deny": ["Bash(git push *)"]}, None, True, id="a-denial"),
        pytest.param({"allow": ["Bash(npm test)"], "within": ["run-project"]}, 1, False, id="another-toolchain"),
        pytest.param({"allow": ["Bash(git fetch *)"], "within": ["net-read"], "to": ["origin"]}, 2, False, id="a-remote"),
        pytest.param({"allow": ["Bash(curl *)"], "within": ["net-read"], "to": ["pypi.org"]}, 2, True, id="a-host"),
        pytest.param({"allow": ["mcp__hub__get"], "within": ["net-read"], "to": ["hub"]}, 2, False, id="a-server"),
        pytest.param({"allow": ["Bash(git push *)"], "within": ["net-send"], "to": ["origin"]}, 3, False, id="a-push"),
        pytest.param({"allow": ["Bash(frob --x)"], "within": ["unknown"]}, 4, False, id="an-unfamiliar-command"),
        pytest.param({"allow": ["Skill(release)"], "within": ["unknown"]}, 4, False, id="a-skill"),
        pytest.param({"allow": ["Edit(~/notes/**)"], "within": ["write-project"]}, 1, False, id="a-path-of-the-home"),
        pytest.param({"allow": ["Edit(//srv/**)"], "within": ["write-project"]}, 1, False, id="a-path-of-the-machine"),
    ],
)  # fmt: skip
def test_only_what_means_the_same_there_goes_to_a_new_project(
    fields: dict[str, list[str]], level: int | None, expected: bool
) -> None:
    from assent.learning.archetypes import may_move

    assert may_move(fields, next(iter(fields)), level, ["python"]) == expected


def test_a_project_with_answers_of_its_own_is_offered_nothing_of_others(
    db: sqlite3.Connection, at: Paths
) -> None:
    granted_in(db, at, "shop", "pytest -q")
    worked(at, "blog", "git status", 10)
    taught(db, at)
    assert fitting(db, at, "blog") == []


def test_a_no_to_a_rule_of_others_is_silent(db: sqlite3.Connection, at: Paths) -> None:
    granted_in(db, at, "shop", "pytest -q")
    lesson = taught(db, at)
    adopt.adopt(db, at, [], fitting(db, at, "blog"), lesson.roots, "2026-11-01")
    assert fitting(db, at, "blog") == []
    assert len(fitting(db, at, "tool")) == 1


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        pytest.param(["pyproject.toml", "src"], ["python"], id="python"),
        pytest.param(["package.json", "Cargo.toml"], ["node", "rust"], id="two-kinds"),
        pytest.param(["main.tf", ".terraform"], ["terraform"], id="by-an-ending"),
        pytest.param(["app.csproj"], ["dotnet"], id="dotnet"),
        pytest.param([".tf", "README.md", "x.toml"], [], id="none"),
    ],
)
def test_a_project_is_of_a_kind_by_the_files_at_its_root(names: list[str], expected: list[str]) -> None:
    from assent.learning.archetypes import kinds_of

    assert kinds_of(names) == expected


def test_undoing_a_rule_that_a_refusal_suspended_brings_none_of_the_single_projects_back(
    db: sqlite3.Connection, at: Paths
) -> None:
    one = one_for_three(db, at)
    assert verdict(at, "shop", "pytest -q") == "allow"
    in_force.change(at, db, [rules.taking_out(one.id, "suspend", "you refused `pytest -q`")])
    entry, problems = amend.undoing(db, one.id)
    assert entry is not None, problems
    amend.carry_out(at, db, amend.with_replaced(db, [entry]))
    assert standing(db) == {}
    assert [verdict(at, name, "pytest -q") for name in ("shop", "blog", "tool")] == ["", "", ""]
