"""Speaks with the product as a user does: through its command line, in a home of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.users.days import Call

COMMAND = str(Path(sys.executable).parent / "assent")


def run(home: Path, *args: str, given: str | None = None) -> str:
    """What the command prints; anything but a plain end is an error."""
    told = ["env", "-i", f"HOME={home}", "PATH=/usr/local/bin:/usr/bin:/bin", COMMAND, *args]
    done = subprocess.run(told, cwd=home, input=given, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"assent {' '.join(args)} ended with {done.returncode}: {done.stderr[-2000:]}")
    return done.stdout


def learn(home: Path, as_of: str) -> dict[str, Any]:
    """What `learn` suggests from the session files of this home, everything accepted."""
    logs = str(home / ".claude" / "projects")
    told: dict[str, Any] = json.loads(run(home, "learn", "--from", logs, "--as-of", as_of, "--apply", "all", "--json"))
    return told


def rules(home: Path) -> list[dict[str, Any]]:
    """Every rule in force, as `rules list` tells it."""
    listed = json.loads(run(home, "rules", "list", "--json"))
    rows: list[dict[str, Any]] = listed["rules"] if isinstance(listed, dict) else listed
    return rows


def line(number: int, call: Call, home: Path) -> str:
    """The call as a line of a batch."""
    row = {"id": str(number), "tool": call.tool, "input": call.input}
    where = {"cwd": call.project.root, "project": call.project.root, "home": str(home)}
    return json.dumps(row | where)


def check(home: Path, calls: Iterable[Call], facts: str = "disk") -> list[dict[str, Any]]:
    """The decision on each call; nothing is run."""
    lines = [line(number, call, home) for number, call in enumerate(calls)]
    path = home / "calls.jsonl"
    path.write_text("".join(f"{each}\n" for each in lines))
    told = run(home, "check", "--batch", str(path), "--facts", facts)
    path.unlink()
    return [json.loads(each) for each in told.splitlines()]
