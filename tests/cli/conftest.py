"""The real command in a home of its own, started as a person's shell starts it, with an empty environment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

SOURCES = Path(__file__).parents[2] / "src"
CONFIG = ".config/assent/config.toml"


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """Its standard output as one JSON document."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """Its standard output as one JSON document a line."""
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass(frozen=True, slots=True)
class Home:
    """A fresh home with a project in it."""

    path: Path

    @property
    def project(self) -> Path:
        return self.path / "work/p"

    @property
    def settings(self) -> Path:
        return self.path / ".claude/settings.json"

    @property
    def policy(self) -> Path:
        return self.path / ".config/assent/policy.toml"

    def run(self, *words: str, code: int | None = 0, typed: bytes = b"", cwd: Path | None = None) -> Done:
        """One command; its exit code must be the given one."""
        done = subprocess.run(
            [sys.executable, "-m", "assent", *words],
            cwd=cwd or self.project,
            env={"HOME": str(self.path), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(SOURCES)},
            input=typed,
            capture_output=True,
            timeout=60,
            check=False,
        )
        found = Done(done.returncode, done.stdout.decode(), done.stderr.decode())
        assert code is None or found.code == code, found
        return found

    def rules(self, *words: str) -> dict[str, dict[str, Any]]:
        """The rules here by their first pattern."""
        return {
            (each["patterns"] or [each["name"]])[0]: each
            for each in self.run("rules", "list", "--json", *words).data
        }

    def verdict(self, command: str) -> str:
        """What would be said about a shell command in the project; "" for silence."""
        found = self.run("check", "--json", command).data
        return "" if found["tier"] == "none" else str(found["verdict"])

    def keeps_old_days(self) -> None:
        """Its record is kept however long ago its days are: tests write days that are always the same."""
        if not (self.path / CONFIG).exists():
            self.write(CONFIG, "[record]\nkeep_days = 36500\n")

    def write(self, name: str, text: str) -> Path:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def hook(self, command: str, tool_use: str = "t1") -> dict[str, Any]:
        """The installed hook's answer to a shell command, as the client asks it."""
        settings = json.loads(self.settings.read_text())
        line = next(
            hook["command"]
            for group in settings["hooks"]["PreToolUse"]
            for hook in group["hooks"]
            if "assent" in hook["command"]
        )
        call = {
            "hook_event_name": "PreToolUse", "session_id": "s1", "cwd": str(self.project), "tool_name": "Bash",
            "tool_input": {"command": command}, "tool_use_id": tool_use,
        }  # fmt: skip
        done = subprocess.run(
            ["/bin/sh", "-c", line],
            input=json.dumps(call).encode(),
            capture_output=True,
            env={"HOME": str(self.path), "PATH": os.environ["PATH"]},
            cwd=self.project,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done
        return json.loads(done.stdout) if done.stdout.strip() else {}


@pytest.fixture
def fresh(tmp_path: Path) -> Home:
    return home_in(tmp_path)


def home_in(folder: Path) -> Home:
    """A fresh home in a folder."""
    made = Home(folder.resolve() / "home")
    (made.project / ".git").mkdir(parents=True)
    (made.project / ".git/HEAD").write_text("ref: refs/heads/main\n")
    (made.path / ".claude").mkdir()
    return made
