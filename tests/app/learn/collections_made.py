"""Small collections of session logs as they are published: raw transcripts of several agents, tables beside them."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from tests.app.sessions import NO, NOTHING, YES, Session

OLD = "2.1.200"  # says nothing of who decided


def session(cwd: str, name: str, day: int, version: str = "2.1.328", **times: int) -> Session:
    """One session with commands by the number of their approvals: underscores are blanks."""
    made = Session(cwd, name, day, version)
    decided = YES if version != OLD else NOTHING
    for command, number in times.items():
        made.run(command.replace("_", " "), decided, number)
    return made


def put(folder: Path, made: Session) -> Path:
    """The transcript where the published form has it."""
    path = folder / "transcripts" / f"{made.name}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(made.text())
    return path


def person(folder: Path, home: str, who: str, days: int = 12, refused: str = "") -> list[str]:
    """Somebody who works in two projects every day and always approves the same; returns the ids of the sessions."""
    ids = []
    for day in range(days):
        for project in ("shop", "lib"):
            made = session(f"{home}/{project}", f"{who}-{project}-{day}", day, git_status=2, pytest=2)
            if refused:
                made.run(refused, NO)
            put(folder, made)
            ids.append(made.name)
    return ids


def codex(folder: Path, name: str = "rollout-1") -> None:
    """A transcript of an agent whose logs cannot be read."""
    lines = [
        {
            "timestamp": "2026-10-01T09:00:00.000Z",
            "type": "session_meta",
            "payload": {"id": name, "cwd": "/home/ann/x"},
        },
        {
            "timestamp": "2026-10-01T09:00:01.000Z",
            "type": "response_item",
            "payload": {"type": "function_call"},
        },
    ]
    path = folder / "transcripts" / f"{name}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))


def table(folder: Path, rows: list[dict[str, Any]], name: str = "sessions.csv") -> None:
    """A table beside the transcripts."""
    path = folder / name
    if name.endswith(".csv"):
        with path.open("w", newline="") as out:
            written = csv.DictWriter(out, list(rows[0]))
            written.writeheader()
            written.writerows(rows)
    elif name.endswith(".jsonl"):
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    else:
        path.write_text(json.dumps(rows))


def checkpoint(folder: Path, shard: str, made: Session, **metadata: Any) -> None:
    """A session of a checkpoint as a repository's metadata branch has it: its folder with the log and what is said of
    it."""
    path = folder / shard / "0"
    path.mkdir(parents=True)
    (path / "full.jsonl").write_text(made.text())
    (path / "metadata.json").write_text(json.dumps({"session_id": made.name, **metadata}))
    (path.parent / "metadata.json").write_text(json.dumps({"checkpoint_id": shard.replace("/", "")}))
