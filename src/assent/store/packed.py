"""Files of the record that are finished, compressed: written once, read in place of the file they were made from."""

from __future__ import annotations

import contextlib
import io
import os
from typing import TYPE_CHECKING

from assent.store import placed, regular

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

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
    placed.put(name(path), compressed(data))
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)  # noqa: PTH108  likewise
    return len(data) - os.stat(name(path)).st_size  # noqa: PTH116  likewise


def compressed(data: bytes) -> bytes:
    """Data as it stands in a compressed file; the same data give the same bytes."""
    import gzip

    return gzip.compress(data, LEVEL, mtime=0)


def plain(data: bytes) -> bytes:
    """What compressed data held; data that are not compressed, as they are."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    return b"".join(_unpacked(io.BytesIO(data), len(data), []))


def blocks(path: str, offset: int = 0) -> Iterator[bytes]:
    """What the compressed file held, from an offset on; nothing where there is none, and as much as can be read of a
    damaged one, or of one that holds more than lines of the record ever do in so little."""
    try:
        handle = regular.opened(name(path), os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return
    with os.fdopen(handle, "rb") as raw:
        for block in _unpacked(raw, os.fstat(raw.fileno()).st_size, []):
            if offset < len(block):
                yield block[offset:] if offset else block
            offset = max(0, offset - len(block))


def flaw(path: str) -> str:
    """Why a file of the record is not what was put there, as far as that shows without looking at its lines: it is
    closed to us, or compressed and not one whole piece; "" for a sound one, and for one that is gone."""
    is_plain = os.path.lexists(path)
    if not is_plain and not os.path.lexists(name(path)):
        return ""
    found: list[str] = []
    try:
        handle = regular.opened(path if is_plain else name(path), os.O_RDONLY | os.O_NOFOLLOW)
        with os.fdopen(handle, "rb") as raw:
            for _ in () if is_plain else _unpacked(raw, os.fstat(raw.fileno()).st_size, found):
                pass
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    return found[0] if found else ""


def _unpacked(raw: BinaryIO, size: int, flaws: list[str]) -> Iterator[bytes]:
    """The contents of a compressed file; what is wrong with it is added to the flaws."""
    import zlib

    most = MOST + LARGEST_SHARE * size
    unpack, held = zlib.decompressobj(zlib.MAX_WBITS | 16), b""
    try:
        while most > 0 and not unpack.eof and (held := held or raw.read(regular.BLOCK)):
            block = unpack.decompress(held, regular.BLOCK)
            held = unpack.unconsumed_tail
            most -= len(block)
            if block:
                yield block
        beyond = len(unpack.unused_data) + len(raw.read(1)) if unpack.eof else 0
    except (OSError, zlib.error):
        flaws.append("is damaged: it cannot be unpacked to its end")
        return
    if beyond:
        flaws.append("goes on after the end of what was compressed: something was added to the file")
    elif not unpack.eof:
        flaws.append("unpacks to more than lines ever do" if most <= 0 else "is damaged: its end is missing")


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
