"""Which files we wrote into a repository git would list as new, and where a line keeps each out of it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from assent.app.project import GIT, find

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SECONDS = 5
# What git needs to find its own settings; nothing that could point it at another repository.
_KEPT = ("HOME", "PATH", "XDG_CONFIG_HOME")


def listed(roots: Mapping[str, str], paths: Sequence[str]) -> dict[str, list[str]]:
    """Exclude file of a repository → the paths below its root that neither it nor any other list ignores."""
    found: dict[str, list[str]] = {}
    for root in dict.fromkeys(root for root in roots.values() if root):
        inside = [path[len(root) + 1 :] for path in paths if path.startswith(root + "/")]
        place = find(root, str(Path.home())) if inside else None
        if place is None or place.method != GIT:
            continue
        names = [name for name in inside if not _ignored(root, name)]
        if names:
            found[f"{place.key}/info/exclude"] = names
    return found


def _ignored(root: str, name: str) -> bool:
    """True when git ignores a path, or when there is no git to ask."""
    git = shutil.which("git")
    if git is None:
        return True
    # --no-index: neither the index nor any program that watches it is asked.
    words = [git, "-C", root, "check-ignore", "-q", "--no-index", "--", name]
    environ = {key: os.environ[key] for key in _KEPT if key in os.environ}
    try:
        done = subprocess.run(words, env=environ, capture_output=True, check=False, timeout=SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        return True
    return done.returncode != 1
