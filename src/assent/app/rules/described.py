"""Whether people's own program files count as they stand: sound, and trusted where a project brings them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assent.app.programs import known, own
from assent.app.rules.compiler import Compiler
from assent.store import sources, trust
from assent.store.paths import project_files

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from assent.app.programs.known import Known
    from assent.app.project import Project
    from assent.store.paths import Paths

NOT_USED, LAST_GOOD = "it is not used", "the last good version is used"
UNTRUSTED = "not trusted: it can only make calls stricter"


def standing(found: Sequence[Known], at: Paths, db: sqlite3.Connection, place: Project | None) -> list[Known]:
    """The same, each with why it does not count as it stands: a mistake in it, or nobody's trust."""
    unproven = bool(place and waiting(at, db, place))
    return [
        each if each.origin == known.SHIPPED else replace(each, state=_state(each, db, unproven=unproven))
        for each in found
    ]


def _state(each: Known, db: sqlite3.Connection, *, unproven: bool) -> str:
    wrong = own.mistakes(each.path, each.text)
    if wrong:
        good = sources.good(db, each.path)
        line = wrong[0].where.rpartition(":")[2]
        return f"broken in line {line} ({wrong[0].what}); {LAST_GOOD if good else NOT_USED}"
    return UNTRUSTED if unproven and each.origin == known.PROJECT else ""


def waiting(at: Paths, db: sqlite3.Connection, place: Project) -> str:
    """The project's folder of program files when it holds sound ones that nobody trusts as they are, else ""."""
    if not place.root:
        return ""
    made = Compiler(at, db)
    made.programs(place.key, place.root)
    folder = sources.label(project_files(place.root)[2])
    return folder if folder in made.seen and made.seen[folder][1] != trust.TRUSTED else ""
