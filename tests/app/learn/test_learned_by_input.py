"""Rules learned from what a call's input says: an MCP tool with its target held fixed, agents and skills by name."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from assent.app.learn import adopt
from assent.app.learn.answers import Window
from assent.app.learn.ingest import ingest
from assent.app.learn.lesson import Lesson, learn
from assent.app.project import find
from assent.app.rules import in_force
from assent.app.verdict import decision_on
from assent.core.call import Call
from assent.core.facts import Facts
from assent.store.db import connect
from assent.store.paths import Paths, paths_of
from tests.app.sessions import AS_OF, NO, YES, Session

ALLOWED, NOTHING = "allow", ""


@pytest.fixture
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    home = tmp_path / "home"
    for name in ("shop", "blog"):
        (home / name / ".git").mkdir(parents=True)
        (home / name / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    monkeypatch.setenv("HOME", str(home))
    return paths_of(str(home), {}, managed=str(tmp_path / "etc"))


@pytest.fixture
def db(at: Paths) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(connect(at)) as opened:
        yield opened


def said(at: Paths, tool: str, given: Mapping[str, object], days: int, decided: dict[str, Any] = YES) -> None:
    """A call a day, twice in a session, from the first of October on."""
    for day in range(days):
        session = Session(
            str(Path(at.home) / "shop"), f"{tool}-{abs(hash(str(given)))}-{day}-{len(decided)}", day
        )
        for turn in range(2):
            session.call(tool, {**given, "title": f"t{day}-{turn}"}, decided)
        session.save(Path(at.home) / "logs")


def taught(db: sqlite3.Connection, at: Paths) -> Lesson:
    ingest(db, [str(Path(at.home) / "logs")], at.home)
    return learn(db, at, Window(AS_OF))


def offered(db: sqlite3.Connection, at: Paths) -> list[str]:
    return [each.text for each in taught(db, at).learned.suggestions]


def applied(db: sqlite3.Connection, at: Paths) -> None:
    lesson = taught(db, at)
    assert lesson.learned.suggestions
    grants = [grant for each in lesson.learned.suggestions for grant in adopt.grants_of(each)]
    assert not adopt.adopt(db, at, grants, [], lesson.roots, "2026-11-01").problems


def verdict(at: Paths, tool: str, given: dict[str, object], where: str = "shop") -> str:
    root = str(Path(at.home) / where)
    policy, trouble = in_force.policy(find(root, at.home), at)
    assert not trouble
    call = Call(tool, given, root, root)
    found = decision_on(call, policy, Facts(at.home, root, root), disk=False)
    return found.verdict if found.verdict == ALLOWED else NOTHING


ISSUE = "mcp__hub__get_issue"


def test_approved_for_one_target_only_it_is_learned_for_that_target(
    db: sqlite3.Connection, at: Paths
) -> None:
    said(at, ISSUE, {"owner": "me", "repo": "a.b", "number": 3}, 15)
    assert offered(db, at) == [f"{ISSUE} where owner = me, repo = a.b within net-read, only to hub"]


def test_approved_for_several_targets_it_is_learned_for_the_tool(db: sqlite3.Connection, at: Paths) -> None:
    for repo in ("a", "b", "c"):
        said(at, ISSUE, {"repo": repo}, 8)
    assert offered(db, at) == [f"{ISSUE} with any repo within net-read, only to hub"]


UNSEEN: dict[str, dict[str, object]] = {
    "channel": {"channel": "x"}, "url": {"url": "https://example.com"}, "to": {"to": "x"}, "host": {"host": "x"},
    "database": {"database": "x"}, "nested": {"options": {"url": "https://example.com"}}, "owner": {"owner": "you"},
    "alias": {"repository": "a"}, "other-case": {"Repo": "a"}, "in-a-list": {"filters": [{"project": "x"}]},
}  # fmt: skip


@pytest.mark.parametrize("more", UNSEEN.values(), ids=UNSEEN)
def test_learned_for_a_tool_it_does_not_cover_a_place_that_no_approved_call_said(
    db: sqlite3.Connection, at: Paths, more: dict[str, object]
) -> None:
    for repo in ("a", "b", "c"):
        said(at, ISSUE, {"repo": repo}, 8)
    applied(db, at)
    assert verdict(at, ISSUE, {"repo": "d", "number": 9}) == ALLOWED
    assert verdict(at, ISSUE, {"number": 9}) == ALLOWED
    assert verdict(at, ISSUE, {"repo": "a", **more}) == NOTHING


def test_a_place_that_some_approved_calls_said_is_covered_at_whatever_depth(
    db: sqlite3.Connection, at: Paths
) -> None:
    for given in ({"repo": "a"}, {"repo": "b", "path": "docs"}, {"repo": "c", "filter": {"team": "x"}}):
        said(at, ISSUE, given, 8)
    assert offered(db, at) == [f"{ISSUE} with any filter.team, path, repo within net-read, only to hub"]
    applied(db, at)
    assert verdict(at, ISSUE, {"repo": "d", "path": "src"}) == ALLOWED
    assert verdict(at, ISSUE, {"filter": {"team": "y"}}) == ALLOWED
    assert verdict(at, ISSUE, {"filter": {"team": "y", "url": "https://example.com"}}) == NOTHING
    assert verdict(at, ISSUE, {"repo": "d", "path": "~/.ssh/id_rsa"}) == NOTHING


def test_a_tool_that_was_never_told_where_to_go_is_learned_without_places(
    db: sqlite3.Connection, at: Paths
) -> None:
    said(at, ISSUE, {"number": 3}, 15)
    assert offered(db, at) == [f"{ISSUE} within net-read, only to hub"]
    applied(db, at)
    assert verdict(at, ISSUE, {"number": 9}) == ALLOWED
    assert verdict(at, ISSUE, {"number": 9, "repo": "a"}) == NOTHING


def test_refused_for_some_targets_it_is_learned_for_the_approved_ones(
    db: sqlite3.Connection, at: Paths
) -> None:
    said(at, ISSUE, {"repo": "a"}, 15)
    said(at, ISSUE, {"repo": "b"}, 15)
    said(at, ISSUE, {"repo": "secret"}, 4, NO)
    assert sorted(offered(db, at)) == [
        f"deny {ISSUE} where repo = secret",
        f"{ISSUE} where repo = a within net-read, only to hub",
        f"{ISSUE} where repo = b within net-read, only to hub",
    ]


@pytest.mark.parametrize(
    ("tool", "given", "expected"),
    [
        pytest.param(ISSUE, {"owner": "me", "repo": "a.b"}, ALLOWED, id="the-same"),
        pytest.param(ISSUE, {"owner": "me", "repo": "a.b", "number": 9}, ALLOWED, id="another-number"),
        pytest.param(ISSUE, {"owner": "me", "repo": "aXb"}, NOTHING, id="a-dot-is-no-wildcard"),
        pytest.param(ISSUE, {"owner": "me", "repo": "a.b\n"}, NOTHING, id="a-newline-behind"),
        pytest.param(ISSUE, {"owner": "me", "repo": "x/a.b"}, NOTHING, id="something-before"),
        pytest.param(ISSUE, {"owner": "me", "repo": "a.b/x"}, NOTHING, id="something-behind"),
        pytest.param(ISSUE, {"owner": "me", "repo": "A.B"}, NOTHING, id="other-case"),
        pytest.param(ISSUE, {"owner": "me", "repo": ["a.b"]}, NOTHING, id="a-list"),
        pytest.param(ISSUE, {"owner": "me", "repo": {"name": "a.b"}}, NOTHING, id="an-object"),
        pytest.param(ISSUE, {"owner": "me", "repo": None}, NOTHING, id="null"),
        pytest.param(ISSUE, {"owner": "you", "repo": "a.b"}, NOTHING, id="another-owner"),
        pytest.param(ISSUE, {"repo": "a.b"}, NOTHING, id="no-owner"),
        pytest.param(ISSUE, {}, NOTHING, id="no-input"),
        pytest.param("mcp__hub__get_issues", {"owner": "me", "repo": "a.b"}, NOTHING, id="another-tool"),
        pytest.param("mcp__hub__create_issue", {"owner": "me", "repo": "a.b"}, NOTHING, id="a-tool-that-writes"),
        pytest.param("mcp__hub2__get_issue", {"owner": "me", "repo": "a.b"}, NOTHING, id="another-server"),
        pytest.param(ISSUE, {"owner": "me", "repo": "a.b", "path": "~/.ssh/id_rsa"}, NOTHING, id="a-key-beside"),
    ],
)  # fmt: skip
def test_a_field_held_fixed_is_that_value_and_no_other(
    db: sqlite3.Connection, at: Paths, tool: str, given: dict[str, object], expected: str
) -> None:
    said(at, ISSUE, {"owner": "me", "repo": "a.b", "number": 3}, 15)
    applied(db, at)
    assert verdict(at, tool, given) == expected


@pytest.mark.parametrize(
    ("tool", "given", "where", "expected"),
    [
        pytest.param("Skill", {"skill": "review"}, "shop", ALLOWED, id="the-skill"),
        pytest.param("Skill", {"skill": "review", "args": "src"}, "shop", ALLOWED, id="the-skill-with-words"),
        pytest.param("Skill", {"skill": "review2"}, "shop", NOTHING, id="a-skill-that-begins-so"),
        pytest.param("Skill", {"skill": "other:review"}, "shop", NOTHING, id="a-skill-of-a-plugin"),
        pytest.param("Skill", {"skill": "review", "name": "release"}, "shop", NOTHING, id="two-skills-in-one-call"),
        pytest.param("Skill", {}, "shop", NOTHING, id="no-skill"),
        pytest.param("Skill", {"skill": "review"}, "blog", NOTHING, id="the-skill-of-another-project"),
        pytest.param("Agent", {"subagent_type": "reviewer", "prompt": "x"}, "shop", ALLOWED, id="the-agent"),
        pytest.param("Task", {"subagent_type": "reviewer"}, "shop", ALLOWED, id="the-agent-by-its-old-tool"),
        pytest.param("Agent", {"agent_type": "reviewer"}, "shop", ALLOWED, id="the-agent-by-another-field"),
        pytest.param("Agent", {"subagent_type": "reviewer", "agent_type": "deployer"}, "shop", NOTHING,
                     id="two-agents-in-one-call"),
        pytest.param("Agent", {"subagent_type": "Reviewer"}, "shop", NOTHING, id="an-agent-in-other-case"),
        pytest.param("Agent", {"subagent_type": "deployer"}, "shop", NOTHING, id="another-agent"),
        pytest.param("Agent", {"subagent_type": ["reviewer"]}, "shop", NOTHING, id="a-list-of-agents"),
        pytest.param("Agent", {"prompt": "reviewer"}, "shop", NOTHING, id="no-agent"),
        pytest.param("Agent", {"subagent_type": "reviewer"}, "blog", NOTHING, id="the-agent-of-another-project"),
    ],
)  # fmt: skip
def test_an_agent_and_a_skill_are_learned_by_name_in_their_project(
    db: sqlite3.Connection, at: Paths, tool: str, given: dict[str, object], where: str, expected: str
) -> None:
    said(at, "Skill", {"skill": "review"}, 15)
    said(at, "Agent", {"subagent_type": "reviewer", "prompt": "look"}, 15)
    applied(db, at)
    assert verdict(at, tool, given, where) == expected


@pytest.mark.parametrize(
    ("tool", "given"),
    [
        pytest.param("Agent", {"subagent_type": "reviewer", "agent_type": "deployer"}, id="two-names"),
        pytest.param("Skill", {"skill": "*"}, id="a-wildcard-for-a-name"),
        pytest.param("Skill", {"skill": "re(view)"}, id="brackets-in-a-name"),
        pytest.param("mcp__hub__delete_issue", {"repo": "a"}, id="a-tool-that-writes"),
        pytest.param("mcp__hub__get_and_delete", {"repo": "a"}, id="a-name-that-goes-on-writing"),
    ],
)
def test_what_is_never_learned_however_often_it_is_approved(
    db: sqlite3.Connection, at: Paths, tool: str, given: dict[str, object]
) -> None:
    said(at, tool, given, 25)
    assert offered(db, at) == []


def test_a_skill_needs_twelve_approvals_and_no_denial(db: sqlite3.Connection, at: Paths) -> None:
    said(at, "Skill", {"skill": "review"}, 4)
    assert offered(db, at) == []
    said(at, "Skill", {"skill": "review"}, 20)
    assert offered(db, at) == ["Skill(review) within unknown"]
    said(at, "Skill", {"skill": "review"}, 1, NO)
    assert offered(db, at) == []
