"""The last good text of every declared policy file, so that a mistake in one never empties it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assent.store.paths import digest
from assent.store.record import now

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Source:
    """A declared file: `text` its last good contents; `hash` their digest, and after a slash what they were checked
    with; `problems` of the present contents, one
    line each, empty when these are the good ones."""

    path: str
    layer: str
    project: str
    hash: str
    text: str
    problems: tuple[str, ...] = ()
    loaded: str = ""


def label(path: str) -> str:
    """A path as it can be stored and printed: bytes that are no UTF-8 are written out."""
    return (
        path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
        if _has_lone_surrogate(path)
        else path
    )


def _has_lone_surrogate(path: str) -> bool:
    return not path.isascii() and any("\ud800" <= char <= "\udfff" for char in path)


def good(db: sqlite3.Connection, path: str) -> Source | None:
    """What is kept of a file; None when it never was good, or when the kept text is not what was kept."""
    row = db.execute("SELECT * FROM sources WHERE path = ?", (path,)).fetchone()
    found = _source(*row) if row else None
    return found if found and found.hash.partition("/")[0] == digest(found.text.encode()) else None


def below(db: sqlite3.Connection, folder: str) -> list[str]:
    """The kept files in a folder and its folders."""
    where = "WHERE substr(path, 1, length(?1)) = ?1 ORDER BY path"
    rows = db.execute(f"SELECT path FROM sources {where}", (folder.rstrip("/") + "/",))  # noqa: S608  fixed text
    return [str(row[0]) for row in rows]


def _source(
    path: str, layer: str, project: str, content: str, text: str, problems: str, loaded: str
) -> Source:
    try:
        listed = tuple(str(each) for each in json.loads(problems))
    except (ValueError, TypeError):
        listed = ("what was wrong with it is not known any more",)
    return Source(path, layer, project, content, text, listed, loaded)


def keep(db: sqlite3.Connection, source: Source) -> None:
    """Keeps a file's contents as its last good ones."""
    values = (
        source.path,
        source.layer,
        source.project,
        source.hash,
        source.text,
        json.dumps(source.problems),
        source.loaded or now(),
    )
    db.execute("INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?, ?, ?, ?)", values)


def note_problems(db: sqlite3.Connection, path: str, problems: Sequence[str]) -> None:
    """Notes what is wrong with a file's present contents; its last good text stays."""
    db.execute("UPDATE sources SET problems = ? WHERE path = ?", (json.dumps(list(problems)), path))


def forget(db: sqlite3.Connection, path: str) -> None:
    """Drops a file that its owner has removed."""
    db.execute("DELETE FROM sources WHERE path = ?", (path,))


def with_problems(db: sqlite3.Connection) -> list[Source]:
    """The files whose present contents are not in use."""
    rows = db.execute("SELECT path FROM sources WHERE problems != '[]' ORDER BY path").fetchall()
    return [source for (path,) in rows if (source := good(db, path))]
