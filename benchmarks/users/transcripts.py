"""Writes the calls of a made-up user as the session files that Claude Code 2.1.328 keeps."""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.users.days import INTERRUPTED, NO, REDIRECTED, SAVED, Call

VERSION = "2.1.328"
REFUSED = (
    "The user doesn't want to proceed with this tool use. The tool use was rejected (eg. if it was a file edit, the "
    "new_string was NOT written to the file)."
)
STOP = f"{REFUSED} STOP what you are doing and wait for the user to tell you how to proceed."
INSTEAD = "do it another way"
BY_CLIENT = {"decision": "accept", "source": "config", "reasonType": "subcommandResults"}
BY_MODE = {"decision": "accept", "source": "config", "reasonType": "mode"}
BY_HOOK = {"decision": "accept", "source": "hook", "reasonType": "hook"}
DENIED_BY_HOOK = {
    "decision": "reject",
    "source": "hook",
    "reasonType": "hook",
    "reasonCode": "hook:PreToolUse",
}


def folder(home: Path, root: str) -> Path:
    """Where the client keeps the sessions of a project."""
    return home / ".claude" / "projects" / re.sub(r"[^A-Za-z0-9]", "-", root)


def _accepted(call: Call) -> dict[str, Any]:
    reason = "bashMiss:no-rule-match" if call.tool == "Bash" else "unknown"
    if call.answer == SAVED:
        return {"decision": "accept", "source": "user_permanent", "reasonCode": reason}
    return {"decision": "accept", "source": "user_temporary", "grantScope": "once", "reasonCode": reason}


def _refused(text: str, **fields: Any) -> dict[str, Any]:
    return {"text": text, "error": True, "response": "User rejected tool use", "fields": fields}


def outcome(call: Call, ours: str = "") -> dict[str, Any]:
    """What the result record says: who decided, and whether it ran; `ours` is the verdict our hook gave."""
    ran = {"text": "ok", "error": False, "response": {"stdout": "ok", "stderr": "", "interrupted": False}}
    if ours == "deny":
        denied = {"toolDenialKind": "permission-rule", "permissionDecision": DENIED_BY_HOOK}
        return _refused("Denied by a PreToolUse hook", **denied)
    if ours == "allow":
        return ran | {"fields": {"permissionDecision": BY_HOOK}}
    if call.unasked:
        return ran | {"fields": {"permissionDecision": BY_CLIENT}}
    if call.granted:
        return ran | {"fields": {"permissionDecision": BY_MODE}}
    if call.answer == NO:
        return _refused(STOP, toolDenialKind="user-rejected", toolDenialBeforeRun=True)
    if call.answer == INTERRUPTED:
        return _refused(STOP, toolDenialKind="user-rejected")
    if call.answer == REDIRECTED:
        reject = {"decision": "reject", "source": "user_reject", "reasonCode": "bashMiss:no-rule-match"}
        return _refused(
            f"{REFUSED} To tell you how to proceed, the user said:\n{INSTEAD}",
            toolDenialKind="user-rejected",
            userFeedback=INSTEAD,
            holdsPersonsWords=True,
            permissionDecision=reject,
        )
    return ran | {"fields": {"permissionDecision": _accepted(call)}}


class Session:
    """The records of one session, each pointing at the one before."""

    def __init__(self, first: Call, zero: dt.date) -> None:
        self.name = first.session
        self.zero = zero
        self.lines: list[str] = []
        self.last: str | None = None
        self.number = 0
        self.base = {
            "isSidechain": False,
            "userType": "external",
            "entrypoint": "cli",
            "cwd": first.project.root,
            "sessionId": self.name,
            "version": VERSION,
            "gitBranch": "main",
        }
        self.lines.append(
            _line({"type": "permission-mode", "permissionMode": "default", "sessionId": self.name})
        )
        asked = {"role": "user", "content": "go on"}
        more = {"permissionMode": "default", "origin": {"kind": "human"}, "promptSource": "typed"}
        self._add(first, "user", {"message": asked, **more}, -2)

    def _id(self) -> str:
        self.number += 1
        return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{self.name}/{self.number}"))

    def _add(self, call: Call, kind: str, record: dict[str, Any], after: float) -> None:
        moment = dt.datetime.combine(self.zero, dt.time(), dt.UTC) + dt.timedelta(
            days=call.day, seconds=call.second + after
        )
        mine = self._id()
        stamp = f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"
        self.lines.append(
            _line(
                {"parentUuid": self.last, "type": kind, "uuid": mine, "timestamp": stamp} | record | self.base
            )
        )
        self.last = mine

    def call(self, call: Call, ours: str = "") -> None:
        """One call with its result, and what follows a refusal."""
        toolu = f"toolu_{self._id().replace('-', '')[:24]}"
        message = f"msg_{self._id().replace('-', '')[:24]}"
        use = {"type": "tool_use", "id": toolu, "name": call.tool, "input": call.input}
        says = {"id": message, "type": "message", "role": "assistant", "model": "claude", "content": [use]}
        self._add(call, "assistant", {"message": says | {"stop_reason": "tool_use"}}, 0)
        assistant = self.last
        told = outcome(call, ours)
        block = {
            "tool_use_id": toolu,
            "type": "tool_result",
            "content": told["text"],
            "is_error": told["error"],
        }
        record = {"message": {"role": "user", "content": [block]}, "toolUseResult": told["response"]}
        self._add(call, "user", record | {"sourceToolAssistantUUID": assistant} | told["fields"], 1.5)
        if told["fields"].get("toolDenialKind") == "user-rejected" and "userFeedback" not in told["fields"]:
            text = [{"type": "text", "text": "[Request interrupted by user for tool use]"}]
            stopped = {"interruptedMessageId": message} if call.answer == INTERRUPTED else {}
            self._add(call, "user", {"message": {"role": "user", "content": text}} | stopped, 1.51)


def _line(record: dict[str, Any]) -> str:
    return json.dumps(record, separators=(",", ":"), ensure_ascii=False)


def write(calls: Iterable[Call], home: Path, zero: dt.date, ours: dict[int, str] | None = None) -> int:
    """Write one file per session; `ours` holds our verdicts by the call's identity. Returns the number of files."""
    sessions: dict[str, tuple[Path, Session]] = {}
    for call in calls:
        if call.session not in sessions:
            path = folder(home, call.project.root) / f"{call.session}.jsonl"
            sessions[call.session] = (path, Session(call, zero))
        sessions[call.session][1].call(call, (ours or {}).get(id(call), ""))
    for path, session in sessions.values():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(session.lines) + "\n")
    return len(sessions)
