"""Which project a directory belongs to: the git common directory first, so that worktrees share one."""

from __future__ import annotations

import posix

from assent.core.paths import inside, normal
from assent.core.places import CRITICAL, SYSTEM_ROOTS
from assent.store import regular

GIT, MARKER, SESSION, NONE = "git", "marker", "session", "none"
MARKERS = (
    ".assent", "pyproject.toml", "package.json", "Cargo.toml", "go.mod", "flake.nix", "Makefile", "pom.xml",
    "build.gradle", "Gemfile", "composer.json", "CMakeLists.txt", "deno.json", "mix.exs",
)  # fmt: skip
DEEPEST = 64
LINE, SETTINGS = 4096, 65536  # bytes looked at of a file with one path, of a settings file
POINTS = "gitdir:"
FORMAT, FOLDER, FILE, LINK = 0o170000, 0o040000, 0o100000, 0o120000  # of st_mode


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
    except (OSError, ValueError):  # ValueError: a NUL in the path
        return False
    return True


def read_small(path: str, most: int = LINE) -> str:
    """The first bytes of a small regular file as text, "" when it cannot be read or is anything else: a pipe would
    never end."""
    try:
        handle = regular.opened(path)
    except (OSError, ValueError):
        return ""
    try:
        plain = posix.fstat(handle).st_mode & FORMAT == FILE
        return posix.read(handle, most).decode("utf-8", "replace") if plain else ""
    except OSError:
        return ""
    finally:
        posix.close(handle)


def names_in(path: str, most: int) -> str:
    """The first names in a folder, a line each; "" when it cannot be listed. A line break in one cuts it in two."""
    try:
        return "\n".join(posix.listdir(path)[:most])
    except (OSError, ValueError):
        return ""


def _git_common(root: str) -> str:
    """What identifies the repository a directory is the work tree of, "" when it is of none: its own `.git`, or the
    directory elsewhere whose data names this work tree. Whoever writes a `.git` file can point it anywhere, so
    one that is not named from there (as of `--separate-git-dir`) is a project of its own."""
    dot = root + "/.git"
    try:
        found = posix.stat(dot)
        if found.st_mode & FORMAT == FOLDER:
            return dot if _exists(dot + "/HEAD") else ""
        linked = posix.lstat(dot).st_mode & FORMAT == LINK
    except (OSError, ValueError):
        return ""
    if not read_small(dot).startswith(POINTS):
        return ""
    folder = _pointed(root)
    if linked or found.st_uid != _owner(folder):
        return dot
    return _of_added_tree(root, folder) or _of_submodule(root, folder) or dot


def _of_added_tree(root: str, folder: str) -> str:
    """The common directory that lists this work tree among those added to it, "" when none does. The place is compared,
    not the `.git` file, which may be a second name of one that is listed; and `commondir` is never followed:
    it must name the directory the path already names."""
    common, listed, name = folder.rpartition("/worktrees/")
    tree, said, _ = _joined(folder, _line(folder + "/gitdir")).rpartition("/.git")
    proven = (
        bool(listed and said)
        and "/" not in name
        and _same(_joined(folder, _line(folder + "/commondir")), common)
        and _same(tree, root)
        and _exists(common + "/HEAD")
    )
    return common if proven else ""


def _of_submodule(root: str, folder: str) -> str:
    """The git directory whose own settings name this work tree, "" when they name none or another."""
    if not _exists(folder + "/HEAD") or _exists(folder + "/commondir"):
        return ""
    for name in ("/config", "/config.worktree"):
        tree = _work_tree(read_small(folder + name, SETTINGS))
        if tree and _same(_joined(folder, tree), root):
            return folder
    return ""


def _work_tree(config: str) -> str:
    """`core.worktree` of a git settings text, "" when it says nothing; the last one holds."""
    inside_core, found = False, ""
    for raw in config.splitlines():
        line = raw.strip()
        if line.startswith("["):
            inside_core = line.lower() == "[core]"
        elif inside_core and line.lower().partition("=")[0].strip() == "worktree":
            found = line.partition("=")[2].strip().strip('"')
    return found


def _same(path: str, other: str) -> bool:
    """True when both are there and are one and the same."""
    try:
        one, two = posix.stat(path), posix.stat(other)
    except (OSError, ValueError):
        return False
    return (one.st_dev, one.st_ino) == (two.st_dev, two.st_ino)


def _owner(path: str) -> int:
    try:
        return posix.stat(path).st_uid
    except (OSError, ValueError):
        return -1


def git_folders(root: str) -> tuple[str, str]:
    """(the git directory git uses in a work tree's root, the one that shares with its other work trees): the same but
    in an added work tree, whose `.git` is a file. What git obeys, proven or not."""
    folder = _pointed(root)
    common = _line(folder + "/commondir")
    return folder, _joined(folder, common) if common else folder


def _pointed(root: str) -> str:
    """Where a work tree's `.git` leads: itself, or what it says when it is a file."""
    text = _line(root + "/.git")
    return _joined(root, text[len(POINTS) :].strip()) if text.startswith(POINTS) else root + "/.git"


def _line(path: str) -> str:
    """The text of a file that holds one path, "" when it is longer than any path."""
    text = read_small(path, LINE + 1)
    return text.strip() if len(text) <= LINE else ""


def _joined(base: str, path: str) -> str:
    return normal(path if path.startswith("/") else base + "/" + path)
