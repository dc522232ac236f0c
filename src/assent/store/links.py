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
    from collections.abc import Callable, Iterable

_LINK = re.compile(
    rb'(?:,"after":"([0-9]{4}-[0-9]{2}-[0-9]{2} [0-9a-f]{64})")?(,"head":"lost")?'
    rb',"prev":"([0-9a-f]{64}|)","n":([0-9]{1,15})\}$'
)
_LONGEST = 230  # of a link
_UNKNOWN = -(1 << 60)  # number of a line, and so of those after it without a link
_MOVED = "is out of order: the line it goes on from stands after it"
ERASED = b'"erased":{"hash":"'


@dataclass(frozen=True, slots=True)
class Line:
    """A line as the chain sees it: where it stands, its hash (of one that was erased, the hash it had), the hash of the
    line before and its number in the day as it states them (None: it is not linked). `after` is the day and hash of the
    line that was written last, where the clock went from one day to another and back."""

    file: str
    number: int
    hash: str
    leaf: bytes
    prev: str | None
    nth: int | None
    lost: bool = False
    after: str = ""
    now: str = ""  # of an erased line: its hash as it stands


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and the line where it shows (None: no single one)."""

    file: str
    line: int | None
    what: str
    hint: str = ""


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
    found = _LINK.search(data, max(0, len(data) - _LONGEST))
    if not found:
        return Line(file, number, own, leaf, None, None, now=now)
    after, lost, prev, nth = found.groups()
    said = after.decode() if after else ""
    return Line(file, number, own, leaf, prev.decode(), int(nth), lost is not None, said, now)


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
        self.leapt: list[Line] = []  # those that say after which line of another day they were written
        self._begun: set[str] = set()  # the hashes after which another day was begun, as those say
        self._ends: set[str] = set()  # of lines that nothing follows in their day
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
        if self.last:
            self._ends.add(self.last.hash)

    def take(self, line: Line) -> None:
        """The next line."""
        self._settle(line)
        self.linked += line.prev is not None
        self.unlinked += line.prev is None
        if line.lost:
            what = "the head had been taken away before it was written: lines before it may have been cut off"
            self.faults.append(Fault(line.file, line.number, what))
        elif not self.follows(line):
            self._doubt(line)
        if line.after and line.prev is not None:
            self._note_leap(line)
        if line.prev is None and self.last:
            self._ends.add(self.last.hash)  # what came beside the others came late
        self._before, self.last = (self.last.hash if self.last else ""), line
        self._nth = self._nth + 1 if line.nth is None else line.nth

    def follows(self, line: Line) -> bool:
        """Whether a line goes on from the one before it, as the next of its day, or begins a day in which the clock was
        for a while."""
        expected = self.last.hash if self.last else self.expected
        if line.prev is None or expected is None:
            return True
        if line.prev == expected:
            return self._nth < 0 or line.nth == self._nth + 1  # who erases a line does not take others along
        return line.nth == 1 and line.prev in self._begun

    def leap(self, leapt: Iterable[Line], before: str, last: Line, nth: int) -> None:
        """Passes over lines that are known to hold, up to the `last` one: the `nth` of its day, after another
        (`before`)."""
        for line in leapt:
            self._note_leap(line)
        self._before, self.last, self._nth = before, last, nth

    def _note_leap(self, line: Line) -> None:
        self.leapt.append(line)
        self._begun.add(line.prev or "")

    @property
    def place(self) -> tuple[str, int]:
        """The hash of the line before the last, and the number of the last in its day."""
        return self._before, self._nth

    def end(self, unknown: Callable[[str], bool]) -> None:
        """No more lines. Of days that are `unknown` nothing is asked."""
        self._settle(None)
        self.begin()
        for line in self.leapt:
            day, _, said = line.after.partition(" ")
            if said not in self._ends and said not in self._begun and not unknown(day):
                what = f"was written after a line of {day} that is no longer the last one there: lines are missing"
                self.faults.append(Fault(line.file, line.number, what))

    def pass_over(self, expected: str | None) -> None:
        """Goes on after days that are no longer kept."""
        self._settle(None)
        self.last, self.expected, self._before, self._nth = None, expected, "", _UNKNOWN

    def _doubt(self, line: Line) -> None:
        if self.last is None:
            self.faults.append(Fault(line.file, line.number, "the lines before it are missing"))
        elif line.prev == self.last.hash:
            self.faults.append(_out_of_count(line, self._nth))
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
        return _out_of_count(line, nth)


def _out_of_count(line: Line, nth: int) -> Fault:
    """What a line is that has not the next number after another (`nth`) of its day."""
    gone = (line.nth or 0) - nth - 1
    if gone <= 0:
        what = "was inserted or moved: it does not go on from the line before it"
        return Fault(line.file, line.number, what)
    several = f"{gone} lines before it are" if gone > 1 else "the line before it is"
    return Fault(line.file, line.number, f"{several} missing")
