"""One log of an agent as it lies on the disk, read on from where the last reading ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.agents import registry
from assent.store import regular
from assent.store.events import FileState

if TYPE_CHECKING:
    import os
    from collections.abc import Callable
    from typing import Self

    from assent.agents.base import LogReader
    from assent.core.event import Event

BLOCK = 1 << 18  # larger ones are given back to the system each time, and every page of the next is made anew
LONGEST_LINE = 32 << 20
PRINT = 4096  # bytes by which a file is known again


def reader(agent: str = registry.DEFAULT) -> LogReader:
    """What reads an agent's logs; raises LookupError for one whose logs nobody can read."""
    found = registry.log_reader(agent)
    if found is None:
        raise LookupError(f"the logs of {agent} cannot be read")
    return found


class LogFile:
    """An open log and how far it has been read. Only whole lines count: a half-written one is left for next time."""

    def __init__(
        self, path: str, found: os.stat_result, before: FileState | None, carried: Callable[[], str]
    ) -> None:
        self.path = path
        self.found = found
        self.offset = 0
        self.start = ""
        self._rest: list[bytes] = []  # of a line whose end is not read yet
        self._skipping = False
        self._ended = False
        self._handle = open(regular.opened(path), "rb", buffering=0)  # noqa: SIM115, PTH123  `__exit__` closes it
        state = b""
        try:
            if before is not None and self._grown(before):
                self.offset = before.offset
                self.start, _, kept = carried().partition("\n")
                state = kept.encode()
            self.reader = reader().open_log(state)
            self._handle.seek(self.offset)
        except BaseException:
            self._handle.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._handle.close()

    def _grown(self, before: FileState) -> bool:
        """True when the file still begins and goes on as it did: what follows the offset is new."""
        if before.offset > self.found.st_size:
            return False
        return (before.head, before.block) == self._prints(before.offset)

    def _prints(self, offset: int) -> tuple[str, str]:
        """The hashes of the first bytes and of the last ones before an offset."""
        size = min(PRINT, offset)
        self._handle.seek(0)
        head = self._handle.read(size)
        self._handle.seek(offset - size)
        return _digest(head), _digest(self._handle.read(size))

    def next(self) -> list[Event] | None:
        """The calls of the next block of whole lines; None at the end."""
        chunk = self._handle.read(BLOCK)
        if not chunk:
            self._ended = True
            return None
        cut = chunk.rfind(b"\n") + 1
        if not cut:
            return self._without_end(chunk)
        block = b"".join([*self._rest, chunk[:cut]])
        self._rest = [chunk[cut:]]
        self.offset += len(block)
        if self._skipping:
            self.offset = self._handle.tell() - len(chunk) + cut
            block = block[block.find(b"\n") + 1 :]
            self._skipping = False
            self.reader.skip_line()
        return self.reader.read(block)

    def _without_end(self, chunk: bytes) -> list[Event]:
        """A block inside one long line: kept while it may be a record, else skipped up to the line's end."""
        if not self._skipping:
            self._rest.append(chunk)
            if sum(map(len, self._rest)) > LONGEST_LINE:
                self._rest = []
                self._skipping = True
        return []

    def state(self) -> FileState:
        """How far it has been read, for the next time; before its end the size is that of what was read, so that what
        follows is seen to be new."""
        found, position = self.found, self._handle.tell()
        head, block = self._prints(self.offset)
        self._handle.seek(position)
        return FileState(
            self.path,
            found.st_dev,
            found.st_ino,
            found.st_size if self._ended else self.offset,
            found.st_mtime_ns,
            self.offset,
            head,
            block,
        )

    def carry(self) -> str:
        """The session's first directory and what the reader carries over."""
        return self.start.replace("\n", " ") + "\n" + self.reader.state().decode()


def _digest(data: bytes) -> str:
    from hashlib import blake2b

    return blake2b(data, digest_size=16).hexdigest()
