"""What the real client wrote down about its calls, and the same sessions moved to other days."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

# Every field of a transcript that holds a time, and how it is written. The file's own times move as well.
SHIFTED = {"timestamp": "iso", "backupTime": "iso", "startTime": "milliseconds"}
RAN, ASKED, REFUSED = "runs", "asks", "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The client's own record of one tool call's end."""

    id: str
    record: dict[str, Any]

    @property
    def result(self) -> dict[str, Any]:
        block: dict[str, Any] = next(
            b for b in self.record["message"]["content"] if b.get("tool_use_id") == self.id
        )
        return block

    @property
    def text(self) -> str:
        content = self.result["content"]
        return content if isinstance(content, str) else json.dumps(content)

    @property
    def decision(self) -> dict[str, str]:
        """The client's words about who decided; empty where it gives none."""
        found: dict[str, str] = self.record.get("permissionDecision", {})
        return found

    @property
    def ran(self) -> bool:
        return self.decision.get("decision") == "accept"

    @property
    def answered(self) -> bool:
        """Whether a person at the prompt decided."""
        by_person = self.decision.get("source") in {"user_temporary", "user_permanent", "user_reject"}
        return (by_person and "reasonType" not in self.decision) or "toolDenialBeforeRun" in self.record

    @property
    def wanted_to_ask(self) -> bool:
        """Whether a `-p` run refused for want of anybody to ask."""
        return (
            self.decision.get("source") == "config" and self.record.get("toolDenialKind") == "user-rejected"
        )

    @property
    def refused_by_rule(self) -> bool:
        """Whether a deny refused it: one in the client's settings, or a hook's."""
        return self.record.get("toolDenialKind") == "permission-rule" or self.denied_in_settings

    @property
    def end(self) -> str:
        """How it went in one word: ran, asked (nobody was there), refused, or what the client says instead."""
        if self.ran:
            return RAN
        if self.wanted_to_ask:
            return ASKED
        if self.refused_by_rule:
            return REFUSED
        return str(self.record.get("toolDenialKind") or self.text.splitlines()[0][:60])

    @property
    def denied_in_settings(self) -> bool:
        """Whether a deny rule in the client's own settings refused it, with or without a hook."""
        by_rule = self.decision.get("reasonCode", "").startswith("rule:")
        by_path = "denied by your permission settings" in self.text
        return not self.ran and not self.wanted_to_ask and (by_rule or by_path)


def sessions(home: Path) -> list[Path]:
    """The transcript files, in the order in which they were begun."""
    found = (home / ".claude" / "projects").glob("*/*.jsonl")
    return sorted(found, key=first_time)


def first_time(path: Path) -> str:
    stamps = [record["timestamp"] for record in records(path) if isinstance(record.get("timestamp"), str)]
    return min(stamps, default="")


def records(path: Path) -> list[dict[str, Any]]:
    """Every whole record of a transcript that may still be growing."""
    lines = path.read_text().split("\n")[:-1]
    return [json.loads(line) for line in lines]


def outcomes(home: Path) -> dict[str, Outcome]:
    """Outcome of every answered tool call under this home, by the call's id."""
    found: dict[str, Outcome] = {}
    inside = (home / ".claude" / "projects").glob("*/*/subagents/*.jsonl")
    for path in [*sessions(home), *inside]:
        for record in records(path):
            content = record.get("message", {}).get("content") if record.get("type") == "user" else None
            for block in content if isinstance(content, list) else []:
                if block.get("type") == "tool_result":
                    found[block["tool_use_id"]] = Outcome(block["tool_use_id"], record)
    return found


def shift(path: Path, days: int) -> None:
    """Moves one finished session whole days into the past: the fields of `SHIFTED`, and the file's times."""
    moved = [json.dumps(earlier(record, days), ensure_ascii=False) for record in records(path)]
    path.write_text("".join(f"{line}\n" for line in moved))
    then = path.stat().st_mtime - days * 86_400
    os.utime(path, (then, then))


def earlier(value: Any, days: int) -> Any:
    """The same value with each time in it moved back."""
    if isinstance(value, list):
        return [earlier(item, days) for item in value]
    if isinstance(value, dict):
        return {key: moved(key, item, days) for key, item in value.items()}
    return value


def moved(key: str, value: Any, days: int) -> Any:
    """One field's value, moved when it is a time."""
    form = SHIFTED.get(key)
    if form == "iso" and isinstance(value, str):
        time = datetime.fromisoformat(value) - timedelta(days=days)
        return time.strftime("%Y-%m-%dT%H:%M:%S.") + f"{time.microsecond // 1000:03d}Z"
    if form == "milliseconds" and isinstance(value, int):
        return value - days * 86_400_000
    return earlier(value, days)
