"""The audit of a user's settings: what cancels, exceeds or breaks, and that harmless entries are left in peace."""

from __future__ import annotations

import json
from typing import Any

import pytest

from assent.agents.base import ASKS_ANYWAY, BROKEN, DANGEROUS, NEVER
from assent.agents.claude.audit import audit, sort_of

WIDE = [
    ("Bash", "every command"),
    ("Bash(*)", "every command"),
    ("Bash(:*)", "every command"),
    ("Write", "any file"),
    ("Read", "keys"),
    ("WebFetch", "any host"),
    ("Bash(git:*)", "reaches further"),
    ("Bash(git *)", "reaches further"),
    ("Bash(git -C *)", "reaches further"),
    ("Bash(npm:*)", "reaches further"),
    ("Bash(python3:*)", "any program through python3"),
    ("Bash(python3 *)", "any program through python3"),
    ("Bash(bash -c *)", "any program through bash"),
    ("Bash(env:*)", "any program through env"),
    ("Bash(sudo apt *)", "any program through sudo"),
    ("Bash(/usr/bin/env *)", "any program through env"),
    ("Bash(* --version)", "any program"),
    ("Bash(*test*)", "any program"),
]
DEAD = [
    ("allow", "bash(ls)", "case-sensitive"),
    ("allow", "Bsh(ls)", "there is no tool 'Bsh'; did you mean Bash(ls)?"),
    ("deny", "WebFech", "did you mean WebFetch?"),
    ("allow", "Bash(git:* main)", "only at the end"),
    ("allow", "Write(./**)", "Read(…) and Edit(…) only"),
    ("deny", "Write(/etc/**)", "Read(…) and Edit(…) only"),
    ("allow", "mcp__*", "too wide"),
    ("allow", "*", "too wide"),
    ("allow", "mcp__srv__echo(text:a)", "no parameters"),
    ("deny", "Bash(command:x)", "does not match"),
]
FINE = [
    "Bash(ls:*)",
    "Bash(make test)",
    "Bash(npm run test *)",
    "Bash(git status:*)",
    "Bash(git log *)",
    "Edit(./src/**)",
    "mcp__srv",
    "mcp__srv__*",
    "WebFetch(domain:example.com)",
    "Bash(python3 x.py)",
    "Skill(x)",
]
DROPPING: list[tuple[str, Any, str]] = [
    ("allow-a-text", {"permissions": {"allow": "x"}}, "permissions.allow"),
    ("deny-holds-a-number", {"permissions": {"deny": ["Read(x)", 1]}}, "permissions.deny"),
    ("permissions-a-list", {"permissions": []}, "permissions"),
    ("an-unknown-mode", {"permissions": {"defaultMode": "yolo"}}, "permissions.defaultMode"),
    ("hooks-a-list", {"hooks": []}, "hooks"),
    ("an-event-an-object", {"hooks": {"PreToolUse": {}}}, "hooks.PreToolUse"),
    ("env-a-text", {"env": "A=1"}, "env"),
    ("a-list", [], "settings.json"),
]


def of(**permissions: Any) -> list[str]:
    return [str(each) for each in audit(json.dumps({"permissions": permissions}))]


@pytest.mark.parametrize(("entry", "says"), WIDE, ids=[entry for entry, _ in WIDE])
def test_an_entry_wider_than_any_rule_of_ours_is_named(entry: str, says: str) -> None:
    (finding,) = of(allow=[entry])
    assert entry in finding
    assert says in finding


@pytest.mark.parametrize(("name", "entry", "says"), DEAD, ids=[entry for _, entry, _ in DEAD])
def test_an_entry_that_does_nothing_is_named(name: str, entry: str, says: str) -> None:
    (finding,) = of(**{name: [entry]})
    assert says in finding


def test_entries_that_stay_within_bounds_are_left_in_peace() -> None:
    assert of(allow=FINE, deny=["Bash", "Read(~/.ssh/**)"]) == []


def test_an_ask_is_named_because_it_beats_our_allow() -> None:
    (finding,) = of(ask=["Bash(git push *)"])
    assert "asks even where assent allows" in finding


@pytest.mark.parametrize(
    ("value", "where"), [case[1:] for case in DROPPING], ids=[case[0] for case in DROPPING]
)
def test_a_value_that_drops_the_whole_file_is_named(value: Any, where: str) -> None:
    (finding,) = audit(json.dumps(value))
    assert finding.where.endswith(where)
    assert "drop" in finding.hint


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "\x00"])
def test_what_is_no_json_is_said_and_nothing_else(text: str) -> None:
    (finding,) = audit(text)
    assert "not JSON" in finding.what


def test_switched_off_hooks_and_a_mode_that_asks_nothing_are_named() -> None:
    found = audit(json.dumps({"disableAllHooks": True, "permissions": {"defaultMode": "bypassPermissions"}}))
    assert [each.where.rpartition(": ")[2] for each in found] == [
        "disableAllHooks",
        "permissions.defaultMode",
    ]


SORTS: dict[str, tuple[dict[str, Any], list[str]]] = {
    "an entry that is ignored": ({"permissions": {"allow": ["bash(ls)"]}}, [NEVER]),
    "a wide entry": ({"permissions": {"allow": ["Bash(git:*)"]}}, [DANGEROUS]),
    "a mode that asks nothing": ({"permissions": {"defaultMode": "bypassPermissions"}}, [DANGEROUS]),
    "a mode that is none": ({"permissions": {"defaultMode": "yolo"}}, [BROKEN]),
    "an ask": ({"permissions": {"ask": ["Bash(ls)"]}}, [ASKS_ANYWAY]),
    "a list that is none": ({"permissions": {"ask": "Bash(ls)", "allow": 1}}, [BROKEN, BROKEN]),
    "a switch": ({"disableAllHooks": True}, [BROKEN]),
    "no fault": ({"permissions": {"allow": ["Bash(ls)"]}}, []),
}


@pytest.mark.parametrize(("value", "sorts"), SORTS.values(), ids=SORTS)
def test_each_finding_is_of_its_sort(value: dict[str, Any], sorts: list[str]) -> None:
    assert [sort_of(each) for each in audit(json.dumps(value))] == sorts
