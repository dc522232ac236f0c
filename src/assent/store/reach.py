"""How far the record reaches: what the head says of that, and what stands in a file after what the head knows."""

from __future__ import annotations

import posix

from assent.store import regular
from assent.store.paths import digest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

WIDTH = 160  # of the head: always written at once, and whole
LARGEST = 10 << 20  # of a file, until the settings say otherwise
LINK = ',"prev":"'
_FILES = 10**7  # of a day, and one more: readers know no name beyond
_FARTHEST = 256 << 20  # bytes that a writer reads to find the last line


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


def ends(handle: int, size: int) -> bool:
    """True for a file that a line can follow."""
    return not size or posix.pread(handle, 1, size - 1) == b"\n"


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
    take_over(head, blocks(handle, head.size, size))
    head.size, head.torn = size, not ends(handle, size)


def blocks(handle: int, place: int, size: int) -> Iterator[bytes]:
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
