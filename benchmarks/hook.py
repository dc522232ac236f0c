"""The whole hook process, as installed, against its bare interpreter: interleaved, record written, 500 rules.

    python benchmarks/hook.py [--rounds 101]

Prints one row per kind of call: median milliseconds, and the median of the ratios to the bare interpreter that ran in
the same round. Needs nothing but an installed assent.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RULES = 500
# Eight commands with quoting, pipes, redirects and a change of folder.
COMPLEX = (
    "cd src && git log --oneline -n 5 --format='%h %s' | grep -v \"fix: it's\" | sort | uniq -c | head -n 3 "
    '2>/dev/null; git status --short && git diff --stat HEAD~1 -- "a b.py" | tail -n 5'
)


def policy() -> str:
    """Five hundred rules as a person might have collected them: half allows, a quarter each denials and asks."""
    rows = []
    for number in range(RULES - 4):
        verdict = ("allow", "deny", "allow", "ask")[number % 4]
        cap = 'within = ["read-project"]\n' if verdict == "allow" else ""
        rows.append(f'[[rule]]\nname = "r{number}"\n{verdict} = ["Bash(tool{number} sub *)"]\n{cap}')
    rows.append('[[rule]]\nname = "git"\nallow = ["Bash(git *)"]\nwithin = ["read-project"]\n')
    rows.append('[[rule]]\nname = "ls"\nallow = ["Bash(ls *)"]\nwithin = ["read-project"]\n')
    rows.append('[[rule]]\nname = "no-curl"\ndeny = ["Bash(curl *)"]\n')
    rows.append('[[rule]]\nname = "edit"\nallow = ["Edit(./src/**)"]\nwithin = ["write-project"]\n')
    return "\n".join(rows)


def payload(command: str, cwd: Path) -> bytes:
    """A PreToolUse payload as the client sends it."""
    return json.dumps({
        "session_id": "1db73ec3-712c-46f6-a553-f1fbdc8cae7b", "transcript_path": "/x.jsonl", "cwd": str(cwd),
        "prompt_id": "fdc59589", "permission_mode": "default", "hook_event_name": "PreToolUse", "tool_name": "Bash",
        "tool_input": {"command": command, "description": "d"}, "tool_use_id": "toolu_7aa4eb0055cd41a1851dbe46",
    }).encode()  # fmt: skip


def timed(argv: list[str], given: bytes, env: dict[str, str]) -> tuple[float, bytes]:
    """Wall milliseconds of one process from spawn to exit, and what it printed."""
    start = time.perf_counter()
    done = subprocess.run(argv, input=given, env=env, capture_output=True, check=False)
    return (time.perf_counter() - start) * 1000, done.stdout


class Bench:
    """A fresh home with assent installed, and the commands to compare."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.project = self.new_project("p0")
        config = self.home / ".config/assent"
        config.mkdir(parents=True)
        (self.home / ".claude").mkdir()
        (config / "policy.toml").write_text(policy())
        self.env = {"HOME": str(self.home), "PATH": os.environ["PATH"]}
        subprocess.run(
            [sys.executable, "-m", "assent", "init", "--yes"], env=self.env, check=True, capture_output=True
        )
        settings = json.loads((self.home / ".claude/settings.json").read_text())
        self.command = settings["hooks"]["PreToolUse"][0]["hooks"][0]["command"]
        self.bare = [
            os.path.realpath(getattr(sys, "_base_executable", sys.executable)),
            "-I",
            "-S",
            "-c",
            "pass",
        ]
        self.policy_file = config / "policy.toml"
        time.sleep(2.2)  # sources younger than two seconds are read again by design

    def new_project(self, name: str) -> Path:
        """A git project of its own, without running git."""
        folder = self.home / "work" / name
        (folder / ".git").mkdir(parents=True)
        (folder / "src").mkdir()
        (folder / ".git/HEAD").write_text("ref: refs/heads/main\n")
        return folder

    def touch_policy(self) -> None:
        """Make the snapshot stale."""
        os.utime(self.policy_file)


def kinds(bench: Bench, round_number: int) -> dict[str, tuple[str, Path, bytes]]:
    """Name → (command, directory, what the answer must contain)."""
    return {
        "allow": ("git log --oneline -5 | head", bench.project, b'"allow"'),
        "miss": ("frobnicate --all", bench.project, b""),
        "deny": ("curl https://example.com", bench.project, b'"deny"'),
        "complex": (COMPLEX, bench.project, b'"allow"'),
        "first call in a new project": ("git status", bench.new_project(f"n{round_number}"), b'"allow"'),
        "stale snapshot": ("git status", bench.project, b'"allow"'),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=51)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        times: dict[str, list[float]] = {}
        ratios: dict[str, list[float]] = {}
        for number in range(rounds):
            for name, (command, cwd, expected) in kinds(bench, number).items():
                if name == "stale snapshot":
                    bench.touch_policy()
                base, _ = timed(bench.bare, b"", bench.env)
                spent, out = timed(["/bin/sh", "-c", bench.command], payload(command, cwd), bench.env)
                if (expected not in out) or (not expected and out):
                    raise SystemExit(f"{name}: unexpected answer {out!r}")
                times.setdefault(name, []).append(spent)
                times.setdefault("bare interpreter", []).append(base)
                ratios.setdefault(name, []).append(spent / base)
        for name, values in times.items():
            ratio = f"{statistics.median(ratios[name]):.2f}" if name in ratios else "1"
            print(f"{name:30} {statistics.median(values):8.2f} ms   ratio {ratio}   (n={len(values)})")


if __name__ == "__main__":
    main()
