"""What granted rules wrote into the agent's own allow list, which decides there in shadow mode too, and what removes
it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assent.app import install
from assent.app.learn import adopt
from assent.app.rules.listed import read
from assent.core.decision import ALLOW
from assent.learning.levels import USER
from assent.store import events, rules

if TYPE_CHECKING:
    import sqlite3

    from assent.app.project import Project
    from assent.store.paths import Paths
    from assent.store.rules import Stored


@dataclass(slots=True)
class Standing:
    """The entries of ours in one settings file, and the words (ids, names of families) for the rules they are of."""

    path: str
    entries: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


def standing(at: Paths, db: sqlite3.Connection, place: Project | None) -> list[Standing]:
    """Those that decide everywhere, or in one project; files in which there is none are left out."""
    written = install.recorded(at)
    roots = {key: root for key, (root, _) in events.projects(db).items()}
    projects = [place.key] if place else rules.projects(db)
    if place:
        roots[place.key] = place.root
    found = []
    for key in ("", *projects):
        if key and not roots.get(key):
            continue
        path = str(adopt.native_list(at, roots.get(key, "")))
        if path in written and (made := _of(db, key, path, written[path].allow)).entries:
            found.append(made)
    return found


def _of(db: sqlite3.Connection, project: str, path: str, ours: list[str]) -> Standing:
    made = Standing(path)
    for each in rules.in_force(db, project):
        mine = [entry for entry in _entries(each) if entry in ours] if each.project == project else []
        if mine:
            made.entries += [entry for entry in mine if entry not in made.entries]
            made.words.append(str(each.body.get("family") or each.id))
    made.words = list(dict.fromkeys(made.words))
    return made


def _entries(each: Stored) -> list[str]:
    """What the agent's allow list says of a granted rule."""
    scope = each.project or USER
    declared = read(each.body, scope, "granted rule", []) if each.verdict == ALLOW else None
    return adopt.entries_of([declared.rule]) if declared else []
