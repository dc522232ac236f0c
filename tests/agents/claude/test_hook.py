"""The hook dialect against the payloads of the real client, recorded beside what each must be read and answered as."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assent.agents.claude.hook import MODES, WATCHES, answer, error, parse_hook
from assent.agents.payload import HookInput
from assent.core.decision import ALLOW, ASK, DENY, Decision
from tests.agents.test_dialects import DECISIONS, NOTHING, heard, rule, samples

BASH = HookInput("claude", "PreToolUse")


@pytest.mark.parametrize("path", samples("claude"), ids=lambda path: path.name.removesuffix(".in.json"))
def test_a_recorded_payload_is_read_and_answered_as_written_beside_it(path: Path) -> None:
    expected = json.loads(path.with_name(path.name.replace(".in.", ".out.")).read_text())
    assert heard("claude", json.loads(path.read_text())) == expected


def test_forty_payloads_are_recorded() -> None:
    assert len(samples("claude")) == 40


@pytest.mark.parametrize("event", [*WATCHES, "Stop", "", "pretooluse", "PreToolUse "])
@pytest.mark.parametrize("decision", DECISIONS.values(), ids=DECISIONS.keys())
def test_nothing_but_a_pre_tool_use_is_ever_answered(event: str, decision: Decision) -> None:
    assert answer(HookInput("claude", event), decision) == b""


def test_an_allow_without_a_rule_behind_it_is_silence() -> None:
    assert answer(BASH, DECISIONS["allow-by-nobody"]) == b""


def test_no_rule_is_silence() -> None:
    assert answer(BASH, DECISIONS["silence"]) == b""


def test_an_unknown_verdict_asks() -> None:
    odd = Decision("permit", NOTHING, rule(ALLOW), "permit", "x")
    assert json.loads(answer(BASH, odd))["hookSpecificOutput"]["permissionDecision"] == "ask"


CALL = {"hook_event_name": "PreToolUse", "tool_name": "Bash", "tool_input": {"command": "ls"}, "cwd": "/p"}

# id, payload that cannot be judged
USELESS: list[tuple[str, Any]] = [
    ("null", None),
    ("list", [CALL]),
    ("text", "PreToolUse"),
    ("number", 5),
    ("empty", {}),
    ("unknown-event", {**CALL, "hook_event_name": "PreToolUse2"}),
    ("event-no-text", {**CALL, "hook_event_name": ["PreToolUse"]}),
    ("event-empty", {**CALL, "hook_event_name": ""}),
    ("event-of-blanks", {**CALL, "hook_event_name": " \0"}),
    ("event-in-another-case", {**CALL, "hook_event_name": "preToolUse"}),
    ("event-with-joints", {**CALL, "hook_event_name": "pre_tool_use"}),
    ("event-with-a-blank", {**CALL, "hook_event_name": "PreToolUse "}),
    ("no-tool", {key: value for key, value in CALL.items() if key != "tool_name"}),
    ("tool-no-text", {**CALL, "tool_name": {"Bash": 1}}),
    ("tool-empty", {**CALL, "tool_name": ""}),
    ("no-input", {key: value for key, value in CALL.items() if key != "tool_input"}),
    ("input-text", {**CALL, "tool_input": "ls"}),
    ("input-null", {**CALL, "tool_input": None}),
    ("input-list", {**CALL, "tool_input": ["ls"]}),
    ("no-cwd", {key: value for key, value in CALL.items() if key != "cwd"}),
    ("cwd-relative", {**CALL, "cwd": "p"}),
    ("cwd-number", {**CALL, "cwd": 1}),
]


@pytest.mark.parametrize("payload", [case[1] for case in USELESS], ids=[case[0] for case in USELESS])
def test_a_payload_that_cannot_be_judged_is_no_call(payload: Any) -> None:
    event = payload.get("hook_event_name") if isinstance(payload, dict) else None
    if event != "PreToolUse2":
        with pytest.raises(ValueError, match="lacks its tool, input or directory"):
            parse_hook(payload)
    else:
        assert parse_hook(payload) is None


def test_what_could_not_be_judged_is_asked_about() -> None:
    said = json.loads(error("assent: why"))["hookSpecificOutput"]
    assert said["permissionDecision"] == "ask"
    assert said["permissionDecisionReason"] == "assent: why"


def test_fields_of_the_wrong_type_are_absent() -> None:
    given = parse_hook(
        {**CALL, "session_id": 5, "permission_mode": None, "agent_id": [], "transcript_path": {}}
    )
    assert given is not None
    assert (given.session, given.mode, given.agent_id, given.transcript_path) == ("", "", "", "")


def test_the_call_carries_what_the_payload_says() -> None:
    given = parse_hook({**CALL, "session_id": "s", "permission_mode": "plan", "tool_use_id": "t"})
    assert given is not None
    call = given.call("/project")
    assert (call.tool, call.input, call.cwd, call.project) == ("Bash", {"command": "ls"}, "/p", "/project")
    assert (call.agent, call.session, call.mode, call.id) == ("claude", "s", "plan", "t")


def test_the_old_name_of_the_agent_tool_is_the_new_one() -> None:
    given = parse_hook({**CALL, "tool_name": "Task"})
    assert given is not None
    assert given.tool == "Agent"


@given(st.text())
def test_any_reason_is_one_line_of_valid_json_in_ascii(why: str) -> None:
    for verdict in (ALLOW, ASK, DENY):
        said = answer(BASH, Decision(verdict, NOTHING, rule(verdict), verdict, why))
        assert said.count(b"\n") == 1
        value = json.loads(said.decode("ascii"))["hookSpecificOutput"]
        assert value["permissionDecision"] == verdict
        assert value["hookEventName"] == "PreToolUse"


@pytest.mark.parametrize(
    ("layer", "says"),
    [
        ("user", "assent rules disable r1a2b3"),
        ("granted", "assent rules disable r1a2b3"),
        ("project", "assent rules disable r1a2b3"),
        ("modules", "assent rules disable git-read"),
        ("managed", "Only whoever manages this machine"),
    ],
)
def test_a_refusal_names_the_command_that_ends_it(layer: str, says: str) -> None:
    for verdict in (ASK, DENY):
        decider = rule(verdict)
        decider.layer = layer
        said = answer(BASH, Decision(verdict, NOTHING, decider, verdict, "why"))
        assert says in json.loads(said)["hookSpecificOutput"]["permissionDecisionReason"]


@pytest.mark.parametrize("mode", [*MODES, "", "unheardOf"])
def test_an_ask_is_a_refusal_only_in_the_mode_that_asks_nobody(mode: str) -> None:
    said = json.loads(answer(HookInput("claude", "PreToolUse", mode=mode), DECISIONS["ask"]))[
        "hookSpecificOutput"
    ]
    assert said["permissionDecision"] == ("deny" if mode == "dontAsk" else "ask")
    assert ("nobody is asked in this mode" in said["permissionDecisionReason"]) == (mode == "dontAsk")


def test_a_long_reason_is_cut() -> None:
    said = answer(BASH, Decision(DENY, NOTHING, rule(DENY), DENY, "x" * 10_000))
    assert len(said) < 1000


@given(
    st.recursive(
        st.none() | st.booleans() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=2)
            | st.dictionaries(st.sampled_from([*CALL, "session_id"]), inner, max_size=5)
        ),
    )
)
def test_no_payload_raises(payload: Any) -> None:
    assert heard("claude", payload)["answers"]["allow-by-nobody"] == ""
