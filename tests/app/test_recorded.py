"""What a line of the record says about a call, field by field."""

from __future__ import annotations

import json
import os
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from assent.core.version import VERSION
from assent.store.snapshot import read_epoch
from tests.app.test_hook import Home


def test_a_decision_is_recorded_with_everything_that_explains_it(tmp_path: Path) -> None:
    home = Home(tmp_path)
    done = home.raw(
        home.payload("curl x", session_id="s1", tool_use_id="t1", permission_mode="plan"),
        AI_AGENT="claude-code_2-1-328_harness",
    )
    assert done.returncode == 0, done.stderr
    (entry,) = home.record()
    assert entry.pop("ts").endswith("Z")
    assert entry.pop("id")
    assert entry.pop("rule")
    assert "no-curl" in entry.pop("why")
    assert entry.pop("epoch") == read_epoch(home.paths)
    assert 0 < entry.pop("ms") < 60_000
    assert (entry.pop("prev"), entry.pop("n")) == ("", 1)  # the first line of all
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
        "assent": VERSION,
        "agent_version": "2.1.328",
    }


RESULT = {"stdout": "one\ntwo", "stderr": "", "interrupted": False, "isImage": False}
TOLD = {
    "ran": ({"hook_event_name": "PostToolUse", "tool_response": RESULT, "duration_ms": 53},
            {"event": "ran", "ok": True, "length": 7, "took": 53}),
    "ran-blocks": ({"hook_event_name": "PostToolUse", "tool_response": [{"type": "text", "text": "abc"}]},
                   {"event": "ran", "ok": True, "length": 7}),
    "failed": ({"hook_event_name": "PostToolUseFailure", "error": "Exit code 1", "duration_ms": 3.5},
               {"event": "failed", "ok": False, "length": 11, "took": 3.5}),
    "began": ({"hook_event_name": "SessionStart", "source": "startup"}, {"event": "session-start", "source": "startup"}),
    "ended": ({"hook_event_name": "SessionEnd", "reason": "other"}, {"event": "session-end", "reason": "other"}),
}  # fmt: skip


@pytest.mark.parametrize(("given", "wanted"), TOLD.values(), ids=TOLD.keys())
def test_an_event_is_recorded_with_what_it_tells(
    tmp_path: Path, given: dict[str, Any], wanted: dict[str, Any]
) -> None:
    home = Home(tmp_path)
    done = home.raw(home.payload("make", **given), AI_AGENT="claude-code_2-1-328_harness")
    assert (done.returncode, done.stdout) == (0, b"")
    (entry,) = home.record()
    told = {key: entry[key] for key in ("event", "ok", "length", "took", "source", "reason") if key in entry}
    assert told == wanted
    assert entry["agent_version"] == "2.1.328"
    assert "preview" not in entry


@pytest.mark.parametrize("said", ["", "other", "claude-code_x_harness", "claude-code_2-1_", "a_1e5_b"])
def test_a_version_that_is_none_is_not_recorded(tmp_path: Path, said: str) -> None:
    home = Home(tmp_path)
    home.raw(home.payload("ls"), AI_AGENT=said)
    assert home.record()[0]["agent_version"] in ("", "2.1" if said == "claude-code_2-1_" else "")


def test_the_beginning_of_a_result_is_kept_when_wanted_and_without_its_secrets(tmp_path: Path) -> None:
    home = Home(tmp_path)
    (home.policy.parent / "config.toml").write_text("[record]\npreviews = true\n")
    home.ask("ls")
    secret = "ghp_" + "a1B2c3D4" * 5
    said = {"stdout": "x" * 240 + " " + secret + "y" * 2000, "stderr": "later"}
    home.raw(home.payload("make", hook_event_name="PostToolUse", tool_response=said))
    preview = home.record()[-1]["preview"]
    assert preview.startswith("x" * 240)
    assert len(preview) <= 256
    assert "ghp_" not in preview


def test_a_decision_is_recorded_before_the_answer_goes_out(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.ask("ls")
    (reading, writing) = os.pipe()
    os.set_blocking(writing, False)
    filled = 0
    try:
        while True:
            filled += os.write(writing, b" " * 4096)
    except BlockingIOError:
        os.set_blocking(writing, True)
    env = {"HOME": str(home.home), "PATH": os.environ["PATH"]}
    running = subprocess.Popen(
        ["/bin/sh", "-c", home.command], stdin=subprocess.PIPE, stdout=writing, env=env
    )
    os.close(writing)
    assert running.stdin
    running.stdin.write(home.payload("curl x"))
    running.stdin.close()
    end = time.monotonic() + 2
    while len(home.record()) < 2 and time.monotonic() < end:
        time.sleep(0.01)
    told = [entry["verdict"] for entry in home.record()]
    with os.fdopen(reading, "rb") as answer:
        said = answer.read()
    running.wait(timeout=30)
    assert told[1:] == ["deny"]
    assert json.loads(said[filled:])["hookSpecificOutput"]["permissionDecision"] == "deny"
