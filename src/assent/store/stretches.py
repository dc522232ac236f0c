"""What is remembered of lines that were found whole: a file of the record, or a sealed day, need not be read again as
long as nobody has written to it."""

from __future__ import annotations

import contextlib
import os
import time
from typing import TYPE_CHECKING

import msgspec

from assent.store import owners, packed, placed, regular
from assent.store.links import Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.store.paths import Paths

NAME = "verified.json"  # in the data folder
# Seconds that a file must have been left alone: what is written within one tick of the clock leaves its times as they
# are.
SETTLED = 2.0


class Stretch(msgspec.Struct, array_like=True):
    """Lines that hold, one after the other. `state` is that of the files in which they stand; `first` and `last` are
    (hash of the line before, number in its day), for the last one with its own hash, file and line; `leapt` are those
    written after a line of another day, `erased` those from which something was erased, and `told` what the record
    says of such."""

    state: str
    lines: int
    linked: int
    first: tuple[str | None, int | None]
    before: str
    last: tuple[str | None, int, str, str, int]
    leapt: list[tuple[str, int, str, str]]
    erased: list[tuple[str, int, str, str]]
    told: list[tuple[str, str]]

    def first_line(self) -> Line:
        return Line("", 1, "", b"", *self.first)

    def last_line(self) -> Line:
        prev, nth, own, file, number = self.last
        return Line(file, number, own, b"", prev, nth)


class Memory:
    """The stretches known from earlier looks, and those of this one, by the day or the name of the file. What is not
    asked for is forgotten."""

    def __init__(self, known: dict[str, Stretch]) -> None:
        self._known = known
        self.now: dict[str, Stretch] = {}

    def of(self, name: str, state: str) -> Stretch | None:
        """The stretch, where its files are as they were."""
        found = self._known.get(name)
        return found if found and state and found.state == state else None

    @property
    def is_new(self) -> bool:
        return self.now != self._known


def read(paths: Paths) -> Memory:
    """What earlier looks found."""
    try:
        data = regular.read(f"{paths.data}/{NAME}")
        return Memory(msgspec.json.decode(data, type=dict[str, Stretch]))
    except (OSError, msgspec.MsgspecError):
        return Memory({})


def keep(paths: Paths, memory: Memory) -> None:
    """Noted for the next time, where this is the user's own look; without it that one takes longer."""
    if not memory.is_new or owners.visited(paths) or not os.path.isdir(paths.data):  # noqa: PTH112  a text
        return
    with contextlib.suppress(OSError):
        placed.put(f"{paths.data}/{NAME}", msgspec.json.encode(memory.now) + b"\n")


def state(files: Sequence[str]) -> str:
    """What changes when one of these files is written to; "" while they cannot be looked at, or a moment ago they
    were written to."""
    told = []
    try:
        for path in files:
            at = os.lstat(path if os.path.lexists(path) else packed.name(path))
            if abs(time.time() - max(at.st_mtime, at.st_ctime)) < SETTLED:
                return ""
            told.append(f"{at.st_ino} {at.st_size} {at.st_mtime_ns} {at.st_ctime_ns}")
    except OSError:
        return ""
    return ", ".join(told)
