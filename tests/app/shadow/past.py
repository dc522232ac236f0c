"""A home with a past: calls that assent judged, each with what the agent's own log tells of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assent.store import record
from assent.store.paths import paths_of
from tests.app.sessions import BUILT_IN, CLASSIFIER, NO, YES, Session

# What was done → how the agent's log says so.
DONE: dict[str, dict[str, Any]] = {
    "yes": YES,
    "no": NO,
    "by itself": BUILT_IN,
    "classifier": CLASSIFIER,
    "classifier refused": {
        "permissionDecision": {"decision": "reject", "source": "config", "reasonType": "classifier"},
        "toolDenialBeforeRun": True,
    },
    "nobody there": {
        "permissionDecision": {"decision": "reject", "source": "config"},
        "toolDenialKind": "user-rejected",
    },
}


@dataclass
class History:
    """Calls written one by one into the record and one log; `day` counts from 2026-10-01."""

    home: Path
    name: str = "s1"
    cwd: str = ""
    day: int = 0
    session: Session = field(init=False)

    def __post_init__(self) -> None:
        self.cwd = self.cwd or str(self.home / "work/p")
        self.session = Session(self.cwd, self.name, self.day)

    def call(
        self, command: str, done: str, *, verdict: str = "silent", judged: bool = True, **more: Any
    ) -> str:
        """One call and what became of it (`never`: the log does not tell); returns its id. Not `judged`, the hook did
        not see it."""
        given: dict[str, object] = {"command": command}
        identity = self.session.ask("Bash", given)
        if judged:
            silent = verdict == "silent"
            said = {"verdict": "ask" if silent else verdict, "tier": "none" if silent else verdict}
            entry = {
                "kind": record.DECISION, "ts": f"{self.session.now:%Y-%m-%dT%H:%M:%S}.500Z", "agent": "claude",
                "session": self.name, "call": identity, "tool": "Bash", "input": given, "cwd": self.cwd,
                "project": f"{self.cwd}/.git", "mode": "default", "subagent": "", "rule": "", "name": "", "layer": "",
                "effects": ["read-project"], "coverage": "full", "near": [], "why": "", **said, **more,
            }  # fmt: skip
            record.append(paths_of(str(self.home), {}), entry)
        if done != "never":
            self.session.result(identity, DONE[done])
        return identity

    def shadow(self, command: str, would: str, done: str, rules: str = "", **more: Any) -> str:
        """One call in shadow mode: what would have been said, by which rules (ids), and what was done."""
        name = rules.split(" ", maxsplit=1)[0]
        told = {"shadow": would, "shadow_rules": rules, "shadow_name": name, "shadow_layer": "granted"}
        return self.call(command, done, **{**told, **more})

    def save(self) -> None:
        self.session.save(self.home / ".claude/projects")
