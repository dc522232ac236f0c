"""Which modules a project is for: by the files and folders in it and right below it."""

from __future__ import annotations

import os
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from assent.policy import shipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST = 2000  # names that are looked at in one project
# Folders that hold other people's projects.
PASSED = frozenset(("node_modules", "vendor", "target", "dist", "build", "venv", "third_party"))


def fitting(roots: Iterable[str]) -> dict[str, list[str]]:
    """Module → the marks found in these projects, in the order of the modules; only those with one."""
    names = sorted({name for root in roots for name in _names(root)})
    found: dict[str, list[str]] = {}
    for module in shipped.names():
        marks = shipped.about(module).marks
        held = [name for name in names if any(fnmatchcase(name, mark) for mark in marks)]
        if held:
            found[module] = held
    return found


def _names(root: str) -> Sequence[str]:
    """The names in a folder, and in the folders of it that are not hidden."""
    found: list[str] = []
    below = [root] if root else []
    for depth in range(2):
        folders: list[str] = []
        for folder in below:
            for name, is_folder in _entries(folder):
                if len(found) >= MOST:
                    return found
                found.append(name)
                if is_folder and depth == 0 and name not in PASSED and not name.startswith("."):
                    folders.append(f"{folder}/{name}")
        below = folders
    return found


def _entries(folder: str) -> list[tuple[str, bool]]:
    """The names in a folder and whether each is a folder, no link; none when it cannot be listed."""
    try:
        with os.scandir(folder) as entries:
            return sorted((each.name, each.is_dir(follow_symlinks=False)) for each in entries)
    except OSError:
        return []
