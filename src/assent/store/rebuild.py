"""The database made anew from the record, when it is broken or gone."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from assent.core.problem import Problem
from assent.store import decisions, doubted, identity, record, replay
from assent.store.db import LostError, StoreError, check, connect, opened_as_it_is, rebuilding, transaction
from assent.store.paths import Paths
from assent.store.publish import explained, locked, move_epoch, remove_snapshots
from assent.store.snapshot import read_epoch

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

_SIDES = ("", "-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Report:
    """What a rebuild did: entries applied and skipped, where the old database lies ("" when there was none), the
    numbers of changes that the record no longer tells, in words, and what was left out because it is in doubt."""

    applied: int
    skipped: int
    kept: str
    lost: str = ""
    doubted: Sequence[str] = ()


def rebuild(paths: Paths) -> Report:
    """Sets the database aside and makes one of everything the record tells: granted rules with their history,
    trust, answers, decisions, rejected suggestions. Events come back when the logs are read again. Snapshots are
    taken away. Raises StoreError; after an interruption the next command, or this one run again, goes on."""
    with explained(paths), locked(paths):
        report = _rebuild(paths)
        _record_given_up(paths)
        with contextlib.closing(connect(paths)) as db:
            more = decisions.import_record(db, paths)
        return replace(report, applied=report.applied + more)


def opened(paths: Paths) -> sqlite3.Connection:
    """The database, made again from the record where it is lost and the record is whole; raises StoreError. The
    decisions of the record come back with the next command that looks at them."""
    try:
        return connect(paths)
    except LostError:
        rebuild_if_lost(paths)
        return connect(paths)


def rebuild_if_lost(paths: Paths) -> None:
    """Makes a lost or damaged database again from a whole record, unless another process has just done so; raises
    StoreError."""
    with explained(paths), locked(paths):
        try:
            connect(paths).close()
            damage = check(paths)
            if not damage:
                return
            lost = LostError(damage[0])
        except LostError as error:
            lost = error
        _refuse(paths, lost)
        _rebuild(paths)


def _refuse(paths: Paths, lost: LostError) -> None:
    """Raises the error with what stands against making the rules from the record, if anything does."""
    known = replay.read_changes(paths)
    unsound = replay.record_problems(paths, known)
    if not known.entries and not identity.expected(read_epoch(paths))[0]:
        hint = "put back what you have of it, or begin with no rules: assent rebuild"
        unsound.append(Problem(paths.audit, "no record and no epoch tell what it held", hint))
    if unsound:
        what = f"{lost.problem.what}, and {unsound[0].where}: {unsound[0].what}"
        raise StoreError(Problem(paths.db, what, unsound[0].hint)) from lost


def _rebuild(paths: Paths) -> Report:
    """Makes the database of the changes the record tells; the caller holds the lock."""
    # Nobody opens the database while this directory stands (see `db.connect`).
    fresh = Paths(paths.home, paths.config, rebuilding(paths), paths.state + "/none", paths.managed)
    _clear(fresh)
    known = replay.read_changes(paths)
    with contextlib.closing(opened_as_it_is(fresh)) as db:
        with transaction(db):
            applied, skipped = replay.replayed(db, known)
        db.execute("PRAGMA journal_mode = DELETE")  # folds the side files in: one rename moves it all
    remove_snapshots(paths)
    kept = _set_aside(paths)
    Path(fresh.db).rename(paths.db)
    with contextlib.closing(opened_as_it_is(paths)) as db:
        move_epoch(paths, db)
    _clear(fresh)
    Path(fresh.data).rmdir()
    return Report(applied, skipped, kept, known.lost_in_words, [doubted.said(each) for each in known.doubted])


def _record_given_up(paths: Paths) -> None:
    """Notes in the record that changes it no longer tells, or that are in doubt, are given up, so that they are not
    missed again."""
    known = replay.read_changes(paths)
    voids: list[dict[str, object]] = [{"of": [], "from": first, "to": last} for first, last in known.lost]
    held = {each.get("id") for each in known.entries}
    ids = [each["id"] for each in known.doubted if each.get("id") and each["id"] not in held]
    voids += [{"of": ids}] if ids else []
    number, given = known.number, identity.last_number_given(paths)
    if voids and given > number:
        voids.insert(0, {"of": [], "from": number + 1, "to": given})
        number = given
    taken = {doubted.number_of(each) for each in known.doubted}
    for each in voids:
        number = next(free for free in count(number + 1) if free not in taken)
        identity.note_number_given(paths, number)
        record.append(paths, {"kind": record.VOID, **each, "number": number}, exact=("of",))
    if voids:
        with contextlib.closing(connect(paths)) as db, transaction(db):
            identity.advance(db, number)


def _set_aside(paths: Paths) -> str:
    """Moves the database and its side files out of the way; returns where the file itself now lies."""
    kept = f"{paths.db}.broken-{record.now().replace(':', '')}"
    moved = ""
    for side in reversed(_SIDES):
        old = Path(paths.db + side)
        if old.exists() or old.is_symlink():
            old.rename(kept + side)
            moved = kept
    return moved


def _clear(fresh: Paths) -> None:
    for side in _SIDES:
        Path(fresh.db + side).unlink(missing_ok=True)
