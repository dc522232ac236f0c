"""Facts about the real client that the product stands on; a new client version is taken when these hold."""

from __future__ import annotations

import hashlib
import json
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from assent.agents.claude.hazards import HAZARDS
from tests.e2e.client import DEADLINE, Proposal, World, bash, closed, program
from tests.e2e.terminal import ALWAYS, ESCAPE, NO, YES, Terminal

pytestmark = pytest.mark.client

# Commands the client asks about by itself, and one it runs by itself.
REFS, OBJECTS, NAME = "git show-ref", "git count-objects", "git describe --all"
FREE = "git status"

# A hook that notes what it was told and says, by command, what a test wants said: [exit code, standard output].
STAND_IN = """
import json, pathlib, sys
told = json.load(sys.stdin)
here = pathlib.Path(__file__).parent
with (here / "told.jsonl").open("a") as out:
    out.write(json.dumps(told) + "\\n")
answers = json.loads((here / "answers.json").read_text())
code, text = answers.get(told["tool_input"].get("command", ""), [0, ""])
sys.stdout.write(text)
sys.exit(code)
"""
Answers = Mapping[str, tuple[int, str]]


def pre(verdict: str) -> tuple[int, str]:
    said = {
        "hookEventName": "PreToolUse",
        "permissionDecision": verdict,
        "permissionDecisionReason": "the test says so",
    }
    return 0, json.dumps({"hookSpecificOutput": said})


def allow_request() -> tuple[int, str]:
    said = {"hookEventName": "PermissionRequest", "decision": {"behavior": "allow"}}
    return 0, json.dumps({"hookSpecificOutput": said})


def install(world: World, answers: Answers, event: str = "PreToolUse", **permissions: list[str]) -> None:
    """User settings with the stand-in on one event and these permission lists."""
    folder = world.settings.parent
    folder.mkdir(exist_ok=True)
    (folder / "hook.py").write_text(STAND_IN)
    (folder / "answers.json").write_text(json.dumps(answers))
    command = shlex.join([sys.executable, "-I", str(folder / "hook.py")])
    hooks = {event: [{"matcher": "*", "hooks": [{"type": "command", "command": command}]}]}
    world.settings.write_text(json.dumps({"hooks": hooks, "permissions": permissions}))


def heard_by_hook(world: World) -> list[dict[str, object]]:
    return [json.loads(line) for line in (world.settings.parent / "told.jsonl").read_text().splitlines()]


def test_allow_runs_deny_refuses_ask_asks_and_silence_leaves_the_client_alone(world: World) -> None:
    install(world, {REFS: pre("allow"), OBJECTS: pre("deny"), FREE: pre("ask")})
    allowed, denied, asked, silent = world.print_mode(bash(REFS), bash(OBJECTS), bash(FREE), bash(NAME))
    assert allowed.ran
    assert allowed.decision["source"] == "hook"
    assert denied.refused_by_rule
    assert "the test says so" in denied.text
    assert not asked.ran
    assert asked.wanted_to_ask
    assert silent.wanted_to_ask


def test_without_any_rule_reading_the_project_runs_and_an_unknown_form_asks(world: World) -> None:
    free, asked = world.print_mode(bash(FREE), bash(NAME))
    assert free.ran
    assert asked.wanted_to_ask


def test_the_hook_is_told_which_call_it_is_about(world: World) -> None:
    install(world, {})
    (outcome,) = world.print_mode(bash(NAME))
    (heard,) = heard_by_hook(world)
    assert heard["hook_event_name"] == "PreToolUse"
    assert heard["tool_use_id"] == outcome.id
    assert heard["tool_name"] == "Bash"
    assert heard["cwd"] == str(world.project)
    assert str(heard["transcript_path"]).endswith(f"/{heard['session_id']}.jsonl")


def test_the_clients_own_deny_and_ask_rules_beat_the_hooks_allow(world: World) -> None:
    yes = pre("allow")
    install(world, {REFS: yes, OBJECTS: yes}, deny=[f"Bash({REFS})"], ask=[f"Bash({OBJECTS})"])
    denied, asked = world.print_mode(bash(REFS), bash(OBJECTS))
    assert denied.denied_in_settings
    assert asked.wanted_to_ask


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param((1, ""), id="exit-1"),
        pytest.param((0, "{"), id="half-an-answer"),
        pytest.param((0, 'a log line\n{"hookSpecificOutput": {}}'), id="text-before-the-answer"),
        pytest.param((0, '{"hookSpecificOutput": {"permissionDecision": "deny"}}'), id="no-event-name"),
    ],
)
def test_a_broken_hook_fails_open_and_the_clients_own_deny_still_holds(
    world: World, broken: tuple[int, str]
) -> None:
    answers = {REFS: broken, OBJECTS: broken, NAME: broken}
    install(world, answers, allow=[f"Bash({REFS})"], deny=[f"Bash({OBJECTS})"])
    allowed, denied, silent = world.print_mode(bash(REFS), bash(OBJECTS), bash(NAME))
    assert allowed.ran
    assert denied.denied_in_settings
    assert silent.wanted_to_ask


def test_a_missing_hook_program_fails_open_and_the_clients_own_deny_still_holds(world: World) -> None:
    install(world, {}, allow=[f"Bash({REFS})"], deny=[f"Bash({OBJECTS})"])
    text = world.settings.read_text()
    world.settings.write_text(text.replace(sys.executable, "/nowhere/python3"))
    allowed, denied = world.print_mode(bash(REFS), bash(OBJECTS))
    assert allowed.ran
    assert denied.denied_in_settings


def test_a_missing_script_under_a_present_python_refuses_every_call(world: World) -> None:
    # Python leaves with 2 when it cannot open its script, and 2 is the client's word for "refuse".
    install(world, {}, allow=[f"Bash({REFS})"])
    (world.settings.parent / "hook.py").unlink()
    allowed_by_rule, free = world.print_mode(bash(REFS), bash(FREE))
    assert not allowed_by_rule.ran
    assert not free.ran
    assert "can't open file" in free.text


def test_exit_2_refuses(world: World) -> None:
    install(world, {FREE: (2, "")})
    (refused,) = world.print_mode(bash(FREE))
    assert not refused.ran


def test_one_invalid_value_drops_the_whole_settings_file(world: World) -> None:
    install(world, {FREE: pre("deny")}, deny=[f"Bash({FREE})"])
    settings = json.loads(world.settings.read_text())
    world.settings.write_text(json.dumps({**settings, "permissions": {"deny": "Bash(git status)"}}))
    (outcome,) = world.print_mode(bash(FREE))
    assert outcome.ran


def test_an_allow_through_permission_request_would_beat_the_users_own_ask_rule(world: World) -> None:
    install(world, {FREE: allow_request()}, event="PermissionRequest", ask=[f"Bash({FREE})"])
    (outcome,) = world.print_mode(bash(FREE))
    assert outcome.ran


def test_denying_a_path_to_edit_stops_the_write_tool_and_redirects(world: World) -> None:
    install(world, {}, allow=["Bash", "Write", "Edit"], deny=["Edit(~/.profile)"])
    profile = world.home / ".profile"
    calls = (Proposal("Write", {"file_path": str(profile), "content": "x"}), bash("echo x > ~/.profile"))
    for outcome in world.print_mode(*calls):
        assert outcome.denied_in_settings
    assert not profile.exists()


def test_the_transcript_says_who_answered(world: World) -> None:
    with Terminal(world) as terminal:
        once = terminal.play(bash(REFS), YES)
        saved = terminal.play(bash(OBJECTS), ALWAYS)
        by_rule = terminal.play(bash(OBJECTS))
        refused = terminal.play(bash(NAME), NO)
        left = terminal.play(bash(NAME), ESCAPE)
        told = terminal.play(bash(NAME), comment="count the objects instead")
        free = terminal.play(bash(FREE))
    scenes = (once, saved, by_rule, refused, left, told, free)
    assert [scene.asked for scene in scenes] == [True, True, False, True, True, True, False]
    assert [scene.outcome.answered for scene in scenes] == [scene.asked for scene in scenes]
    assert once.outcome.decision["source"] == "user_temporary"
    assert once.outcome.decision["grantScope"] == "once"
    assert saved.outcome.decision["source"] == "user_permanent"
    assert by_rule.outcome.decision["reasonType"] in {"rule", "subcommandResults"}
    assert refused.outcome.record["toolDenialBeforeRun"] is True
    assert left.outcome.record["toolDenialBeforeRun"] is True
    assert told.outcome.decision["source"] == "user_reject"
    assert told.outcome.record["userFeedback"] == "count the objects instead"
    local = json.loads((world.project / ".claude" / "settings.local.json").read_text())
    assert local["permissions"]["allow"] == ["Bash(git count-objects *)"]


# -- what its classifier minds ---------------------------------------------------------------------------------------


def test_each_class_that_the_clients_classifier_minds_has_a_row_of_ours(tmp_path: Path) -> None:
    printed = subprocess.run(
        closed(
            tmp_path,
            "env",
            "-i",
            f"HOME={tmp_path}",
            "PATH=/usr/bin:/bin",
            str(program()),
            "auto-mode",
            "defaults",
        ),
        capture_output=True,
        text=True,
        timeout=DEADLINE,
        check=True,
    )
    lists = json.loads(printed.stdout)
    kinds = {"soft_deny": "soft", "hard_deny": "hard", "allow": "allow"}
    found = [
        (kind, hashlib.sha256(text.encode()).hexdigest()[:12], text[:40])
        for key, kind in kinds.items()
        for text in lists[key]
    ]
    known = {(each.kind, each.digest) for each in HAZARDS}
    assert [each for each in found if each[:2] not in known] == [], "a class is new or worded anew"
    assert known == {each[:2] for each in found}, "a class is gone"
