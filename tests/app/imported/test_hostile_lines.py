"""Lines of a file that nobody vouches for: a broken one costs no other, and none takes the place of real history."""

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
from assent.store import counts, events
from assent.store.db import connect, transaction
from assent.store.paths import Paths, paths_of
from tests.app.imported.test_history import EXPORTED, LINE, exported, logged

SOUND = json.dumps(EXPORTED | {"id": "sound", "call": "sound", "outcome": {}}).encode()
DEEP = 20_000
WHOLE = EXPORTED | {"outcome": {}}


def line(**more: Any) -> bytes:
    return json.dumps(WHOLE | more).encode()


def raw(field: str, text: str) -> bytes:
    """A line with a field whose value is given as it stands in the file."""
    return json.dumps(WHOLE | {field: "@"}).replace('"@"', text).encode()


# id: a line that any program may have written.
LINES: dict[str, bytes] = {
    "deep-input": raw("tool_input", '{"a":' * DEEP + "1" + "}" * DEEP),
    "deep-beside": raw("beside", "[" * DEEP + "]" * DEEP),
    "deep-text": line(tool_input='{"a":' * DEEP),
    "deep-whole-text": line(tool_input='{"a":' * DEEP + "1" + "}" * DEEP),
    "no-id": json.dumps({key: value for key, value in WHOLE.items() if key not in ("id", "call")}).encode(),
    "half-a-pair": raw("session_id", '"\\ud800"'),
    "half-a-pair-in-text": line(tool_input='{"command": "\\ud800"}'),
    "half-a-pair-cut-off": line(tool_input='{"command": "x \\ud83d'),
    "half-a-pair-as-key": line(tool_input='{"\\ud800": "x"}'),
    "number-too-long": raw("tool_input", '{"command":' + "9" * 6000 + "}"),
    "number-too-long-in-text": line(tool_input='{"command":' + "9" * 6000 + "}"),
    "no-number": line(tool_input='{"command":NaN}'),
    "year-one": line(timestamp="0001-01-01T00:00:00Z"),
    "year-nine-thousand": line(timestamp="9999-12-31T23:59:59.999Z"),
    "beyond-time": line(timestamp="9999-12-31T23:59:59-23:59"),
    "before-time": line(timestamp="0001-01-01T00:00:00+23:59"),
    "agent-unknown": line(agent="\x1b]0;t\x07"),
    "agent-a-path": line(agent="../../etc"),
    "nul": line(session_id="a\0b", tool_name="\0", cwd="/a\0b", agent="a\0"),
    "cwd-no-path": line(cwd="x" * 100_000),
    "cwd-relative": line(cwd="../../.."),
    "tool-no-text": line(tool_name=["Bash"]),
    "outcome-no-object": line(outcome=["ran"]),
    "outcome-of-lists": line(outcome={"end": ["ran"], "by": {"user": 1}, "asked": "yes"}),
    "decision-no-text": line(decision={"allow": 1}),
    "a-list": b"[1, 2]",
    "a-number": b"7",
    "no-text": b"\xff\xfe\x00",
    "marked": b"\xef\xbb\xbf" + line(),
    "infinite": line(tool_input={"command": 1e308}, mode=None),
}


@pytest.fixture
def at(tmp_path: Path) -> Paths:
    return paths_of(str(tmp_path), {})


@pytest.fixture
def db(at: Paths) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(connect(at)) as opened:
        yield opened


@pytest.mark.parametrize("reader", [audit_lines, permit_lines], ids=["audit-jsonl", "claude-permit"])
@pytest.mark.parametrize("given", LINES.values(), ids=LINES)
def test_no_line_costs_another(db: sqlite3.Connection, reader: Any, given: bytes) -> None:
    found = reader.read([given, SOUND])
    history.keep(db, "/home/u", found.calls)
    assert db.execute("SELECT count(*) FROM events WHERE cwd = ?", (WHOLE["cwd"],)).fetchone()[0] >= 1
    assert all(len(ts) == 24 and ts[4] == "-" for (ts,) in db.execute("SELECT ts FROM events"))
    assert found.lines == 2


PERSON = {"end": "ran", "asked": True, "answer": "yes", "by": "user"}
KEPT = """SELECT e.ts, e.day, e.session, e.project, e.cwd, e.tool, e.input, e.mode, e.subagent, e.label, e.source,
  e.reading FROM events e ORDER BY e.call"""
ROW = """SELECT c.ts, s.session, c.project, c.tool, t.text, c.mode, c.subagent, c.decider, c.answer, c."end"
  FROM calls c JOIN sessions s ON s.number = c.session JOIN subjects t ON t.id = c.subject ORDER BY c.call"""


def told(call: str = "t1", **more: Any) -> Event:
    """The same call as the file has, in another session, at another time, of another thing."""
    return exported(
        PERSON, call=call, session_id="made-up", timestamp="2026-01-02T03:04:05.000Z", mode="plan",
        tool_name="Read", tool_input={"file_path": "/srv/else"}, cwd="/srv/else", subagent="a1", **more,
    )  # fmt: skip


def test_what_the_agents_log_tells_later_replaces_all_that_a_file_said(
    db: sqlite3.Connection, at: Paths
) -> None:
    alone = paths_of(str(Path(at.home) / "alone"), {})
    with contextlib.closing(connect(alone)) as other:
        events.insert(other, [(logged("t1", "s1"), None)])
        events_alone, calls_alone = other.execute(KEPT).fetchall(), other.execute(ROW).fetchall()
    history.keep(db, "/home/u", [told()])
    events.insert(db, [(logged("t1", "s1"), None)])
    assert db.execute(KEPT).fetchall() == events_alone
    assert db.execute(ROW).fetchall() == calls_alone
    assert db.execute("SELECT session FROM sessions").fetchall() == [("s1",)]


def test_the_counts_follow_when_a_call_turns_out_to_be_another(db: sqlite3.Connection) -> None:
    history.keep(db, "/home/u", [told()])
    with transaction(db):
        counts.count(db)
    events.insert(db, [(logged("t1", "s1"), None)])
    with transaction(db):
        counts.count(db)
    assert db.execute("SELECT day, tool, n FROM day_totals").fetchall() == [("2026-04-09", "Bash", 1)]


# id: what the log had told of a call.
TOLD = (labels.REJECTED, labels.REDIRECTED, labels.APPROVED, labels.PENDING, labels.UNLABELLED, labels.UNDONE)


@pytest.mark.parametrize("label", TOLD)
@pytest.mark.parametrize("end", ["stopped", "ran", "not run", "refused"])
def test_no_file_changes_what_the_agents_log_told(db: sqlite3.Connection, label: str, end: str) -> None:
    events.insert(db, [(logged("t1", "s1", label), events.add_reading(db, "k", "v", "[]"))])
    before = db.execute(KEPT).fetchall(), db.execute(ROW).fetchall()
    history.keep(db, "/home/u", [exported(PERSON | {"end": end}, session_id="made-up")])
    assert (db.execute(KEPT).fetchall(), db.execute(ROW).fetchall()) == before


def test_a_line_of_claude_permit_is_no_call_of_its_own_under_our_name() -> None:
    (call,) = permit_lines.read([json.dumps(LINE | {"call": "t1", "id": "t1"}).encode()]).calls
    assert call.id.startswith("claude-permit:")
