"""What a command costs as a process, of which starting is most: its median of processor time and of wall time.

    python benchmarks/commands.py [--calls 20000] [--rounds 11] [--home FOLDER]

A fresh home with the hook and rules, a record of three lines a call (60,000 by default) over twelve days, and some
logs of an agent. Beside the commands stand a bare interpreter and one that loads what nothing here could do without.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from make_transcripts import make

from assent.store import record
from assent.store.paths import paths_of

DAYS, LOGS = 12, 20  # of the record; MB of the agent's own logs
VERDICTS = ("allow", "allow", "allow", "ask", "ask", "deny", "allow")
RULES = "\n".join(
    f'[[rule]]\nname = "r{number}"\n{verdict} = ["Bash(tool{number} sub *)"]\n'
    for number in range(60)
    for verdict in ("allow", "ask", "deny")[number % 3 :][:1]
)
PYTHON = {
    "a bare interpreter": "pass",
    "click": "import click",
    "click and rich": "import click, rich.console, rich.text",
}
COMMANDS = (
    "--version", "--help", "stats", "stats --json", "stats tools", "trends", "why", "why --json", "log",
    "log -n 20 --json", "log --grep status", "sessions", "timeline", "statusline", "rules list", "rules list --json",
    "rules history", "status", "audit", "config", "digest", "check ls", "completions bash", "stats --help",
    "log --help", "rules --help",
)  # fmt: skip


def main() -> None:
    """Make the home, run every command, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--home", type=Path, help="made here, or used as it stands")
    parser.add_argument("commands", nargs="*", default=COMMANDS)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="assent-bench-") as folder:
        home = given.home or Path(folder)
        env = {"HOME": str(home), "PATH": os.environ["PATH"]}
        if not (home / "work").exists():
            fill(home, given.calls, env)
        argv = {name: [sys.executable, "-c", code] for name, code in PYTHON.items()}
        argv |= {name: [sys.executable, "-m", "assent", *name.split()] for name in given.commands}
        argv |= {"completing `assent st`": [sys.executable, "-m", "assent"]}
        for name, each in argv.items():
            more = {"_ASSENT_COMPLETE": "bash_complete", "COMP_WORDS": "assent st", "COMP_CWORD": "1"}
            spent = [
                run(each, env | (more if name.startswith("completing") else {}), home / "work")
                for _ in range(given.rounds + 1)
            ]
            cpu, wall = (statistics.median(values) for values in zip(*spent[1:], strict=True))
            print(f"{name:24} {cpu:7.0f} ms of the processor {wall:7.0f} ms in all", flush=True)


def run(argv: list[str], env: dict[str, str], cwd: Path) -> tuple[float, float]:
    """Milliseconds of processor time and of wall time of one process."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(argv, env=env, cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):
        sys.exit(f"{argv}: exit {done.returncode}: {done.stderr.decode()}")
    cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return cpu * 1000, wall * 1000


def fill(home: Path, calls: int, env: dict[str, str]) -> None:
    """A home as somebody has it who has used it for two weeks: a hook, rules, a record, logs, all of it known."""
    project = home / "work"
    for folder in (project / ".git", home / ".claude/projects", home / ".config/assent"):
        folder.mkdir(parents=True)
    (project / ".git/HEAD").write_text("ref: refs/heads/main\n")
    (home / ".config/assent/policy.toml").write_text(RULES)
    make(home / ".claude/projects", LOGS)
    paths = paths_of(str(home), env)
    began = datetime.now(UTC) - timedelta(days=DAYS, hours=1)
    for number in range(calls):
        call(paths, number, began + timedelta(days=DAYS) * number / calls, project)
    for words in (["init", "--yes"], ["learn"], ["stats"], ["status"]):
        argv = [sys.executable, "-m", "assent", *words]
        subprocess.run(argv, env=env, cwd=project, stdin=subprocess.DEVNULL, capture_output=True, check=False)


def call(paths: object, number: int, at: datetime, project: Path) -> None:
    """What the record holds of one call: it was decided, asked about, and it ran."""
    verdict = VERDICTS[number % len(VERDICTS)]
    ruled = number % 3 > 0
    same = {
        "agent": "claude", "session": f"{number // 120:08x}-35fd-4000-8000-000000000000", "subagent": "",
        "tool": "Bash", "input": {"command": f"tool{number % 90} sub --number {number % 4000} && git status"},
        "cwd": str(project), "mode": "default", "agent_version": "2.1.328", "assent": "0.1.0",
        "call": f"toolu_{number:012d}",
    }  # fmt: skip
    decided = {
        "verdict": verdict, "tier": verdict if ruled else "none", "rule": f"{number % 60:012x}" if ruled else "",
        "name": f"r{number % 60}" if ruled else "", "layer": "user" if ruled else "", "project": f"{project}/.git",
        "effects": ["read-project"], "coverage": "full", "near": [], "why": "no rule spoke", "ms": 14.0, "epoch": "1",
    }  # fmt: skip
    for kind, after, more in (
        (record.DECISION, 0, decided),
        (record.EVENT, 30, {"event": "prompted", "call": ""}),
        (record.EVENT, 4000, {"event": "ran", "ok": True, "took": 100, "length": 40}),
    ):
        ts = (at + timedelta(milliseconds=after)).isoformat(timespec="milliseconds")[:23] + "Z"
        record.append(paths, {"kind": kind, "ts": ts, **same, **more})


if __name__ == "__main__":
    main()
