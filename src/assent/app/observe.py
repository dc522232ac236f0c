"""Gathers from the machine exactly the facts that a verdict asks for."""

from __future__ import annotations

import posix
import time

from assent.core.facts import Facts
from assent.core.paths import LONGEST, fits, fixed, has_glob, normal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from assent.agents.base import Places

MOST_PATHS = 256
MOST_LINKS = 40
# Globs of a call, entries of folders looked through for one of them, and matches behind links.
MOST_GLOBS = 64
MOST_ENTRIES = 4096
MOST_HITS = 64


def facts_of(
    home: str,
    project: str,
    cwd: str,
    ours: Iterable[str],
    *,
    environ: Mapping[str, str] | None = None,
    obeyed: Places | None = None,
    git: bool = False,
) -> Facts:
    """The facts of a call before its paths are known; `obeyed` says what its agent does. With `git`, the branch and the
    remotes are read."""
    env = {"HOME": home, "PWD": cwd}
    tmp = ["/tmp", "/var/tmp"]  # noqa: S108  a fact about the machine, nothing is made there
    folder = (environ or {}).get("TMPDIR", "")
    if folder.startswith("/") and normal(folder) != "/":
        env["TMPDIR"] = folder
    facts = Facts(home, project, cwd, tmp=tmp, ours=ours, env=env, today=today())
    facts.pulls = facts.pushes = ""
    facts.remotes = ()
    if git and project:
        from assent.app.remotes import branch_and_remotes

        branch_and_remotes(facts, project)
    if obeyed is not None:
        facts.agent = agent_folder(home, environ or {}, obeyed)
    facts.shell = shell_of(environ or {}, obeyed.SHELL_VARIABLE if obeyed else "")
    return facts


def shell_of(environ: Mapping[str, str], variable: str) -> str:
    """The shell in which the agent runs commands: the one that `variable` tells it to, else the user's own if it is
    bash or zsh; "" when the agent looks for one itself."""
    for name in (variable, "SHELL"):
        said = environ.get(name, "").rpartition("/")[2]
        if said in ("bash", "zsh"):
            return said
        if said and name == variable:
            return ""
    return ""


def agent_folder(home: str, environ: Mapping[str, str], obeyed: Places) -> str:
    """The folder of an agent's settings; a variable may move it."""
    given = environ.get(obeyed.FOLDER_VARIABLE, "")
    return normal(given) if given.startswith("/") else normal(f"{home}/{obeyed.FOLDER}")


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


def matches_behind_links(globs: Sequence[str]) -> dict[str, list[str] | None]:
    """Glob → where those of its matches really lie that stand behind links, for globs that have such; None for one
    with more matches than are looked at."""
    found: dict[str, list[str] | None] = {}
    for glob in globs:
        matches = _matches(glob) if len(globs) <= MOST_GLOBS else None
        real = None if matches is None else [real_path(path, {}) for path in matches]
        if real is None or len(real) > MOST_HITS:
            found[glob] = None
        elif real != matches:
            found[glob] = [each for each, path in zip(real, matches or (), strict=True) if each != path]
    return found


def _matches(glob: str) -> list[str] | None:
    """What a glob matches, as far as a link may stand on the way; None when there is too much to look through."""
    start = fixed(glob)
    base = real_path(start, {}).rstrip("/")
    spots = [(base, False)]
    left = MOST_ENTRIES
    for name in glob[len(start.rstrip("/")) + 1 :].split("/"):
        if not has_glob(name):
            spots = [(f"{path}/{name}", True) for path, _ in spots]
            continue
        entries = _entries(spots, left, deep=name == "**")
        if entries is None:
            return None
        left -= len(entries)
        spots = [
            (path, linked) for path, linked in entries if name == "**" or fits(name, path.rpartition("/")[2])
        ]
        if name == "**":
            spots.append((base, False))
    return [path for path, linked in spots if linked]


def _entries(spots: list[tuple[str, bool]], most: int, *, deep: bool) -> list[tuple[str, bool]] | None:
    """What stands in the folders, with `deep` below them too, and whether it is a link or lies behind one."""
    folders = list(spots)
    found: list[tuple[str, bool]] = []
    while folders:
        folder, linked = folders.pop()
        try:
            entries = list(posix.scandir(folder or "/"))
        except OSError:
            continue
        found.extend((f"{folder}/{entry.name}", linked or entry.is_symlink()) for entry in entries)
        if len(found) > most:
            return None
        if deep:
            folders.extend(
                (f"{folder}/{entry.name}", linked) for entry in entries if entry.is_dir(follow_symlinks=False)
            )
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
