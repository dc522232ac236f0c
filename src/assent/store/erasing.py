"""Takes out of record and database what should never have got there. Each line keeps the hash it had, so that chain and
trees still hold, and the record says what was done."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assent.core.wire import encode
from assent.store import chained, decisions, dropped, erased, heads, links, packed, placed, record, seal
from assent.store.db import connect, transaction
from assent.store.paths import digest
from assent.store.publish import explained, locked

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence

    from assent.store.paths import Paths
    from assent.store.sought import Sought

    Entry = dict[str, Any]

MARK = "[erased]"
# Pairs of hashes that one line of the record tells of.
_TOLD_AT_ONCE = 400
# Names, times and links of entries: what they are found, joined and verified by.
_OURS = record.OWN | {"v", "ts", "id", "kind", "prev", "n", "head", "after", "erased"}
# What stands in the record in place of a line that was never finished.
_TORN = "torn"
_TORN_MARK = b'{"v":1,"kind":"torn","erased":'
# Entries about the record itself: no word of a call is in them, and other entries are judged by theirs.
_ABOUT_RECORD = (erased.KIND, dropped.KIND)
# Columns that hold moments, links and words of ours.
_FIXED = record.OWN | {
    "id", "ts", "day", "hour", "began", "ended", "last", "prompted", "first_seen", "first_shown", "last_shown",
    "expires", "decision", "decider", "known", "end", "state", "hash",
}  # fmt: skip
# Tables whose words are rules and what assent keeps of itself.
_LEFT = frozenset({
    "meta", "migrations", "rules", "overrides", "rule_history", "trust", "sources", "suppressions", "heads",
})  # fmt: skip


@dataclass(slots=True)
class Found:
    """What a pattern matches: lines by their file, rows by their table, and lines that change rules, which stay."""

    lines: dict[str, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    rules: list[str] = field(default_factory=list)  # FILE:LINE

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
    found = Found()
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
        found.rows = {table: len(rows) for table in _tables(db) if (rows := _rows(db, table, pattern))}
    return found


def erase(paths: Paths, pattern: Sought, by: str) -> Found:
    """Takes it out of every line and row; returns what was done. First it is told, then done: what is cut short is
    finished by doing it again. Raises StoreError."""
    done = look(paths, pattern)
    if not done.count and not done.rows:
        return done
    with explained(paths), locked(paths), contextlib.closing(connect(paths)) as db:
        db.execute("PRAGMA secure_delete = ON")
        decisions.import_record(db, paths)
        at = record.now()
        for path in done.lines:
            _erase_file(paths, db, path, pattern, {"at": at, "by": by})
        with transaction(db):
            for table in _tables(db):
                _erase_rows(db, table, pattern)
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return done


def _files(paths: Paths) -> list[str]:
    return [path for files in record.parts(paths).values() for path in files]


def _erase_file(
    paths: Paths, db: sqlite3.Connection, path: str, pattern: Sought, said: dict[str, str]
) -> None:
    """Writes a file of the record anew, under the lock: nobody adds to it meanwhile."""
    known = chained.known(paths)
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
    lock = chained.locked(paths, patience=5)
    if lock is None:
        raise TimeoutError(110, "somebody holds the record", paths.head)
    try:
        _put(path, _with(path, changed))
        known = chained.read_head(lock)
        if known and paths.record(known.day, known.file) == path:
            known.size += sum(each.longer for each in changed)
            os.pwrite(lock, known.text(), 0)
    finally:
        os.close(lock)
    with transaction(db):
        name = heads.name_of(path)
        moved = decisions.shift_offset(db, name, _mover(changed))
        heads.replaced(db, paths, name, sound, moved)


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
    kept = {key: value if key in _OURS else _cleaned(pattern, value) for key, value in entry.items()}
    link: Entry = {}
    for key in ("after", "head", "prev", "n"):
        if key in kept:
            link[key] = kept.pop(key)
    before = kept.pop("erased", None)
    first: Entry = (
        before if isinstance(before, dict) and old.now else {"hash": old.hash, "leaf": old.leaf.hex()}
    )
    what = [key for key, value in entry.items() if key not in _OURS and _holds(pattern, value)]
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
    return any(_holds(pattern, value) for key, value in entry.items() if key not in _OURS)


def _holds(pattern: Sought, value: object) -> bool:
    if isinstance(value, str):
        return pattern.found(value)
    if isinstance(value, dict):
        return any(_holds(pattern, key) or _holds(pattern, each) for key, each in value.items())
    return isinstance(value, list) and any(_holds(pattern, each) for each in value)


def _cleaned(pattern: Sought, value: object) -> object:
    if isinstance(value, str):
        return pattern.without(value, MARK)
    if isinstance(value, dict):
        return {pattern.without(key, MARK): _cleaned(pattern, each) for key, each in value.items()}
    return [_cleaned(pattern, each) for each in value] if isinstance(value, list) else value


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


def _put(path: str, data: bytes) -> None:
    """Puts a file of the record in the place of the one that is there, compressed if that is."""
    if not os.path.lexists(path):
        packed.write(path, data)
        return
    placed.put(path, data)


# ------------------------------------------------------------------------------------------------ the database


def _tables(db: sqlite3.Connection) -> list[str]:
    names = db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'")
    return sorted(name for (name,) in names if name not in _LEFT and not name.startswith("sqlite_"))


def _texts(db: sqlite3.Connection, table: str) -> tuple[list[str], list[str]]:
    """(columns of the key, columns of text) of a table."""
    info = db.execute(f"PRAGMA table_info({table})").fetchall()
    key = [row[1] for row in sorted(info, key=lambda row: row[5]) if row[5]]
    left = key if table == "files" else _FIXED  # by its path a log is read on where it was left
    return key, [row[1] for row in info if row[2] == "TEXT" and row[1] not in left]


def _rows(db: sqlite3.Connection, table: str, pattern: Sought) -> list[tuple[Any, ...]]:
    """The rows of a table that the pattern matches: key, then texts."""
    key, columns = _texts(db, table)
    if not key or not columns:
        return []
    wanted = ", ".join(f'"{each}"' for each in (*key, *columns))
    rows = db.execute(f"SELECT {wanted} FROM {table}")  # noqa: S608  names of our own schema
    return [
        row for row in rows
        if any(isinstance(text, str) and _text_without(pattern, text) != text for text in row[len(key) :])
    ]  # fmt: skip


def _erase_rows(db: sqlite3.Connection, table: str, pattern: Sought) -> None:
    key, columns = _texts(db, table)
    rows = _rows(db, table, pattern)
    for row in rows:
        given = [_text_without(pattern, text) if isinstance(text, str) else text for text in row[len(key) :]]
        _update(db, table, key, columns, row[: len(key)], given)


def _update(
    db: sqlite3.Connection,
    table: str,
    key: list[str],
    columns: list[str],
    old: Sequence[Any],
    given: list[Any],
) -> None:
    setting = ", ".join(f'"{each}" = ?' for each in columns)
    where = " AND ".join(f'"{each}" IS ?' for each in key)
    done = db.execute(f"UPDATE OR IGNORE {table} SET {setting} WHERE {where}", [*given, *old])  # noqa: S608  names of our own schema
    if done.rowcount:
        return
    # The same text stands in another row already: told apart by chance, as two texts were before.
    own = [
        f"{text} {os.urandom(4).hex()}" if isinstance(text, str) and MARK in text else text for text in given
    ]
    db.execute(f"UPDATE OR IGNORE {table} SET {setting} WHERE {where}", [*own, *old])  # noqa: S608  likewise


def _text_without(pattern: Sought, text: str) -> str:
    """A column's text without what the pattern matches; the texts in a column of JSON are looked at one by one."""
    if text[:1] in ("{", "["):
        with contextlib.suppress(ValueError):
            value = json.loads(text)
            if not _holds(pattern, value):
                return text
            kept = _cleaned(pattern, value)
            if isinstance(kept, dict):
                kept.update((each, value[each]) for each in value if each in _OURS)
            return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
    return pattern.without(text, MARK)
