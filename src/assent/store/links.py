"""Follows the links from line to line, and names the first that does not hold by what was done to it."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assent.core.wire import decode
from assent.store import merkle, packed
from assent.store.paths import digest

if TYPE_CHECKING:
    from collections.abc import Callable

_LINK = re.compile(rb',"prev":"([0-9a-f]{64}|)","n":([0-9]{1,15})\}$')
_LOST = b',"head":"lost","prev":"'
_MOVED = "is out of order: the line it goes on from stands after it"
ERASED = b'"erased":{"hash":"'


@dataclass(frozen=True, slots=True)
class Line:
    """A line as the chain sees it: where it stands, its hash (of one that was erased, the hash it had), the hash of the
    line before and its number in the day as it states them (None: it is not linked)."""

    file: str
    number: int
    hash: str
    leaf: bytes
    prev: str | None
    nth: int | None
    lost: bool = False
    now: str = ""  # of an erased line: its hash as it stands


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and the line where it shows (None: no single one)."""

    file: str
    line: int | None
    what: str


def file_of(path: str) -> str:
    """The name that a file of the record bears now: compressed, it is another."""
    return path if os.path.lexists(path) else packed.name(path)


def read(file: str, number: int, data: bytes) -> Line:
    """A line as the chain sees it."""
    own, leaf, now = digest(data), merkle.leaf(data), ""
    if ERASED in data:
        stated = _erased(data)
        if stated:
            now, own, leaf = own, stated[0], stated[1]
    found = _LINK.search(data)
    if not found:
        return Line(file, number, own, leaf, None, None, now=now)
    lost = data.startswith(_LOST, found.start() - len(_LOST) + len(b',"prev":"'))
    return Line(file, number, own, leaf, found[1].decode(), int(found[2]), lost, now)


def _erased(data: bytes) -> tuple[str, bytes] | None:
    """(hash, hash as a leaf) that a line had before something was erased from it; None for any other line."""
    try:
        entry: Any = decode(data)
        stated = entry["erased"]
        return str(stated["hash"]), bytes.fromhex(stated["leaf"])
    except (ValueError, TypeError, KeyError):
        return None


class Chain:
    """The lines in their order. `elsewhere` tells whether a line with this hash stands later in the same day."""

    def __init__(self, elsewhere: Callable[[Line], bool]) -> None:
        self.faults: list[Fault] = []
        self.linked = self.unlinked = 0
        self.last: Line | None = None
        self.expected: str | None = (
            ""  # the hash to go on from where no line is known; None: not known either
        )
        self.sure = ""  # the hash of a line that ends a day by its seal
        self._before = ""  # the hash of the line before the last
        self._nth = 0
        self._waiting: tuple[Line, Line, int] | None = None
        self._elsewhere = elsewhere

    @property
    def is_doubtful(self) -> bool:
        """True while it takes the next line to say what is wrong with the last."""
        return self._waiting is not None

    def begin(self) -> None:
        """The lines that follow are of another day."""
        self._nth = 0

    def take(self, line: Line) -> None:
        """The next line."""
        self._settle(line)
        self.linked += line.prev is not None
        self.unlinked += line.prev is None
        expected = self.last.hash if self.last else self.expected
        if line.lost:
            what = "the head had been taken away before it was written: lines before it may have been cut off"
            self.faults.append(Fault(line.file, line.number, what))
        elif line.prev is not None and expected is not None and line.prev != expected:
            self._doubt(line)
        self._before, self.last = (self.last.hash if self.last else ""), line
        self._nth = self._nth + 1 if line.nth is None else line.nth

    def end(self) -> None:
        """No more lines."""
        self._settle(None)

    def pass_over(self, expected: str | None) -> None:
        """Goes on after days that are no longer kept."""
        self._settle(None)
        self.last, self.expected, self._before = None, expected, ""

    def _doubt(self, line: Line) -> None:
        if self.last is None:
            self.faults.append(Fault(line.file, line.number, "the lines before it are missing"))
        elif line.prev == self._before:
            what = "was inserted: the line after it goes on from the one before it"
            self.faults.append(Fault(self.last.file, self.last.number, what))
        else:
            self._waiting = (self.last, line, self._nth)

    def _settle(self, after: Line | None) -> None:
        """Says what a doubtful line is, now that the line after it is known."""
        if self._waiting is None:
            return
        (before, line, nth), self._waiting = self._waiting, None
        self.faults.append(self._named(before, line, nth, after))

    def _named(self, before: Line, line: Line, nth: int, after: Line | None) -> Fault:
        first = line.file != before.file and line.nth == 1
        if after is not None and after.hash == line.prev:
            return Fault(line.file, line.number, _MOVED)
        if after is not None and after.prev == before.hash:
            return Fault(
                line.file, line.number, "was inserted: the line after it goes on from the one before it"
            )
        if first and before.hash == self.sure:
            return Fault(
                line.file, line.number, "the lines before it are missing: the day before it ended otherwise"
            )
        if first:
            what = (
                "is not what the next day goes on from: it was altered, or lines were added or cut off here"
            )
            return Fault(before.file, before.number, what)
        follows = line.nth == nth + 1
        if follows and after is not None and after.prev not in (None, line.hash):
            return Fault(line.file, line.number, "was altered")
        if follows:
            return Fault(before.file, before.number, "was altered: the next line goes on from other words")
        if self._elsewhere(line):
            return Fault(line.file, line.number, _MOVED)
        if line.nth is not None and line.nth > nth + 1:
            gone = line.nth - nth - 1
            several = f"{gone} lines before it are" if gone > 1 else "the line before it is"
            return Fault(line.file, line.number, f"{several} missing")
        return Fault(
            line.file, line.number, "was inserted or moved: it does not go on from the line before it"
        )
