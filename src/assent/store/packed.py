"""Files of the record that are finished, compressed: written once, read in place of the file they were made from."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from assent.store import regular
from assent.store.paths import FILE_MODE

if TYPE_CHECKING:
    from collections.abc import Iterator

LEVEL = 6
# Lines hold hashes, which nothing makes shorter: a file that unpacks to more than so many times its size, and so many
# bytes beside that, was not made by us, and would fill the time of everybody who reads it.
LARGEST_SHARE, MOST = 50, 64 << 20


def name(path: str) -> str:
    """The compressed file that stands for one of the record."""
    return path + ".gz"


def pack(path: str) -> int:
    """Puts the compressed file in the place of the plain one; returns how many bytes that frees. Raises OSError."""
    return write(path, regular.read(path, 1 << 40, os.O_NOFOLLOW))


def write(path: str, data: bytes) -> int:
    """Puts data there compressed, whole or not at all; returns how much smaller that is. Raises OSError."""
    import gzip

    new = path + ".new"
    with contextlib.suppress(FileNotFoundError):
        os.unlink(new)  # noqa: PTH108  the names of the record are texts
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
    with os.fdopen(os.open(new, flags, FILE_MODE), "wb") as out:
        out.write(gzip.compress(data, LEVEL, mtime=0))
        out.flush()
        os.fsync(out.fileno())
    Path(new).rename(name(path))
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)  # noqa: PTH108  likewise
    return len(data) - os.stat(name(path)).st_size  # noqa: PTH116  likewise


def blocks(path: str, offset: int = 0) -> Iterator[bytes]:
    """What the compressed file held, from an offset on; nothing where there is none, and as much as can be read of a
    damaged one, or of one that holds more than lines of the record ever do in so little."""
    try:
        handle = regular.opened(name(path), os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return
    import gzip
    import zlib

    with os.fdopen(handle, "rb") as raw, gzip.GzipFile(fileobj=raw) as held:
        try:
            most = MOST + LARGEST_SHARE * os.fstat(raw.fileno()).st_size
            if offset > most:
                return
            held.seek(offset)
            while held.tell() < most and (block := held.read(regular.BLOCK)):
                yield block
        except (OSError, EOFError, zlib.error):
            return


def size(path: str) -> int:
    """How many bytes a file of the record holds, compressed or not; -1 when it is gone."""
    try:
        return os.stat(path).st_size  # noqa: PTH116  likewise
    except OSError:
        pass
    try:
        with os.fdopen(regular.opened(name(path), os.O_RDONLY | os.O_NOFOLLOW), "rb") as raw:
            raw.seek(-4, os.SEEK_END)
            return int.from_bytes(raw.read(4), "little")  # as the format says, for less than 4 GB
    except OSError:
        return -1


def there(path: str) -> bool:
    """True for a file of the record that is there, compressed or not."""
    return os.path.lexists(path) or os.path.lexists(name(path))


def stored(path: str) -> int:
    """How many bytes it takes on the disk."""
    for each in (path, name(path)):
        with contextlib.suppress(OSError):
            return os.stat(each).st_size  # noqa: PTH116  likewise
    return 0
