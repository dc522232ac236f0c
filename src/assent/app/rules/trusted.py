"""The other projects that the user trusts, as places where the shipped reading rule holds too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.core.paths import has_glob, inside
from assent.core.pattern import PATH, Pattern
from assent.core.tools import FINDS, READS, SEARCHES, those
from assent.policy.pattern import read_pattern, takes
from assent.store.paths import project_files
from assent.store.trust import REFUSED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from assent.policy.parse import Declared

READING = "reading"
TOOLS = [tool for tool in those(READS, FINDS, SEARCHES) if takes(tool) == PATH]
# What a project's own files end in, whose trust is the project's.
ENDS = tuple(path[1:] for path in project_files("/"))


def roots(db: sqlite3.Connection, home: str) -> list[str]:
    """The roots of the projects with a trusted file and no refused one; never one that holds the home."""
    verdicts: dict[str, set[str]] = {}
    for path, verdict in db.execute("SELECT path, verdict FROM trust"):
        for end in ENDS:
            if path.endswith(end):
                verdicts.setdefault(path.removesuffix(end), set()).add(verdict)
    return [
        root
        for root, found in sorted(verdicts.items())
        if REFUSED not in found and root.startswith("/") and not inside(home, root) and not has_glob(root)
    ]


def widen(rules: Iterable[Declared], db: sqlite3.Connection, home: str) -> None:
    """Adds the trusted projects to the places of the shipped reading rule; its cap stays."""
    found = [
        pattern
        for root in roots(db, home)
        for tool in TOOLS
        if isinstance(pattern := read_pattern(f"{tool}(/{root}/**)", "allow"), Pattern)
    ]
    for declared in rules:
        if declared.rule.name == READING and found:
            declared.rule.patterns = [*declared.rule.patterns, *found]
