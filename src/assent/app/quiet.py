"""The changes of rules that the record tells of, for a look that must be quick: a file that told of none is read again
only when it has changed since."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assent.app import files
from assent.core.wire import decode, encode
from assent.store import heads, owners, packed, record, regular

if TYPE_CHECKING:
    from assent.store.paths import Paths

NAME = "quiet.json"  # in the data folder: file of the record → its state when it told of no change


def changes(paths: Paths) -> list[dict[str, Any]]:
    """The same as `record.changes` finds."""
    before, now = _known(paths), {}
    found: list[dict[str, Any]] = []
    for path in record.files(paths):
        name, state = heads.name_of(path), _state(path)
        told = [] if state and before.get(name) == state else list(record.changes_in(path))
        found += told
        if state and not told:
            now[name] = state
    if now != before:
        _keep(paths, now)
    return found


def _state(path: str) -> str:
    """What changes when a file is written to; "" while it cannot be looked at."""
    try:
        at = Path(path if os.path.lexists(path) else packed.name(path)).lstat()
    except OSError:
        return ""
    return f"{at.st_dev} {at.st_ino} {at.st_size} {at.st_mtime_ns} {at.st_ctime_ns}"


def _known(paths: Paths) -> dict[str, object]:
    try:
        found = decode(regular.read(f"{paths.data}/{NAME}"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _keep(paths: Paths, now: dict[str, str]) -> None:
    """Noted for the next time, where this is the user's own look; without it that one takes longer."""
    if owners.visited(paths) or not Path(paths.data).is_dir():
        return
    with contextlib.suppress(OSError):
        files.replace(Path(paths.data) / NAME, encode(now) + "\n")
