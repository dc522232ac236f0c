"""The changes the record tells, in the order in which they were made, and whether any of them is missing."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assent.core.problem import Problem
from assent.store import changes, doubted, identity, migrations, owners, record
from assent.store.doubted import number_of, span_of, texts, within
from assent.store.snapshot import read_epoch

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assent.store.paths import Paths

    Entry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class RecordedChanges:
    """The changes that came to pass, in their order; `number` of the last, and the numbers before it that nothing
    tells of, as `lost` spans (first, last). `doubted` are those that no writer of ours can have made so and that are
    not given up yet; `given_up` those that were, each with the number of the change that says so."""

    entries: Sequence[Entry]
    number: int
    lost: Sequence[tuple[int, int]]
    doubted: Sequence[Entry] = ()
    given_up: Sequence[tuple[int, Entry]] = ()

    @property
    def lost_in_words(self) -> str:
        return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in self.lost[:9])


def read_changes(paths: Paths, found: Sequence[Entry] | None = None) -> RecordedChanges:
    """What the record tells, or the entries `found` in it. Changes from before they were numbered come first, in the
    order of the files; numbered ones by their number, whatever the clock said when they were written."""
    found = list(record.changes(paths)) if found is None else found
    least = identity.expected(read_epoch(paths))[1]
    sifted = doubted.sift(found, max(least, identity.last_number_given(paths)))
    voids, dropped = _voids(sifted.sound)
    # These are counted from their lines, and what was dropped is older than the newest.
    kept = record.days(paths)
    spans = [span for entry in voids if (span := span_of(entry))]
    entries = [
        entry
        for entry in sifted.sound
        if entry["kind"] != record.VOID
        and not (entry["kind"] == record.TOTALS and not _is_dropped(entry.get("day"), kept))
        and entry.get("id") not in dropped
        and not within(number_of(entry), spans)
    ]
    numbers = [number_of(entry) for entry in sifted.sound]
    last = max([least, *numbers])
    told = [number for entry in found if (number := number_of(entry)) <= last]
    return RecordedChanges(
        sorted(entries, key=number_of),
        last,
        _gaps([*spans, *[(n, n) for n in told]], last),
        [each for each in sifted.doubt if each.get("id") not in dropped],
        [(dropped[each["id"]], each) for each in sifted.doubt if each.get("id") in dropped],
    )


def _voids(sound: Sequence[Entry]) -> tuple[list[Entry], dict[str, int]]:
    """The voids that hold, and the ids they drop with the number of the void: a later one may drop an earlier."""
    held: list[Entry] = []
    dropped: dict[str, int] = {}
    for each in sorted((each for each in sound if each["kind"] == record.VOID), key=number_of, reverse=True):
        if each.get("id") not in dropped:
            held.append(each)
            dropped |= {one: number_of(each) for one in texts(each.get("of"))}
    return held, dropped


def _is_dropped(day: object, kept: Sequence[str]) -> bool:
    """Whether the calls of a day can have been dropped: none is of a day to come, after which nothing would count."""
    return isinstance(day, str) and day not in kept and day < max(kept, default=record.now())


def _gaps(spans: Sequence[tuple[int, int]], last: int) -> list[tuple[int, int]]:
    """What spans of numbers leave out between 1 and the last one."""
    found: list[tuple[int, int]] = []
    reached = 0
    for first, end in sorted([*spans, (last + 1, last + 1)]):
        if first > reached + 1:
            found.append((reached + 1, first - 1))
        reached = max(reached, end)
    return found


def replayed(db: sqlite3.Connection, known: RecordedChanges) -> tuple[int, int]:
    """Carries the changes out on an empty database, inside the caller's transaction; (applied, skipped)."""
    waiting = sorted(known.given_up, key=lambda each: each[0])
    done = []
    for entry in known.entries:
        while waiting and waiting[0][0] < number_of(entry):
            doubted.settle(db, [waiting.pop(0)[1]])
        done.append(_applied(db, entry))
    doubted.settle(db, [*(each for _, each in waiting), *known.doubted])
    identity.advance(db, known.number)
    return sum(done), len(done) - sum(done)


def in_memory(known: RecordedChanges | None = None) -> sqlite3.Connection:
    """A database that leaves no trace, of the changes told."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    migrations.migrate(db)
    if known:
        db.execute("BEGIN")
        replayed(db, known)
        db.execute("COMMIT")
    return db


def record_problems(paths: Paths, known: RecordedChanges) -> list[Problem]:
    """Why the rules must not be made from the record without asking: changes missing, or files that others could
    have written."""
    found: list[Problem] = []
    for path in (paths.audit, *record.files(paths)):
        strange = owners.why_file_doubted(path)
        if strange:
            found.append(Problem(path, strange, "make it yours alone: chown and chmod go-w"))
        elif not os.access(path, os.R_OK) and Path(path).exists():
            found.append(Problem(path, "cannot be read", "make it yours to read: chown and chmod u+rw"))
    if known.doubted:
        several = f" and {len(known.doubted) - 1} more" if len(known.doubted) > 1 else ""
        told = f"{doubted.said(known.doubted[0])}{several}"
        what = f"holds a change whose number was never given, or is another's: {told}"
        hint = "see: assent log verify; to go on without what is in doubt: assent rebuild"
        found.append(Problem(paths.audit, what, hint))
    if known.lost:
        left = "or take what is left (rules it does not tell of are then gone): assent rebuild"
        found.append(
            Problem(
                paths.audit,
                f"the record does not tell change {known.lost_in_words}",
                f"put the missing lines back, {left}",
            )
        )
    return found


def _applied(db: sqlite3.Connection, entry: Mapping[str, Any]) -> bool:
    """False for an entry that changes nothing or that some other program has written."""
    db.execute("SAVEPOINT entry")
    try:
        return changes.apply_entry(db, entry)
    except (
        KeyError,
        TypeError,
        ValueError,
        AttributeError,
        OverflowError,
        sqlite3.IntegrityError,
        *_REFUSED,
    ):
        db.execute("ROLLBACK TO entry")
        return False
    finally:
        db.execute("RELEASE entry")


_REFUSED = (sqlite3.InterfaceError, sqlite3.ProgrammingError, RecursionError)
