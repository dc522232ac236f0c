"""Shadow mode switched on and off: everywhere, in one project, or off for single rules and modules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.app.rules import in_force
from assent.core.problem import Problem
from assent.store import rules, shadow, sources

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from assent.app.project import Project
    from assent.store.paths import Paths
    from assent.store.shadow import State

LIST = "see: assent rules list"


def state(db: sqlite3.Connection, place: Project | None) -> State:
    """What holds in a project, or outside all projects."""
    return shadow.state(db, sources.label(place.key) if place else "")


def switch(
    at: Paths, db: sqlite3.Connection, action: str, place: Project | None, live: Sequence[str] = ()
) -> bool:
    """Carries it out; False when it stood so already. Raises StoreError."""
    key = sources.label(place.key) if place else ""
    return bool(in_force.change(at, db, [shadow.switching(action, key, live)]))


def named(db: sqlite3.Connection, words: Sequence[str]) -> tuple[list[str], list[Problem]]:
    """The ids of the rules and of the rules of the modules that these words name."""
    known = rules.all_rules(db)
    found: dict[str, None] = {}
    problems = []
    for word in words:
        of_module = [each.id for each in known if each.layer == "modules" and each.source == word]
        ids = list(dict.fromkeys(of_module or [each.id for each in rules.find(db, word)]))
        if not ids:
            problems.append(Problem(f"shadow off {word}", "there is no such rule or module", LIST))
        elif len(ids) > 1 and not of_module:
            what = f"names {len(ids)} rules: {', '.join(ids[:9])}"
            problems.append(Problem(f"shadow off {word}", what, "name one by its id"))
        found |= dict.fromkeys(ids)
    return list(found), problems
