"""Opens the database: private, checked, at the newest schema; every failure is a problem with a way out."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from assent.core.problem import Problem
from assent.store import identity, migrations, owners, record, regular
from assent.store.paths import FILE_MODE, make_folder
from assent.store.snapshot import read_epoch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assent.store.paths import Paths

# How long a writer waits for another one, in milliseconds.
PATIENCE = 5000
REBUILD = "run: assent rebuild (it sets the file aside and makes the rules again from the record)"
_HINTS = (
    ("not a database", REBUILD),
    ("no regular file", REBUILD),
    ("malformed", REBUILD),
    ("disk is full", "make room and try again; nothing was changed"),
    ("readonly", "make the directory writable; nothing was changed"),
    ("locked", "another assent is writing; try again"),
    ("unable to open", "check that the directory is there, is yours and may be written by you"),
    (
        "Read-only file system",
        "nothing was changed; make it writable, or let XDG_DATA_HOME and XDG_STATE_HOME name places that are",
    ),
    ("disk I/O", "check the disk and its free space; nothing was changed"),
)


# The tables of which what is in force is made, few rows each; the others only tell what happened.
RULING = (
    "meta", "migrations", "projects", "sources", "rules", "overrides", "rule_history", "suppressions", "trust", "heads",
)  # fmt: skip
_SMALL = 4 << 20  # bytes that are read through whenever somebody asks how things are
MOST = (1 << 63) - 1  # that the database can count
_DAMAGE = ("not a database", "malformed", "no such table", "no such column")


class StoreError(Exception):
    """The store cannot do what was asked; `problem` says why, where, and what to do."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class LostError(StoreError):
    """There is no database, or not the one this state was made with; the record can make it again."""


def connect(paths: Paths, *, readonly: bool = False) -> sqlite3.Connection:
    """The database at its newest schema; raises StoreError, and LostError where rules are known to exist that it
    does not hold. It is made only where nothing of ours is (and not when `readonly`).

    Statements outside `transaction` commit on their own. A read-only connection works in a home that cannot be
    written, and never migrates; root in the home of another user gets no other."""
    if Path(rebuilding(paths)).exists():
        hint = "when none is running, it was interrupted: run assent rebuild again"
        raise LostError(Problem(paths.db, "is being rebuilt", hint))
    readonly = readonly or bool(owners.visited(paths))
    lost = _unfit(paths)
    if lost:
        raise LostError(Problem(paths.db, lost, REBUILD))
    db = opened_as_it_is(paths, readonly=readonly)
    try:
        strange = identity.mismatch(db, paths, read_epoch(paths))
    except sqlite3.Error as error:
        db.close()
        raise failure(error, paths.db) from error
    if strange:
        db.close()
        raise LostError(Problem(paths.db, strange, REBUILD))
    return db


def opened_as_it_is(paths: Paths, *, readonly: bool = False) -> sqlite3.Connection:
    """The database at its newest schema, whatever rules it holds; made when missing, unless `readonly`. Raises
    StoreError."""
    try:
        db = _opened_readonly(paths) if readonly else _opened(paths)
    except (sqlite3.Error, OSError) as error:
        raise failure(error, paths.db) from error
    try:
        # Asked twice: another process may be making it just now, before it publishes anything.
        if migrations.version(db) == 0 and used(paths) and migrations.version(db) == 0:
            raise LostError(Problem(paths.db, "holds nothing", REBUILD))
        migrations.migrate(db, readonly=readonly)
        gone = migrations.missing(db)
    except migrations.TooNewError as error:
        db.close()
        raise StoreError(Problem(paths.db, str(error), "update assent")) from error
    except migrations.BehindError as error:
        db.close()
        raise StoreError(Problem(paths.db, str(error), "run one, for example: assent learn")) from error
    except sqlite3.Error as error:
        db.close()
        raise failure(error, paths.db) from error
    except StoreError:
        db.close()
        raise
    if gone:
        db.close()
        raise LostError(Problem(paths.db, f"lacks the tables {', '.join(gone)}", REBUILD))
    return db


def used(paths: Paths) -> bool:
    """True when rules were made here: a policy was published, or the record tells of changes."""
    try:
        names = os.listdir(paths.snapshots)  # noqa: PTH208  names are enough
        published = any(name.endswith((".json", ".denials")) for name in names)
    except OSError:
        published = False
    return published or Path(paths.epoch).exists() or any(record.changes(paths))


def _unfit(paths: Paths) -> str:
    """Why the file cannot be the database of this state; "" when it can, or when nothing of ours is here yet."""
    try:
        found = Path(paths.db).stat()
    except FileNotFoundError:
        return "is missing" if used(paths) else ""
    except OSError:
        return ""  # what is wrong is said on opening it
    if not stat.S_ISREG(found.st_mode):
        return "is no file"
    strange = "" if owners.visited(paths) else owners.why_doubted(found)
    return strange or ("is empty" if found.st_size == 0 and used(paths) else "")


def rebuilding(paths: Paths) -> str:
    """The directory that stands while the database is made anew."""
    return paths.data + "/rebuilding"


def _opened(paths: Paths) -> sqlite3.Connection:
    make_folder(paths.data)
    # SQLite gives its side files the mode of the database, so the mode is set before it looks.
    _regular(paths)
    os.close(regular.opened(paths.db, os.O_RDWR | os.O_CREAT, FILE_MODE))
    found = Path(paths.db).stat()
    if found.st_uid == os.geteuid() and found.st_mode & 0o077:
        Path(paths.db).chmod(FILE_MODE)
    db = sqlite3.connect(paths.db, timeout=PATIENCE / 1000, isolation_level=None)
    try:
        _prepare(db)
    except sqlite3.Error:
        db.close()
        raise
    return db


def _prepare(db: sqlite3.Connection) -> None:
    db.execute(f"PRAGMA busy_timeout = {PATIENCE}")
    _keep_a_log(db)
    # A change of rules must be as durable as the snapshot that is removed before it.
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA temp_store = MEMORY")  # nothing of a call is written outside our folders


def _keep_a_log(db: sqlite3.Connection) -> None:
    """Sets the journal mode. SQLite answers "locked" at once, without patience, where two switch a new file over."""
    until = time.monotonic() + PATIENCE / 1000
    while True:
        try:
            if db.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                db.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.01)


def _regular(paths: Paths) -> None:
    """Raises OSError when the database or a file beside it is no regular file: SQLite would wait for a pipe."""
    for end in ("", "-wal", "-shm", "-journal"):
        with contextlib.suppress(FileNotFoundError):
            os.close(regular.opened(paths.db + end))


def _opened_readonly(paths: Paths) -> sqlite3.Connection:
    _regular(paths)
    where = f"file:{quote(os.fsencode(paths.db))}"
    if owners.visited(paths) and not Path(paths.db + "-wal").exists():
        return _readable(f"{where}?mode=ro&immutable=1")  # leaves no side file
    try:
        return _readable(f"{where}?mode=ro")
    except sqlite3.OperationalError:
        if os.access(paths.data, os.W_OK) and os.access(paths.db, os.W_OK):
            # A writer was killed before the side files were whole: only a connection that may write mends them.
            _readable(f"{where}?mode=rw").close()  # looking is enough to mend them
            return _readable(f"{where}?mode=ro")
        # Reading a WAL database needs its side files. Where they cannot be made, nobody can be writing either.
        if os.access(paths.data, os.W_OK) or not os.access(paths.db, os.R_OK):
            raise
        return _readable(f"{where}?mode=ro&immutable=1")


def _readable(uri: str) -> sqlite3.Connection:
    db = sqlite3.connect(uri, uri=True, timeout=PATIENCE / 1000, isolation_level=None)
    try:
        db.execute("PRAGMA query_only = ON")
        db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error:
        db.close()
        raise
    return db


@contextlib.contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """Everything inside is committed together, or nothing; raises StoreError for what the database refuses."""
    where = database_file(db)
    try:
        db.execute("BEGIN IMMEDIATE")
        try:
            yield
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise
    except sqlite3.Error as error:
        raise failure(error, where) from error


def failure(error: BaseException, where: str) -> StoreError:
    """What to raise for a failure of the database or the disk: a LostError when the contents are damaged."""
    problem = explain(error, where)
    damaged = isinstance(error, sqlite3.DatabaseError) and any(sign in str(error) for sign in _DAMAGE)
    return LostError(problem) if damaged else StoreError(problem)


def database_file(db: sqlite3.Connection) -> str:
    """The file behind a connection."""
    return str(db.execute("PRAGMA database_list").fetchone()[2])


def explain(error: BaseException, where: str) -> Problem:
    """A failure of the database or the disk as a problem."""
    text = (error.strerror if isinstance(error, OSError) else str(error)) or type(error).__name__
    hint = next((hint for sign, hint in _HINTS if sign in text), "")
    if isinstance(error, PermissionError):
        hint = "check that you own it and may write in it; nothing was changed"
    return Problem(where, text, hint)


def check(paths: Paths, *, whole: bool = True) -> list[Problem]:
    """What is wrong with the database file: contents, references, modes, owner. Not `whole`, only the tables of which
    what is in force is made are read through, unless all of it is small."""
    try:
        with contextlib.closing(_opened_readonly(paths)) as db:
            at = migrations.version(db)
            gone = migrations.missing(db) if at == migrations.NEWEST else []
            read = whole or at != migrations.NEWEST or bool(gone) or is_small(paths)
            rows = [row[0] for each in _through(read=read) for row in db.execute(each)]
            bad = [
                f"row {row[1]} of {row[0]} refers to nothing"
                for row in (db.execute("PRAGMA foreign_key_check") if read else ())
            ]
    except (sqlite3.Error, OSError) as error:
        return [explain(error, paths.db)]
    found = [Problem(paths.db, row, REBUILD) for row in dict.fromkeys([*rows, *bad]) if row != "ok"]
    found += [Problem(paths.db, f"lacks the table {name}", REBUILD) for name in gone]
    if at > migrations.NEWEST:
        found.append(Problem(paths.db, f"written by a later version (schema {at})", "update assent"))
    state = Path(paths.db).stat()
    strange = owners.why_doubted(state)
    if strange:
        found.append(Problem(paths.db, strange, REBUILD))
    elif state.st_mode & 0o077:
        found.append(Problem(paths.db, f"others may use it (mode {state.st_mode & 0o777:04o})", "chmod 600"))
    return found


def is_small(paths: Paths) -> bool:
    """True for a database that is quickly read through."""
    return Path(paths.db).stat().st_size <= _SMALL


def _through(*, read: bool) -> list[str]:
    """The statements that read everything through, or the tables that rule. (SQLite before 3.33 does not know the
    second and reads everything.)"""
    return ["PRAGMA integrity_check(20)"] if read else [f"PRAGMA integrity_check({name})" for name in RULING]
