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
from assent.store.calls import Calls, catch_up
from assent.store.db import transaction

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from assent.app.learn.logfile import LogFile
    from assent.core.event import Event
    from assent.store.events import FileState

COMMIT, FILES = 32 << 20, 500  # bytes and files read between two commits
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
    reading.all(todo)
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
        from assent.app.learn.logfile import LogFile
        from assent.app.learn.readings import Readings
        from assent.app.learn.whereabouts import Finder

        self.opened = LogFile
        self.db = db
        self.report = report
        self.progress = progress
        self.total = total
        self.finder = Finder(home, store.projects(db))
        self.readings = Readings(db, described)
        self.calls = Calls(db, home)
        self.estimate = Estimate(home)

    def all(self, todo: Iterable[_Todo]) -> None:
        """Reads what is new in each of these, a stretch of them in one transaction."""
        stretches = self._stretches(todo)
        more = True
        while more:
            with transaction(self.db):
                more = next(stretches, None) is not None
                self.calls.settle()
            if self.progress is not None:
                self.progress(self.report.size, self.total)

    def _stretches(self, todo: Iterable[_Todo]) -> Iterator[int]:
        """Reads them one by one; stops whenever enough is read to be committed, with all that is read noted."""
        read, size = self.report.read, self.report.size
        for each in todo:
            try:
                for log in self._blocks(each):
                    if self.report.size - size >= COMMIT:
                        store.save_file(self.db, log.state(), log.carry())
                        size = self.report.size
                        yield size
            except OSError as error:
                what = f"cannot be read: {error.strerror}"
                self.report.problems.append(Problem(each.path, what, "check its owner and mode"))
            if self.report.read - read >= FILES:
                read, size = self.report.read, self.report.size
                yield size

    def _blocks(self, todo: _Todo) -> Iterator[LogFile]:
        """Keeps what is new in a file, block by block; raises OSError. What is read of one that cannot be read to its
        end stays: it adds nothing when the file is read again."""
        with self.opened(
            todo.path, todo.found, todo.before, lambda: store.carry_of(self.db, todo.path)
        ) as log:
            before = log.offset
            while (events := log.next()) is not None:
                self._keep(events, log)
                self.report.size += log.offset - before
                before = log.offset
                yield log
            store.save_file(self.db, log.state(), log.carry())
        self.report.read += 1
        if log.reader.bad:
            self.report.broken[todo.path] = (log.reader.bad, log.reader.first_bad)

    def _keep(self, events: list[Event], log: LogFile) -> None:
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
        store.take_back(self.db, registry.DEFAULT, log.reader.taken_back(), self.calls)
