"""Where this user's things lie, and the database among them: opened for whoever changes something or only looks."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from assent.app import ours as guarded
from assent.app.config import in_force as config
from assent.core.amounts import size
from assent.core.redact.text import also
from assent.store import clock, due, owners, record
from assent.store.db import LostError, StoreError, connect, failure, rebuilding, used
from assent.store.paths import Paths, paths_of

if TYPE_CHECKING:
    from assent.store.retention import Dropped


def paths() -> Paths:
    """Where this user's things lie."""
    return paths_of(str(Path.home()), os.environ)


def ours() -> list[str]:
    """What nobody but us and people may write."""
    return guarded.ours(paths(), os.environ)


def opened(at: Paths) -> sqlite3.Connection:
    """The database; made again from the record when it is lost and the record is whole. From here on what the settings
    erase is erased from all that is stored. Raises StoreError."""
    try:
        db = connect(at)
    except LostError:
        from assent.store import rebuild

        db = rebuild.opened(at)
    try:
        also(config.settings(at, db)["redact.extra"])
    except sqlite3.Error as error:
        db.close()
        raise failure(error, at.db) from error
    return db


def untouched(at: Paths) -> bool:
    """True where assent has made nothing yet that it could lose: whoever only looks makes nothing there either."""
    return not os.path.lexists(at.db) and not os.path.lexists(rebuilding(at)) and not used(at)


def looked(at: Paths) -> sqlite3.Connection:
    """The database for whoever only looks: where there is none yet, one in memory, so that looking leaves no trace.
    Raises StoreError."""
    if not untouched(at):
        return opened(at)
    from assent.store import replay

    return replay.in_memory()


def seal_old(at: Paths) -> None:
    """Seal the record of every day that no hook can still be writing to: all before yesterday."""
    if owners.visited(at):
        return
    over = clock.over(record.days(at), clock.today())
    _finish(at)
    if all(os.path.lexists(at.seal(day)) for day in over) and due.is_signed(at):
        return
    from assent.store import seal

    with contextlib.suppress(OSError, ValueError):
        seal.close(at, over)


def _finish(at: Paths) -> None:
    """Finishes what was killed on the way: a file of the record written anew, a change of keys."""
    with contextlib.suppress(OSError, ValueError, StoreError):
        if due.cut_short(at):
            from assent.store import rewriting

            rewriting.settle(at)
        if os.path.lexists(at.next_key):
            from assent.store import keys, publish, seal

            with publish.locked(at):
                keys.settle(at, seal.all_of(at))


def tidy_record(at: Paths) -> str:
    """Seal what is over, compress it, and drop the calls that the settings say are no longer kept; returns what that
    freed, in words ("" for nothing worth a word). Settings with a mistake drop nothing."""
    seal_old(at)
    if owners.visited(at):
        return ""
    chosen = config.settings(at)
    days, most = chosen["record.keep_days"], chosen["record.keep_mb"]
    now = clock.believed(record.days(at), clock.today())
    oldest = clock.days_before(now, days) if days else ""
    freed = ""
    with contextlib.suppress(OSError, StoreError):
        due.limit(at, chosen["record.file_mb"])
        if due.days(at, oldest, most):
            from assent.store import retention

            freed = _freed(retention.drop(at, oldest, most))
        if due.over(at):
            from assent.store import packing

            packing.pack(at)
    return freed


def _freed(found: Dropped) -> str:
    if not found.days:
        return ""
    spans = f"{found.days[0]} to {found.days[-1]}" if len(found.days) > 1 else found.days[0]
    dropped = f"The calls of {spans} are older or more than config.toml keeps: dropped"
    return f"{dropped}, {size(found.freed)} freed. Their counts stay."
