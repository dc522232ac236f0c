"""The database made anew from the record, when it is broken or gone."""

from __future__ import annotations

import contextlib
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assent.store import changes, record
from assent.store.db import connect, rebuilding, transaction
from assent.store.paths import Paths
from assent.store.publish import explained, locked, move_epoch, withdraw

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SIDES = ("", "-wal", "-shm")


@dataclass(frozen=True, slots=True)
class Report:
    """What a rebuild did: entries applied and skipped, and where the old database lies ("" when there was none)."""

    applied: int
    skipped: int
    kept: str


def rebuild(paths: Paths) -> Report:
    """Sets the database aside and makes one of everything the record tells: granted rules with their history,
    trust, answers, decisions, rejected suggestions. Events come back when the logs are read again. Snapshots are
    taken away. Raises StoreError; after an interruption nothing opens the database until it is run again."""
    with explained(paths), locked(paths):
        # Nobody opens the database while this directory stands (see `db.connect`).
        fresh = Paths(paths.home, paths.config, rebuilding(paths), paths.state, paths.managed)
        _clear(fresh)
        with contextlib.closing(connect(fresh)) as db:
            applied, skipped = _replay(db, paths)
            db.execute("PRAGMA journal_mode = DELETE")  # folds the side files in: one rename moves it all
        withdraw(paths)
        kept = _set_aside(paths)
        Path(fresh.db).rename(paths.db)
        move_epoch(paths)
        _clear(fresh)
        Path(fresh.data).rmdir()
        return Report(applied, skipped, kept)


def _replay(db: sqlite3.Connection, paths: Paths) -> tuple[int, int]:
    voided = {each for entry in _entries(paths) if entry["kind"] == record.VOID for each in _listed(entry)}
    applied = skipped = 0
    with transaction(db):
        for entry in _entries(paths):
            if entry["kind"] == record.VOID or entry.get("id") in voided:
                continue
            if _applied(db, entry):
                applied += 1
            else:
                skipped += 1
    return applied, skipped


def _applied(db: sqlite3.Connection, entry: Mapping[str, Any]) -> bool:
    """False for an entry that changes nothing or that some other program has written."""
    db.execute("SAVEPOINT entry")
    try:
        return changes.apply(db, entry)
    except (KeyError, TypeError, ValueError, AttributeError, sqlite3.IntegrityError, sqlite3.InterfaceError):
        db.execute("ROLLBACK TO entry")
        return False
    finally:
        db.execute("RELEASE entry")


def _listed(entry: Mapping[str, Any]) -> list[str]:
    listed = entry.get("of")
    return [each for each in listed if isinstance(each, str)] if isinstance(listed, list) else []


def _entries(paths: Paths) -> Iterator[dict[str, Any]]:
    for day in record.days(paths):
        yield from record.read(paths, day)


def _set_aside(paths: Paths) -> str:
    """Moves the database and its side files out of the way; returns where the file itself now lies."""
    if not Path(paths.db).exists():
        return ""
    kept = f"{paths.db}.broken-{record.now().replace(':', '')}"
    for side in reversed(_SIDES):
        old = Path(paths.db + side)
        if old.exists():
            old.rename(kept + side)
    return kept


def _clear(fresh: Paths) -> None:
    for side in _SIDES:
        Path(fresh.db + side).unlink(missing_ok=True)
