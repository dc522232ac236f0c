"""What people want to know of single decisions, each story told with the real hook and the real commands."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Home, home_in


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = home_in(tmp_path)
    made.run("init", "--yes")
    return made


def asked(home: Home, command: str, number: int = 1) -> dict[str, Any]:
    """What the hook says about a command, in the agent's own fields."""
    said = home.hook(command, f"t{number}")
    found: dict[str, Any] = said.get("hookSpecificOutput", {})
    return found


def test_us_04_a_denial_names_its_rule_what_was_tried_and_the_command_that_lifts_it(home: Home) -> None:
    home.run("rules", "deny", "Bash(zap *)", "--name", "no-zap", "--why", "zap breaks the lab")
    assert asked(home, "zap --all hosts")["permissionDecision"] == "deny"
    told = home.run("why").out
    for text in ("deny → refused", "Bash zap --all hosts", "deny[no-zap]", "zap breaks the lab"):
        assert text in told, told
    remedy = home.run("why", "--json").data["remedy"]["command"]
    assert remedy in told
    home.run(*shlex.split(remedy)[1:])
    assert asked(home, "zap --all hosts", 2).get("permissionDecision") != "deny"
    (now, _) = home.run("log", "--json", "--tool", "Bash").lines
    assert (now["decision"], now["rule_matched"]) == ("silent", None)


def test_us_05_the_reason_stands_in_the_answer_itself_with_what_ends_the_asking(home: Home) -> None:
    home.run("rules", "ask", "Bash(zap *)", "--name", "ask-zap", "--why", "zap breaks the lab")
    said = asked(home, "zap one")
    assert said["permissionDecision"] == "ask"
    assert "zap breaks the lab" in said["permissionDecisionReason"]
    assert said["permissionDecisionReason"].count("\n") == 0
    (entry,) = home.run("log", "--json").lines
    assert entry["why"] in said["permissionDecisionReason"]
    assert entry["rule_matched"] == "ask[ask-zap]"


def test_us_12_a_near_miss_names_the_rule_and_the_effect_or_the_word_that_failed(home: Home) -> None:
    home.run("rules", "add", "Bash(git *)", "--within", "read-project", "--name", "looks")
    asked(home, "git checkout -b topic")
    assert "near     looks: it does not cover write-project" in home.run("why").out
    home.run("rules", "add", "Bash(npm run test *)", "--name", "tests")
    asked(home, "npm run build", 2)
    assert "near     tests, Bash(npm run test *): word 3 is build, the rule says test" in home.run("why").out
    remedy = home.run("why", "--json").data["remedy"]["command"]
    home.run(*shlex.split(remedy)[1:])
    assert home.verdict("npm run build") == "allow"


def test_us_14_what_is_asked_often_is_found_in_the_record(home: Home) -> None:
    for number, command in enumerate(["npm run build", "npm run lint", "make docs", "npm run build"]):
        asked(home, command, number)
    found = home.run("log", "--json", "--grep", "/^npm run/").lines
    assert [each["tool_input"]["command"] for each in found] == [
        "npm run build",
        "npm run lint",
        "npm run build",
    ]
    text = home.run("export", "--format", "audit-jsonl", "--grep", "npm").out
    assert [json.loads(line)["id"] for line in text.splitlines()] == [each["id"] for each in found[::-1]]
