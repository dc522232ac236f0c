"""Gathers from the machine exactly the facts that a verdict asks for."""

from __future__ import annotations

import posix
import time

from assent.app.project import git_folders, read_small
from assent.core.facts import Facts
from assent.core.paths import LONGEST, normal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST_PATHS = 256
MOST_LINKS = 40


def facts_of(
    home: str,
    project: str,
    cwd: str,
    ours: Sequence[str],
    *,
    environ: Mapping[str, str] | None = None,
    git: bool = False,
) -> Facts:
    """The facts of a call before its paths are known. With `git`, the branch and its upstream are read."""
    env = {"HOME": home, "PWD": cwd}
    tmp = ["/tmp", "/var/tmp"]  # noqa: S108  a fact about the machine, nothing is made there
    folder = (environ or {}).get("TMPDIR", "")
    if folder.startswith("/") and normal(folder) != "/":
        env["TMPDIR"] = folder
    facts = Facts(home, project, cwd, tmp=tmp, ours=ours, env=env, today=today())
    if git and project:
        facts.branch, facts.upstream = branch_of(project)
    return facts


def today() -> str:
    """The UTC day."""
    return time.strftime("%Y-%m-%d", time.gmtime())


def links_of(paths: Sequence[str]) -> dict[str, str] | None:
    """Absolute path → where it really leads, for those that lead elsewhere; None when there are too many paths
    to look at, so that the caller trusts none."""
    if len(paths) > MOST_PATHS:
        return None
    found: dict[str, str] = {}
    known: dict[str, str] = {}
    for path in paths:
        real = real_path(path, known)
        if real != path:
            found[path] = real
    return found


def real_path(path: str, known: dict[str, str]) -> str:
    """The path with every link on the way followed; what does not exist stays as written. A loop leads to
    `/proc`, which no rule calls a project."""
    if len(path) > LONGEST:
        return path
    names = normal(path).split("/")[1:]
    at = ""
    hops = 0
    while names:
        name = names.pop(0)
        if name in ("", "."):
            continue
        if name == "..":
            at = at[: at.rfind("/")] if at else ""
            continue
        step = at + "/" + name
        target = known.get(step)
        if target is None:
            try:
                target = posix.readlink(step)
            except OSError:
                target = ""
            known[step] = target
        if not target:
            at = step
            continue
        hops += 1
        if hops > MOST_LINKS:
            return "/proc/loop"
        names = target.split("/") + names  # its `..` are meant from where it really stands
        at = "" if target.startswith("/") else at
    return at or "/"


def branch_of(project: str) -> tuple[str, str]:
    """The checked-out branch and the branch it pushes to, "" for what cannot be read."""
    folder, common = git_folders(project)
    head = read_small(folder + "/HEAD").strip()
    if not head.startswith("ref: refs/heads/"):
        return "", ""
    branch = head[16:]
    return branch, _upstream(read_small(common + "/config", 65536), branch)


def _upstream(config: str, branch: str) -> str:
    inside = False
    for raw in config.splitlines():
        line = raw.strip()
        if line.startswith("["):
            inside = line == f'[branch "{branch}"]'
        elif inside and line.replace(" ", "").startswith("merge=refs/heads/"):
            return line.replace(" ", "")[17:]
    return ""
