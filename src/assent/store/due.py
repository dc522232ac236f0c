"""What is due with the record as it lies there: days too old or too large to keep, files to compress, how large files
grow. Quick to see, since every look at the record sees to it."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from assent.store import chained, packed, record

if TYPE_CHECKING:
    from assent.store.paths import Paths

# Whoever wrote to a file that is over has long done so.
_SETTLED = 600
# Bytes compressed at a time, so that nobody waits for it: the rest is for the next time.
_AT_ONCE = 24 << 20


def days(paths: Paths, before: str, most_mb: int | None) -> list[str]:
    """The days to drop, oldest first."""
    sealed = _sealed(paths)
    sizes = {day: sum(map(packed.stored, files)) for day, files in record.parts(paths).items()}
    left, found = sum(sizes.values()), []
    for day, size in sizes.items():
        if day not in sealed or not (day < before or (most_mb and left > most_mb << 20)):
            break
        found.append(day)
        left -= size
    return found


def pack(paths: Paths) -> int:
    """Compresses what of the record is over: sealed days, and files of others that no writer is in any more; returns
    how many bytes that freed. Raises OSError."""
    sealed, freed, left = _sealed(paths), 0, _AT_ONCE
    writing = _written_now(paths)
    for day, files in record.parts(paths).items():
        for path in files if day in sealed else files[:-1]:
            try:
                found = os.stat(path)  # noqa: PTH116  the names of the record are texts
            except OSError:
                continue  # compressed
            if path in writing or time.time() - found.st_mtime < _SETTLED or not found.st_size:
                continue
            freed += packed.pack(path)
            left -= found.st_size
            if left < 0:
                return freed
    return freed


def limit(paths: Paths, most_mb: int) -> None:
    """Has files of the record grow to so many MB, from now on: the writers read it from the head."""
    head = chained.known(paths)
    if head is None or head.most == most_mb << 20:
        return
    lock = chained.locked(paths, create=False)
    if lock is None:
        return
    try:
        head = chained.read_head(lock)
        if head:
            head.most = most_mb << 20
            os.pwrite(lock, head.text(), 0)
    finally:
        os.close(lock)


def _written_now(paths: Paths) -> set[str]:
    head = chained.known(paths)
    return {paths.record(head.day, head.file)} if head and head.day else set()


def _sealed(paths: Paths) -> set[str]:
    return {day for day in record.days(paths) if os.path.lexists(paths.seal(day))}
