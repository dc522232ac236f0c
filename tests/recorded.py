"""A decision as the hook writes it down: of an ordinary call, but for what a test names."""

from __future__ import annotations

from typing import Any

ORDINARY: dict[str, Any] = {
    "kind": "decision", "agent": "claude", "agent_version": "2.1.328", "session": "s1", "subagent": "",
    "call": "toolu_1", "tool": "Bash", "input": {"command": "ls"}, "cwd": "/home/u/p", "mode": "default",
    "project": "/home/u/p/.git", "verdict": "ask", "tier": "none", "rule": "", "name": "", "layer": "",
    "effects": [], "coverage": "full", "near": [], "why": "", "ms": 12.0, "assent": "0.1.0", "epoch": "1",
}  # fmt: skip


def decision(**named: Any) -> dict[str, Any]:
    """No rule spoke about it, unless something else is named."""
    return {**ORDINARY, **named}
