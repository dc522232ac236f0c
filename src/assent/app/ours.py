"""Finds what guards the agent on this machine: our own places, the program that runs us, the agent's real settings."""

from __future__ import annotations

import posix
import sys

from assent.agents import registry
from assent.app.observe import agent_folder, real_path
from assent.core.paths import normal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from assent.store.paths import Paths

PACKAGE = __file__.rpartition("/app/")[0]
SITES = ("site-packages", "dist-packages")
# What an interpreter obeys from beside itself.
OBEYED = ("pyvenv.cfg", "pybuilddir.txt")


class Guards:
    """What `ours` finds, looked for when it is first asked about: most calls change nothing."""

    __slots__ = ("at", "environ", "found")

    def __init__(self, at: Paths, environ: Mapping[str, str]) -> None:
        self.at = at
        self.environ = environ
        self.found: list[str] | None = None

    def __iter__(self) -> Iterator[str]:
        if self.found is None:
            self.found = ours(self.at, self.environ)
        return iter(self.found)


def ours(at: Paths, environ: Mapping[str, str], package: str = PACKAGE) -> list[str]:
    """Every file and folder that only people may change, as named and as it really stands."""
    named = [at.config, at.data, at.state, at.managed, *_runtime(), *_program(package, at.home)]
    for agent in registry.having("places"):  # whichever of them calls
        named += _settings(at.home, environ, agent)
    known: dict[str, str] = {}
    folders: dict[str, str] = {}
    found: dict[str, None] = {}
    for path in dict.fromkeys(named):
        found[path] = None
        folder, _, name = path.rpartition("/")
        real = folders.get(folder)
        if real is None:
            real = folders[folder] = real_path(folder, known) if folder else ""
        found[_behind(f"{real.rstrip('/')}/{name}", known)] = None
    return list(found)


def _behind(path: str, known: dict[str, str]) -> str:
    """Where a path in a folder without links leads."""
    try:
        posix.readlink(path)
    except (OSError, ValueError):
        return path
    return real_path(path, known)


def _settings(home: str, environ: Mapping[str, str], agent: str) -> list[str]:
    """The files an agent obeys, in its usual folder and where a variable moves that."""
    obeyed = registry.places(agent)
    if obeyed is None:
        return []
    folders = dict.fromkeys(agent_folder(home, each, obeyed) for each in ({}, environ))
    found = [f"{folder}/{name}" for folder in folders for name in obeyed.SETTINGS]
    return [*found, *(normal(f"{home}/{name}") for name in obeyed.BESIDE), *obeyed.ADMINISTERED]


def _runtime() -> list[str]:
    """The interpreter, what it obeys from beside itself, and every place its standard library may come from."""
    program = str(getattr(sys, "_base_executable", "") or sys.executable)
    folder = program.rpartition("/")[0]
    found = [program] if program.startswith("/") else []
    found += [f"{folder}/{name}" for name in OBEYED] + [f"{folder.rpartition('/')[0]}/{OBEYED[0]}"]
    major, minor = sys.version_info[:2]
    for base in dict.fromkeys((sys.base_prefix, sys.base_exec_prefix)):
        library = f"{base}/{sys.platlibdir}"
        found += [f"{library}/python{major}{minor}.zip", f"{library}/python{major}.{minor}"]
    real = getattr(sys, "_stdlib_dir", None)
    return [*found, str(real)] if real else found


def _program(package: str, home: str) -> list[str]:
    """Our code, and of its environment whatever makes it run: all of an environment of its own."""
    commands = [normal(home + "/.local/bin/assent")]
    folder, _, name = package.rpartition("/")[0].rpartition("/")
    if name not in SITES:
        return [package, *commands]  # a checkout
    site = f"{folder}/{name}"
    root = folder.rpartition("/lib")[0]
    if root and _is_there(root + "/pyvenv.cfg"):
        return [root, *commands]
    return [site, root + "/bin/assent", *commands]


def _is_there(path: str) -> bool:
    try:
        posix.stat(path)
    except (OSError, ValueError):
        return False
    return True
