"""Whether the program that will guard an agent lies where that agent works."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from assent.app import project
from assent.core.problem import Problem

PACKAGE = Path(__file__).resolve().parent.parent
SITES = ("site-packages", "dist-packages")


def root() -> str:
    """The environment we run from: a virtual one whole, else the folder that holds the package."""
    return os.path.realpath(sys.prefix if sys.prefix != sys.base_prefix else PACKAGE.parent)


def problems(home: str, environment: str = "", package: Path = PACKAGE) -> list[Problem]:
    """What speaks against an installation from here: an environment inside a project is changed with the project."""
    place = environment or root()
    is_checkout = package.parent.name not in SITES
    held = "" if is_checkout and place == str(package.parent) else _project(place, home)
    if not held:
        return []
    what = f"the program lies in {place}, inside the project {held}: what an agent does there can change it"
    own = "python3 -m venv ~/.assent-env && ~/.assent-env/bin/pip install assent"
    ways = f"pipx install assent, or uv tool install assent, or {own}"
    hint = f"install it outside of any project and run `assent init` from there: {ways}"
    return [Problem("init", what, hint)]


def notes(home: str, package: Path = PACKAGE) -> list[str]:
    """What a person should know about where we run from: a checkout guards nobody who is told to change it."""
    held = _project(str(package), home) if package.parent.name not in SITES else ""
    if not held:
        return []
    return [
        f"the program lies in the checkout {held}: agents may not write to {package}, not even to work on it"
    ]


def _project(place: str, home: str) -> str:
    """The root of the project that a path lies in, by git or by a marker file; "" when it lies in none."""
    found = project.find(place, os.path.realpath(home))
    return found.root if found.method in (project.GIT, project.MARKER) else ""
