"""How much room the disk has for the record, and what the record takes."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from assent.app.finding import BAD, GOOD, NOTE, Finding
from assent.core.amounts import size

if TYPE_CHECKING:
    from assent.store.paths import Paths

MB = 1 << 20
FULL, LITTLE = 10 * MB, 200 * MB  # free for this user: below it nothing can be relied on, or soon so
HINT = "free some space, or keep less: record.keep_days and record.keep_mb in config.toml (assent config)"


def findings(at: Paths) -> list[Finding]:
    """The disk below the record."""
    try:
        disk = os.statvfs(_there(at.audit))
    except OSError:
        return []  # what cannot be looked at is named with the record
    free = disk.f_bavail * disk.f_frsize
    told = f"{size(free)} free, the record takes {size(_taken(at.audit))}"
    if free < FULL or (disk.f_files and not disk.f_favail):
        return [Finding("disk", BAD, f"{told}: decisions may be lost", HINT)]
    return [Finding("disk", NOTE if free < LITTLE else GOOD, told, HINT if free < LITTLE else "")]


def _there(path: str) -> str:
    """The nearest folder on the way that there is."""
    while not os.path.lexists(path) and path != "/":
        path = str(Path(path).parent)
    return path


def _taken(folder: str) -> int:
    try:
        with os.scandir(folder) as entries:
            return sum(entry.stat(follow_symlinks=False).st_size for entry in entries)
    except OSError:
        return 0
