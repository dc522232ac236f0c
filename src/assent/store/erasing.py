"""Takes out of record and database what should never have got there. Each line keeps the hash it had, so that chain and
trees still hold, and the record says what was done."""

from __future__ import annotations

import contextlib
import hashlib
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assent.core.wire import encode
from assent.store import (
    decisions,
    dropped,
    erased,
    erased_documents,
    erased_rows,
    heads,
    links,
    record,
    rewriting,
    seal,
)
from assent.store.db import connect, transaction
from assent.store.paths import digest
from assent.store.publish import explained, locked

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence

    from assent.store.paths import Paths
    from assent.store.sought import Sought

    Entry = dict[str, Any]

# Pairs of hashes that one line of the record tells of.
_TOLD_AT_ONCE = 400
# What stands in the record in place of a line that was never finished.
_TORN = "torn"
_TORN_MARK = b'{"v":1,"kind":"torn","erased":'
# Entries about the record itself: no word of a call is in them, and other entries are judged by theirs.
_ABOUT_RECORD = (erased.KIND, dropped.KIND)


@dataclass(slots=True)
class Found:
    """What a pattern matches: lines by their file, rows by their table, digests that were saved, and lines that change
    rules, which stay."""

    lines: dict[str, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    digests: list[str] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)  # FILE:LINE

    def __bool__(self) -> bool:
        return bool(self.lines or self.rows or self.digests)

    @property
    def count(self) -> int:
        return sum(self.lines.values())


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A line before and after, with the offset after it and how much longer it is now."""

    old: links.Line
    data: bytes
    end: int
    longer: int


def look(paths: Paths, pattern: Sought) -> Found:
    """What would be erased; changes nothing. Raises StoreError."""
    found = Found(digests=erased_documents.holding(paths, pattern))
    for path in _files(paths):
        for number, data in enumerate(record.lines(path), 1):
            entry = _matching(pattern, data)
            if entry is None:
                continue
            if entry["kind"] in record.CHANGES:
                found.rules.append(f"{path}:{number}")
            else:
                found.lines[path] = found.lines.get(path, 0) + 1
    if not os.path.lexists(paths.db):
        return found
    with explained(paths), contextlib.closing(connect(paths)) as db:
        found.rows = {
            table: len(rows)
            for table in erased_rows.tables(db)
            if (rows := erased_rows.matching(db, table, pattern))
        }
    return found


def erase(paths: Paths, pattern: Sought, by: str) -> Found:
    """Takes it out of every line and row; returns what was done. First it is told, then done: what is cut short is
    finished by doing it again. Raises StoreError."""
    rewriting.settle(paths)
    done = look(paths, pattern)
    if not done:
        return done
    with explained(paths), locked(paths), contextlib.closing(connect(paths)) as db:
        db.execute("PRAGMA secure_delete = ON")
        decisions.import_record(db, paths)
        at = record.now()
        for path in done.lines:
            _erase_file(paths, db, path, pattern, {"at": at, "by": by})
        with transaction(db):
            for table in erased_rows.tables(db):
                erased_rows.erase(db, table, pattern)
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        erased_documents.erase(paths, pattern)
    return done


def _files(paths: Paths) -> list[str]:
    return [path for files in record.parts(paths).values() for path in files]


def _erase_file(
    paths: Paths, db: sqlite3.Connection, path: str, pattern: Sought, said: dict[str, str]
) -> None:
    """Writes a file of the record anew, under the lock: nobody adds to it meanwhile."""
    sound = not _seen(db, paths, path)
    changed = _rewritten(path, pattern, said)
    sealed = seal.of_day(paths, heads.name_of(path)[:10])
    whole = [] if sealed is None or sealed.lines is not None else [_sums(path, changed)]
    for begin in range(0, len(changed), _TOLD_AT_ONCE):
        part = changed[begin : begin + _TOLD_AT_ONCE]
        entry = {
            "kind": erased.KIND, "file": heads.name_of(path), "by": said["by"], "count": len(part),
            "lines": [[each.old.hash, digest(each.data)] for each in part], "files": whole,
        }  # fmt: skip
        record.append(paths, entry, exact=erased.EXACT)
    name = heads.name_of(path)

    def note(data: bytes) -> None:
        moved = decisions.shift_offset(db, name, _mover(changed))
        heads.replaced(db, name, sound, moved, data)

    rewriting.put(paths, db, path, lambda: _with(path, changed), note)


def _mover(changed: Sequence[Rewritten]) -> Callable[[int], int]:
    return lambda upto: sum(each.longer for each in changed if each.end <= upto)


def _seen(db: sqlite3.Connection, paths: Paths, path: str) -> str:
    """How a file contradicts what was seen of it; "" when it does not."""
    name = heads.name_of(path)
    row = db.execute("SELECT bytes, digest, chain FROM heads WHERE day = ?", (name,)).fetchone()
    return heads.verify_file(paths, name, row[0], row[1], "") if row else ""


def _rewritten(path: str, pattern: Sought, said: dict[str, str]) -> list[Rewritten]:
    """The lines of a file that the pattern matches, as they will be."""
    found, end = [], 0
    for number, data in enumerate(record.lines(path), 1):
        end += len(data) + 1
        entry = _matching(pattern, data)
        if entry is None or entry["kind"] in record.CHANGES:
            continue
        old = links.read(path, number, data)
        new = _without(pattern, entry, old, said)
        found.append(Rewritten(old, new, end, len(new) - len(data)))
    return found


def _without(pattern: Sought, entry: Entry, old: links.Line, said: dict[str, str]) -> bytes:
    """A line without what the pattern matches. It states the hashes it had, and its link stays at its end."""
    kept = {
        key: value if key in erased_rows.OURS else erased_rows.cleaned(pattern, value)
        for key, value in entry.items()
    }
    link: Entry = {}
    for key in ("after", "head", "prev", "n"):
        if key in kept:
            link[key] = kept.pop(key)
    before = kept.pop("erased", None)
    first: Entry = (
        before if isinstance(before, dict) and old.now else {"hash": old.hash, "leaf": old.leaf.hex()}
    )
    what = [
        key
        for key, value in entry.items()
        if key not in erased_rows.OURS and erased_rows.holds(pattern, value)
    ]
    kept["erased"] = {"hash": first["hash"], "leaf": first["leaf"], "what": what, **said}
    return encode({**kept, **link}).encode()


def _matching(pattern: Sought, data: bytes) -> Entry | None:
    """The entry of a line that the pattern matches; of a line that was never finished nothing is left but that."""
    entry = record.parse(data)
    if entry is None:
        marked = data.startswith(_TORN_MARK)
        return {"v": 1, "kind": _TORN} if not marked and _in_text(pattern, data) else None
    if entry["kind"] in _ABOUT_RECORD:
        return None
    half = record.begins_twice(data) and _in_text(pattern, data)
    return entry if half or _matches(pattern, entry) else None


def _in_text(pattern: Sought, data: bytes) -> bool:
    return pattern.found(data.decode("utf-8", "replace"))


def _matches(pattern: Sought, entry: Entry) -> bool:
    return any(
        erased_rows.holds(pattern, value) for key, value in entry.items() if key not in erased_rows.OURS
    )


def _with(path: str, changed: Sequence[Rewritten]) -> bytes:
    """The file with the changed lines in their places; a last line without its end stays without."""
    data = b"".join(record.blocks(path))
    lines = data.split(b"\n")
    for each in changed:
        lines[each.old.number - 1] = each.data
    return b"\n".join(lines)


def _sums(path: str, changed: Sequence[Rewritten]) -> list[str]:
    """Hashes of the whole file, before and after: by them an older seal holds it."""
    old = b"".join(record.blocks(path))
    return [hashlib.sha256(old).hexdigest(), hashlib.sha256(_with(path, changed)).hexdigest()]
