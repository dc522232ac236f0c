"""What became of a call is told by whoever knows it best, and is `?` where nobody does."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import pytest

from assent.app import outcomes
from assent.core import event as labels
from assent.core.event import Event
from assent.store import decisions, events, record
from assent.store.db import connect
from assent.store.paths import Paths
from tests.store.world import home

CALL: dict[str, Any] = {
    "agent": "claude", "session": "s1", "call": "t1", "tool": "Bash", "input": {"command": "make x"}, "subagent": "",
}  # fmt: skip
DECISIONS = {
    "allow": {"verdict": "allow", "tier": "allow"},
    "silent": {"verdict": "ask", "tier": "none"},
    "ask": {"verdict": "ask", "tier": "ask"},
    "deny": {"verdict": "deny", "tier": "deny"},
}
PROMPTED = {"event": "prompted", "call": ""}
RAN, FAILED = {"event": "ran"}, {"event": "failed"}
TURN = {"event": "prompt", "call": "", "tool": "", "input": {}}
END = TURN | {"event": "session-end"}

# id: what was decided, what the hook then saw, what is told.
SEEN: dict[str, tuple[str, list[dict[str, Any]], str]] = {
    "nothing-seen-is-not-known": ("allow", [], "?"),
    "silent-and-nothing-seen-is-not-known": ("silent", [], "?"),
    "allowed-ran": ("allow", [RAN], "ran"),
    "silent-ran": ("silent", [RAN], "ran"),
    "silent-asked-yes": ("silent", [PROMPTED, RAN], "asked → yes"),
    "ask-asked-yes": ("ask", [PROMPTED, RAN], "asked → yes"),
    "asked-and-open": ("ask", [PROMPTED], "asked → ?"),
    "asked-and-never-run": ("ask", [PROMPTED, TURN], "asked → not run"),
    "asked-and-the-session-over": ("silent", [PROMPTED, END], "asked → not run"),
    "asked-yes-and-failed": ("ask", [PROMPTED, FAILED], "asked → failed"),
    "failed": ("allow", [FAILED], "failed"),
    "stopped": ("allow", [FAILED | {"interrupt": True}], "stopped"),
    "denied": ("deny", [], "refused"),
    "denied-and-ran-all-the-same": ("deny", [RAN], "ran"),
    "refused-by-the-classifier": ("silent", [{"event": "refused"}], "refused"),
    "never-run": ("silent", [TURN], "not run"),
    "another-calls-prompt": ("silent", [PROMPTED | {"input": {"command": "make y"}}, RAN], "ran"),
    "another-tools-prompt": ("silent", [PROMPTED | {"tool": "Read"}, RAN], "ran"),
    "a-subagents-prompt": ("silent", [PROMPTED | {"subagent": "a"}, RAN], "ran"),
    "another-sessions-turn": ("silent", [TURN | {"session": "s2"}], "?"),
    "a-prompt-of-the-next-turn": ("silent", [TURN, PROMPTED], "not run"),
}


@pytest.fixture
def at(tmp_path: Path) -> Paths:
    return home(tmp_path)


def told(at: Paths, verdict: str, seen: list[dict[str, Any]], *logged: Event) -> outcomes.Outcome:
    ts = "2026-03-04T05:06:{:02d}.000Z"
    record.append(at, {"kind": "decision", "ts": ts.format(0), **CALL, **DECISIONS[verdict]})
    for second, each in enumerate(seen, 1):
        record.append(at, {"kind": "event", "ts": ts.format(second), **CALL, **each})
    with contextlib.closing(connect(at)) as db:
        decisions.import_record(db, at)
        events.insert(db, [(each, None) for each in logged])
        (found,) = outcomes.of(db, decisions.last(db))
    return found


@pytest.mark.parametrize(("verdict", "seen", "text"), SEEN.values(), ids=SEEN)
def test_what_the_hook_saw_tells_the_outcome(
    at: Paths, verdict: str, seen: list[dict[str, Any]], text: str
) -> None:
    assert told(at, verdict, seen).text == text


def test_a_subagents_call_may_go_on_after_the_next_prompt(at: Paths) -> None:
    ts = "2026-03-04T05:06:07.000Z"
    own = CALL | {"subagent": "a"}
    record.append(at, {"kind": "decision", "ts": ts, **own, **DECISIONS["silent"]})
    record.append(at, {"kind": "event", "ts": ts, **CALL, **TURN})
    with contextlib.closing(connect(at)) as db:
        decisions.import_record(db, at)
        assert outcomes.of(db, decisions.last(db))[0].text == "?"


# id: label, by, outcome of the log; what is told, and whether a person was asked.
LOGGED = {
    "yes": (labels.APPROVED, labels.USER, "ok", "asked → yes", True),
    "yes-and-failed": (labels.APPROVED, labels.USER, "error", "asked → failed", True),
    "no": (labels.REJECTED, labels.USER, "not-run", "asked → no", True),
    "no-do-this-instead": (labels.REDIRECTED, labels.USER, "not-run", "asked → no", True),
    "by-a-rule": (labels.AUTO, labels.RULE, "ok", "ran", False),
    "refused-by-a-rule": (labels.AUTO, labels.RULE, "not-run", "refused", False),
    "nobody-was-there": (labels.NOBODY, "", "not-run", "refused", False),
    "interrupted": (labels.INTERRUPTED, "", "", "stopped", None),
    "unlabelled": (labels.UNLABELLED, "", "ok", "ran", None),
    "pending-leaves-it-to-the-hook": (labels.PENDING, "", "", "asked → yes", True),
}


@pytest.mark.parametrize(("label", "by", "end", "text", "asked"), LOGGED.values(), ids=LOGGED)
def test_the_agents_own_log_is_believed_before_the_hook(
    at: Paths, label: str, by: str, end: str, text: str, asked: bool | None
) -> None:
    event = Event("t1", "2026-03-04T05:06:00.000Z", "s1", "Bash", {"command": "make x"})
    event.label, event.by, event.outcome = label, by, end
    found = told(at, "silent", [PROMPTED, RAN], event)
    assert (found.text, found.asked) == (text, asked)


# id: our verdict, label and `by` of the log → who decided, as told.
REFUSED = {
    "nobody-to-ask-of-our-ask": ("ask", labels.NOBODY, "", labels.MODE),
    "nobody-to-ask-of-the-agents-own": ("silent", labels.NOBODY, "", labels.MODE),
    "our-ask-in-a-mode-that-asks-nobody": ("ask", labels.AUTO, labels.MODE, labels.MODE),
    "another-hook-beside-our-ask": ("ask", labels.AUTO, labels.HOOK, labels.HOOK),
    "another-hook-beside-our-silence": ("silent", labels.AUTO, labels.HOOK, labels.HOOK),
    "our-own-denial": ("deny", labels.AUTO, labels.HOOK, outcomes.OURS),
}


@pytest.mark.parametrize(("verdict", "label", "by", "who"), REFUSED.values(), ids=REFUSED)
def test_who_refused_is_told(at: Paths, verdict: str, label: str, by: str, who: str) -> None:
    event = Event("t1", "2026-03-04T05:06:00.000Z", "s1", "Bash", {"command": "make x"})
    event.label, event.by, event.outcome = label, by, "not-run"
    found = told(at, verdict, [], event)
    assert (found.text, found.by, found.asked) == ("refused", who, False)


def test_what_is_not_known_is_null_in_json(at: Paths) -> None:
    nothing = {"text": "?", "asked": None, "answer": None, "end": None, "by": None, "source": None}
    assert told(at, "allow", []).as_json() == nothing
