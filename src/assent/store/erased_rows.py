"""Takes a text out of the rows of the database, and out of whatever a value holds."""

from __future__ import annotations

import contextlib
import json
import os
from typing import TYPE_CHECKING, Any

from assent.store import counts_schema, record

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from assent.store.sought import Sought

MARK = "[erased]"
# Names, times and links of entries: what they are found, joined and verified by.
OURS = record.OWN | {"v", "ts", "id", "kind", "prev", "n", "head", "after", "erased"}
# Columns that hold moments, links and words of ours.
_FIXED = record.OWN | set(counts_schema.TIMES.values()) | {
    "id", "ts", "began", "ended", "last", "prompted", "first_seen", "first_shown", "last_shown",
    "expires", "decision", "decider", "known", "end", "state", "hash",
}  # fmt: skip
# Tables whose words are rules and what assent keeps of itself.
_LEFT = frozenset({
    "meta", "migrations", "rules", "overrides", "rule_history", "trust", "sources", "suppressions", "heads",
})  # fmt: skip


def holds(pattern: Sought, value: object) -> bool:
    if isinstance(value, str):
        return pattern.found(value)
    if isinstance(value, dict):
        return any(holds(pattern, key) or holds(pattern, each) for key, each in value.items())
    return isinstance(value, list) and any(holds(pattern, each) for each in value)


def cleaned(pattern: Sought, value: object) -> object:
    if isinstance(value, str):
        return pattern.without(value, MARK)
    if isinstance(value, dict):
        return {pattern.without(key, MARK): cleaned(pattern, each) for key, each in value.items()}
    return [cleaned(pattern, each) for each in value] if isinstance(value, list) else value


def tables(db: sqlite3.Connection) -> list[str]:
    names = db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'")
    return sorted(name for (name,) in names if name not in _LEFT and not name.startswith("sqlite_"))


def _texts(db: sqlite3.Connection, table: str) -> tuple[list[str], list[str]]:
    """(columns of the key, columns of text) of a table."""
    info = db.execute(f"PRAGMA table_info({table})").fetchall()
    key = [row[1] for row in sorted(info, key=lambda row: row[5]) if row[5]]
    left = key if table == "files" else _FIXED  # by its path a log is read on where it was left
    return key, [row[1] for row in info if row[2] == "TEXT" and row[1] not in left]


def matching(db: sqlite3.Connection, table: str, pattern: Sought) -> list[tuple[Any, ...]]:
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


def erase(db: sqlite3.Connection, table: str, pattern: Sought) -> None:
    key, columns = _texts(db, table)
    rows = matching(db, table, pattern)
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
            if not holds(pattern, value):
                return text
            kept = cleaned(pattern, value)
            if isinstance(kept, dict):
                kept.update((each, value[each]) for each in value if each in OURS)
            return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
    return pattern.without(text, MARK)
