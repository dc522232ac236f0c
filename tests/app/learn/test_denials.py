"""Denials learned from real logs: what is offered, what never is, and that no approved call is stopped."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assent.app.learn import adopt, evidence
from assent.app.learn.answers import Window
from assent.app.learn.ingest import ingest
from assent.app.learn.lesson import Lesson, learn
from assent.app.project import find
from assent.app.rules import in_force
from assent.app.verdict import decision_on
from assent.core.call import Call
from assent.core.facts import Facts
from assent.learning.denied import Denial
from assent.store import rules
from assent.store.db import connect
from assent.store.paths import Paths, paths_of
from tests.app.sessions import AS_OF, BUILT_IN, CLASSIFIER, NO, RULE, YES, Session

MODE = {"permissionDecision": {"decision": "accept", "source": "config", "reasonType": "mode"}}
REDIRECT = {**NO, "userFeedback": "use the other one"}
Row = tuple[int, str, dict[str, Any]]


@pytest.fixture
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    home = tmp_path / "home"
    for name in ("shop", "blog", "tool"):
        (home / name / ".git").mkdir(parents=True)
        (home / name / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("CLAUDE_CONFIG_DIR", raising=False)
    return paths_of(str(home), {}, managed=str(tmp_path / "etc"))


@pytest.fixture
def db(at: Paths) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(connect(at)) as opened:
        yield opened


def said(at: Paths, tool: str, rows: list[tuple[int, object, dict[str, Any]]], where: str = "shop") -> None:
    """Calls of a tool, each on a day of October, in a session of its own day."""
    for number, (day, given, decided) in enumerate(rows):
        session = Session(str(Path(at.home) / where), f"{where}-{tool}-{day}-{number}", day)
        session.call(tool, {"command": given} if isinstance(given, str) else dict(given), decided)  # type: ignore[call-overload]  # an input
        session.save(Path(at.home) / "logs")


def ran(at: Paths, *rows: Row, where: str = "shop") -> None:
    said(at, "Bash", list(rows), where)


def lesson(db: sqlite3.Connection, at: Paths, window: Window | None = None) -> Lesson:
    ingest(db, [str(Path(at.home) / "logs")], at.home)
    return learn(db, at, window or Window(AS_OF))


def stops(given: Lesson) -> list[str]:
    return [each.text for each in given.learned.suggestions if isinstance(each, Denial)]


def denied(given: Lesson) -> Denial:
    (found,) = [each for each in given.learned.suggestions if isinstance(each, Denial)]
    return found


def verdict(at: Paths, command: str, where: str = "shop", mode: str = "default") -> str:
    root = str(Path(at.home) / where)
    policy, _ = in_force.policy(find(root, at.home), at)
    call = Call("Bash", {"command": command}, root, root, mode=mode)
    found = decision_on(call, policy, Facts(at.home, root, root), disk=False)
    return found.verdict if found.decider is not None else ""


PUSH = "git push origin main"
REFUSED = [(20, PUSH, NO), (22, PUSH, NO), (24, PUSH, NO), (26, PUSH, NO)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(REFUSED, [f"deny Bash({PUSH})"], id="the-same-call-again-and-again"),
        pytest.param(
            [(20, PUSH, NO), (22, "git push origin dev", NO), (24, "git push -u origin x", NO)],
            ["deny Bash(git push:*)"],
            id="different-words-after-the-verb",
        ),
        pytest.param(
            [*((20 + 2 * n, f"git push --force origin b{n}", NO) for n in range(4)),
             *((20 + n, f"git push origin b{n}", YES) for n in range(6))],
            ["deny Bash(git push:*) with history"],
            id="only-the-forced-ones-beside-approved-ones",
        ),
        pytest.param(
            [(20, "docker build .", NO), (22, "docker ps", NO), (24, "docker run x", NO), (26, "docker pull x", NO)],
            ["deny Bash(docker:*)"],
            id="one-program-whatever-it-does",
        ),
        pytest.param(REFUSED[:2], [], id="twice-is-not-again-and-again"),
        pytest.param([(20, PUSH, NO)] * 5, [], id="one-day-is-one-decision"),
        pytest.param([(20, PUSH, REDIRECT), (22, PUSH, REDIRECT), (24, PUSH, REDIRECT)], [], id="redirects-are-half"),
        pytest.param(
            [*((10 + n, PUSH, NO) for n in range(8)), (20, PUSH, YES), (21, PUSH, YES)],
            [f"ask Bash({PUSH})"],
            id="mostly-refused-is-asked",
        ),
        pytest.param(
            [*((10 + n, PUSH, NO) for n in range(4)), *((16 + n, PUSH, YES) for n in range(6))],
            [],
            id="as-often-approved-as-refused",
        ),
        pytest.param([*REFUSED, (27, PUSH, RULE)], [], id="the-users-own-rule-lets-it-run"),
        pytest.param([*REFUSED, (27, PUSH, BUILT_IN)], [], id="the-agent-never-asks-about-it"),
        pytest.param([*REFUSED, (27, PUSH, MODE)], [f"deny Bash({PUSH})"], id="a-mode-let-it-run"),
        pytest.param([*REFUSED, (27, PUSH, CLASSIFIER)], [f"deny Bash({PUSH})"], id="the-classifier-let-it-run"),
        pytest.param(
            [*((20 + n, f"git push origin b{n}", NO) for n in range(4)), (27, "git push --force origin x", CLASSIFIER)],
            [],
            id="a-mode-let-another-kind-run",
        ),
        pytest.param(
            [*((20 + n, f"cd src && git push origin b{n}", NO) for n in range(4)), (27, "cd src && ls", YES)],
            ["deny Bash(git push:*)"],
            id="the-gravest-part-is-blamed",
        ),
    ],
)  # fmt: skip
def test_what_is_refused_again_and_again_is_offered_as_narrow_as_it_was(
    db: sqlite3.Connection, at: Paths, rows: list[Row], expected: list[str]
) -> None:
    ran(at, *rows)
    assert stops(lesson(db, at)) == expected


@pytest.mark.parametrize(
    ("tool", "inputs", "expected"),
    [
        pytest.param("WebFetch", [{"url": f"https://a.example/{n}"} for n in range(4)],
                     "deny WebFetch(domain:a.example)", id="a-host"),
        pytest.param("mcp__db__run_sql", [{"database": "prod", "sql": f"select {n}"} for n in range(4)],
                     "deny mcp__db__run_sql where database = prod", id="one-value-of-a-field"),
        pytest.param("mcp__db__run_sql", [{"database": f"d{n}"} for n in range(4)],
                     "deny mcp__db__run_sql", id="a-tool-of-a-server"),
        pytest.param("Agent", [{"subagent_type": "deployer", "prompt": f"p{n}"} for n in range(4)],
                     "deny Agent(deployer)", id="an-agent"),
        pytest.param("Skill", [{"skill": "release"} for _ in range(4)], "deny Skill(release)", id="a-skill"),
        pytest.param("Edit", [{"file_path": "db/schema.sql", "old_string": "a", "new_string": f"{n}"} for n in range(4)],
                     "deny Edit(./db/schema.sql)", id="a-file"),
        pytest.param("Write", [{"file_path": f"gen/f{n}.py", "content": ""} for n in range(4)],
                     "deny Edit(./gen/**/*.py)", id="files-of-a-folder"),
    ],
)  # fmt: skip
def test_every_kind_of_tool_can_be_refused(
    db: sqlite3.Connection, at: Paths, tool: str, inputs: list[dict[str, Any]], expected: str
) -> None:
    rows = [(20 + 2 * number, {**given}, NO) for number, given in enumerate(inputs)]
    for _, given, _ in rows:
        if "file_path" in given:
            given["file_path"] = str(Path(at.home) / "shop" / given["file_path"])
    said(at, tool, rows)  # type: ignore[arg-type]  # inputs as they stand in logs
    assert stops(lesson(db, at)) == [expected]


def test_a_denial_that_is_accepted_holds_in_modes_that_ask_nobody(db: sqlite3.Connection, at: Paths) -> None:
    ran(at, *((20 + n, f"git push origin b{n}", NO) for n in range(5)), (27, "git fetch origin", YES))
    found = lesson(db, at)
    given = denied(found)
    grants = adopt.grants_of(given, lambda member: evidence.behind(db, given, member, found.as_of))
    done = adopt.adopt(db, at, grants, [], found.roots, "2026-11-01")
    assert done.granted == [given.id]
    assert not done.problems
    for mode in ("default", "bypassPermissions", "auto", "acceptEdits"):
        assert verdict(at, "git push origin new", mode=mode) == "deny"
    assert verdict(at, "git -C . push origin new") == "deny"
    assert verdict(at, "git fetch origin") != "deny"
    assert verdict(at, "git push origin new", where="blog") != "deny"
    assert stops(lesson(db, at)) == []  # it is in force
    kept = rules.history(db, given.id)[0].after["evidence"]
    assert kept["denials"] == 5
    assert len(kept["calls"]) == 5
    trail = (Path(at.home) / "shop/.claude/permissions_auto_generated.md").read_text()
    assert "deny `Bash(git push *)`" in trail
    assert "- You refused: `git push origin b4`" in trail
    in_force.change(at, db, [rules.undoing(db)])
    assert verdict(at, "git push origin new") != "deny"


def test_refused_in_two_projects_it_holds_in_all(db: sqlite3.Connection, at: Paths) -> None:
    for where in ("shop", "blog"):
        ran(at, *((20 + n, f"git push origin b{n}", NO) for n in range(3)), where=where)
    assert denied(lesson(db, at)).judged.candidate.scope == "user"


def test_refused_in_one_project_and_approved_in_another_it_holds_in_the_one(
    db: sqlite3.Connection, at: Paths
) -> None:
    ran(at, *((20 + n, f"git push origin b{n}", NO) for n in range(4)))
    ran(at, *((20 + n, f"git push origin b{n}", YES) for n in range(4)), where="blog")
    given = denied(lesson(db, at))
    assert given.judged.candidate.scope.startswith(str(Path(at.home) / "shop"))


def test_in_auto_mode_approvals_teach_nothing_and_refusals_do(db: sqlite3.Connection, at: Paths) -> None:
    ran(at, *((10 + n, "make check", CLASSIFIER) for n in range(15)))
    ran(
        at, *((20 + n, f"git push origin b{n}", NO) for n in range(4)), (25, "git push origin b9", CLASSIFIER)
    )
    found = lesson(db, at)
    assert [each.text for each in found.learned.suggestions] == ["deny Bash(git push:*)"]


def test_approvals_before_the_window_are_not_stopped_either(db: sqlite3.Connection, at: Paths) -> None:
    ran(at, (1, "git push origin b0", YES), *((20 + n, f"git push origin b{n}", NO) for n in range(4)))
    assert stops(lesson(db, at, Window(AS_OF, "2026-10-15"))) == []


@pytest.mark.parametrize("decided", [YES, RULE], ids=["approved", "run-unasked"])
@pytest.mark.parametrize(
    "command", ["sudo -n git push origin q", "env A=1 git push origin q", "git -C . push origin q"]
)
def test_a_call_behind_a_wrapper_counts_against_the_pattern(
    db: sqlite3.Connection, at: Paths, command: str, decided: dict[str, Any]
) -> None:
    ran(at, *((20 + n, f"git push origin b{n}", NO) for n in range(4)), (26, command, decided))
    assert not [text for text in stops(lesson(db, at)) if text.startswith("deny Bash(git push:*)")]


def test_its_examples_say_what_it_stops_and_what_not(db: sqlite3.Connection, at: Paths) -> None:
    ran(at, *((20 + n, f"git push origin b{n}", NO) for n in range(4)), (26, "git fetch origin", YES))
    given = denied(lesson(db, at))
    assert given.rule["deny"] == ["Bash(git push *)"]
    assert given.rule["yes"] == ["git push origin b3", "git push origin b2", "git push origin b1"]
    assert given.rule["no"] == ["git fetch origin"]
    shown = given.as_json()
    assert (shown["denials"], shown["approvals"], shown["days"], shown["sessions"]) == (4, 0, 4, 4)
    assert shown["denied_nearby"][0]["call"] == "git push origin b3"
    assert shown["would_not_stop"] == ["git fetch origin"]
    assert json.loads(json.dumps(shown)) == shown


def test_a_no_silences_it_and_what_holds_the_same_refusals_and_more_evidence_brings_it_back(
    db: sqlite3.Connection, at: Paths
) -> None:
    ran(at, *((18 + n, f"git push origin b{n}", NO) for n in range(4)))
    found = lesson(db, at)
    adopt.adopt(db, at, [], [denied(found)], found.roots, "2026-11-01")
    assert stops(lesson(db, at)) == []
    ran(at, *((22 + n, "git push origin zz", NO) for n in range(4)))
    assert stops(lesson(db, at)) == []  # narrower than what was refused
    ran(at, *((25 + n % 5, f"git push origin c{n}", NO) for n in range(12)))
    assert stops(lesson(db, at)) == ["deny Bash(git push:*)"]
