"""Compresses what of the record is over, a little at a time, so that nobody waits for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.store import due, packed, placed
from assent.store.publish import explained, locked

if TYPE_CHECKING:
    from assent.store.paths import Paths

# Bytes compressed at a time: the rest is for the next time.
_AT_ONCE = 24 << 20


def pack(paths: Paths) -> int:
    """Compresses sealed days, and files of others that no writer is in any more; returns how many bytes that freed.
    Raises StoreError."""
    over = due.over(paths)
    if not over or due.cut_short(paths):
        return 0
    for folder in (paths.audit, paths.state, paths.data):
        placed.sweep(folder)
    freed, left = 0, _AT_ONCE
    with explained(paths), locked(paths):  # whoever erases from a file would find it back as it was
        for path, size in over:
            freed += packed.pack(path)
            left -= size
            if left < 0:
                break
    return freed
