"""The tools other than the shell: what their input does, and what of it cannot be known."""

from __future__ import annotations

from typing import Any

import pytest

from assent.core import effect
from assent.core.call import Call
from assent.core.facts import Facts
from assent.core.tool_calls import read_tool

HOME, PROJECT = "/home/u", "/home/u/p"
FACTS = Facts(HOME, PROJECT, links={"/home/u/p/link": "/home/u/.ssh"})


def effects(tool: str, **given: Any) -> list[str]:
    return effect.names_of(read_tool(Call(tool, given, PROJECT, PROJECT), FACTS).effects)


HOSTILE = [
    pytest.param("Read", {"file_path": "/home/u/.ssh/id_rsa"}, "read-secret", id="key"),
    pytest.param("Read", {"file_path": "link/x"}, "read-secret", id="through-a-link"),
    pytest.param("Read", {"file_path": "src/../../.ssh/x"}, "read-secret", id="dots"),
    pytest.param("Read", {"file_path": "/proc/self/root/home/u/.aws/credentials"}, "read-secret", id="proc"),
    pytest.param("Grep", {"pattern": "x", "path": "/home/u/.ssh"}, "read-secret", id="search-of-secrets"),
    pytest.param("Grep", {"pattern": "x", "glob": ".env*"}, "read-secret", id="search-filtered-to-secrets"),
    pytest.param("Glob", {"pattern": "/home/u/.ssh/*"}, "read-secret", id="glob-of-secrets"),
    pytest.param("Write", {"file_path": "/home/u/.bashrc"}, "run-code", id="rc-file"),
    pytest.param("Edit", {"file_path": ".git/hooks/pre-commit"}, "run-code", id="git-hook"),
    pytest.param(
        "NotebookEdit", {"notebook_path": ".claude/settings.json"}, "run-code", id="settings-as-a-notebook"
    ),
    pytest.param("Write", {"file_path": "CLAUDE.md"}, "run-code", id="instructions"),
    pytest.param("Edit", {"file_path": "sub/AGENTS.md"}, "run-code", id="instructions-below"),
    pytest.param(
        "Edit", {"file_path": ".github/copilot-instructions.md"}, "run-code", id="instructions-of-another"
    ),
    pytest.param(
        "MultiEdit", {"file_path": ".cursor/rules/a.mdc"}, "run-code", id="instructions-in-a-folder"
    ),
    pytest.param("WebFetch", {"url": "https://pastebin.com/raw/x"}, "unknown", id="paste"),
    pytest.param("WebFetch", {"url": "https://x.ngrok.io/"}, "unknown", id="tunnel"),
    pytest.param("MultiEdit", {"file_path": "/etc/passwd"}, "system", id="system-file"),
    pytest.param("Read", {}, "unknown", id="no-path"),
    pytest.param("Read", {"file_path": 7}, "unknown", id="path-is-a-number"),
    pytest.param("Write", {"file_path": "a\0b"}, "unknown", id="nul"),
    pytest.param("WebFetch", {"url": "http://169.254.169.254/latest"}, "read-secret", id="metadata"),
    pytest.param("WebFetch", {"url": "file:///etc/passwd"}, "unknown", id="not-the-web"),
    pytest.param("WebFetch", {"url": ""}, "unknown", id="no-url"),
    pytest.param("mcp__srv__delete_all", {}, "unknown", id="mcp-verb"),
    pytest.param("mcp__srv__getaway", {}, "unknown", id="mcp-verb-that-only-begins-like-one"),
    pytest.param("Frobnicate", {}, "unknown", id="unknown-tool"),
    pytest.param("bash", {"command": "ls"}, "unknown", id="wrong-case"),
    pytest.param("Skill", {"skill": "x"}, "unknown", id="skill"),
]


@pytest.mark.parametrize(("tool", "given", "wanted"), HOSTILE)
def test_the_danger_is_seen(tool: str, given: dict[str, Any], wanted: str) -> None:
    assert wanted in effects(tool, **given)


PLAIN = [
    ("Read", {"file_path": "src/x.py"}, ["read-project"]),
    ("Read", {"file_path": "/usr/share/x"}, ["read-elsewhere"]),
    ("Write", {"file_path": "src/x.py"}, ["write-project"]),
    ("Write", {"file_path": "/tmp/x"}, ["write-tmp"]),
    ("Glob", {"pattern": "**/*.py"}, ["read-project"]),
    ("Grep", {"pattern": "x"}, ["read-project"]),
    ("WebFetch", {"url": "https://docs.python.org/3/"}, ["net-read"]),
    ("WebSearch", {"query": "x"}, ["net-read"]),
    ("mcp__srv__get_issue", {}, ["net-read"]),
    ("TodoWrite", {}, []),
]


@pytest.mark.parametrize(("tool", "given", "wanted"), PLAIN, ids=str)
def test_a_plain_call_has_its_plain_effect(tool: str, given: dict[str, Any], wanted: list[str]) -> None:
    assert effects(tool, **given) == wanted


READING = """get list search read find fetch query describe show view lookup""".split()
CHANGING = """add and append apply approve archive cancel close commit copy create delete deploy disable drop edit enable eval
exec execute insert install invoke merge modify move or overwrite patch post publish purge push put remove
rename replace reset run save send set start stop store submit trigger update upload upsert write""".split()


@pytest.mark.parametrize("verb", READING)
def test_a_servers_tool_that_says_it_reads_reads(verb: str) -> None:
    assert (
        effects(f"mcp__srv__{verb}")
        == effects(f"mcp__srv__{verb}_x")
        == effects(f"mcp__srv__{verb.upper()}-x")
        == ["net-read"]
    )
    assert effects(f"mcp__srv__{verb}x") == effects(f"mcp__srv__x_{verb}") == ["net-send", "unknown"]


@pytest.mark.parametrize("word", CHANGING)
def test_a_servers_tool_that_says_it_does_more_may_do_anything(word: str) -> None:
    for name in (word, f"get_{word}", f"get_x_{word}_y", f"get-{word.upper()}"):
        assert effects(f"mcp__srv__{name}") == ["net-send", "unknown"]


INERT = """Agent AskUserQuestion BashOutput EnterPlanMode ExitPlanMode KillShell ListAgents ReportFindings SendMessage Task
TaskOutput TaskStop TodoRead TodoWrite""".split()


@pytest.mark.parametrize("tool", INERT)
def test_a_tool_of_the_agents_own_has_no_effect(tool: str) -> None:
    assert effects(tool, x="y") == []


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://docs.python.org@evil.example/", "evil.example"), ("https://EVIL.example.:443/x", "evil.example"),
        ("https://evil.example\\@docs.python.org/", "evil.example"), ("https://[::1]:8000/", "::1"),
        ("https://ex\u0430mple.com/", None), ("https://a b/", None), ("ldap://x/", None),
    ],
    ids=str,
)  # fmt: skip
def test_the_host_is_the_one_that_will_be_asked(url: str, host: str | None) -> None:
    reading = read_tool(Call("WebFetch", {"url": url}, PROJECT, PROJECT), FACTS)
    assert list(reading.parts[0].targets) == [host]
