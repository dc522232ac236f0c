"""The programs that people described themselves, as the hook has them in each project of the logs, and what of the
readings is read again when they change."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assent.app.rules.compiler import Compiler
from assent.store.paths import digest, project_files

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from assent.shell.programs.row import Stored
    from assent.store.paths import Paths

    Programs = Mapping[str, Sequence[Stored]]

MARK = "learn:programs"


@dataclass(slots=True)
class Described:
    """The rows of the user's program files, and by root those of the projects with files of their own; what nobody
    trusts counts as far as it does in the hook. Without a `compiler` nobody has described any."""

    compiler: Compiler | None = None
    _found: dict[str, Programs] = field(default_factory=dict)

    def of(self, root: str) -> Programs:
        """The rows in the project at a root, "" for those of every project."""
        if self.compiler is None:
            return {}
        if root not in self._found:
            own = not root or os.path.isdir(project_files(root)[2])  # noqa: PTH112  `Path` raises for a name that is too long
            self._found[root] = self.compiler.programs(root, root) if own else self.of("")
        return self._found[root]

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


def described(at: Paths, db: sqlite3.Connection) -> Described:
    """What is described on this machine."""
    return Described(Compiler(at, db))


def last_state(db: sqlite3.Connection) -> tuple[str, list[str]]:
    """The state that the readings were read with."""
    row = db.execute("SELECT value FROM meta WHERE key = ?", (MARK,)).fetchone()
    mark, names = json.loads(row[0]) if row else ("", [])
    return mark, names


def keep_state(db: sqlite3.Connection, mark: str, names: Sequence[str]) -> None:
    """Notes the state that the readings are read with; in the caller's transaction."""
    db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (MARK, json.dumps([mark, list(names)])))
