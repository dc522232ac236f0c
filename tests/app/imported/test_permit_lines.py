"""The audit log of claude-permit: lines that are one call become one, and nobody is said to have answered."""

from __future__ import annotations

import json
from typing import Any

import pytest

from assent.app.imported import permit_lines
from assent.core import event as labels
from assent.learning.answer import NO, YES

LINE = {
    "timestamp": "2026-04-09T12:00:00Z", "event": "PreToolUse", "session_id": "abc-123", "tool_name": "Bash",
    "tool_input": {"command": "docker build ."}, "cwd": "/srv/app", "tier": "none", "decision": "passthrough",
}  # fmt: skip
AFTER = {"event": "PostToolUse", "timestamp": "2026-04-09T12:00:05Z", "tier": "none", "decision": "logged"}
SAID = {"tier": "llm", "llm_score": "GREEN", "llm_reasoning": "reads alone", "llm_latency_ms": 900}
BLOCKED = {
    "tier": "deny_promote",
    "decision": "promotion_blocked",
    "rule_matched": "deny_promote[0]: tool=Bash",
}
Told = tuple[str, str, str, str]


def read(*lines: dict[str, Any] | bytes) -> list[Told]:
    """Label, who decided, what came of it and the reason, of each call."""
    given = [each if isinstance(each, bytes) else json.dumps(LINE | each).encode() for each in lines]
    return [(each.label, each.by, each.outcome, each.reason) for each in permit_lines.read(given).calls]


# id: lines → the calls that they tell of.
STORIES: dict[str, tuple[list[dict[str, Any]], list[Told]]] = {
    "denied-by-a-rule": (
        [{"decision": "deny", "tier": "deny", "rule_matched": "deny[2]: tool=Bash"}],
        [("auto", "claude-permit", "not-run", "deny[2]: tool=Bash")],
    ),
    "allowed-and-ran": ([{"decision": "allow"}, AFTER | {"tool_success": True}], [("auto", "claude-permit", "ok", "")]),
    "allowed-and-failed": ([{"decision": "allow"}, AFTER | {"tool_success": False}], [("auto", "claude-permit", "error", "")]),
    "allowed-by-the-judge": ([SAID | {"decision": "allow"}, AFTER], [("auto", "claude-permit", "ok", "judge: GREEN")]),
    "asked-and-ran-is-nobodys-answer": ([{"decision": "ask"}, AFTER], [("unlabelled", "", "ok", "")]),
    "yellow-and-ran-is-nobodys-answer": ([SAID | {"decision": "ask", "llm_score": "YELLOW"}, AFTER], [("unlabelled", "", "ok", "judge: YELLOW")]),
    "passed-through": ([{}], [("unlabelled", "", "", "")]),
    "the-judge-failed": ([{"decision": "error_passthrough"}, AFTER], [("unlabelled", "", "ok", "")]),
    "a-word-nobody-knows": ([{"decision": "maybe"}], [("unlabelled", "", "", "")]),
    "decided-at-the-prompt": (
        [{}, SAID | {"event": "PermissionRequest", "decision": "approve"}, AFTER],
        [("auto", "claude-permit", "ok", "judge: GREEN")],
    ),
    "refused-at-the-prompt": (
        [{}, {"event": "PermissionRequest", "decision": "deny"}, {"decision": "allow"}, AFTER],
        [("auto", "claude-permit", "not-run", ""), ("auto", "claude-permit", "ok", "")],
    ),
    "a-promotion-that-was-blocked-is-no-call": ([SAID | {"decision": "allow"}, BLOCKED, AFTER], [("auto", "claude-permit", "ok", "judge: GREEN")]),
    "alike-twice": ([{"decision": "allow"}, {"decision": "allow"}, AFTER, AFTER | {"tool_success": False}], [("auto", "claude-permit", "ok", ""), ("auto", "claude-permit", "error", "")]),
    "the-end-of-another": ([{"decision": "allow"}, AFTER | {"session_id": "s2"}], [("auto", "claude-permit", "", ""), ("unlabelled", "", "ok", "")]),
    "no-tool": ([{"tool_name": None}], []),
}  # fmt: skip


@pytest.mark.parametrize(("lines", "told"), STORIES.values(), ids=STORIES)
def test_lines_become_calls(lines: list[dict[str, Any]], told: list[Told]) -> None:
    assert read(*lines) == told


def test_no_call_of_it_is_an_answer() -> None:
    told = [label for lines, _ in STORIES.values() for label, *_ in read(*lines)]
    assert not set(told) & {*YES, *NO, labels.INFERRED}


# id: an input as it may stand there → as it is kept.
INPUTS: dict[str, tuple[object, dict[str, str]]] = {
    "an-object": ({"command": "make"}, {"command": "make"}),
    "the-text-of-one": ('{"command":"make"}', {"command": "make"}),
    "cut-off": ('{"command":"echo \\"a', {"command": 'echo "a…'}),
    "cut-off-in-an-escape": ('{"command":"echo \\', {"command": "echo …"}),
    "a-plain-text": ("make test", {"command": "make test"}),
    "nothing": (None, {}),
}


@pytest.mark.parametrize(("given", "kept"), INPUTS.values(), ids=INPUTS)
def test_an_input_is_kept_as_far_as_it_is_there(given: object, kept: dict[str, str]) -> None:
    (call,) = permit_lines.read([json.dumps(LINE | {"tool_input": given}).encode()]).calls
    assert call.input == kept


def test_broken_lines_are_counted_and_cost_no_other() -> None:
    given = [
        b"[1]",
        b"\xff",
        b'{"half',
        json.dumps(LINE | {"timestamp": "soon"}).encode(),
        json.dumps(LINE).encode(),
    ]
    found = permit_lines.read(given)
    assert (found.lines, found.broken, len(found.calls), found.decisions) == (5, 4, 1, {"passthrough": 1})


def test_a_call_has_the_same_id_every_time_and_no_other_has_it() -> None:
    lines = [json.dumps(LINE | {"decision": "allow"}).encode()] * 3
    first, second = (
        [each.id for each in permit_lines.read(given).calls] for given in (lines, [*lines, *lines])
    )
    assert len(set(second)) == 6
    assert second[:3] == first
