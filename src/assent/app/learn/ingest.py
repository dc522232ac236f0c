"""Session logs into the database: only what is new, each call once, whatever state a log is in."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from assent.agents import registry
from assent.app.learn.described import Described
from assent.core.problem import Problem
from assent.store import events as store
from assent.store import regular
from assent.store.calls import Calls, catch_up
from assent.store.db import transaction
from assent.store.events import FileState

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence
    from typing import BinaryIO

    from assent.agents.base import LogReader
    from assent.core.event import Event

BLOCK = 4 << 20
LONGEST_LINE = 32 << 20
PRINT = 4096  # bytes by which a file is known again
COMMIT = 64 << 20  # bytes read between two commits
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Report:
    """What a reading of the logs met: `files` looked at, `read` of them that had something new, `size` bytes read,
    `calls` new or better known, and `broken` lines per file as (how many, number of the first)."""

    files: int = 0
    read: int = 0
    size: int = 0
    calls: int = 0
    broken: dict[str, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class _Todo:
    path: str
    found: os.stat_result
    before: FileState | None


def log_folders(home: str, environ: Mapping[str, str]) -> list[str]:
    """Where the agents keep their session logs."""
    readers = [registry.log_reader(name) for name in registry.having("log_reader")]
    return [folder for reader in readers if reader for folder in reader.folders(home, environ)]


def reader(agent: str = registry.DEFAULT) -> LogReader:
    """What reads an agent's logs; raises LookupError for one whose logs nobody can read."""
    found = registry.log_reader(agent)
    if found is None:
        raise LookupError(f"the logs of {agent} cannot be read")
    return found


def ingest(
    db: sqlite3.Connection,
    folders: Sequence[str],
    home: str,
    progress: Progress | None = None,
    described: Described | None = None,
) -> Report:
    """Everything new under the folders, read into the database with the programs that people `described` themselves.
    Raises StoreError for what the database refuses."""
    report = Report()
    described = described or Described()
    if not described.is_current(db):
        from assent.app.learn.readings import bring_up_to_date

        bring_up_to_date(db, described)
    catch_up(db, home)
    todo = changed(db, folders, report)
    if not todo:
        return report
    total = sum(each.found.st_size - (each.before.offset if each.before else 0) for each in todo)
    reading = _Reading(db, home, report, progress, max(total, 1), described)
    for each in todo:
        try:
            reading.file(each)
        except OSError as error:
            what = f"cannot be read: {error.strerror}"
            report.problems.append(Problem(each.path, what, "check its owner and mode"))
    described.note(db)
    return report


def changed(db: sqlite3.Connection, folders: Iterable[str], report: Report) -> list[_Todo]:
    """The logs that are new or not as they were, in a stable order."""
    rows = db.execute("SELECT path, dev, inode, size, mtime_ns FROM files")
    known = {row[0]: row[1:] for row in rows}
    todo = []
    for folder in folders:
        for path, found in _logs(folder, report):
            report.files += 1
            before = known.get(path)
            now = (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)
            if before != now:
                todo.append(_Todo(path, found, None))
    if todo:
        states = store.file_states(db)
        for each in todo:
            each.before = states.get(each.path)
    todo.sort(key=lambda each: (each.found.st_mtime_ns, each.path))
    return todo


def _logs(folder: str, report: Report) -> Iterable[tuple[str, os.stat_result]]:
    """Every `.jsonl` file below a folder with its state; links to directories are not followed."""
    if folder.endswith(".jsonl") and Path(folder).is_file():
        yield folder, Path(folder).stat()
        return
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            with os.scandir(here) as entries:
                for entry in entries:
                    if entry.name.endswith(".jsonl"):
                        if entry.is_file():
                            yield entry.path, entry.stat()
                    elif entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
        except FileNotFoundError:
            continue
        except OSError as error:
            report.problems.append(
                Problem(here, f"cannot be read: {error.strerror}", "check its owner and mode")
            )


class _Reading:
    """One pass over changed files: what is found once is known for the rest of the pass."""

    def __init__(
        self,
        db: sqlite3.Connection,
        home: str,
        report: Report,
        progress: Progress | None,
        total: int,
        described: Described,
    ) -> None:
        # Most times nothing in the logs is new, and none of this is needed.
        from assent.app.learn.estimate import Estimate
        from assent.app.learn.readings import Readings
        from assent.app.learn.whereabouts import Finder

        self.db = db
        self.report = report
        self.progress = progress
        self.total = total
        self.finder = Finder(home, store.projects(db))
        self.readings = Readings(db, described)
        self.calls = Calls(db, home)
        self.estimate = Estimate(home)

    def file(self, todo: _Todo) -> None:
        """Reads what is new in a file, in one transaction per stretch; raises OSError."""
        with os.fdopen(regular.opened(todo.path), "rb") as handle:
            log = _Log(self.db, handle, todo)
            done = False
            while not done:
                with transaction(self.db):
                    done = self._read_some(log)
                if self.progress is not None:
                    self.progress(self.report.size, self.total)
        self.report.read += 1
        if log.reader.bad:
            self.report.broken[todo.path] = (log.reader.bad, log.reader.first_bad)

    def _read_some(self, log: _Log) -> bool:
        """Up to COMMIT bytes; True when the end of the file is reached."""
        begin = log.offset
        while log.offset - begin < COMMIT:
            before = log.offset
            events = log.next()
            self.report.size += log.offset - before
            if events is None:
                break
            self._keep(events, log)
        self.calls.settle()
        store.save_file(self.db, log.state(), log.carry())
        return log.ended

    def _keep(self, events: list[Event], log: _Log) -> None:
        rows = []
        for event in events:
            log.start = log.start or event.cwd
            where = self.finder.of(event.cwd, log.start)
            event.project = where.key
            self.estimate.label(event, where)
            rows.append((event, self.readings.of(event.tool, event.input, where)))
        for key, (root, method) in self.finder.new.items():
            store.add_project(self.db, key, root, method)
        self.finder.new.clear()
        self.report.calls += store.insert(self.db, rows, self.calls)


class _Log:
    """An open log and how far it has been read. Only whole lines count: a half-written one is left for next time."""

    def __init__(self, db: sqlite3.Connection, handle: BinaryIO, todo: _Todo) -> None:
        self.handle = handle
        self.todo = todo
        self.offset = 0
        self.start = ""
        self.ended = False
        state = b""
        before = todo.before
        if before is not None and self._grown(before):
            self.offset = before.offset
            self.start, _, kept = store.carry_of(db, todo.path).partition("\n")
            state = kept.encode()
        self.reader = reader().open_log(state)
        self.handle.seek(self.offset)
        self._rest = b""
        self._skipping = False

    def _grown(self, before: FileState) -> bool:
        """True when the file still begins and goes on as it did: what follows the offset is new."""
        if before.offset > self.todo.found.st_size:
            return False
        return (before.head, before.block) == self._prints(before.offset)

    def _prints(self, offset: int) -> tuple[str, str]:
        """The hashes of the first bytes and of the last ones before an offset."""
        size = min(PRINT, offset)
        self.handle.seek(0)
        head = self.handle.read(size)
        self.handle.seek(offset - size)
        return _digest(head), _digest(self.handle.read(size))

    def next(self) -> list[Event] | None:
        """The calls of the next block of whole lines; None at the end."""
        chunk = self.handle.read(BLOCK)
        if not chunk:
            self.ended = True
            return None
        cut = chunk.rfind(b"\n") + 1
        if not cut:
            return self._without_end(chunk)
        block, self._rest = self._rest + chunk[:cut], chunk[cut:]
        self.offset += len(block)
        if self._skipping:
            self.offset = self.handle.tell() - len(self._rest)
            block = block[block.find(b"\n") + 1 :]
            self._skipping = False
            self.reader.skip_line()
        return self.reader.read(block)

    def _without_end(self, chunk: bytes) -> list[Event]:
        """A block inside one long line: kept while it may be a record, else skipped up to the line's end."""
        if not self._skipping:
            self._rest += chunk
            if len(self._rest) > LONGEST_LINE:
                self._rest = b""
                self._skipping = True
        return []

    def state(self) -> FileState:
        """How far it has been read, for the next time."""
        found, position = self.todo.found, self.handle.tell()
        head, block = self._prints(self.offset)
        self.handle.seek(position)
        return FileState(
            self.todo.path,
            found.st_dev,
            found.st_ino,
            found.st_size,
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
