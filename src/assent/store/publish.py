"""Every change of rules goes through here, in the one order in which no crash can leave a looser answer behind."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assent.core.problem import Problem
from assent.store import changes, identity, owners, placed, record, regular, rules
from assent.store.db import StoreError, failure, transaction
from assent.store.paths import FILE_MODE, make_folder
from assent.store.snapshot import Snapshot, Stale, framed, load, read_epoch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from assent.store.paths import Paths

    Entry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Built:
    """What a compiler made: `policy` and `denials` (its deny rules alone) as JSON, and a row of `snapshot.take` for
    every source it looked at, absent ones included."""

    policy: object
    denials: object
    sources: Sequence[list[object]]


# Compiles what is in force for a project's key and root, or for the user ("" and "").
Build = Callable[[sqlite3.Connection, str, str], Built]
_PAUSE = 0.01


def change(
    paths: Paths,
    db: sqlite3.Connection,
    entries: Sequence[Mapping[str, Any]],
    build: Build | None = None,
    stamp: str = "",
    after: int | None = None,
) -> list[Entry]:
    """Carries out entries: recorded, snapshots taken away, committed, epoch moved on, the user's snapshot written.
    Returns the entries that changed something. Raises StoreError when nothing was changed, also where another change
    came `after` the one of this number, by which they were chosen.

    Without `build`, or when the snapshot cannot be written, readers find none and fall silent until one is made."""
    with explained(paths), locked(paths):
        if after is not None and identity.number(db) != after:
            what = "the rules were changed by another command while this one looked at them"
            raise StoreError(Problem("rules", what, "nothing was changed here; run it again"))
        written: list[Entry] = []
        if not read_epoch(paths):
            # Before a number is handed out: a writer killed next leaves nothing in doubt.
            with contextlib.suppress(OSError):
                move_epoch(paths, db)
        number = next_after_void(paths, db)
        try:
            # One by one: what stands in the record when the next one fails is voided.
            for number, entry in enumerate(entries, number + 1):  # noqa: B020  it goes on from the last one
                written.append(_recorded(paths, entry, number))
            remove_snapshots(paths)
            with transaction(db):
                done = [entry for entry in written if changes.apply_entry(db, entry)]
                identity.advance(db, number)
        except BaseException:
            _record_void(paths, [entry["id"] for entry in written], number + 1)
            raise
        # Committed: what fails from here on leaves readers without a snapshot, never with an old one.
        with contextlib.suppress(OSError, StoreError, sqlite3.Error):
            move_epoch(paths, db)
            if build is not None:
                _publish(paths, db, build, "", "", stamp)
        return done


def ensure(
    paths: Paths,
    db: sqlite3.Connection,
    build: Build,
    key: str = "",
    root: str = "",
    stamp: str = "",
    patience: float = 2.0,
) -> Snapshot | Stale:
    """A fresh snapshot for a project, or for the user: one that another process has just made, else made here.
    Raises StoreError when the lock is not had in `patience` seconds or the files cannot be written."""
    with explained(paths), locked(paths, patience):
        found = load(paths, key, root, stamp)
        for _ in range(2):
            if isinstance(found, Snapshot):
                return found
            if not read_epoch(paths):
                move_epoch(paths, db)
            _publish(paths, db, build, found.key, found.root, stamp)
            found = load(paths, key, root, stamp)
        return found


def refresh(paths: Paths, db: sqlite3.Connection, build: Build, stamp: str = "") -> None:
    """Makes the user's snapshot anew and takes the projects' away. Raises StoreError."""
    with explained(paths), locked(paths):
        remove_snapshots(paths)
        move_epoch(paths, db)
        _publish(paths, db, build, "", "", stamp)


@contextlib.contextmanager
def locked(paths: Paths, patience: float = 5.0) -> Iterator[None]:
    """Holds the one lock under which rules change and snapshots are made; it goes with the process. Raises StoreError
    for root in the home of another user."""
    refused = owners.visiting(paths)
    if refused:
        raise StoreError(refused)
    make_folder(paths.snapshots)
    handle = regular.opened(paths.lock, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, FILE_MODE)
    try:
        if not taken(handle, patience):
            raise TimeoutError(110, "another assent holds the lock", paths.lock)
        yield
    finally:
        os.close(handle)


def taken(handle: int, patience: float) -> bool:
    """Waits so many seconds at most for the lock on an open file; it goes with the handle."""
    deadline = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(_PAUSE)
        else:
            return True


@contextlib.contextmanager
def explained(paths: Paths) -> Iterator[None]:
    """Turns failures of the disk and the database into StoreError."""
    try:
        yield
    except OSError as error:
        raise failure(error, error.filename or paths.data) from error
    except sqlite3.Error as error:
        raise failure(error, paths.db) from error


def remove_snapshots(paths: Paths) -> None:
    """Takes every snapshot away, and what a killed writer left behind; the denials stay. The removal is on disk
    before anything is committed: no crash brings an old snapshot back over newer rules."""
    for file in Path(paths.snapshots).iterdir():
        if file.suffix in (".json", ".new"):
            file.unlink()
    placed.sync_folder(paths.snapshots)


def next_after_void(paths: Paths, db: sqlite3.Connection) -> int:
    """The number after which changes go on. What a killed writer had recorded and not carried out is voided first, so
    that no rebuild brings it back later. Raises OSError."""
    at, last = identity.number(db), identity.last_number_given(paths)
    if last > at:
        _recorded(paths, {"kind": record.VOID, "of": [], "from": at + 1, "to": last}, last + 1)
        at = last + 1
    return at


def _recorded(paths: Paths, entry: Mapping[str, Any], number: int) -> Entry:
    identity.note_number_given(paths, number)
    return record.append(paths, {**entry, "number": number}, exact=changes.EXACT)


def _record_void(paths: Paths, ids: Sequence[object], number: int) -> None:
    """Says in the record that entries did not come to pass, so that a rebuild leaves them out."""
    with contextlib.suppress(OSError):
        _recorded(paths, {"kind": record.VOID, "of": list(ids)}, number)


def move_epoch(paths: Paths, db: sqlite3.Connection) -> None:
    """Gives the rules' state a name no snapshot bears, and says which database it is the state of."""
    from assent.store import seal

    moment = f"{time.time_ns()}-{os.urandom(6).hex()}"
    placed.put(paths.epoch, f"{identity.epoch_text(db, moment, seal.newest(paths))}\n".encode())


def _publish(paths: Paths, db: sqlite3.Connection, build: Build, key: str, root: str, stamp: str) -> None:
    """Builds and writes one snapshot, its denials first; the caller holds the lock."""
    began = time.time_ns()
    epoch = read_epoch(paths)
    built = build(db, key, root)
    body = {
        "policy": built.policy,
        "sources": list(built.sources),
        "projects": [] if key or root else rules.projects(db),
        "key": key,
        "root": root,
        "stamp": stamp,
        "epoch": epoch,
        "began": began,
    }
    placed.put(paths.denials(key, root), framed(_json({"denials": built.denials})))
    placed.put(paths.snapshot(key, root), framed(_json(body)))


def _json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()
