"""One writer of the agents' own files at a time: two that note at once what they wrote would forget one of it."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from assent.store import regular
from assent.store.paths import FILE_MODE
from assent.store.publish import taken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assent.store.paths import Paths

PATIENCE = 5.0  # seconds; who waits longer goes on all the same
_FLAGS = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW


@contextlib.contextmanager
def held(paths: Paths) -> Iterator[None]:
    """Holds back whoever else writes such files meanwhile, where that can be done."""
    handle = -1
    try:
        Path(paths.data).mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = regular.opened(f"{paths.data}/installed.lock", _FLAGS, FILE_MODE)
        taken(handle, PATIENCE)
    except OSError:
        pass  # what cannot be written is said by those who write it
    try:
        yield
    finally:
        if handle >= 0:
            os.close(handle)
