"""Which version of the agent's program is installed here, and what it can do for us."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

Version = tuple[int, ...]
# The first version of Claude Code that lets a failing hook block its call; earlier ones ignore the word.
BLOCKS_ON_FAILURE: Version = (2, 1, 295)
_VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)")
SECONDS = 10


def version(home: Path) -> Version | None:
    """The version of the Claude Code that a person would start here; None when there is none or it does not say."""
    program = _program(home)
    if program is None:
        return None
    return _version_it_reports(program) or _packed(program)


def blocks_on_failure(found: Version | None) -> bool:
    """Whether this version lets a failing hook block the call."""
    return found is not None and found >= BLOCKS_ON_FAILURE


def version_in_words(found: Version | None) -> str:
    """The version, for people."""
    return ".".join(map(str, found)) if found else "of unknown version"


def _program(home: Path) -> Path | None:
    places = [shutil.which("claude"), home / ".local/bin/claude", home / ".claude/local/claude"]
    for place in places:
        # What lies in a folder named relatively would be the project's program, not the person's.
        if place and Path(place).is_absolute() and os.access(place, os.X_OK):
            return Path(place)
    return None


def _version_it_reports(program: Path) -> Version | None:
    try:
        done = subprocess.run(
            [str(program), "--version"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={**os.environ, "DISABLE_AUTOUPDATER": "1"},
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return _read(done.stdout.decode("utf-8", "replace")) if done.returncode == 0 else None


def _packed(program: Path) -> Version | None:
    """The version in the package file beside the program."""
    for folder in list(program.resolve().parents)[:3]:
        try:
            given = json.loads((folder / "package.json").read_bytes())
        except (OSError, ValueError):
            continue
        if isinstance(given, dict) and str(given.get("name", "")).startswith("@anthropic-ai/claude-code"):
            return _read(str(given.get("version", "")))
    return None


def _read(text: str) -> Version | None:
    found = _VERSION.search(text)
    return tuple(int(part) for part in found.groups()) if found else None
