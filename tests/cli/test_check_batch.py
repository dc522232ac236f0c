"""`assent check --batch`: each line in its own place, by our rules or by the agent's own, and an answer whatever is in it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from assent.app import batch, state
from assent.app.check import FROM_LINE
from assent.app.project import Project
from assent.app.rules import in_force
from assent.core.policy import Policy
from assent.store.paths import Paths
from tests.cli.conftest import Home


def call(command: str, **more: object) -> dict[str, object]:
    return {"tool": "Bash", "input": {"command": command}, "cwd": "/h/p", **more}


def answered(home: Home, *lines: object, words: tuple[str, ...] = (), code: int = 0) -> list[dict[str, Any]]:
    typed = b"".join(
        (each if isinstance(each, bytes) else json.dumps(each).encode()) + b"\n" for each in lines
    )
    done = home.run("check", "--batch", "-", *words, typed=typed, code=code)
    assert done.out.isascii()
    return [json.loads(each) for each in done.out.splitlines()]


def verdicts(found: list[dict[str, Any]]) -> list[str]:
    return [each["verdict"] for each in found]


@pytest.fixture
def other(fresh: Home) -> Path:
    """A second project, with a declared denial of its own."""
    made = fresh.path / "work/q"
    (made / ".git").mkdir(parents=True)
    (made / ".git/HEAD").write_text("ref: refs/heads/main\n")
    fresh.write("work/q/.assent/policy.toml", '[[rule]]\ndeny = ["Bash(make ship)"]\n')
    return made


# ------------------------------------------------------------------------------------------ each line's own project


def test_each_line_is_judged_by_the_rules_declared_and_granted_in_its_own_project(
    fresh: Home, other: Path
) -> None:
    fresh.run("rules", "add", "Bash(make test)", "--project", str(other))
    fresh.run("rules", "add", "Bash(make all)", "--project", str(fresh.project))
    here, there = ({"cwd": str(at), "project": str(at)} for at in (fresh.project, other))
    asked = [call(f"make {name}", **at) for name in ("test", "all", "ship") for at in (here, there)]
    found = answered(fresh, *asked)
    assert verdicts(found) == ["ask", "allow", "allow", "ask", "ask", "deny"]
    assert found[1]["decider"]["layer"] == "granted"


def test_a_line_without_a_project_is_of_the_one_its_directory_lies_in_or_of_the_one_named(
    fresh: Home, other: Path
) -> None:
    asked = call("make ship", cwd=str(other))
    assert verdicts(answered(fresh, asked)) == ["deny"]
    named = call("make ship", cwd=str(fresh.project))
    assert verdicts(answered(fresh, named)) == ["ask"]
    assert verdicts(answered(fresh, named, words=("--project", str(other)))) == ["deny"]
    own = {**named, "project": str(fresh.project)}
    assert verdicts(answered(fresh, own, words=("--project", str(other)))) == ["ask"]


def test_a_project_is_found_through_a_link(fresh: Home, other: Path) -> None:
    (fresh.path / "link").symlink_to(other)
    at = str(fresh.path / "link")
    asked = call("make ship", cwd=at, project=at)
    assert verdicts(answered(fresh, asked)) == ["deny"]
    assert verdicts(answered(fresh, asked, words=("--facts", "disk"))) == ["deny"]


def test_a_policy_is_loaded_once_for_each_project(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    loads: list[str] = []
    load = in_force.policy
    monkeypatch.setenv("HOME", str(tmp_path))

    def counted(place: Project, at: Paths) -> tuple[Policy, str]:
        loads.append(place.key)
        return load(place, at)

    monkeypatch.setattr(in_force, "policy", counted)
    judge = batch.by_rules(batch.Policies(state.paths(), pytest.fail).of)
    given = batch.Given(str(tmp_path), facts_from=FROM_LINE)
    lines = [json.dumps(call("ls", cwd=f"/h/{n % 3}/sub", project=f"/h/{n % 3}")).encode() for n in range(30)]
    assert len(list(batch.answers(lines, given, judge))) == 30
    assert loads == ["/h/0", "/h/1", "/h/2"]


def test_a_line_says_more_than_the_options(fresh: Home) -> None:
    rules = '[[rule]]\ndeny = ["Bash(make *)"]\nagents = ["claude"]\n'
    words = ("--policy", str(fresh.write("only.toml", rules)), "--agent", "claude")
    assert verdicts(answered(fresh, call("make a", agent="codex"), call("make a"), words=words)) == [
        "ask",
        "deny",
    ]


# ------------------------------------------------------------------------------------------ by the agent itself


def test_an_agent_answers_a_file_in_order_and_in_our_words(fresh: Home) -> None:
    text = '{"permissions": {"allow": ["Bash(make:*)"], "deny": ["Bash(make ship)", "Read(./.env)"]}}'
    words = ("--native", "claude", "--settings", str(fresh.write("s.json", text)))
    asked = [
        call("make x", id="a"),
        call("make ship", id="b"),
        call("cargo b", id="c"),
        b"{",
        call("cat link", id="e", links={"/h/p/link": "/h/p/.env"}),
        call("cargo b", id="f", mode="dontAsk"),
    ]
    found = answered(fresh, *asked, words=words, code=2)
    assert [each["id"] for each in found] == ["a", "b", "c", 4, "e", "f"]
    assert [each.get("verdict") for each in found] == ["allow", "deny", "ask", None, "deny", "deny"]
    assert list(found[0]) == ["id", "verdict", "why", "agent"]
    assert "not JSON" in found[3]["error"]


def test_an_agent_answers_each_line_under_the_settings_of_its_home_and_project(
    fresh: Home, other: Path
) -> None:
    fresh.settings.write_text('{"permissions": {"allow": ["Bash(make:*)"]}}')
    fresh.write("work/q/.claude/settings.local.json", '{"permissions": {"deny": ["Bash(make ship)"]}}')
    asked = [
        call("make ship", cwd=str(at), project=str(at), **more)
        for at, more in ((fresh.project, {}), (other, {}), (fresh.project, {"home": "/nowhere"}))
    ]
    assert verdicts(answered(fresh, *asked, words=("--native", "claude"))) == ["allow", "deny", "ask"]


def test_an_agent_answers_with_the_links_of_this_machine(fresh: Home) -> None:
    (fresh.project / "link").symlink_to(".env")
    settings = fresh.write("s.json", '{"permissions": {"deny": ["Read(./.env)"]}}')
    words = ("--native", "claude", "--settings", str(settings), "--json")
    assert fresh.run("check", "cat link", *words).data["verdict"] == "deny"
    assert fresh.run("check", "cat link", *words, "--facts", "line").data["verdict"] == "allow"


def test_settings_that_are_a_pipe_are_not_waited_for(fresh: Home) -> None:
    os.mkfifo(fresh.settings)
    assert fresh.run("check", "make x", "--native", "claude", "--json").data["verdict"] == "ask"


# ------------------------------------------------------------------------------------------ odd lines

DEEP = b'{"id": 1, "tool": "Bash", "cwd": "/h", "input": {"command": ' + b"[" * 5000 + b"]" * 5000 + b"}}"
NAMED = b'"tool": "Bash", "cwd": "/h/p", "input": {"command": "ls"}'
# a line → its id in the answer, and what its error says ("" for a verdict)
ODD: dict[str, tuple[bytes, object, str]] = {
    "a lone surrogate": (b'{"id": "\\ud800", ' + NAMED + b"}", "\ufffd", ""),
    "a line separator": (json.dumps(call("ls \u2028 \u2029", id="\u2028")).encode(), "\u2028", ""),
    "raw line separators": (
        json.dumps(call("ls \u2028", id="\x85"), ensure_ascii=False).encode(), "\x85", "",
    ),
    "an escape sequence": (json.dumps(call("ls \x1b]0;x\x07", id="\x1b")).encode(), "\x1b", ""),
    "a huge number": (b'{"id": ' + b"9" * 6000 + b", " + NAMED + b"}", 5, "not JSON"),
    "a number too large to be one": (b'{"id": 1e999, ' + NAMED + b"}", 6, "not JSON"),
    "no number": (b'{"id": NaN, ' + NAMED + b"}", 7, "not JSON"),
    "deep": (DEEP, 8, "not JSON"),
    "an id of any kind": (b'{"id": [1, {"a": null}], ' + NAMED + b"}", [1, {"a": None}], ""),
    "a key twice": (b'{"id": 1, "id": 2, ' + NAMED + b"}", 2, ""),
    "a relative directory": (json.dumps(call("ls", id="r", cwd="src")).encode(), "r", "`cwd` must be an absolute"),
    "a relative project": (json.dumps(call("ls", id="p", project=".")).encode(), "p", "`project` must be an abs"),
    "links to no path": (json.dumps(call("ls", id="l", links={"/a": 1})).encode(), "l", "`links` must be"),
    "a byte order mark": (b"\xef\xbb\xbf{" + NAMED + b"}", 14, ""),
    "a NUL in a directory": (json.dumps(call("ls", id="n", cwd="/h\0p")).encode(), "n", "`cwd` must be an absolute"),
    "a directory of no end": (json.dumps(call("ls", id="d", cwd="/h" * 9000)).encode(), "d", ""),
    "longer than 32 MB": (b'{"id": "x", "tool": "' + b"x" * (33 << 20) + b'"}', 17, "longer than 32 MB"),
    "the last one": (json.dumps(call("ls", id="z")).encode(), "z", ""),
}  # fmt: skip


@pytest.mark.parametrize("words", [(), ("--native", "claude"), ("--facts", "disk")], ids=" ".join)
def test_every_odd_line_has_its_answer_in_its_place(fresh: Home, words: tuple[str, ...]) -> None:
    found = answered(fresh, *(line for line, _, _ in ODD.values()), words=words, code=2)
    assert [each["id"] for each in found] == [identity for _, identity, _ in ODD.values()]
    for name, each, (_, _, said) in zip(ODD, found, ODD.values(), strict=True):
        assert said in each.get("error", ""), name
        assert ("error" in each) == bool(said), name
