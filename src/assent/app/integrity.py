"""Whether database, snapshots and record still say the same: each difference in a line, with what to do."""

from __future__ import annotations

import contextlib
import functools
import os
import sqlite3
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assent.app import quiet
from assent.app.rules.compiler import Compiler
from assent.app.rules.stamp import STAMP_NOW
from assent.core.problem import Problem
from assent.core.wire import encode
from assent.store import db as database
from assent.store import heads, identity, owners, record, replay, rules, seal, snapshot
from assent.store.db import StoreError, connect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from assent.store.paths import Paths

_AGAIN = "to go on with what the record tells: assent rebuild"
_ADD = os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK


def differences(at: Paths, *, whole: bool = True) -> list[Problem]:
    """Everything that disagrees. Nothing is changed, and nothing raised for what is found. Not `whole`, a large
    database is read through only where it says what is in force, a file of the record only where it has changed."""
    found: list[Problem] = []
    tell = functools.cache(lambda: replay.read_changes(at, None if whole else quiet.changes(at)))
    parts: tuple[Callable[[], list[Problem]], ...] = (
        lambda: _database(at, whole=whole),
        lambda: _rules(at, tell),
        lambda: _snapshots(at),
        lambda: of_record(at, tell()),
        lambda: _unwritable(at),
    )
    for part in parts:
        try:
            found += part()
        except StoreError as error:
            found.append(error.problem)
        except (OSError, sqlite3.Error, ValueError) as error:
            found.append(database.explain(error, at.data))
    return list({(each.where, each.what): each for each in found}.values())


def sound(at: Paths) -> bool:
    """True for a database that is whole and says what the record says: to make it again would only lose what the record
    does not hold."""
    if not Path(at.db).exists():
        return False
    try:
        known = replay.read_changes(at)
        return not (_database(at) or _rules(at, lambda: known) or of_record(at, known))
    except (StoreError, OSError, sqlite3.Error, ValueError):
        return False


def kept(at: Paths) -> list[str]:
    """Databases that were set aside."""
    return sorted(
        str(path)
        for path in Path(at.data).glob("assent.db.broken-*")
        if not path.name.endswith(("-wal", "-shm", "-journal"))
    )


def _database(at: Paths, *, whole: bool = True) -> list[Problem]:
    if not Path(at.db).exists() and not database.used(at):
        return []  # nothing was made here yet
    try:
        connect(at, readonly=True).close()
    except StoreError as error:
        return [error.problem]
    return database.check(at, whole=whole)


# ------------------------------------------------------------------------------------------------ rules

_HELD = "SELECT id, name, verdict, body, enabled, origin, level, project, source FROM rules WHERE layer = 'granted'"
_OTHERS = {
    "the switch of rule": "SELECT id, enabled FROM overrides",
    "the trust in": "SELECT path || '  ' || hash, verdict FROM trust",
    "the rejection of": "SELECT key, until, count FROM suppressions",
    "the state of": "SELECT key, value FROM meta WHERE key = 'shadow'",
}


def _rules(at: Paths, tell: Callable[[], replay.RecordedChanges]) -> list[Problem]:
    """What the database holds against a replay of the record, which is read after it."""
    if not Path(at.db).exists():
        return []
    with contextlib.closing(database.opened_as_it_is(at, readonly=True)) as db:
        db.execute("BEGIN")  # one moment; the record, which is written first, is read after it
        last = identity.number(db)
        held = {what: _rows(db, statement) for what, statement in _statements()}
    known = tell()
    upto = replay.RecordedChanges(
        [each for each in known.entries if each.get("number", 0) <= last], last, known.lost
    )
    with contextlib.closing(replay.in_memory(upto)) as db:
        told = {what: _rows(db, statement) for what, statement in _statements()}
    return [
        Problem(at.db, said, _AGAIN)
        for what, rows in held.items()
        for said in _differing_rows(what, rows, told[what])
    ]


def _statements() -> Iterator[tuple[str, str]]:
    yield "rule", _HELD
    yield from _OTHERS.items()


def _rows(db: sqlite3.Connection, statement: str) -> dict[str, Any]:
    return {row[0]: row[1:] for row in db.execute(statement)}


def _differing_rows(what: str, held: dict[str, Any], told: dict[str, Any]) -> list[str]:
    found = []
    for key in sorted({*held, *told}):
        name = f"{what} {' '.join(str(key).split())}"
        if key not in told:
            found.append(f"{name} is in the database and was never recorded")
        elif key not in held:
            found.append(f"{name} is recorded and is not in the database")
        elif held[key] != told[key]:
            found.append(f"{name} is not what was recorded")
    return found


# ------------------------------------------------------------------------------------------------ snapshots


def _snapshots(at: Paths) -> list[Problem]:
    """Snapshots that a reader would believe and that the compiler does not make of the same sources."""
    try:
        names = sorted(path for path in Path(at.snapshots).iterdir() if path.suffix == ".json")
    except (FileNotFoundError, NotADirectoryError):
        there = Path(at.snapshots).exists()
        return [Problem(at.snapshots, "is no folder", "move it away")] if there else []
    found: list[Problem] = []
    with contextlib.closing(connect(at, readonly=True)) as db:
        for path in names:
            said = _why_not_made_from_sources(at, db, str(path))
            # Asked again: another process may have changed the rules in between.
            if said and _why_not_made_from_sources(at, db, str(path)):
                hint = f"remove {path}; the next call makes it again"
                found.append(Problem(str(path), said, hint))
    return found


def _why_not_made_from_sources(at: Paths, db: sqlite3.Connection, path: str) -> str:
    try:
        body = snapshot.read_body(path)
    except snapshot.UnfitError:
        return ""  # no reader believes it: the next call makes it again
    key, root = str(body.get("key")), str(body.get("root"))
    if path != at.snapshot(key, root):
        return ""
    if not isinstance(snapshot.load(at, key, root, STAMP_NOW), snapshot.Snapshot):
        return ""
    made = Compiler(at, db).built(key, root)
    if encode(made.policy) != encode(body.get("policy")):
        return "is not what the sources and the database say"
    if [row[0] for row in made.sources] != _named(body.get("sources")):
        return "does not name the sources it is made from"
    if not key and not root and body.get("projects") != rules.projects(db):
        return "does not name the projects that have rules of their own"
    return _denials(at.denials(key, root), made.denials)


def _denials(path: str, made: object) -> str:
    try:
        held = snapshot.read_body(path).get("denials")
    except snapshot.UnfitError as error:
        return f"has no sound denials beside it ({error})"
    return "" if encode(held) == encode(made) else f"has other denials beside it than it should ({path})"


def _named(sources: object) -> list[object]:
    listed = sources if isinstance(sources, list) else []
    return [row[0] for row in listed if isinstance(row, list) and row]


# ------------------------------------------------------------------------------------------------ the record


def of_record(at: Paths, known: replay.RecordedChanges | None = None) -> list[Problem]:
    """What of the record is missing, or contradicts an earlier look at it."""
    found = replay.record_problems(at, known or replay.read_changes(at))
    if os.path.lexists(at.db):
        found += _seen(at)
    day, _, chain = identity.expected(snapshot.read_epoch(at))[2].partition(":")
    if day and seal.chain(at, day) != chain and not any(day in each.where for each in found):
        found.append(Problem(at.record(day), "lost its seal or was sealed again", _AGAIN))
    return found


def _seen(at: Paths) -> list[Problem]:
    """What an earlier look contradicts; a database that cannot be asked is one more thing that is wrong."""
    try:
        with contextlib.closing(database.opened_as_it_is(at, readonly=True)) as db:
            return heads.verify(db, at)
    except StoreError as error:
        return [error.problem]
    except sqlite3.Error as error:
        return [database.explain(error, at.db)]


def _unwritable(at: Paths) -> list[Problem]:
    """Why the next decision would not be recorded, found by writing and removing a file beside the record."""
    folder = Path(at.audit)
    if owners.visited(at) or not os.path.lexists(folder):
        return _closed(at)
    today = at.record(record.now()[:10])
    probe = folder / ".probe"
    where = str(folder)
    try:
        with contextlib.suppress(FileNotFoundError):
            probe.unlink()
        with probe.open("xb") as out:
            out.write(b"\n" * 4096)
        probe.unlink()
        where = today
        return _no_file(today)
    except OSError as error:
        with contextlib.suppress(OSError):
            probe.unlink()
        hint = "calls are decided and not recorded: check its owner, mode and the space on the disk"
        return [Problem(where, f"cannot be written: {error.strerror}", hint)]


def _closed(at: Paths) -> list[Problem]:
    """The problem of a folder in which no record can be begun; looking begins none."""
    if owners.visited(at) or not Path(at.state).exists() or os.access(at.state, os.W_OK | os.X_OK):
        return []
    return [Problem(at.state, "cannot be written, so nothing is recorded", "check its owner and mode")]


def _no_file(path: str) -> list[Problem]:
    """The problem of a day's record that is something else than a file; raises OSError when it cannot be opened."""
    try:
        handle = os.open(path, _ADD)
    except FileNotFoundError:
        return []
    try:
        regular = stat.S_ISREG(os.fstat(handle).st_mode)
    finally:
        os.close(handle)
    return [] if regular else [Problem(path, "is no file, so nothing is recorded", "move it away")]
