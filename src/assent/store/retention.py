"""Drops the calls of old days from record and database. What changed the rules stays, the counts of each day stay, and
so do the seals: the chain over all days can still be followed."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assent.core.wire import encode
from assent.store import counts, decisions, dropped, due, erased, packed, placed, record, rollups, seal
from assent.store.db import connect, transaction
from assent.store.publish import explained, locked

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from assent.store.paths import Paths

_KEPT = (*record.CHANGES, erased.KIND)


@dataclass(frozen=True, slots=True)
class Dropped:
    """The days whose calls were dropped, oldest first, and how many bytes that freed."""

    days: Sequence[str] = ()
    freed: int = 0


def drop(paths: Paths, before: str, most_mb: int | None = None) -> Dropped:
    """Drops the sealed days before a day ("" for none), and the oldest while the record is larger than so many MB.
    A day that does not agree with its seal stays, and all after it. Raises StoreError."""
    if not due.days(paths, before, most_mb):
        return Dropped()
    with explained(paths), locked(paths):
        days = _sound(paths, due.days(paths, before, most_mb))
        if not days:
            return Dropped()
        with contextlib.closing(connect(paths)) as db:
            decisions.import_record(db, paths)  # what is counted must be all
            _note_totals(paths, db, days)
            kept = {day: found for day in days if (found := _keep_changes(paths, day))}
            known = dropped.newest(paths)
            until = max(known.until, days[-1])
            # Said before it is done: a day that is gone is always one that the record speaks of.
            note = {"until": until, "kept": {**known.kept, **kept}, "days": len(days)}
            record.append(paths, {"kind": dropped.KIND, **note}, exact=dropped.EXACT)
            freed = sum(_remove(path) for day in days for path in record.parts(paths)[day])
            placed.sync_folder(paths.audit)
            _forget(db, days[-1])
        return Dropped(days, freed)


def _sound(paths: Paths, days: Sequence[str]) -> list[str]:
    """The first of them that agree with their seals: what contradicts one is evidence, and stays."""
    found = []
    for day in days:
        if not seal.agrees(paths, day):
            break
        found.append(day)
    return found


def _note_totals(paths: Paths, db: sqlite3.Connection, days: Sequence[str]) -> None:
    """Writes what the days come to into the record: from there a rebuild has it."""
    for day in days:
        rows = rollups.of_day(db, day)
        if rows:
            entry = {"kind": record.TOTALS, "day": day, "rows": rows}
            record.append(paths, entry, exact=("day", "rows"))


def _keep_changes(paths: Paths, day: str) -> str:
    """Writes what of a day changed the rules, or counts other days, to a file of its own; its digest, "" when there was
    nothing."""
    entries = [
        entry
        for path in record.parts(paths)[day]
        for entry, _ in record.read_from(path, 0, passed=record.holds_one_event)
        if entry and entry["kind"] in _KEPT
    ]
    if not entries:
        return ""
    placed.put(paths.changes(day), "".join(encode(entry) + "\n" for entry in entries).encode())
    return dropped.digest(paths, day)


def _remove(path: str) -> int:
    """Takes a file of the record away; returns how many bytes it took on the disk."""
    freed = packed.stored(path)
    for each in (path, packed.name(path)):
        if os.path.lexists(each):
            Path(each).unlink()
    return freed


def _forget(db: sqlite3.Connection, until: str) -> None:
    """Takes the calls out of the database too, which a rebuild would no longer find. What counts them stays."""
    after = until + "U"  # beyond every moment of the day: a time goes on with a T
    with transaction(db):
        counts.count(db)  # what came since the days were counted
        db.execute("DELETE FROM decisions WHERE day <= ?", (until,))
        for table in ("answers", "hook_events", "calls"):
            db.execute(f"DELETE FROM {table} WHERE ts < ?", (after,))  # noqa: S608  fixed names
        rollups.close(db, until)
        db.execute("DELETE FROM subjects WHERE NOT EXISTS (SELECT 1 FROM calls WHERE subject = subjects.id)")
