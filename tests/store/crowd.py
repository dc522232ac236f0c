"""Many agents asking at once while rules change: run as processes of their own, each says what it was answered.

`python -m tests.store.crowd ask HOME PROJECT COUNT` or `… write HOME NUMBER COUNT`; one JSON object on standard output.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections import Counter

from assent.agents import registry
from assent.app import hook, state
from assent.app.rules import compiler, in_force
from assent.policy.parse import read_rule
from assent.store import rules
from assent.store.paths import Paths, paths_of

# Denied by a rule that stands, allowed by one that stands, allowed by none.
CALLS = {"one": "deny", "free": "allow", "never": ""}


def ask(at: Paths, project: str, count: int) -> dict[str, int]:
    """What each kind of call was answered, how often."""
    seen: Counter[str] = Counter()
    for n in range(count):
        command = list(CALLS)[n % len(CALLS)]
        payload = {
            "hook_event_name": "PreToolUse", "session_id": f"s{os.getpid()}", "cwd": project, "tool_name": "Bash",
            "tool_input": {"command": command}, "tool_use_id": f"{os.getpid()}-{n}", "permission_mode": "default",
        }  # fmt: skip
        asked = hook.Asked(registry.speaker("claude"))
        out, entry = hook.respond(json.dumps(payload).encode(), "claude", at, asked)
        hook.note(asked, entry)
        said = json.loads(out)["hookSpecificOutput"]["permissionDecision"] if out else ""
        seen[f"{command}:{said}"] += 1
    return dict(seen)


def write(at: Paths, number: int, count: int) -> dict[str, int]:
    """Adds and takes away rules that say nothing about the calls."""
    done = 0
    for n in range(count):
        declared = read_rule({"allow": [f"Bash(w{number}-{n})"]}, "crowd", "granted", "user", [])
        assert declared is not None
        with contextlib.closing(state.opened(at)) as db:
            in_force.change(at, db, [rules.adding(compiler.stored(declared, "granted", "", ""))])
            if n % 2:
                in_force.change(at, db, [rules.removing(db, declared.rule.id)])
        done += 1
    return {"changes": done}


def main(mode: str, folder: str, second: str, count: str) -> None:
    at = paths_of(folder, {}, managed=folder + "/managed")
    told = ask(at, second, int(count)) if mode == "ask" else write(at, int(second), int(count))
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
