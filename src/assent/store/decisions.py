"""Decisions and answers as rows to look up: imported from the record, which stays the original."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from assent.store import heads, record
from assent.store.db import transaction

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from assent.store.paths import Paths

    Entry = dict[str, Any]

_OFFSET = "record:"
_INSERT = (
    "INSERT OR IGNORE INTO decisions (id, ts, day, agent, session, project, tool, verdict, tier, rule, body) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def import_record(db: sqlite3.Connection, paths: Paths) -> int:
    """Takes over the decisions and answers appended since the last time; returns how many were new. What is
    imported twice stays once. A connection that only reads takes nothing over. Raises StoreError."""
    new = 0
    if db.execute("PRAGMA query_only").fetchone()[0]:
        return new
    for day in record.days(paths):
        begin = _offset(db, day)
        with transaction(db):
            end = begin
            for entry, end in record.read_from(paths.record(day), begin):  # noqa: B007  the last offset is kept
                if entry is not None:
                    new += apply_entry(db, entry)
            if end != begin:
                db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_OFFSET + day, str(end)))
            heads.note(db, paths, day, end)
    return new


def apply_entry(db: sqlite3.Connection, entry: Mapping[str, Any]) -> bool:
    """Stores a decision or an answer inside the caller's transaction; False for other entries and known ones."""
    kind = entry["kind"]
    if kind not in (record.DECISION, record.ANSWER) or not _texts(entry, "id", "ts")[0]:
        return False
    body = json.dumps(entry, ensure_ascii=False, separators=(",", ":"))
    if kind == record.DECISION:
        identity, ts = _texts(entry, "id", "ts")
        rest = _texts(entry, "agent", "session", "project", "tool", "verdict", "tier", "rule")
        done = db.execute(_INSERT, (identity, ts, ts[:10], *rest, body))
    else:
        values = _texts(entry, "id", "ts", "agent", "session", "project", "call", "answer", "by")
        done = db.execute("INSERT OR IGNORE INTO answers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (*values, body))
    return done.rowcount > 0


def last(db: sqlite3.Connection, *, session: str = "", rule: str = "", limit: int = 1) -> list[Entry]:
    """The latest decisions as recorded, newest first, of a session or by a rule when named."""
    wanted = {"session": session, "rule": rule}
    named = {key: value for key, value in wanted.items() if value}
    where = " AND ".join(f"{key} = :{key}" for key in named) or "1"
    query = f"SELECT body FROM decisions WHERE {where} ORDER BY ts DESC, number DESC LIMIT :limit"  # noqa: S608
    rows = db.execute(query, {**named, "limit": limit})  # what is filled in above is fixed names
    return [json.loads(row[0]) for row in rows]


def counted(db: sqlite3.Connection, rule: str) -> tuple[int, str]:
    """How often a rule decided, and the time of the last ("" for never)."""
    row = db.execute(
        "SELECT count(*), coalesce(max(ts), '') FROM decisions WHERE rule = ?", (rule,)
    ).fetchone()
    return int(row[0]), str(row[1])


def get(db: sqlite3.Connection, identity: str) -> Entry | None:
    """The decision of an id, or the only one whose id begins so."""
    rows = db.execute(
        "SELECT body FROM decisions WHERE id = ?1 OR substr(id, 1, length(?1)) = ?1 ORDER BY id != ?1 LIMIT 2",
        (identity,),
    ).fetchall()
    found = [json.loads(row[0]) for row in rows]
    return found[0] if found and (len(found) == 1 or found[0]["id"] == identity) else None


def _offset(db: sqlite3.Connection, day: str) -> int:
    row = db.execute("SELECT value FROM meta WHERE key = ?", (_OFFSET + day,)).fetchone()
    return int(row[0]) if row else 0


def _texts(entry: Mapping[str, Any], *keys: str) -> list[str]:
    """Fields as text, "" where the entry has something else."""
    return [value if isinstance(value := entry.get(key), str) else "" for key in keys]
