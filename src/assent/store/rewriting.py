"""Puts a file of the record that was written anew in the place of the old one, together with what the database says of
it: a process that is killed on the way leaves either the old one, or one that the next command puts there."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from assent.store import chained, packed, placed, reach, regular
from assent.store.db import connect, transaction
from assent.store.due import ERASING, NEXT, cut_short
from assent.store.publish import explained, locked

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    from assent.store.paths import Paths

_MOST = 1 << 40


def put(
    paths: Paths,
    db: sqlite3.Connection,
    path: str,
    made: Callable[[], bytes],
    note: Callable[[bytes], None],
) -> None:
    """Has a file hold what is `made` of it, compressed if it is; the database's `note` of that comes in one step with
    it. The caller holds the lock of the rules. Raises OSError or sqlite3.Error."""
    with _held(paths) as lock:
        data, plain = made(), os.path.lexists(path)
        final = path if plain else packed.name(path)
        new = f"{final}.{os.stat(final).st_size}{ERASING}"  # noqa: PTH116  our paths are texts
        placed.put(new, data if plain else packed.compressed(data))
        with transaction(db):
            note(data)
            db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (NEXT, Path(new).name))
        _finish(paths, lock, new)
        db.execute("DELETE FROM meta WHERE key = ?", (NEXT,))


def settle(paths: Paths) -> None:
    """Finishes what was cut short: the database's word decides. Raises StoreError."""
    if not cut_short(paths):
        return
    with explained(paths), locked(paths), contextlib.closing(connect(paths)) as db, _held(paths) as lock:
        said = db.execute("SELECT value FROM meta WHERE key = ?", (NEXT,)).fetchone()
        for new in cut_short(paths):
            if said and said[0] == Path(new).name:
                _finish(paths, lock, new)
            else:
                Path(new).unlink()
        db.execute("DELETE FROM meta WHERE key = ?", (NEXT,))


@contextlib.contextmanager
def _held(paths: Paths) -> Iterator[int]:
    """The record is nobody else's to write meanwhile. Raises OSError."""
    lock = chained.locked(paths, patience=5)
    if lock is None:
        raise TimeoutError(110, "somebody holds the record", paths.head)
    try:
        yield lock
    finally:
        os.close(lock)


def _finish(paths: Paths, lock: int, new: str) -> None:
    """Puts it there, with the lines that were added to the old one meanwhile. The head goes first: a writer who finds a
    file that is shorter than that goes on from the same line."""
    final, _, number = new.removesuffix(ERASING).rpartition(".")
    old, held = int(number), regular.read(final, _MOST, os.O_NOFOLLOW)
    data = regular.read(new, _MOST, os.O_NOFOLLOW)
    if held.startswith(data):
        Path(new).unlink()
        return
    head = reach.read_head(lock)
    if head and paths.record(head.day or "-", head.file) == final and head.size <= len(held):
        head.size += len(data) - old
        os.pwrite(lock, head.text(), 0)
    if len(held) > old:
        placed.put(final, data + held[old:])
        Path(new).unlink()
    else:
        Path(new).rename(final)
    placed.sync_folder(paths.audit)
