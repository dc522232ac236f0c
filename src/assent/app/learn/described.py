"""The programs that people described themselves, as the hook has them in each project of the logs, and what of the
readings is read again when they change."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assent.shell.reading import TABLE_VERSION
from assent.store import events
from assent.store.db import transaction
from assent.store.paths import digest, project_files

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from assent.app.rules.compiler import Compiler
    from assent.shell.programs.row import Stored
    from assent.store.paths import Paths

    Programs = Mapping[str, Sequence[Stored]]

MARK = "learn:programs"
# Which tables a call was read by; behind the point the form in which the reading is kept: with another of either,
# everything is read again.
VERSION = f"{TABLE_VERSION}.4"


@dataclass(slots=True)
class Described:
    """The rows of the user's program files, and by root those of the projects with files of their own; what nobody
    trusts counts as far as it does in the hook. Where nobody has described any, nothing is compiled."""

    at: Paths | None = None
    db: sqlite3.Connection | None = None
    _compiler: Compiler | None = None
    _found: dict[str, Programs] = field(default_factory=dict)

    def of(self, root: str) -> Programs:
        """The rows in the project at a root, "" for those of every project."""
        if self.at is None or self.db is None:
            return {}
        if root not in self._found:
            folder = project_files(root)[2] if root else self.at.programs
            own = os.path.isdir(folder)  # noqa: PTH112  `Path` raises for a name that is too long
            programs = self._compiled(self.at, self.db).programs(root, root) if own else {}
            self._found[root] = programs if own or not root else self.of("")
        return self._found[root]

    def _compiled(self, at: Paths, db: sqlite3.Connection) -> Compiler:
        from assent.app.rules.compiler import Compiler

        self._compiler = self._compiler or Compiler(at, db)
        return self._compiler

    def only_in(self, root: str) -> list[str]:
        """The names that mean something else in this project than in others."""
        here, everywhere = self.of(root), self.of("")
        return [name for name in here if here[name] != everywhere.get(name)]

    def state(self, roots: Iterable[str]) -> tuple[str, list[str]]:
        """A mark of all that is described for these projects, "" when nothing is, and the names."""
        found = {root: self.of(root) for root in ("", *sorted(roots))}
        told = {root: rows for root, rows in found.items() if rows and (not root or self.only_in(root))}
        names = sorted({name for rows in told.values() for name in rows})
        return (digest(repr(told).encode()) if told else ""), names

    def is_current(self, db: sqlite3.Connection) -> bool:
        """True when everything was read by the tables as they are, and with these programs."""
        outdated = db.execute("SELECT 1 FROM readings WHERE version != ? LIMIT 1", (VERSION,)).fetchone()
        return outdated is None and self.state(roots_of(db).values())[0] == last_state(db)[0]

    def note(self, db: sqlite3.Connection) -> None:
        """Notes that all readings were made with these programs, those of projects too that were met on the way."""
        mark, names = self.state(roots_of(db).values())
        if (mark, names) != last_state(db):
            with transaction(db):
                keep_state(db, mark, names)


def roots_of(db: sqlite3.Connection) -> dict[str, str]:
    """The roots of the projects that were met, by their keys."""
    return {key: root for key, (root, _) in events.projects(db).items() if root}


def described(at: Paths, db: sqlite3.Connection) -> Described:
    """What is described on this machine."""
    return Described(at, db)


def last_state(db: sqlite3.Connection) -> tuple[str, list[str]]:
    """The state that the readings were read with."""
    row = db.execute("SELECT value FROM meta WHERE key = ?", (MARK,)).fetchone()
    mark, names = json.loads(row[0]) if row else ("", [])
    return mark, names


def keep_state(db: sqlite3.Connection, mark: str, names: Sequence[str]) -> None:
    """Notes the state that the readings are read with; in the caller's transaction."""
    db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (MARK, json.dumps([mark, list(names)])))
