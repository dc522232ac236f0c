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
ELSEWHEN = str(Path(__file__).parents[2] / "tools" / "elsewhen")


def run(home: Path, *args: str, moment: str = "") -> str:
    """What the command prints, at another moment if one is given; anything but a plain end is an error."""
    moved = [ELSEWHEN, moment] if moment else []
    told = [*moved, "env", "-i", f"HOME={home}", "PATH=/usr/local/bin:/usr/bin:/bin", COMMAND, *args]
    done = subprocess.run(told, cwd=home, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"assent {' '.join(args)} ended with {done.returncode}: {done.stderr[-2000:]}")
    return done.stdout


def learn(home: Path, as_of: str, *, moved: bool = False) -> dict[str, Any]:
    """What `learn` suggests from the session files of this home, all accepted; `moved` sets the clock there too."""
    logs = str(home / ".claude" / "projects")
    args = ("learn", "--from", logs, "--as-of", as_of, "--apply", "all", "--json")
    told: dict[str, Any] = json.loads(run(home, *args, moment=as_of if moved else ""))
    return told


def line(number: int, call: Call, home: Path) -> str:
    """The call as a line of a batch."""
    row = {"id": str(number), "tool": call.tool, "input": call.input}
    where = {"cwd": call.project.root, "project": call.project.root, "home": str(home)}
    return json.dumps(row | where)


def check(home: Path, calls: Iterable[Call], facts: str = "disk", moment: str = "") -> list[dict[str, Any]]:
    """The decision on each call; nothing is run."""
    lines = [line(number, call, home) for number, call in enumerate(calls)]
    path = home / "calls.jsonl"
    path.write_text("".join(f"{each}\n" for each in lines))
    told = run(home, "check", "--batch", str(path), "--facts", facts, moment=moment)
    path.unlink()
    return [json.loads(each) for each in told.splitlines()]
