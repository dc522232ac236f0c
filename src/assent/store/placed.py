"""Puts a file of ours in its place: whole or not at all, on the disk when that returns, readable by us alone."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

from assent.store.paths import FILE_MODE

SUFFIX = ".new"
_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
# Seconds after which nobody is still writing what a killed process left.
_LEFT = 3600


def put(path: str, data: bytes) -> None:
    """In place of what is there. Raises OSError, and then nothing has changed."""
    new = _written(path, data)
    try:
        Path(new).rename(path)
    except BaseException:
        _take_away(new)
        raise
    sync_folder(str(Path(path).parent))


def put_first(path: str, data: bytes) -> None:
    """Only where there is none yet: raises FileExistsError for whoever comes second."""
    new = _written(path, data)
    try:
        os.link(new, path)
    finally:
        _take_away(new)
    sync_folder(str(Path(path).parent))


def _written(path: str, data: bytes) -> str:
    """The file beside it, under a name that no other process takes."""
    new = f"{path}.{os.getpid()}{SUFFIX}"
    _take_away(new)
    try:
        with os.fdopen(os.open(new, _FLAGS, FILE_MODE), "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
    except BaseException:
        _take_away(new)
        raise
    return new


def _take_away(path: str) -> None:
    with contextlib.suppress(OSError):
        os.unlink(path)  # noqa: PTH108  our paths are texts


def sync_folder(path: str) -> None:
    """Has what was added to a folder, or taken from it, on disk."""
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep(folder: str) -> None:
    """Takes away what writers who were killed left in a folder long ago."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for each in entries:
            if each.name.endswith(SUFFIX) and time.time() - each.stat(follow_symlinks=False).st_mtime > _LEFT:
                _take_away(each.path)
