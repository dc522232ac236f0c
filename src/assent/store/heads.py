"""How far each day of the record was seen and what it said then, so that a later look knows it cut or altered."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

from assent.core.problem import Problem
from assent.store import dropped, regular, seal

if TYPE_CHECKING:
    import sqlite3

    from assent.store.paths import Paths

_BLOCK = 1 << 20
_HINT = (
    "keep a copy and find out who wrote it; to go on with the record as it is (rules it does not tell of are then "
    "gone): assent rebuild"
)


def note(db: sqlite3.Connection, paths: Paths, day: str, end: int) -> None:
    """Notes the first `end` bytes of a day and its seal, inside the caller's transaction. What no longer agrees with
    an earlier look is left as it was, so that it stays known."""
    row = db.execute("SELECT bytes, digest, chain FROM heads WHERE day = ?", (day,)).fetchone()
    size, said, chain = row or (0, "", "")
    sealed = "" if chain else seal.chain(paths, day)
    if end > size:
        before, now = _digests(paths.record(day), size, end)
        if not now or (said and before != said):
            return
        db.execute("INSERT OR REPLACE INTO heads VALUES (?, ?, ?, ?)", (day, end, now, chain or sealed))
    elif sealed and not verify_day(paths, day, size, said, ""):
        db.execute("UPDATE heads SET chain = ? WHERE day = ?", (sealed, day))


def verify(db: sqlite3.Connection, paths: Paths) -> list[Problem]:
    """What an earlier look at the record contradicts, a line for each day."""
    rows = db.execute("SELECT day, bytes, digest, chain FROM heads ORDER BY day").fetchall()
    gone = [row[0] for row in rows if not os.path.lexists(paths.record(row[0]))]
    note = dropped.newest(paths) if gone else dropped.Note()
    left = [
        row for row in rows if not (row[0] in gone and note.holds(paths, row[0]) and _same_seal(paths, *row))
    ]
    found = [(paths.record(row[0]), verify_day(paths, *row)) for row in left]
    return [Problem(where, what, _HINT) for where, what in found if what]


def verify_day(paths: Paths, day: str, size: int, said: str, chain: str) -> str:
    """How a day differs from what was seen of it; "" when it does not. The contents of a day whose seal was seen are
    held by the seal."""
    try:
        now = os.stat(paths.record(day)).st_size  # noqa: PTH116  one look
    except OSError:
        return f"is gone; {size} bytes of it were seen"
    if now < size:
        return f"was cut: {size} bytes were seen and {now} are left"
    if chain:
        return "" if seal.chain(paths, day) == chain else "lost its seal or was sealed again"
    return "" if _digests(paths.record(day), size, size)[1] == said else "was altered after it was seen"


def _same_seal(paths: Paths, day: str, size: int, said: str, chain: str) -> bool:  # noqa: ARG001  a row of ours
    """True when a dropped day still has the seal that was seen, or any when none was yet."""
    now = seal.chain(paths, day)
    return bool(now) and chain in ("", now)


def _digests(path: str, first: int, second: int) -> tuple[str, str]:
    """Digests of the first bytes of a file, up to two places (`first` <= `second`); "" for what is not there."""
    running = hashlib.sha256()
    found: list[str] = []
    try:
        handle = regular.opened(path, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return "", ""
    try:
        read = 0
        for place in (first, second):
            while read < place and (block := os.read(handle, min(_BLOCK, place - read))):
                running.update(block)
                read += len(block)
            found.append(running.hexdigest() if read == place else "")
    except OSError:
        return "", ""
    finally:
        os.close(handle)
    return found[0], found[1]
