"""Where something comes from, in the words of people: a path from home on, a project, a layer."""

from __future__ import annotations

from pathlib import Path

# Layer → its rules in a word.
SOURCES = {
    "managed": "managed",
    "user": "user",
    "project": "project",
    "granted": "granted",
    "modules": "shipped",
}


def short(path: str) -> str:
    """A path with the home written `~`."""
    home = Path.home()
    full = Path(path)
    return f"~/{full.relative_to(home)}" if full.is_relative_to(home) and full != home else path


def project(key: str) -> str:
    """A project by its directory; its key is that of its repository."""
    return short(key.removesuffix("/.git"))
