"""What is due with the record as it lies there: days too old or too large to keep, files to compress, how large files
grow. Quick to see, since every look at the record sees to it."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from assent.store import chained, packed, reach, record, regular

if TYPE_CHECKING:
    from assent.store.paths import Paths

# Whoever wrote to a file that is over has long done so.
_SETTLED = 600
# How the name of a file ends that was written anew and is not in its place yet.
ERASING = ".erasing"
NEXT = "erasing"  # in the database: the name of that file, once the database speaks of it


def days(paths: Paths, before: str, most_mb: int | None) -> list[str]:
    """The days to drop, oldest first."""
    parts = record.parts(paths)
    if not most_mb and all(day >= before for day in parts):
        return []  # without a look at every file
    sealed = _sealed(paths)
    sizes = {day: sum(map(packed.stored, files)) for day, files in parts.items()}
    left, found = sum(sizes.values()), []
    for day, size in sizes.items():
        if day not in sealed or not (day < before or (most_mb and left > most_mb << 20)):
            break
        found.append(day)
        left -= size
    return found


def over(paths: Paths) -> list[tuple[str, int]]:
    """The files that nobody writes to any more and that are not compressed, with their sizes."""
    sealed, writing, found = _sealed(paths), _written_now(paths), []
    for day, files in record.parts(paths).items():
        for path in files if day in sealed else files[:-1]:
            try:
                held = os.stat(path)  # noqa: PTH116  the names of the record are texts
            except OSError:
                continue  # compressed
            if path not in writing and time.time() - held.st_mtime >= _SETTLED and held.st_size:
                found.append((path, held.st_size))
    return found


def cut_short(paths: Paths) -> list[str]:
    """Files that were to take the place of one of the record when their process was killed."""
    try:
        names = os.listdir(paths.audit)  # noqa: PTH208  the names of the record are texts
    except OSError:
        return []
    return [f"{paths.audit}/{name}" for name in names if name.endswith(ERASING)]


def is_signed(paths: Paths) -> bool:
    """False where days were closed and the checkpoint does not know of all of them yet."""
    try:
        size = regular.text(paths.checkpoint, 1 << 16).split("\n")[1]
    except (OSError, ValueError, IndexError):
        return True  # nothing is signed, or nothing sound is there: who verifies names it
    closed = sum(name.endswith(".seal") for name in os.listdir(paths.audit))  # noqa: PTH208  our paths are texts
    return not size.isdigit() or int(size[:18]) >= closed


def limit(paths: Paths, most_mb: int) -> None:
    """Has files of the record grow to so many MB, from now on: the writers read it from the head."""
    head = chained.known(paths)
    if head is None or head.most == most_mb << 20:
        return
    lock = chained.locked(paths, create=False)
    if lock is None:
        return
    try:
        head = reach.read_head(lock)
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
