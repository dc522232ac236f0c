"""How far each file of the record was seen and what it said then, so that a later look knows it cut or altered."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from assent.core.problem import Problem
from assent.store import due, packed, record, regular

if TYPE_CHECKING:
    import sqlite3

    from assent.store.paths import Paths

_HINT = (
    "keep a copy and find out who wrote it; to go on with the record as it is (rules it does not tell of are then "
    "gone): assent rebuild"
)


def name_of(path: str) -> str:
    """By what a file of the record is known: its day, with its number in the day from the second on."""
    return path.rpartition("/")[2].removesuffix(".jsonl")


def path_of(paths: Paths, name: str) -> str:
    """The file that is known by a name."""
    return f"{paths.audit}/{name}.jsonl"


def note(db: sqlite3.Connection, paths: Paths, name: str, end: int) -> None:
    """Notes the first `end` bytes of a file and the seal of its day, inside the caller's transaction. What no longer
    agrees with an earlier look is left as it was, so that it stays known."""
    row = db.execute("SELECT bytes, digest, chain FROM heads WHERE day = ?", (name,)).fetchone()
    size, said, chain = row or (0, "", "")
    sealed = "" if chain else _chain(paths, name)
    if end > size:
        before, now = _digests(path_of(paths, name), size, end)
        if not now or (said and before != said):
            return
        db.execute("INSERT OR REPLACE INTO heads VALUES (?, ?, ?, ?)", (name, end, now, chain or sealed))
    elif sealed and not verify_file(paths, name, size, said, ""):
        db.execute("UPDATE heads SET chain = ? WHERE day = ?", (sealed, name))


def is_settled(db: sqlite3.Connection, paths: Paths, name: str) -> bool:
    """True for a file of which there is nothing more to note, unless it grows."""
    row = db.execute("SELECT chain FROM heads WHERE day = ?", (name,)).fetchone()
    return row is not None and (bool(row[0]) or not os.path.lexists(paths.seal(name[:10])))


def over(db: sqlite3.Connection) -> set[str]:
    """The files of days whose seal was seen."""
    return {row[0] for row in db.execute("SELECT day FROM heads WHERE chain != ''")}


def verify(db: sqlite3.Connection, paths: Paths) -> list[Problem]:
    """What an earlier look at the record contradicts, a line for each file."""
    from assent.store import dropped

    rows = db.execute("SELECT day, bytes, digest, chain FROM heads ORDER BY day").fetchall()
    gone = [row[0] for row in rows if not packed.there(path_of(paths, row[0]))]
    said = dropped.newest(paths) if gone else dropped.Note()
    left = [
        row
        for row in rows
        if not (row[0] in gone and said.holds(paths, row[0][:10]) and _same_seal(paths, *row))
    ]
    found = [
        (path_of(paths, row[0]), verify_file(paths, *row))
        for row in left
        if not _is_of_next(db, paths, *row[:3])
    ]
    return [Problem(where, what, _HINT) for where, what in found if what]


def _is_of_next(db: sqlite3.Connection, paths: Paths, name: str, size: int, said: str) -> bool:
    """True where what is noted is about a file that was written anew, and its writer was killed before it was in its
    place: the next command puts it there."""
    row = db.execute("SELECT value FROM meta WHERE key = ?", (due.NEXT,)).fetchone()
    if not row or not str(row[0]).startswith(f"{name}.jsonl") or "/" in str(row[0]):
        return False
    from hashlib import sha256

    try:
        data = regular.read(f"{paths.audit}/{row[0]}")
    except OSError:
        return False
    return sha256(packed.plain(data)[:size]).hexdigest() == said


def verify_file(paths: Paths, name: str, size: int, said: str, chain: str) -> str:
    """How a file differs from what was seen of it; "" when it does not. The contents of a day whose seal was seen are
    held by the seal."""
    path = path_of(paths, name)
    now = packed.size(path)
    if now < 0:
        return f"is gone; {size} bytes of it were seen"
    if now < size and (flaw := packed.flaw(path)):
        return flaw
    if now < size:
        return f"was cut: {size} bytes were seen and {now} are left"
    if chain:
        return "" if _chain(paths, name) == chain else "lost its seal or was sealed again"
    return "" if _digests(path, size, size)[1] == said else "was altered after it was seen"


def replaced(db: sqlite3.Connection, name: str, sound: bool, shift: int, data: bytes) -> None:
    """Notes that we write a file anew ourselves: it agreed with what was seen (`sound`), and what was seen of it is now
    longer by so many bytes of the new data."""
    from hashlib import sha256

    row = db.execute("SELECT bytes FROM heads WHERE day = ?", (name,)).fetchone()
    if row and sound:
        size = row[0] + shift
        now = sha256(data[:size]).hexdigest()
        db.execute("UPDATE heads SET bytes = ?, digest = ? WHERE day = ?", (size, now, name))


def _chain(paths: Paths, name: str) -> str:
    """What follows the seal of a file's day; "" where it has none, as on most days that are looked at."""
    if not os.path.lexists(paths.seal(name[:10])):
        return ""
    from assent.store import seal

    return seal.chain(paths, name[:10])


def _same_seal(paths: Paths, name: str, size: int, said: str, chain: str) -> bool:  # noqa: ARG001  a row of ours
    """True when a dropped day still has the seal that was seen, or any when none was yet."""
    now = _chain(paths, name)
    return bool(now) and chain in ("", now)


def _digests(path: str, first: int, second: int) -> tuple[str, str]:
    """Digests of the first bytes of a file, up to two places (`first` <= `second`); "" for what is not there."""
    from hashlib import sha256

    running = sha256()
    found = [running.hexdigest() for place in (first, second) if not place]
    read = 0
    for block in record.blocks(path):
        begin = 0  # of what is not counted yet
        while len(found) < 2 and read + len(block) >= (place := (first, second)[len(found)]):
            running.update(block[begin : place - read])
            begin = place - read
            found.append(running.hexdigest())
        running.update(block[begin:])
        read += len(block)
        if len(found) == 2:
            break
    return (*found, "", "")[0], (*found, "", "")[1]
