"""What a person is told when a session begins, by the installed hook as a real process."""

from __future__ import annotations

import gzip
import json
import time
from pathlib import Path
from typing import Any

import pytest

from assent.store import record
from tests.app.test_hook import Home

LEARNED = {"id": "a1b2c3", "verdict": "allow", "body": {"allow": ["Bash(npm test *)"]}, "name": "tests"}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def boundary(home: Home, event: str, session: str, **more: Any) -> str:
    """What the hook says when a session begins or ends: the message, "" for silence."""
    given = {"hook_event_name": event, "session_id": session, "cwd": str(home.project), **more}
    done = home.raw(json.dumps(given).encode())
    assert (done.returncode, done.stderr) == (0, b"")
    said = json.loads(done.stdout or b"{}")
    assert said.keys() <= {"systemMessage"}, "whatever else is printed there would be read to the model"
    return str(said.get("systemMessage", ""))


def start(home: Home, session: str, source: str = "startup", **more: Any) -> str:
    return boundary(home, "SessionStart", session, source=source, **more)


def work(home: Home, session: str = "one") -> None:
    """A session with two calls allowed, one asked about, one refused, one left to the agent and prompted."""
    start(home, session)
    for command in ("git status", "git log", "make test", "curl x", "frobnicate"):
        home.ask(command, session_id=session, tool_use_id=f"{session} {command}")
    home.raw(home.payload("frobnicate", session_id=session, hook_event_name="PermissionRequest"))


def grant(home: Home, **more: Any) -> None:
    """A rule joins the allow list, as the record tells it."""
    record.append(
        home.paths,
        {"kind": "rule", "action": "add", "rule_id": "a1b2c3", "by": "learned", "rule": LEARNED, **more},
    )


SUMMARY = (
    "assent, last session here: auto-approved 2, asked 1, blocked 1, left 1 to the agent (you saw 1 prompt); "
    "more: assent sessions one"
)


@pytest.mark.parametrize("source", ["startup", "clear"])
def test_the_next_session_tells_what_the_last_one_came_to(home: Home, source: str) -> None:
    work(home)
    assert boundary(home, "SessionEnd", "one", reason="prompt_input_exit") == ""
    assert start(home, "two", source) == SUMMARY


def test_it_is_told_once(home: Home) -> None:
    work(home)
    boundary(home, "SessionEnd", "one")
    start(home, "two")
    assert start(home, "three") == ""


@pytest.mark.parametrize("source", ["resume", "compact"])
def test_a_session_that_goes_on_tells_nothing(home: Home, source: str) -> None:
    work(home)
    boundary(home, "SessionEnd", "one")
    assert start(home, "two", source) == ""


def test_a_first_session_and_one_after_a_session_without_calls_tell_nothing(home: Home) -> None:
    assert start(home, "one") == ""
    boundary(home, "SessionEnd", "one")
    assert start(home, "two") == ""


def test_a_session_of_another_project_is_not_told_of(home: Home) -> None:
    work(home)
    boundary(home, "SessionEnd", "one")
    other = home.home / "work/q"
    (other / ".git").mkdir(parents=True)
    (other / ".git/HEAD").write_text("ref: refs/heads/main\n")
    assert start(home, "two", cwd=str(other)) == ""
    assert start(home, "three", cwd=str(home.project / "..//p")) == SUMMARY


def test_a_session_still_running_is_not_told_of(home: Home) -> None:
    work(home)
    assert start(home, "two") == ""


def test_calls_before_midnight_and_in_packed_files_count(home: Home) -> None:
    work(home)
    boundary(home, "SessionEnd", "one")
    audit = Path(home.paths.audit)
    today = next(audit.glob("*.jsonl"))
    lines = today.read_bytes().splitlines(keepends=True)
    before = record.moment(time.time_ns() - 86_400 * 10**9)[:10]
    (audit / f"{before}.jsonl.gz").write_bytes(gzip.compress(b"".join(lines[:3])))
    (audit / f"{before}.2.jsonl").write_bytes(b"".join(lines[3:5]))
    (audit / f"{before}.2.jsonl.gz").write_bytes(gzip.compress(b"".join(lines[3:5])))  # packed a moment ago
    today.write_bytes(b"".join(lines[5:]))
    assert start(home, "two") == SUMMARY


def test_rules_that_joined_the_allow_list_are_named_once(home: Home) -> None:
    work(home)
    grant(home)
    boundary(home, "SessionEnd", "one")
    told = "new on your allow list: Bash(npm test *); how it grew: assent timeline"
    assert start(home, "two") == f"{SUMMARY}; {told}"
    boundary(home, "SessionEnd", "two")
    assert start(home, "three") == ""


NOT_NEW = [
    pytest.param({"action": "remove"}, id="taken-away-again"),
    pytest.param({"action": "undo", "of": "x"}, id="undone"),
    pytest.param({"rule": {**LEARNED, "verdict": "deny"}, "rule_id": "d"}, id="a-denial"),
]


@pytest.mark.parametrize("more", NOT_NEW)
def test_what_is_no_new_allow_is_not_named(home: Home, more: dict[str, Any]) -> None:
    work(home)
    if "rule" not in more:
        grant(home)
    grant(home, **more)
    boundary(home, "SessionEnd", "one")
    assert start(home, "two") == SUMMARY


def test_a_rule_full_of_control_characters_is_shown_harmless(home: Home) -> None:
    work(home)
    grant(home, rule={**LEARNED, "body": {"allow": ["Bash(\u202e\x1b]2;x\x07)"]}})
    boundary(home, "SessionEnd", "one")
    said = start(home, "two")
    assert "\x1b" not in said
    assert "\\u202e\\x1b]2;x\\x07" in said


@pytest.mark.parametrize("text", ["[notices]\nsessions = false\n", '["\\u006eotices"]\n"sessions" = false\n'])
def test_a_setting_switches_it_off(home: Home, text: str) -> None:
    work(home)
    boundary(home, "SessionEnd", "one")
    Path(home.paths.settings).write_text(text)
    assert start(home, "two") == ""


def test_an_unreadable_record_is_no_trouble_for_a_session(home: Home) -> None:
    work(home)
    boundary(home, "SessionEnd", "one")
    for path in Path(home.paths.audit).glob("*.jsonl"):
        path.write_bytes(b'{"event":"session-\xff\n{"event":"session-end"}\n"event":"session-')
    assert start(home, "two") == ""


def test_input_of_a_tool_that_names_a_session_is_no_call_of_it(home: Home) -> None:
    work(home)
    home.ask(
        "x", session_id="other", tool_name="mcp__s__t", tool_input={"session": "one", "verdict": "allow"}
    )
    boundary(home, "SessionEnd", "one")
    assert start(home, "two") == SUMMARY
