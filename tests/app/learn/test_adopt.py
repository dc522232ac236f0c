"""Accepted suggestions in force, in the client's list, in the trail; rejected ones silent."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from assent.agents.claude import settings as claude
from assent.agents.claude.edit import our_commands
from assent.app import amend, install
from assent.app.learn import adopt, trail
from assent.app.learn.adopt import Adopted, grants_of, sync_native
from assent.app.learn.answers import Window
from assent.app.learn.ingest import ingest
from assent.app.learn.lesson import Lesson, learn
from assent.app.project import find
from assent.app.rules import in_force
from assent.app.verdict import decision_on
from assent.core.call import Call
from assent.core.facts import Facts
from assent.learning.levels import USER
from assent.learning.suggestion import Suggestion
from assent.policy.identity import rule_id
from assent.store import rules, suppressions
from assent.store.db import StoreError, connect
from assent.store.paths import Paths, paths_of
from tests.app.sessions import AS_OF, days_of


@pytest.fixture
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("CLAUDE_CONFIG_DIR", raising=False)
    return paths_of(str(home), {}, managed=str(tmp_path / "etc"))


@pytest.fixture
def db(at: Paths) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(connect(at)) as opened:
        yield opened


@pytest.fixture
def project(tmp_path: Path, at: Paths) -> Path:
    root = Path(at.home) / "shop"
    (root / ".git").mkdir(parents=True)
    (root / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    del tmp_path
    return root


def lesson_of(db: sqlite3.Connection, at: Paths, logs: Path) -> Lesson:
    ingest(db, [str(logs)], at.home)
    return learn(db, at, Window(AS_OF))


def taught(db: sqlite3.Connection, at: Paths, project: Path, *commands: str) -> Lesson:
    """What twenty-five days of approving these commands in the project teach."""
    logs = Path(at.home) / "logs"
    for command in commands:
        days_of(logs, str(project), command, 25)
    return lesson_of(db, at, logs)


def accept(db: sqlite3.Connection, at: Paths, lesson: Lesson, *given: Suggestion) -> Adopted:
    grants = [grant for each in given or lesson.learned.suggestions for grant in grants_of(each)]
    return adopt.adopt(db, at, grants, [], lesson.roots, "2026-11-01")


def verdict(at: Paths, project: Path, command: str) -> str:
    policy, _ = in_force.policy(find(str(project), at.home), at)
    call = Call("Bash", {"command": command}, str(project), str(project))
    return decision_on(call, policy, Facts(at.home, str(project)), disk=False).verdict


def local(project: Path) -> Path:
    return project / ".claude" / "settings.local.json"


def test_a_granted_rule_holds_at_once_and_its_neighbours_still_ask(
    db: sqlite3.Connection, at: Paths, project: Path
) -> None:
    lesson = taught(db, at, project, "git describe", "git ls-tree HEAD")
    assert verdict(at, project, "git describe --all") == "ask"
    accept(db, at, lesson)
    for command in ("git describe --all", "git ls-tree HEAD", "git -C . log -1", "git log | head"):
        assert verdict(at, project, command) == "allow", command
    for command in (
        "git push --force",
        "git -c alias.x='!sh' x",
        "git status > ~/.bashrc",
        "git describe; frob",
    ):
        assert verdict(at, project, command) != "allow", command


def test_a_project_rule_holds_in_its_project_only(db: sqlite3.Connection, at: Paths, project: Path) -> None:
    accept(db, at, taught(db, at, project, "pytest -q"))
    other = project.with_name("other")
    (other / ".git").mkdir(parents=True)
    (other / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    assert verdict(at, project, "pytest -q") == "allow"
    assert verdict(at, other, "pytest -q") == "ask"


def test_learning_again_after_a_grant_adds_nothing(db: sqlite3.Connection, at: Paths, project: Path) -> None:
    accept(db, at, taught(db, at, project, "pytest -q", "git describe"))
    again = lesson_of(db, at, Path(at.home) / "logs")
    assert again.learned.suggestions == []
    assert again.covered == 100


def test_exact_commands_go_into_the_projects_local_settings_and_nothing_else_changes(
    db: sqlite3.Connection, at: Paths, project: Path
) -> None:
    local(project).parent.mkdir()
    before = '{\n  "permissions": {\n    "allow": [ "Bash(ls:*)" ]\n  },\n  "other": 1\n}\n'
    local(project).write_text(before)
    done = accept(db, at, taught(db, at, project, "make check"))
    assert done.entries == {str(local(project)): ["Bash(make check)"]}
    now = json.loads(local(project).read_text())
    assert now == {"permissions": {"allow": ["Bash(ls:*)", "Bash(make check)"]}, "other": 1}


def test_taking_the_rule_back_takes_its_entry_out_to_the_byte(
    db: sqlite3.Connection, at: Paths, project: Path
) -> None:
    local(project).parent.mkdir()
    before = '{\n  "permissions": {\n    "allow": [ "Bash(ls:*)" ]\n  }\n}\n'
    local(project).write_text(before)
    done = accept(db, at, taught(db, at, project, "make check"))
    in_force.change(at, db, [rules.undoing(db)])
    sync_native(db, at, f"{project}/.git", str(project), done)
    assert local(project).read_text() == before


def test_open_prefixes_are_never_told_to_the_client(db: sqlite3.Connection, at: Paths, project: Path) -> None:
    done = accept(db, at, taught(db, at, project, "pytest -q", "git describe", "git ls-tree HEAD"))
    assert done.granted
    assert done.entries == {}
    assert not local(project).exists()


def test_granting_twice_adds_one_entry(db: sqlite3.Connection, at: Paths, project: Path) -> None:
    lesson = taught(db, at, project, "make check")
    accept(db, at, lesson)
    text = local(project).read_text()
    accept(db, at, lesson)
    assert local(project).read_text() == text


def test_a_user_rule_goes_beside_our_hook_and_survives_a_new_installation(
    db: sqlite3.Connection, at: Paths, project: Path
) -> None:
    path = Path(at.home) / ".claude" / "settings.json"
    path.parent.mkdir()
    before = '{"model": "x"}\n'
    path.write_text(before)
    install.write_plan(install.plan(at, []), at)
    body = {"name": "s", "allow": ["Bash(git status *)"], "within": ["read-project"], "yes": ["git status"]}
    identity = rule_id(body, "allow", USER)
    in_force.change(at, db, [rules.adding(rules.Stored(identity, "allow", body, "s"))])
    done = Adopted()
    assert sync_native(db, at, USER, "", done) == ["Bash(git status *)"]
    assert done.problems == []
    install.write_plan(install.plan(at, []), at)
    now = json.loads(path.read_text())
    assert now["permissions"]["allow"] == ["Bash(git status *)"]
    assert set(our_commands(path.read_text())) == set(claude.EVENTS)
    install.write_plan(install.undo_plan(at), at)
    assert path.read_text() == before
    del project


def test_a_linked_settings_file_is_left_alone_and_said_so(
    db: sqlite3.Connection, at: Paths, project: Path, tmp_path: Path
) -> None:
    target = tmp_path / "dotfiles.json"
    target.write_text("{}\n")
    local(project).parent.mkdir()
    local(project).symlink_to(target)
    done = accept(db, at, taught(db, at, project, "make check"))
    assert target.read_text() == "{}\n"
    assert local(project).is_symlink()
    assert ["link" in problem.what for problem in done.problems] == [True]
    assert verdict(at, project, "make check") == "allow"


def test_invalid_settings_are_left_alone_and_the_rule_holds(
    db: sqlite3.Connection, at: Paths, project: Path
) -> None:
    local(project).parent.mkdir()
    local(project).write_text("{ not json")
    done = accept(db, at, taught(db, at, project, "make check"))
    assert local(project).read_text() == "{ not json"
    assert done.problems
    assert verdict(at, project, "make check") == "allow"


def test_each_project_grant_is_explained_in_the_project(
    db: sqlite3.Connection, at: Paths, project: Path
) -> None:
    done = accept(db, at, taught(db, at, project, "make check"))
    text = (project / ".claude" / "permissions_auto_generated.md").read_text()
    for words in (
        "2026-11-01 `Bash(make check) within run-project`",
        "- Confidence: 94% (frequency 0.96, consistency 1.00, recency 0.98)",
        "50 approvals, 0 denials in 25 sessions on 25 days, last 2026-10-25",
        "In the agent's own list: `Bash(make check)`",
        f"Undo: `assent rules undo {done.granted[0]}`",
    ):
        assert words in text


def test_grants_are_appended_and_old_paragraphs_stay(
    db: sqlite3.Connection, at: Paths, project: Path
) -> None:
    path = project / ".claude" / "permissions_auto_generated.md"
    path.parent.mkdir()
    path.write_text("my own words\n")
    accept(db, at, taught(db, at, project, "make check"))
    accept(db, at, taught(db, at, project, "pytest -q"))
    text = path.read_text()
    assert text.startswith("my own words\n")
    assert text.count("\n## ") == 2


def test_a_user_wide_grant_is_explained_in_the_users_own_trail(
    db: sqlite3.Connection, at: Paths, project: Path
) -> None:
    logs = Path(at.home) / "logs"
    days_of(logs, str(project.with_name("two")), "git describe", 25)
    lesson = taught(db, at, project, "git describe")
    assert [each.judged.candidate.scope for each in lesson.learned.suggestions] == [USER]
    done = accept(db, at, lesson)
    assert done.trails == [f"{at.data}/permissions_auto_generated.md"]
    assert not (project / ".claude").exists()


def test_a_trail_behind_a_link_is_not_written(
    db: sqlite3.Connection, at: Paths, project: Path, tmp_path: Path
) -> None:
    target = tmp_path / "rc"
    target.write_text("mine\n")
    (project / ".claude").mkdir()
    (project / ".claude" / "permissions_auto_generated.md").symlink_to(target)
    done = accept(db, at, taught(db, at, project, "make check"))
    assert target.read_text() == "mine\n"
    assert done.trails == []
    assert len(done.problems) == 1


def test_a_narrower_grant_is_of_the_project_with_most_approvals(
    db: sqlite3.Connection, at: Paths, project: Path
) -> None:
    logs = Path(at.home) / "logs"
    days_of(logs, "/srv/aaa", "git describe", 20)
    days_of(logs, "/srv/zzz", "git describe", 22)
    lesson = taught(db, at, project, "git describe")
    (only,) = lesson.learned.suggestions
    narrow = lesson.narrower(only)
    assert narrow is not None
    assert narrow.judged.candidate.scope == f"{project}/.git"
    assert narrow.judged.confidence.raw_yes == 50
    accept(db, at, lesson, narrow)
    assert verdict(at, project, "git describe") == "allow"
    assert [each.project for each in rules.in_force(db, f"{project}/.git")] == [f"{project}/.git"]
    assert rules.in_force(db) == []


def test_what_is_narrower_still_has_a_longer_beginning_and_then_there_is_nothing_narrower(
    db: sqlite3.Connection, at: Paths, project: Path
) -> None:
    (only,) = taught(db, at, project, "git describe", "git ls-tree HEAD").learned.suggestions
    lesson = lesson_of(db, at, Path(at.home) / "logs")
    assert only.title == "Bash(git:*)"
    narrow = lesson.narrower(only)
    assert narrow is not None
    assert narrow.title in ("Bash(git describe:*)", "Bash(git ls-tree:*)")
    assert lesson.narrower(narrow) is None


def test_files_in_projects_are_named_before_they_are_written(
    db: sqlite3.Connection, at: Paths, project: Path
) -> None:
    lesson = taught(db, at, project, "make check", "git describe")
    named = adopt.will_write(at, lesson.learned.suggestions, lesson.roots)
    done = accept(db, at, lesson)
    inside = [path for path in (*done.entries, *done.trails) if path.startswith(str(project))]
    assert sorted(named) == sorted(inside)
    assert len(inside) == 2


def test_a_rehearsal_writes_nothing_outside_the_database(
    db: sqlite3.Connection, at: Paths, project: Path
) -> None:
    lesson = taught(db, at, project, "make check")
    grants = [grant for each in lesson.learned.suggestions for grant in grants_of(each)]
    done = adopt.adopt(db, at, grants, [], lesson.roots, "2026-11-01", rehearsal=True)
    assert len(done.granted) == 1
    assert not (project / ".claude").exists()


def test_files_that_git_would_list_are_named_with_the_place_that_keeps_them_out(
    db: sqlite3.Connection, at: Paths, project: Path
) -> None:
    subprocess.run(["git", "init", "-q", str(project)], check=True)
    (project / ".git/info").mkdir(exist_ok=True)
    exclude = project / ".git/info/exclude"
    exclude.write_text(".claude/settings.local.json\n")
    done = accept(db, at, taught(db, at, project, "make check"))
    assert done.listed_by_git == {str(exclude): [".claude/permissions_auto_generated.md"]}
    exclude.write_text(".claude/\n")
    assert accept(db, at, lesson_of(db, at, project)).listed_by_git == {}


def test_an_entry_of_the_persons_own_is_taken_out_and_the_rest_stays(
    db: sqlite3.Connection, at: Paths, project: Path
) -> None:
    path = Path(at.home) / ".claude" / "settings.json"
    path.parent.mkdir()
    path.write_text('{"permissions": {"allow": ["Bash(git:*)", "Bash(ls:*)"]}}\n')
    install.write_plan(install.plan(at, []), at)
    assert adopt.take_out(at, str(path), "Bash(git:*)") is None
    assert json.loads(path.read_text())["permissions"]["allow"] == ["Bash(ls:*)"]
    assert amend.installed(at)
    install.write_plan(install.undo_plan(at), at)
    assert json.loads(path.read_text()) == {"permissions": {"allow": ["Bash(ls:*)"]}}
    del db, project


def test_a_rejected_suggestion_is_silent_in_every_scope(
    db: sqlite3.Connection, at: Paths, project: Path
) -> None:
    logs = Path(at.home) / "logs"
    days_of(logs, str(project.with_name("two")), "git describe", 25)
    lesson = taught(db, at, project, "git describe")
    done = adopt.adopt(db, at, [], lesson.learned.suggestions, lesson.roots, "2026-11-01")
    assert (done.granted, done.silenced) == ([], [each.id for each in lesson.learned.suggestions])
    assert suppressions.known(db)
    again = lesson_of(db, at, logs)
    assert again.learned.suggestions == []
    assert again.learned.suppressed


def test_a_rule_that_does_not_read_back_as_shown_is_refused(
    db: sqlite3.Connection, at: Paths, project: Path
) -> None:
    lesson = taught(db, at, project, "make check")
    [grant] = grants_of(lesson.learned.suggestions[0])
    grant.shown["rule"]["allow"] = ["Bash(make *)"]
    with pytest.raises(StoreError, match="is not the rule that was shown"):
        adopt.adopt(db, at, [grant], [], lesson.roots, "2026-11-01")
    assert rules.in_force(db, f"{project}/.git") == []


def test_backticks_and_line_ends_cannot_break_the_trail() -> None:
    shown = {
        "id": "i", "text": "Bash(x)", "level": 4, "confidence": 0.9, "frequency": 1.0, "consistency": 1.0,
        "recency": 1.0, "approvals": 1, "denials": 0, "sessions": 1, "days": 1, "last_used": "2026-01-01",
        "rule": {"name": "n", "allow": ["Bash(x)"], "within": [], "yes": ["a `b`\n# c\n- Undo: `d`"]},
    }  # fmt: skip
    lines = trail.paragraph(shown, "2026-01-01", []).splitlines()
    assert "- You ran: `` a `b` # c - Undo: `d` ``" in lines
    assert [line for line in lines if line.startswith("#")] == ["## 2026-01-01 `Bash(x)`"]
