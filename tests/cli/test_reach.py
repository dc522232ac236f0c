"""What `rules add` says about a rule is what the verdict then does."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.cli.conftest import Home


def checked(home: Home, tool: str, given: dict[str, Any]) -> str:
    words = ("check", "--tool", tool, "--input", json.dumps(given), "--json")
    return str(home.run(*words, code=None).data["verdict"])


# Pattern, what must be said, a call (tool, input) that must not be allowed, one that must.
ADDED = {
    "bash": ("Bash", "every shell command", ("Bash", {"command": "rm -rf src"}), ("Bash", {"command": "mkdir src"})),
    "bash-star": ("Bash(*)", "every shell command", ("Bash", {"command": "sudo ls"}), ("Bash", {"command": "ls"})),
    "monitor": ("Monitor", "every shell command", ("Monitor", {"command": "rm -rf src"}), ("Monitor", {"command": "tail -f x"})),
    "star": ("*", "every tool", ("Monitor", {"command": "rm -rf src"}), ("Bash", {"command": "ls"})),
    "mcp": ("mcp__fs__read_file", "whatever the server does", ("mcp__fs__read_file", {"path": "x.pem"}), ("mcp__fs__read_file", {"path": "x.py"})),
    "mcp-shell": ("mcp__sh__run", "whatever the server does", ("mcp__sh__run", {"command": "rm -rf src"}), ("mcp__sh__run", {"command": "ls"})),
    "unknown-tool": ("Frobnicate", "does not know what this tool does", ("Frobnicate", {"file": "x.pem"}), ("Frobnicate", {"n": 1})),
}  # fmt: skip


@pytest.mark.parametrize(("pattern", "said", "not_allowed", "allowed"), ADDED.values(), ids=ADDED)
def test_an_allow_of_a_whole_tool_warns_and_keeps_its_word(
    fresh: Home, pattern: str, said: str, not_allowed: tuple[str, Any], allowed: tuple[str, Any]
) -> None:
    told = fresh.run("rules", "add", f"allow {pattern}").out
    assert said in told
    assert "none that reads secrets, removes what cannot be brought back, runs any code" in told
    assert checked(fresh, *not_allowed) != "allow"
    assert checked(fresh, *allowed) == "allow"


IDLE = {
    "destroy": ("Bash(rm -rf *)", "rm -rf x"),
    "privilege": ("Bash(sudo *)", "sudo x"),
    "history": ("Bash(git reset --hard *)", "git reset --hard x"),
    "secret": ("Read(~/.ssh/**)", "Read(~/.ssh/x)"),
}


@pytest.mark.parametrize(("pattern", "call"), IDLE.values(), ids=IDLE)
def test_an_allow_that_changes_nothing_says_so(fresh: Home, pattern: str, call: str) -> None:
    told = fresh.run("rules", "add", f"allow {pattern}").out
    assert "still asks" in told.splitlines()[0] or "is denied" in told
    assert f"But `{call}`" in told
    assert fresh.run("check", call, "--json", code=None).data["verdict"] != "allow"


def test_an_allow_that_works_says_no_but(fresh: Home) -> None:
    for pattern in ("Bash(npm test *)", "Bash(git log *)", "Bash(mkdir *)", "Write(./src/**)"):
        told = fresh.run("rules", "add", f"allow {pattern}").out
        assert told.startswith("Granted: allow")
        assert "But `" not in told


def test_the_closer_cap_fits_the_command(fresh: Home) -> None:
    assert (
        "To allow less, take it back and add it with --within run-project"
        in fresh.run("rules", "add", "Bash(npm test *)").out
    )
    assert (
        "To allow less, take it back and add it with --within read-project"
        in fresh.run("rules", "add", "Bash(git log *)").out
    )


@pytest.mark.parametrize(
    ("verdict", "head"), [("deny", "Denied from now on"), ("ask", "Will ask from now on")]
)
def test_a_denial_is_not_granted(fresh: Home, verdict: str, head: str) -> None:
    told = fresh.run("rules", verdict, "Bash(curl *)").out
    assert told.startswith(f"{head}: Bash(curl *) (")
    assert "Granted" not in told
