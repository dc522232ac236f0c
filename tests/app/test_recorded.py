"""What a line of the record says about a call, field by field."""

from __future__ import annotations

from pathlib import Path

from tests.app.test_hook import Home


def test_a_decision_is_recorded_with_everything_that_explains_it(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.ask("curl x", session_id="s1", tool_use_id="t1", permission_mode="plan")
    (entry,) = home.record()
    assert entry.pop("ts").endswith("Z")
    assert entry.pop("id")
    assert entry.pop("rule")
    assert "no-curl" in entry.pop("why")
    assert entry == {
        "v": 1,
        "kind": "decision",
        "agent": "claude",
        "session": "s1",
        "call": "t1",
        "tool": "Bash",
        "input": {"command": "curl x"},
        "cwd": str(home.project),
        "project": f"{home.project}/.git",
        "mode": "plan",
        "subagent": "",
        "verdict": "deny",
        "tier": "deny",
        "name": "no-curl",
        "layer": "user",
        "effects": ["net-read"],
        "coverage": "full",
        "near": [],
    }
