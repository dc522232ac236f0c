"""Which version of the agent's program is installed here, and what it can do for us."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from assent.agents import registry

if TYPE_CHECKING:
    from assent.agents.base import Settings

Version = tuple[int, ...]
_VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)")
SECONDS = 10


def title(agent: str = registry.DEFAULT) -> str:
    """The agent's name for people."""
    return registry.speaker(agent).TITLE


def version(home: Path, agent: str = registry.DEFAULT) -> Version | None:
    """The version of the agent that a person would start here; None when there is none or it does not say."""
    known, found = registry.settings(agent), program(home, agent)
    if known is None or found is None:
        return None
    return _said(found, known) or _packed(found, known)


def blocks_on_failure(found: Version | None, agent: str = registry.DEFAULT) -> bool:
    """Whether this version lets a failing hook block the call."""
    known = registry.settings(agent)
    return found is not None and known is not None and found >= known.BLOCKS_SINCE


def version_in_words(found: Version | None) -> str:
    """The version, for people."""
    return ".".join(map(str, found)) if found else "of unknown version"


def program(home: Path, agent: str = registry.DEFAULT) -> Path | None:
    """The agent's program that a person would start here."""
    known = registry.settings(agent)
    places = [shutil.which(known.PROGRAM), *known.programs(str(home))] if known else []
    for place in places:
        # What lies in a folder named relatively would be the project's program, not the person's.
        if place and Path(place).is_absolute() and os.access(place, os.X_OK):
            return Path(place)
    return None


def _said(program: Path, known: Settings) -> Version | None:
    try:
        done = subprocess.run(
            [str(program), "--version"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={**os.environ, **known.QUIET},
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return _read(done.stdout.decode("utf-8", "replace")) if done.returncode == 0 else None


def _packed(program: Path, known: Settings) -> Version | None:
    """The version in the package file beside the program."""
    for folder in list(program.resolve().parents)[:3]:
        try:
            given = json.loads((folder / "package.json").read_bytes())
        except (OSError, ValueError):
            continue
        if isinstance(given, dict) and str(given.get("name", "")).startswith(known.PACKAGE):
            return _read(str(given.get("version", "")))
    return None


def _read(text: str) -> Version | None:
    found = _VERSION.search(text)
    return tuple(int(part) for part in found.groups()) if found else None
