"""Session logs written by tests, in the form of Claude Code 2.1.328: calls, results, and who decided."""

from __future__ import annotations

import json
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

YES = {
    "permissionDecision": {
        "decision": "accept",
        "source": "user_temporary",
        "grantScope": "once",
        "reasonCode": "bashMiss:no-rule-match",
    }
}
NO = {"toolDenialKind": "user-rejected", "toolDenialBeforeRun": True}
BUILT_IN = {
    "permissionDecision": {"decision": "accept", "source": "config", "reasonType": "subcommandResults"}
}
RULE = {"permissionDecision": {"decision": "accept", "source": "config", "reasonType": "rule"}}
CLASSIFIER = {"permissionDecision": {"decision": "accept", "source": "config", "reasonType": "classifier"}}
NOTHING: dict[str, Any] = {}
FIRST_DAY = datetime(2026, 10, 1, 9, tzinfo=UTC)
AS_OF = "2026-11-01T00:00:00.000Z"


class Session:
    """One session of a project, written line by line. `day` counts from 2026-10-01."""

    def __init__(self, cwd: str, name: str, day: int = 0, version: str = "2.1.328") -> None:
        self.cwd = cwd
        self.name = name
        self.now = FIRST_DAY + timedelta(days=day)
        self.base = {"cwd": cwd, "sessionId": name, "version": version, "entrypoint": "cli"}
        self.lines: list[str] = []

    def record(self, kind: str, **more: object) -> None:
        self.now += timedelta(seconds=1)
        stamp = f"{self.now:%Y-%m-%dT%H:%M:%S}.000Z"
        self.lines.append(json.dumps({"type": kind, "timestamp": stamp, **more, **self.base}))

    def ask(self, tool: str, given: dict[str, object]) -> str:
        """A call without its result; returns its id."""
        identity = f"toolu_{self.name}_{len(self.lines)}"
        block = {"type": "tool_use", "id": identity, "name": tool, "input": given}
        self.record("assistant", message={"role": "assistant", "content": [block]})
        return identity

    def result(self, identity: str, decided: dict[str, Any]) -> None:
        refused = "toolDenialKind" in decided
        text = (
            "The user doesn't want to proceed with this tool use. The tool use was rejected"
            if refused
            else "ok"
        )
        answer = {"type": "tool_result", "tool_use_id": identity, "content": text, "is_error": refused}
        self.record("user", message={"role": "user", "content": [answer]}, **decided)

    def call(self, tool: str, given: dict[str, object], decided: dict[str, Any]) -> None:
        self.result(self.ask(tool, given), decided)

    def run(self, command: str, decided: dict[str, Any] = YES, times: int = 1) -> None:
        for _ in range(times):
            self.call("Bash", {"command": command}, decided)

    def text(self) -> str:
        return "".join(line + "\n" for line in self.lines)

    def save(self, folder: Path) -> Path:
        """The log under a projects folder."""
        path = folder / self.cwd.replace("/", "-") / f"{self.name}.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.text())
        return path


def days_of(
    folder: Path, cwd: str, command: str, days: int, *, each: int = 2, decided: dict[str, Any] = YES
) -> None:
    """A session a day in which one command is answered `each` times."""
    mark = zlib.crc32(f"{cwd}\0{command}\0{json.dumps(decided)}".encode())
    for day in range(days):
        session = Session(cwd, f"{mark:08x}-{day}", day)
        session.run(command, decided, each)
        session.save(folder)
