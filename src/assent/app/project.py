"""Which project a directory belongs to: the git common directory first, so that worktrees share one."""

from __future__ import annotations

import posix

from assent.core.paths import CRITICAL, SYSTEM_ROOTS, inside, normal

GIT, MARKER, SESSION, NONE = "git", "marker", "session", "none"
MARKERS = (
    ".assent", "pyproject.toml", "package.json", "Cargo.toml", "go.mod", "flake.nix", "Makefile", "pom.xml",
    "build.gradle", "Gemfile", "composer.json", "CMakeLists.txt", "deno.json", "mix.exs",
)  # fmt: skip
DEEPEST = 64


class Project:
    """`root` the directory whose files are the project's ("" when there is none, as in a bare home or `/`);
    `key` the absolute path that identifies it (the git common directory, else the root); `method` how."""

    __slots__ = ("key", "method", "root")

    def __init__(self, root: str, key: str, method: str) -> None:
        self.root = root
        self.key = key
        self.method = method


def find(cwd: str, home: str, session: str = "") -> Project:
    """The project of a directory at this moment. `session` is where the agent's session began: it stands in when
    neither git nor a marker file says anything."""
    marked = ""
    at = cwd
    for _ in range(DEEPEST):
        if _too_wide(at, home):
            break
        common = _git_common(at)
        if common:
            return Project(at, common, GIT)
        if not marked and any(_exists(at + "/" + name) for name in MARKERS):
            marked = at
        at = at[: at.rfind("/")] or "/"
    if marked:
        return Project(marked, marked, MARKER)
    start = session if session and inside(cwd, session) else cwd
    if start != session and _keeps_settings(start):
        return Project("", start, NONE)  # the agent went there; that makes no project of it
    if start and not _too_wide(start, home):
        return Project(start, start, SESSION)
    return Project("", start or "/", NONE)


def _too_wide(path: str, home: str) -> bool:
    """A home, or anything that holds one or a system's top level, is never one project."""
    return not path.startswith("/") or path.lower() in CRITICAL or inside(home, path)


def _keeps_settings(path: str) -> bool:
    """True for a hidden directory, or one of the system: what lies there is obeyed by programs."""
    return "/." in path or any(inside(path.lower(), root) for root in SYSTEM_ROOTS)


def _exists(path: str) -> bool:
    try:
        posix.lstat(path)
    except OSError:
        return False
    return True


def read_small(path: str, most: int = 4096) -> str:
    """The first bytes of a small file as text, "" when it cannot be read."""
    try:
        handle = posix.open(path, posix.O_RDONLY | posix.O_NONBLOCK | posix.O_CLOEXEC)
    except OSError:
        return ""
    try:
        return posix.read(handle, most).decode("utf-8", "replace")
    except OSError:
        return ""
    finally:
        posix.close(handle)


def _git_common(root: str) -> str:
    """The git common directory of a work tree's root, "" when the directory is none."""
    dot = root + "/.git"
    try:
        mode = posix.stat(dot).st_mode
    except OSError:
        return ""
    if mode & 0o170000 == 0o040000:
        return dot if _exists(dot + "/HEAD") else ""
    return git_folders(root)[1] if read_small(dot).startswith("gitdir:") else ""


def git_folders(root: str) -> tuple[str, str]:
    """(the git directory of a work tree's root, the one it shares with its other work trees): the same but in an
    added work tree, whose `.git` is a file."""
    folder = root + "/.git"
    text = read_small(folder)
    if text.startswith("gitdir:"):
        folder = _joined(root, text[7:].strip())
    common = read_small(folder + "/commondir").strip()
    return folder, _joined(folder, common) if common else folder


def _joined(base: str, path: str) -> str:
    return normal(path if path.startswith("/") else base + "/" + path)
