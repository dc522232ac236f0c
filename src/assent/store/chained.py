"""Appends a line to the record with the hash of the line before it, under a lock that is held for microseconds."""

from __future__ import annotations

import posix
import time

from assent.store import regular
from assent.store.paths import FILE_MODE, digest, make_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assent.store.paths import Paths

# Seconds a writer waits for the lock: whoever holds it longer was stopped, and an answer waits one for its line.
PATIENCE = 0.7
PAUSE = 0.0005
WIDTH = 160  # of the head: always written at once, and whole
LARGEST = 10 << 20  # of a file, until the settings say otherwise
LINK = ',"prev":"'
_FILES = 10**7  # of a day, and one more: readers know no name beyond
_FARTHEST = 256 << 20  # bytes that a writer reads to find the last line
_DAY = 86_400


class Head:
    """What the next line goes on from: the `day`, the number of its `file` and that file's `size`, how many `lines` the
    day has, the hash of the `last` line, and how large a file may grow (`most`). Of what stands there: whether its end
    is `torn`, whether its last line is `linked`, and whether that was found without a head (`lost`)."""

    __slots__ = ("day", "file", "last", "lines", "linked", "lost", "most", "size", "torn")

    def __init__(
        self, day: str = "", file: int = 1, size: int = 0, lines: int = 0, last: str = "", most: int = LARGEST
    ) -> None:
        self.day = day
        self.file = file
        self.size = size
        self.lines = lines
        self.last = last
        self.most = most
        self.linked = self.lost = self.torn = False

    def text(self) -> bytes:
        words = f"1 {self.day or '-'} {self.file} {self.size} {self.lines} {self.last or '-'} {self.most}"
        return words.ljust(WIDTH - 1).encode() + b"\n"


def read_head(handle: int) -> Head | None:
    """What a head says; None for one that says nothing we know."""
    words = posix.pread(handle, WIDTH, 0).decode("ascii", "replace").split()
    if len(words) != 7 or words[0] != "1" or len(words[1]) not in (1, 10):
        return None
    numbers = [int(word) if word.isdigit() and len(word) < 19 else -1 for word in (*words[2:5], words[6])]
    if min(numbers) < 0 or len(words[5]) not in (1, 64):
        return None
    if not 0 < numbers[0] < _FILES:
        return None
    day, last = ("" if word == "-" else word for word in (words[1], words[5]))
    return Head(day, numbers[0], numbers[1], numbers[2], last, numbers[3])


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
        if not head.lost:
            _keep(
                lock, head
            )  # whoever goes on after a writer that died here finds a head that is only behind
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
        start = b"" if _ends(handle, size) else b"\n"
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


def _ends(handle: int, size: int) -> bool:
    """True for a file that a line can follow."""
    return not size or posix.pread(handle, 1, size - 1) == b"\n"


def _today(known: str) -> str:
    """The UTC day now; the next one when the record has begun it already: clocks are set back by seconds."""
    now = time.time()
    day = _named(now)
    return known if known > day and known == _named(now + _DAY) else day


def _named(seconds: float) -> str:
    return time.strftime("%Y-%m-%d", time.gmtime(seconds))


# ------------------------------------------------------------------------------------------------ what others left


def number_of(name: str, day: str) -> int:
    """Which file of a day's record bears a name, compressed or not; 0 for none."""
    if not name.startswith(day):
        return 0
    middle = name[len(day) :].removesuffix(".gz")
    if not middle.endswith(".jsonl"):
        return 0
    number = middle[: -len(".jsonl")]
    if not number:
        return 1
    return int(number[1:]) if number[0] == "." and _is_number(number[1:]) and len(number) < 9 else 0


def _is_number(text: str) -> bool:
    return text.isdigit() and text.isascii()  # other scripts have digits that are no number to `int`


def catch_up(handle: int, head: Head, size: int) -> None:
    """Takes over the lines that stand after what the head knows; raises OverflowError where those are more than can be
    read while an answer waits. Where a file is shorter than that, the next line still goes on from the line that is
    gone: so it is missed."""
    if size - head.size > _FARTHEST:
        raise OverflowError("too much stands after what the head knows")
    take_over(head, _blocks(handle, head.size, size))
    head.size, head.torn = size, not _ends(handle, size)


def _blocks(handle: int, place: int, size: int) -> Iterator[bytes]:
    while place < size and (block := posix.pread(handle, regular.BLOCK, place)):
        place += len(block)
        yield block


def take_over(head: Head, blocks: Iterable[bytes]) -> None:
    """Counts the lines, a torn last one too, and keeps the hash of the last."""
    unfinished: list[bytes] = []
    for block in blocks:
        whole, ended, rest = block.rpartition(b"\n")
        if ended:
            _pass(head, b"".join([*unfinished, whole]))
            unfinished = []
        unfinished.append(rest)
    torn = b"".join(unfinished)
    if torn:  # a line like others, once it is ended
        _pass(head, torn)


def _pass(head: Head, lines: bytes) -> None:
    last = lines[lines.rfind(b"\n") + 1 :]
    head.lines += lines.count(b"\n") + 1
    head.last = digest(last)
    head.linked = LINK.encode() in last[-120:]
