"""Five days of work as the hook records them, the same every time: for whatever counts."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from assent.store import record
from assent.store.paths import paths_of
from tests.cli.conftest import Home
from tests.recorded import decision

FIRST = "2026-11-16"
DAYS = 5
SPAN = ("--since", FIRST, "--until", "2026-11-20", "--utc")
READS, PUSHES, SECRETS = ("0f1e2d3c4b5a", "reads", "user"), ("97a95aca5755", "history-asks", "modules"), (
    "dbe0fe2e5306", "no-secret-files", "modules",
)  # fmt: skip
SILENT = ("", "", "")
# tool, what the call is about, verdict, its rule, whether a person was prompted and for how many seconds, the end.
CALLS: tuple[tuple[str, str, str, tuple[str, str, str], float, str], ...] = (
    ("Bash", "git status", "allow", READS, 0, "ran"),
    ("Bash", "git log -5", "allow", READS, 0, "ran"),
    ("Bash", "git log --stat", "allow", READS, 0, "ran"),
    ("Bash", "git diff", "allow", READS, 0, "failed"),
    ("Bash", "git push origin main", "ask", PUSHES, 6.5, "ran"),
    ("Bash", "cat ~/.aws/credentials", "deny", SECRETS, 0, ""),
    ("Bash", "make docs", "silent", SILENT, 1.2, "ran"),
    ("Bash", "make lint", "silent", SILENT, 4.0, "ran"),
    ("Read", "src/app/main.py", "silent", SILENT, 0, "ran"),
    ("Edit", "src/app/main.py", "silent", SILENT, 0, "ran"),
)
FIELDS = {"Bash": "command", "Read": "file_path", "Edit": "file_path"}


def fill(home: Home, agent: str = "claude") -> None:
    """Each day all of the calls in a session of its own; the day before the last none, the last one only the first
    half."""
    for day in range(DAYS):
        calls = {3: (), 4: CALLS[:5]}.get(day, CALLS)
        for number, each in enumerate(calls):
            call(home, day, number, *each, agent=agent)


def call(
    home: Home, day: int, number: int, tool: str, about: str, verdict: str, rule: tuple[str, str, str],
    waited: float, end: str, agent: str = "claude",
) -> None:  # fmt: skip
    """One call, an hour after the one before it."""
    at = datetime.fromisoformat(FIRST) + timedelta(days=day, hours=8 + number)
    project = str(home.project if number % 3 else home.path / "work/site")
    path = about if tool == "Bash" else f"{project}/{about}"
    same = {
        "agent": agent, "session": f"{day}f0da9f-35fd", "subagent": "", "tool": tool, "input": {FIELDS[tool]: path},
        "cwd": project, "mode": "default", "agent_version": "2.1.328",
    }  # fmt: skip
    identity, name, layer = rule
    decided = {
        "id": f"18ea2ba10729cb2a-2eff-{day}{number}a0b1c2", "call": f"toolu_{day}_{number}", "rule": identity,
        "name": name, "layer": layer, "project": f"{project}/.git", "ms": 10.0 + day + number / 10,
        "verdict": "ask" if verdict == "silent" else verdict, "tier": "none" if verdict == "silent" else verdict,
    }  # fmt: skip
    append(home, at, "decision", decision(**same, **decided))
    if waited:
        append(home, at + timedelta(milliseconds=20), "event", same | {"event": "prompted", "call": ""})
    if end:
        told = {"event": end, "call": decided["call"], "ok": end == "ran", "took": 100, "length": 40}
        append(home, at + timedelta(milliseconds=120, seconds=waited), "event", same | told)


def append(home: Home, at: datetime, kind: str, entry: dict[str, Any]) -> None:
    """A line of the record, as the hook would have written it then; however long ago that is, it is kept."""
    home.keeps_old_days()
    ts = at.isoformat(timespec="milliseconds") + "Z"
    record.append(paths_of(str(home.path), {}), {"kind": kind, "ts": ts, **entry})
