"""What a person is told when a session begins, by the installed hook as a real process."""

from __future__ import annotations

import gzip
import json
import re
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
    assert undated(start(home, "two")) == f"{SUMMARY}; {LEARNT}"
    boundary(home, "SessionEnd", "two")
    assert start(home, "three") == ""


def undated(told: str) -> str:
    return re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d UTC", "NOW", told)


UNDO = "undo: assent rules undo"
AT_ALL = "; how they grew: assent timeline"
LEARNT = f"your rules changed: Bash(npm test *) (learned NOW; {UNDO} a1b2c3){AT_ALL}"
# id: entries of the record → what is told of them.
CHANGES: dict[str, tuple[list[dict[str, Any]], str]] = {
    "a-learned-rule": (
        [{"kind": "rule", "action": "add", "rule_id": "a1b2c3", "by": "learned", "why": "38 approvals, none refused", "rule": LEARNED}],
        f"Bash(npm test *) (learned NOW, 38 approvals, none refused; {UNDO} a1b2c3)",
    ),
    "a-grant-by-fields": (
        [{"kind": "rule", "action": "add", "rule_id": "a1b2c3", "by": "user", "rule": {
            "verdict": "allow", "name": "npm", "enabled": True,
            "body": {"allow": ["*"], "tool": "Bash", "fields": {"command": "^npm test"}}}}],
        f"npm (by you NOW; {UNDO} a1b2c3)",
    ),
    "a-grant": (
        [{"kind": "rule", "action": "add", "rule_id": "a1b2c3", "by": "user", "rule": LEARNED}],
        f"Bash(npm test *) (by you NOW; {UNDO} a1b2c3)",
    ),
    "a-grant-with-a-reason": (
        [{"kind": "rule", "action": "add", "rule_id": "a1b2c3", "by": "user",
          "rule": {**LEARNED, "body": {"allow": ["Bash(npm test *)"], "why": "it is run all day " * 5}}}],
        f"Bash(npm test *) (by you NOW, {('it is run all day ' * 5)[:60]}…; {UNDO} a1b2c3)",
    ),
    "a-rule-that-is-changed-again-is-told-once": (
        [{"kind": "rule", "action": "add", "rule_id": "a1b2c3", "by": "learned", "rule": LEARNED},
         {"kind": "rule", "action": "add", "rule_id": "a1b2c3", "by": "user", "rule": LEARNED}],
        f"Bash(npm test *) (by you NOW; {UNDO} a1b2c3)",
    ),
    "a-rule-switched-off": (
        [{"kind": "rule", "action": "disable", "rule_id": "dbe0fe", "by": "user", "granted": False}],
        f"rule dbe0fe (switched off by you NOW; {UNDO} dbe0fe)",
    ),
    "a-rule-switched-on": (
        [{"kind": "rule", "action": "enable", "rule_id": "dbe0fe", "by": "user", "granted": True}],
        f"rule dbe0fe (switched on by you NOW; {UNDO} dbe0fe)",
    ),
    "back-to-a-point": (
        [{"kind": "rule", "action": "restore", "rule_id": "a1b2c3", "by": "user", "to": 7, "state": {"rule": LEARNED, "override": None}},
         {"kind": "rule", "action": "restore", "rule_id": "d4", "by": "user", "to": 7, "state": {"rule": None, "override": None}}],
        f"Bash(npm test *) (as it was at change 7 by you NOW; {UNDO} a1b2c3), rule d4 (as it was at change 7 by you NOW; {UNDO} d4)",
    ),
    "an-earlier-change-undone": (
        [{"kind": "rule", "action": "undo", "rule_id": "a1b2c3", "by": "user", "of": "of-last-week"}],
        "rule a1b2c3 (its last change undone by you NOW; undo: assent rules show a1b2c3)",
    ),
    "a-project-trusted": (
        [{"kind": "trust", "verdict": "trusted", "path": "/srv/p/.assent/policy.toml", "hash": "ab", "by": "user"}],
        "/srv/p/.assent/policy.toml (trusted by you NOW; undo: assent rules distrust /srv/p/.assent/policy.toml)",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("entries", "told"), CHANGES.values(), ids=CHANGES)
def test_each_kind_of_change_is_told_once_with_who_when_why_and_how_to_take_it_back(
    home: Home, entries: list[dict[str, Any]], told: str
) -> None:
    for entry in entries:
        record.append(home.paths, entry)
    assert undated(start(home, "one")) == f"your rules changed: {told}{AT_ALL}"
    assert start(home, "two") == ""


def test_a_project_trusted_and_no_longer_is_not_told_of(home: Home) -> None:
    for verdict in ("trusted", "refused"):
        record.append(
            home.paths, {"kind": "trust", "verdict": verdict, "path": "/srv/p/x", "hash": "", "by": "user"}
        )
    assert start(home, "one") == ""


def test_modules_that_are_on_are_told_of_once_when_the_settings_were_written(home: Home) -> None:
    settings = home.policy.parent / "config.toml"
    settings.write_text('modules = ["defaults"]\n')
    told = undated(start(home, "one"))
    assert (
        told
        == f"your rules changed: modules on: defaults (settings written NOW; undo there: {settings}){AT_ALL}"
    )
    time.sleep(0.01)
    assert start(home, "two") == ""


def test_a_change_is_told_also_where_no_session_has_ended(home: Home) -> None:
    start(home, "one")
    grant(home)
    assert undated(start(home, "two")) == LEARNT


def test_a_run_that_nobody_watches_leaves_it_to_the_next_that_somebody_does(home: Home) -> None:
    start(home, "one")
    grant(home)
    watched = {"CLAUDE_CODE_SESSION_ATTENDED": "0"}
    given = {
        "hook_event_name": "SessionStart",
        "session_id": "two",
        "cwd": str(home.project),
        "source": "startup",
    }
    assert home.raw(json.dumps(given).encode(), **watched).stdout == b""
    assert undated(start(home, "three")) == LEARNT


NOT_NEW = [
    pytest.param({"action": "remove"}, id="taken-away-again"),
    pytest.param({"action": "undo", "of": "e1"}, id="undone"),
    pytest.param({"rule": {**LEARNED, "verdict": "deny"}, "rule_id": "d"}, id="a-denial"),
]


@pytest.mark.parametrize("more", NOT_NEW)
def test_what_is_no_new_allow_is_not_named(home: Home, more: dict[str, Any]) -> None:
    work(home)
    if "rule" not in more:
        grant(home, id="e1")
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
