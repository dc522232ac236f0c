"""Drops the calls of old days from record and database. What changed the rules stays, and so do the seals: the chain
over all days can still be followed."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from assent.core.wire import encode
from assent.store import dropped, record, seal
from assent.store.db import connect, transaction
from assent.store.paths import FILE_MODE
from assent.store.publish import explained, locked, sync_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.store.paths import Paths


def drop(paths: Paths, before: str, most_mb: int | None = None) -> list[str]:
    """Drops the sealed days before a day ("" for none), and the oldest while the record is larger than so many MB;
    returns them. A day that does not agree with its seal stays, and all after it. Raises StoreError."""
    if not _due(paths, before, most_mb):
        return []
    with explained(paths), locked(paths):
        days = _sound(paths, _due(paths, before, most_mb))
        if not days:
            return []
        kept = {day: found for day in days if (found := _keep_changes(paths, day))}
        known = dropped.newest(paths)
        # Said before it is done: a day that is gone is always one that the record speaks of.
        note = {"until": max(known.until, days[-1]), "kept": {**known.kept, **kept}, "days": len(days)}
        record.append(paths, {"kind": dropped.KIND, **note}, exact=dropped.EXACT)
        for day in days:
            Path(paths.record(day)).unlink()
        sync_folder(paths.audit)
        _forget(paths, days[-1])
        return days


def _due(paths: Paths, before: str, most_mb: int | None) -> list[str]:
    """The days to drop, oldest first."""
    sealed = set(seal.sealed(paths))
    sizes = {day: Path(paths.record(day)).stat().st_size for day in record.days(paths)}
    left, found = sum(sizes.values()), []
    for day, size in sizes.items():
        if day not in sealed or not (day < before or (most_mb and left > most_mb << 20)):
            break
        found.append(day)
        left -= size
    return found


def _sound(paths: Paths, days: Sequence[str]) -> list[str]:
    """The first of them that agree with their seals: what contradicts one is evidence, and stays."""
    found = []
    for day in days:
        if not seal.agrees(paths, day):
            break
        found.append(day)
    return found


def _keep_changes(paths: Paths, day: str) -> str:
    """Writes what of a day changed the rules to a file of its own; its digest, "" when there was nothing."""
    entries = [
        entry for entry, _ in record.read_from(paths.record(day), 0, passed=record.holds_one_event)
        if entry and entry["kind"] in record.CHANGES
    ]  # fmt: skip
    if not entries:
        return ""
    path = Path(paths.changes(day))
    new = path.with_suffix(".new")
    with contextlib.suppress(FileNotFoundError):
        new.unlink()
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW, FILE_MODE)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.writelines(encode(entry) + "\n" for entry in entries)
        out.flush()
        os.fsync(out.fileno())
    new.rename(path)
    sync_folder(paths.audit)
    return dropped.digest(paths, day)


def _forget(paths: Paths, until: str) -> None:
    """Takes the calls out of the database too, which a rebuild would no longer find."""
    with contextlib.closing(connect(paths)) as db, transaction(db):
        db.execute("DELETE FROM decisions WHERE day <= ?", (until,))
        db.execute("DELETE FROM answers WHERE substr(ts, 1, 10) <= ?", (until,))
