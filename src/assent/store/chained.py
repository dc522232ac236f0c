"""Appends a line to the record with the hash of the line before it, under a lock that is held for microseconds."""

from __future__ import annotations

import posix
import time

from assent.store import regular
from assent.store.paths import FILE_MODE, digest, make_folder
from assent.store.reach import LINK, Head, catch_up, ends, read_head

TYPE_CHECKING = False
if TYPE_CHECKING:
    from assent.store.paths import Paths

# Seconds a writer waits for the lock: whoever holds it longer was stopped, and an answer waits two for its line.
PATIENCE = 0.7
PAUSE = 0.0005
_DAY = 86_400


def known(paths: Paths) -> Head | None:
    """The head as it stands; None where there is none, or none that says anything."""
    try:
        handle = regular.opened(paths.head, posix.O_RDONLY | posix.O_NOFOLLOW)
    except OSError:
        return None
    try:
        return read_head(handle)
    finally:
        posix.close(handle)


def append(paths: Paths, body: str, day: str = "", *, create: bool = True) -> dict[str, object]:
    """Appends a JSON object, given without its closing brace, to the record of a day ("" for today); returns the link
    that was added: the hash of the line before (`prev`), the line's number in its day (`n`), and where the clock has
    gone from day to day, the day and hash of the line that was written last (`after`). Without `create` no file is
    made. Raises OSError when the line is not there afterwards.

    Where the lock cannot be had the line is written without a link: better that than lost."""
    lock = locked(paths, create=create)
    if lock is None:
        _append_beside(paths, body, day, create=create)
        return {}
    try:
        return _append_linked(paths, lock, body, day, create=create)
    except OverflowError:
        _append_beside(paths, body, day, create=create)
        return {}
    finally:
        posix.close(lock)


def locked(paths: Paths, *, create: bool = True, patience: float = PATIENCE) -> int | None:
    """A handle on the head that holds the lock until it is closed; None when it cannot be had in time."""
    handle = _opened_head(paths, create=create)
    if handle is None:
        return None
    until = 0.0
    while True:
        try:
            posix.lockf(handle, posix.F_TLOCK, 0)
            return handle
        except (BlockingIOError, PermissionError):
            now = time.monotonic()
            until = until or now + patience
            if now < until:
                time.sleep(PAUSE)
                continue
        except OSError:
            pass  # a file system without locks
        posix.close(handle)
        return None


def _opened_head(paths: Paths, *, create: bool) -> int | None:
    flags = posix.O_RDWR | posix.O_NOFOLLOW | (posix.O_CREAT if create else 0)
    try:
        try:
            return regular.opened(paths.head, flags, FILE_MODE)
        except FileNotFoundError:
            if not create:
                return None
            make_folder(paths.audit)
            return regular.opened(paths.head, flags, FILE_MODE)
    except OSError:
        return None


def _append_linked(paths: Paths, lock: int, body: str, day: str, *, create: bool) -> dict[str, object]:
    head = read_head(lock)
    if head is None:
        from assent.store import turned

        head = turned.recovered(paths)
        if not head.lost:  # whoever goes on after a writer that died here finds a head that is only behind
            _keep(lock, head)
    goal = day or _today(head.day)
    after = ""
    if goal != head.day:
        from assent.store import turned

        after = turned.turn(paths, head, goal)
    if head.size >= head.most and create:
        from assent.store import turned

        turned.finish(paths, head)
        head.file, head.size, head.torn = head.file + 1, 0, False
    handle = _opened(paths, head.day, head.file, create=create)
    try:
        lost = ',"head":"lost"' if head.lost else ""
        while True:
            line = f'{body}{after}{lost}{LINK}{head.last}","n":{head.lines + 1}}}'.encode()
            size = posix.fstat(handle).st_size
            if size == head.size:
                break
            catch_up(handle, head, size)
        start = b"\n" if head.torn else b""
        _write(handle, size, start + line + b"\n")
    finally:
        posix.close(handle)
    link: dict[str, object] = {"after": after[10:-1]} if after else {}
    link |= {"head": "lost"} if lost else {}
    link |= {"prev": head.last, "n": head.lines + 1}
    head.size += len(start) + len(line) + 1
    head.lines += 1
    head.last = digest(line)
    _keep(lock, head)
    return link


def _keep(lock: int, head: Head) -> None:
    """Notes where the record stands; the next writer finds that out by itself where it cannot be noted."""
    try:
        posix.pwrite(lock, head.text(), 0)
    except OSError:
        return


def _append_beside(paths: Paths, body: str, day: str, *, create: bool) -> None:
    """Appends a line without a link, where the head last was."""
    head = known(paths) or Head()
    today, number = day or _today(head.day), head.file
    if today != head.day:
        from assent.store import turned

        today = turned.day_for(paths, today, head.day)
        number = head.file if today == head.day else turned.last_file(paths, today)
    handle = _opened(paths, today, number, create=create)
    try:
        size = posix.fstat(handle).st_size
        start = b"" if ends(handle, size) else b"\n"
        _write(handle, -1, start + body.encode() + b"}\n")
    finally:
        posix.close(handle)


def _opened(paths: Paths, day: str, number: int, *, create: bool) -> int:
    path = paths.record(day, number)
    flags = posix.O_RDWR | posix.O_APPEND | posix.O_NOFOLLOW | (posix.O_CREAT if create else 0)
    try:
        return regular.opened(path, flags, FILE_MODE)
    except FileNotFoundError:
        if not create:
            raise
        make_folder(paths.audit)
        return regular.opened(path, flags, FILE_MODE)


def _write(handle: int, size: int, data: bytes) -> None:
    """Writes it whole, or takes back what was written of it (`size` of the file before; -1 where others may write)."""
    written = posix.write(handle, data)
    if written == len(data):
        return
    if size >= 0 and posix.fstat(handle).st_size == size + written:
        posix.ftruncate(handle, size)
    raise OSError(28, "only part of the record line could be written")


def _today(known: str) -> str:
    """The UTC day now; the next one when the record has begun it already: clocks are set back by seconds."""
    now = time.time()
    day = _named(now)
    return known if known > day and known == _named(now + _DAY) else day


def _named(seconds: float) -> str:
    return time.strftime("%Y-%m-%d", time.gmtime(seconds))
