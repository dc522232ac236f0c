"""Where a logged call happened: its project and its home, also when the directory is gone or from another machine."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from assent.app import project
from assent.core.paths import inside, normal

if TYPE_CHECKING:
    from collections.abc import Mapping

GONE = "gone"
_HOME = re.compile(r"(/home/[^/]+|/Users/[^/]+|/root)(?:/|$)")


class Whereabouts(NamedTuple):
    """`key` and `root` of the project ("" as root when there is none), `home`, and the call's `cwd`; absolute."""

    key: str
    root: str
    home: str
    cwd: str


class Finder:
    """Finds the whereabouts of a call and remembers what it found, per directory."""

    def __init__(self, home: str, known: Mapping[str, tuple[str, str]] | None = None) -> None:
        self.home = home
        self.roots = {root: key for key, (root, _) in (known or {}).items() if root}
        self.new: dict[str, tuple[str, str]] = {}
        self._memo: dict[tuple[str, str], Whereabouts] = {}

    def of(self, cwd: str, start: str) -> Whereabouts:
        """The whereabouts of a call made in `cwd` by a session that began in `start`."""
        asked = (cwd, start)
        found = self._memo.get(asked)
        if found is None:
            found = self._memo[asked] = self._find(cwd, start)
        return found

    def _find(self, cwd: str, start: str) -> Whereabouts:
        home = home_of(cwd, self.home)
        if not cwd.startswith("/"):
            return Whereabouts("", "", home, cwd)
        cwd = normal(cwd)
        if Path(cwd).is_dir():
            seen = project.find(cwd, home, start)
        else:
            root = self._nearest(cwd) or (start if start.startswith("/") and inside(cwd, start) else cwd)
            wide = root == "/" or inside(home, root)
            seen = project.Project("" if wide else root, self.roots.get(root, root), GONE)
        if seen.key not in self.roots.values():
            self.new[seen.key] = (seen.root, seen.method)
        if seen.root:
            self.roots.setdefault(seen.root, seen.key)
        return Whereabouts(seen.key, seen.root, home, cwd)

    def _nearest(self, cwd: str) -> str:
        """The deepest known project root that holds the directory."""
        return max((root for root in self.roots if inside(cwd, root)), key=len, default="")


def home_of(cwd: str, home: str) -> str:
    """Whose home a logged directory speaks of: ours, unless the path names another one."""
    if inside(cwd, home):
        return home
    match = _HOME.match(cwd)
    return match[1] if match else home
