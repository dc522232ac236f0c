"""Past calls that a file tells of: counted once, as whoever it names decided, below everything that is known better."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assent.app.imported import audit_lines, history, permit_lines
from assent.core import event as labels
from assent.core.event import Event
from assent.store import decisions, events, record
from assent.store.db import connect
from assent.store.paths import Paths, paths_of

LINE = {
    "timestamp": "2026-04-09T12:00:00.000Z", "event": "PreToolUse", "session_id": "s1", "tool_name": "Bash",
    "tool_input": {"command": "make x"}, "cwd": "/srv/app", "tier": "allow", "decision": "allow",
}  # fmt: skip
ROW = 'SELECT decider, known, asked, answer, "end", verdict FROM calls ORDER BY ts, call'


@pytest.fixture
def at(tmp_path: Path) -> Paths:
    return paths_of(str(tmp_path), {})


@pytest.fixture
def db(at: Paths) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(connect(at)) as opened:
        yield opened


def theirs(**more: Any) -> list[Event]:
    return permit_lines.read([json.dumps(LINE | more).encode()]).calls


def logged(call: str, session: str, label: str = labels.APPROVED) -> Event:
    event = Event(call, "2026-04-09T12:00:00.000Z", session, "Bash", {"command": "make x"})
    event.label, event.by, event.outcome = label, labels.USER, "ok"
    return event


def test_it_decided_and_is_named(db: sqlite3.Connection) -> None:
    assert history.keep(db, "/home/u", theirs()) == history.Taken(1, 0, 0)
    assert db.execute(ROW).fetchall() == [("claude-permit", "recorded", 0, "", "?", "")]
    assert db.execute("SELECT source, reading FROM events").fetchall() == [("claude-permit", None)]


def test_a_session_that_the_logs_tell_of_is_not_counted_twice(db: sqlite3.Connection) -> None:
    events.insert(db, [(logged("t1", "s1"), None)])
    calls = [*theirs(), *theirs(session_id="s2")]
    assert history.keep(db, "/home/u", calls) == history.Taken(1, 0, 1)


def test_a_session_that_our_record_tells_of_is_not_counted_twice(db: sqlite3.Connection, at: Paths) -> None:
    entry = {
        "kind": "decision",
        "agent": "claude",
        "session": "s1",
        "call": "t1",
        "tool": "Bash",
        "verdict": "allow",
    }
    record.append(at, entry)
    decisions.import_record(db, at)
    assert history.keep(db, "/home/u", theirs()) == history.Taken(0, 0, 1)


def test_secrets_in_it_are_erased(db: sqlite3.Connection) -> None:
    secret = "ghp_" + "Aa1" * 12
    history.keep(db, "/home/u", theirs(tool_input={"command": f"x --token {secret}"}))
    assert not [row for row in db.execute("SELECT input FROM events") if secret in row[0]]


EXPORTED = LINE | {"id": "1-2-3", "call": "t1", "agent": "claude", "rule_id": "r", "assent_version": "1"}


def exported(outcome: dict[str, Any], **more: Any) -> Event:
    (call,) = audit_lines.read([json.dumps(EXPORTED | more | {"outcome": outcome}).encode()]).calls
    return call


# id: what the line says of the end → the row of the call.
ENDS: dict[str, tuple[dict[str, Any], dict[str, Any], tuple[Any, ...]]] = {
    "ours": ({"end": "ran", "asked": False}, {}, ("assent", "recorded", 0, "", "ran")),
    "ours-and-its-end-not-known": ({}, {}, ("assent", "recorded", 0, "", "?")),
    "ours-denied": ({"end": "refused", "asked": False, "by": "assent"}, {"decision": "deny"}, ("assent", "recorded", 0, "", "refused")),
    "the-agents-rule": ({"end": "ran", "asked": False, "by": "rule"}, {"decision": "silent"}, ("rule", "recorded", 0, "", "ran")),
    "a-person-said-so": ({"end": "ran", "asked": True, "answer": "yes", "by": "user"}, {"decision": "ask"}, ("user", "recorded", 1, "yes", "ran")),
    "a-person-refused": ({"end": "not run", "asked": True, "answer": "no", "by": "user"}, {"decision": "ask"}, ("user", "recorded", 1, "no", "not run")),
    "a-yes-that-was-inferred": ({"end": "ran", "asked": True, "answer": "yes"}, {"decision": "ask"}, ("user", "estimated", None, "", "ran")),
    "not-known": ({}, {"decision": "silent"}, ("", "", None, "", "?")),
    "stopped": ({"end": "stopped"}, {}, ("", "", None, "", "stopped")),
}  # fmt: skip


@pytest.mark.parametrize(("outcome", "more", "row"), ENDS.values(), ids=ENDS)
def test_an_exported_line_says_who_decided(
    db: sqlite3.Connection, outcome: dict[str, Any], more: dict[str, Any], row: tuple[Any, ...]
) -> None:
    history.keep(db, "/home/u", [exported(outcome, **more)])
    assert db.execute(ROW).fetchone()[:-1] == row


def test_what_the_agents_log_tells_later_replaces_what_a_file_said(db: sqlite3.Connection) -> None:
    history.keep(db, "/home/u", [exported({"end": "ran", "asked": True, "answer": "yes", "by": "user"})])
    reading = events.add_reading(db, "k", "v", "[]")
    events.insert(db, [(logged("t1", "s1", labels.AUTO), reading)])
    assert db.execute("SELECT source, label, reading FROM events").fetchall() == [
        ("transcript", "auto", reading)
    ]


def test_a_file_never_replaces_what_the_agents_log_told(db: sqlite3.Connection) -> None:
    events.insert(db, [(logged("t1", "s0", labels.PENDING), None)])
    history.keep(db, "/home/u", [exported({"end": "ran", "asked": True, "answer": "yes", "by": "user"})])
    assert db.execute("SELECT source, label FROM events").fetchall() == [("transcript", "pending")]


def test_lines_of_another_log_are_no_lines_of_ours() -> None:
    found = audit_lines.read([json.dumps(LINE).encode()])
    assert (found.lines, found.broken, found.calls) == (1, 1, [])


def test_the_strictest_of_several_decisions_about_a_call_counts() -> None:
    lines = [
        json.dumps(EXPORTED | {"id": str(n), "decision": verdict, "outcome": {"asked": False}}).encode()
        for n, verdict in enumerate(("allow", "deny", "ask"))
    ]
    (call,) = audit_lines.read(lines).calls
    assert (call.label, call.by) == (labels.AUTO, "assent")
