"""A session log written line by line, as the client writes what is said, called, stopped and run by hand."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any, Self

ONCE = {
    "decision": "accept",
    "source": "user_temporary",
    "grantScope": "once",
    "reasonCode": "bashMiss:no-rule-match",
}
RULE = {"decision": "accept", "source": "config", "reasonType": "rule", "ruleSource": "userSettings"}
STOPPED = "The user doesn't want to proceed with this tool use. The tool use was rejected (eg. …)"


class Talk:
    """The lines of a log; every method adds what happens next, a minute later."""

    def __init__(self, cwd: str = "/work/p", entrypoint: str = "cli", session: str = "s1") -> None:
        self.lines: list[str] = []
        self.calls: list[str] = []
        self.common = {"cwd": cwd, "entrypoint": entrypoint, "sessionId": session, "version": "2.1.328"}
        self.at = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)

    @property
    def data(self) -> bytes:
        return "".join(line + "\n" for line in self.lines).encode()

    def wait(self, hours: float) -> Self:
        self.at += timedelta(hours=hours)
        return self

    def _add(self, kind: str, content: Any, **more: Any) -> Self:
        self.at += timedelta(minutes=1)
        when = f"{self.at:%Y-%m-%dT%H:%M:%S}.000Z"
        record = {"type": kind, "message": {"content": content}, "timestamp": when, **self.common, **more}
        self.lines.append(json.dumps(record))
        return self

    def says(self, text: str | list[dict[str, str]], **more: Any) -> Self:
        """What a person types."""
        return self._add("user", text, **({"origin": {"kind": "human"}} | more))

    def types(self, command: str, printed: str = "", failed: str = "") -> Self:
        """What a person runs behind `!`."""
        self._add("user", f"<bash-input>{command}</bash-input>")
        return self._add("user", f"<bash-stdout>{printed}</bash-stdout><bash-stderr>{failed}</bash-stderr>")

    def calls_tool(self, tool: str, **given: Any) -> Self:
        self.calls.append(f"t{len(self.calls) + 1}")
        return self._add(
            "assistant", [{"type": "tool_use", "id": self.calls[-1], "name": tool, "input": given}]
        )

    def ends(self, text: str = "done", *, error: bool = False, **more: Any) -> Self:
        """The result of the last call."""
        block = {
            "type": "tool_result",
            "tool_use_id": self.calls[-1],
            "content": text,
            "is_error": error,
        }
        return self._add("user", [block], **({"permissionDecision": ONCE} | more))

    def runs(self, command: str, printed: str = "done", **more: Any) -> Self:
        return self.calls_tool("Bash", command=command).ends(printed, **more)

    def edits(self, path: str, old: str = "a", new: str = "b") -> Self:
        return self.calls_tool("Edit", file_path=path, old_string=old, new_string=new).ends()

    def writes(self, path: str) -> Self:
        return self.calls_tool("Write", file_path=path, content="x").ends()

    def is_stopped(self, command: str) -> Self:
        """A call that is interrupted while it runs."""
        self.calls_tool("Bash", command=command)
        block = {"type": "tool_result", "tool_use_id": self.calls[-1], "content": STOPPED, "is_error": True}
        self._add("user", [block], toolDenialKind="user-rejected")
        told = [{"type": "text", "text": "[Request interrupted by user for tool use]"}]
        return self._add("user", told, interruptedMessageId="msg_1")
