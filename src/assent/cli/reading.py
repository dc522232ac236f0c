"""Session logs read for a command, with how far it is where that takes long."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from assent.app.learn import ingest
from assent.cli.output import error

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from assent.app.learn.described import Described

LONG = 16 << 20  # bytes of new logs from which progress is worth showing


def read(db: sqlite3.Connection, folders: Sequence[str], home: str, known: Described) -> ingest.Report:
    """Takes over what is new in the logs. Raises StoreError."""
    shown = [time.monotonic()]

    def progress(done: int, total: int) -> None:
        if total >= LONG and time.monotonic() - shown[0] >= 1:
            shown[0] = time.monotonic()
            error(f"reading logs: {done * 100 // total}% of {total >> 20} MB")

    return ingest.ingest(db, folders, home, progress, known)
