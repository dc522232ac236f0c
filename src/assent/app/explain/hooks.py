"""The hooks that a git command of an explained call runs on this machine.

They are told and do not count as an effect: no shipped rule allows what runs them, writing one is `run-code` and
denied, and whoever approved `git commit` in a project approved it with its hooks. Counting them as `run-project` would
take that rule away in each project that has hooks, and the next question would say no more than the first."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from assent.app.project import find, git_folders, read_small
from assent.core.paths import inside, normal
from assent.shell.judges.githooks import ALWAYS, RUN_BY
from assent.shell.judges.gitplaces import HOOKS, settings

if TYPE_CHECKING:
    from assent.core.call import Part
    from assent.core.facts import Facts

SETTINGS = 1 << 16
STUBS = (
    "_"  # husky keeps a stub for every hook in `.husky/_`, which runs the one in `.husky` where there is one
)


def hooks_run(part: Part, facts: Facts) -> tuple[str, list[str]]:
    """The folder of the hooks that a command runs, and their names; ("", []) when it runs none."""
    if part.path[:1] != ("git",) or len(part.path) < 2 or "--no-verify" in part.argv:
        return "", []
    at = part.cwd or facts.cwd
    root = facts.project if facts.project and inside(at, facts.project) else find(at, facts.home).root
    folder = _folder(root, facts.home) if root else ""
    wanted = dict.fromkeys((*RUN_BY.get(part.path[1], ()), *ALWAYS))
    return (folder, [name for name in wanted if _is_there(folder, name)]) if folder else ("", [])


def _folder(root: str, home: str) -> str:
    """Where git looks for hooks in a work tree: what its settings say, the nearest last, else its own folder."""
    own, common = git_folders(root)
    found = f"{common}/hooks"
    places = (
        f"{home}/.config/git/config",
        f"{home}/.gitconfig",
        f"{common}/config",
        f"{own}/config.worktree",
    )
    for place in places:
        for name, value in settings(read_small(place, SETTINGS)):
            if name == HOOKS and value:
                path = home + value[1:] if value.startswith("~/") else value
                found = normal(path if path.startswith("/") else f"{root}/{path}")
    return found


def _is_there(folder: str, name: str) -> bool:
    path = Path(folder)
    if path.name == STUBS and (path / name).is_file():
        return (path.parent / name).is_file()
    return (path / name).is_file() and os.access(path / name, os.X_OK)
