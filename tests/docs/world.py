"""The home and the project in which the examples of the pages are run: nothing of this machine's is in it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.docs.pages import ROOT

# A home on the pages is as long as one here, so that lines break where they broke.
SHOWN = "/home/dev"
_TIME = re.compile(r"\b20\d\d-\d\d-\d\d([ T])\d\d:\d\d:\d\d\b")
NOON = r"2026-01-31\g<1>12:00:00"
FILES = {
    ".git/HEAD": "ref: refs/heads/main\n",
    ".git/config": '[remote "origin"]\n\turl = https://github.com/dev/shop.git\n',
    "package.json": '{"scripts": {"test": "node test.js", "build": "node build.js"}}\n',
    "Makefile": "test:\n\tnode test.js\n",
    "README.md": "# shop\n",
    "src/app.py": "print(1)\n",
    "rules.toml": '[[rule]]\nallow = ["Bash(npm test)"]\n',
}
# `init` asks the agent's program for its version, and for nothing else.
CLIENT = "#!/bin/sh\necho '2.1.328 (Claude Code)'\n"


class World(NamedTuple):
    """A home with a project in it."""

    home: Path

    @property
    def project(self) -> Path:
        return self.home / "shop"

    def write(self, name: str, text: str) -> Path:
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def shown(self, text: str) -> str:
        """Text of here as it stands on a page, at the time that the pages tell."""
        return _TIME.sub(NOON, text.replace(str(self.home), SHOWN).replace(str(ROOT), "/opt/assent"))

    def answers(self, calls: list[dict[str, Any]], *words: str) -> list[dict[str, Any]]:
        """What `assent check --batch` says of each call."""
        lines = "".join(
            json.dumps(
                {
                    "id": str(at),
                    "cwd": str(self.project),
                    "project": str(self.project),
                    "home": str(self.home),
                    **call,
                }
            )
            + "\n"
            for at, call in enumerate(calls)
        )
        done = subprocess.run(
            [sys.executable, "-m", "assent", "check", "--batch", "-", "--facts", "disk", *words],
            cwd=self.project,
            env={"HOME": str(self.home), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT / "src")},
            input=lines,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr + done.stdout
        return [json.loads(line) for line in done.stdout.splitlines()]


@contextmanager
def world() -> Iterator[World]:
    """A fresh one, and none afterwards."""
    folder = _made()
    try:
        made = World(folder)
        for name, text in FILES.items():
            made.write(f"shop/{name}", text)
        (folder / ".claude").mkdir()
        made.write(".local/bin/claude", CLIENT).chmod(0o700)
        yield made
    finally:
        shutil.rmtree(folder)


def _made() -> Path:
    """A folder in /tmp whose path is as long as the one shown."""
    names = tempfile._get_candidate_names()  # type: ignore[attr-defined]  # only it knows names that are free
    for name in names:
        path = Path("/tmp") / str(name)[: len(SHOWN) - len("/tmp/")]
        try:
            path.mkdir(mode=0o700)
        except FileExistsError:
            continue
        return path
    pytest.fail("no free name in /tmp")


# How a call is written on a page: the tool, then what it is about.
FIELDS = {
    "Read": "file_path", "Write": "file_path", "Edit": "file_path", "WebFetch": "url", "WebSearch": "query",
    "Agent": "subagent_type", "Skill": "skill", "Grep": "path", "Glob": "path",
}  # fmt: skip


def call_of(text: str, home: Path) -> dict[str, Any]:
    """The call that a page writes as `Tool what`, or as a shell command."""
    tool, _, rest = text.partition(" ")
    if tool.startswith("mcp__"):
        return {"tool": tool, "input": json.loads(rest or "{}")}
    if tool not in FIELDS:
        return {"tool": "Bash", "input": {"command": text}}
    if tool in {"Read", "Write", "Edit"}:
        rest = str(home / rest[2:]) if rest.startswith("~/") else rest
    more = {"pattern": "x"} if tool in {"Grep", "Glob"} else {"content": "x"} if tool == "Write" else {}
    return {"tool": tool, "input": {FIELDS[tool]: rest, **more}}
