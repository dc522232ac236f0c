"""Reads files without ever waiting for one: regular ones only, up to a bound."""

from __future__ import annotations

import errno
import posix

FORMAT, FILE = 0o170000, 0o100000
BLOCK = 1 << 20
MOST = 64 << 20


def opened(path: str, flags: int = posix.O_RDONLY, mode: int = 0o600) -> int:
    """A handle on a regular file; raises OSError for anything else, a pipe nobody writes to included. Looked at before
    it is opened, since opening alone makes some devices act."""
    try:
        _must_be_file(posix.stat(path).st_mode, path)
    except FileNotFoundError:
        if not flags & posix.O_CREAT:
            raise
    handle = posix.open(path, flags | posix.O_NONBLOCK | posix.O_CLOEXEC | posix.O_NOCTTY, mode)
    try:
        _must_be_file(posix.fstat(handle).st_mode, path)
    except BaseException:
        posix.close(handle)
        raise
    return handle


def read(path: str, most: int = MOST, flags: int = 0) -> bytes:
    """The whole file; raises OSError, also when it is larger than `most` bytes."""
    handle = opened(path, posix.O_RDONLY | flags)
    try:
        return rest(handle, most)
    finally:
        posix.close(handle)


def text(path: str, most: int = MOST) -> str:
    """The whole file as text; raises OSError or UnicodeDecodeError."""
    return read(path, most).decode()


def rest(handle: int, most: int) -> bytes:
    """What an open file still holds; raises OSError when that is more than `most` bytes."""
    blocks: list[bytes] = []
    while block := posix.read(handle, BLOCK):
        blocks.append(block)
        most -= len(block)
        if most < 0:
            raise OSError(errno.EFBIG, "larger than any of ours")
    return b"".join(blocks)


def _must_be_file(mode: int, path: str) -> None:
    if mode & FORMAT != FILE:
        raise OSError(errno.EINVAL, "no regular file", path)
