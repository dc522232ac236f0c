"""What the agents' logs tell, kept once: events with the reading of their call, and how far each log is read."""

from __future__ import annotations

import json
from dataclasses import astuple, dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from assent.core import event as labels
from assent.core.redact.inputs import CONTENTS, Keeper
from assent.core.redact.names import kind_of
from assent.core.redact.text import extra
from assent.store.calls import Calls
from assent.store.db import transaction
from assent.store.record import clean_text, now

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from assent.core.event import Event

# What a call does is said by where, what and whither; an agent's own words about it are not needed either.
DROPPED = CONTENTS | {"description"}
LONGEST = 2000  # characters of a field; commands are kept whole
# A label replaces one that knew less; an interruption that follows a bare "No" takes it back.
RANK = {labels.PENDING: 0, labels.UNLABELLED: 1, labels.INFERRED: 2, labels.UNDONE: 4}
KNOWN = 3
TOGETHER = "undone:"  # before the reason of a call that was taken back: how many were at once
# Who tells of calls by their own ids; what anybody else tells gives way to each of them, and to our record.
SOURCES = ("transcript", "hook", "queue")
HEARSAY = -1
_COLUMNS = (
    "agent", "call", "ts", "day", "session", "project", "cwd", "tool", "input", "reading", "label", "rank", '"by"',
    '"grant"', "reason", "outcome", "mode", "version", "entrypoint", "subagent", "source", "comment",
)  # fmt: skip
_RENEWED = ("reading", "label", "rank", '"by"', '"grant"', "reason", "outcome", "comment", "source")
# Of what was hearsay nothing stays once somebody tells who knows the call.
_SETS = ", ".join(
    f"{each} = excluded.{each}"
    if each in _RENEWED
    else f"{each} = CASE WHEN rank = {HEARSAY} THEN excluded.{each} ELSE {each} END"
    for each in _COLUMNS[2:]
)
_INSERT = (
    f"INSERT INTO events ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))}) "  # noqa: S608  fixed names
    f"ON CONFLICT (agent, call) DO UPDATE SET {_SETS} WHERE excluded.rank > rank "
    f"OR (label = 'rejected' AND excluded.label = 'interrupted' AND excluded.rank > {HEARSAY})"
)


_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class FileState:
    """How far a log has been read: `offset` in bytes, `head` and `block` the hashes of its first and of the last
    block before the offset, by which a replaced file is known from a grown one."""

    path: str
    dev: int
    inode: int
    size: int
    mtime_ns: int
    offset: int
    head: str
    block: str


def insert(
    db: sqlite3.Connection, events: Iterable[tuple[Event, int | None]], calls: Calls | None = None
) -> int:
    """Keeps events with the ids of their readings, all in the caller's transaction or one of their own; returns how
    many were new or better labelled. The same event again adds nothing. The rows of their calls are left to the
    caller's `calls`, or else brought up to date here. Raises StoreError."""
    if not db.in_transaction:
        with transaction(db):
            return insert(db, events, calls)
    listed = list(events)
    before = db.total_changes
    db.executemany(_INSERT, _rows(listed))
    new = db.total_changes - before
    touched = calls or Calls(db)
    for event, _ in listed:
        touched.logged(event.agent, event.id)
    if calls is None:
        touched.settle()
    return new


def take_back(db: sqlite3.Connection, agent: str, found: Iterable[tuple[str, int]], calls: Calls) -> None:
    """Notes that the person took back what these calls did, so many of them at once; in the caller's transaction."""
    for call, number in found:
        done = db.execute(
            "UPDATE events SET label = ?, rank = ?, reason = ? || reason WHERE agent = ? AND call = ? "
            "AND rank BETWEEN 0 AND ?",
            (labels.UNDONE, RANK[labels.UNDONE], f"{TOGETHER}{number} ", agent, call, KNOWN),
        ).rowcount
        if done:
            calls.logged(agent, call)


def taken_together(reason: str) -> int:
    """How many calls were taken back at once, by the reason of one of them; 1 for any other reason."""
    number = reason.removeprefix(TOGETHER).partition(" ")[0]
    return max(1, int(number)) if reason.startswith(TOGETHER) and number.isdecimal() else 1


def reason_before(reason: str) -> str:
    """The reason of a call before it was taken back."""
    return reason.partition(" ")[2] if reason.startswith(TOGETHER) else reason


def _rows(events: Iterable[tuple[Event, int | None]]) -> Iterator[tuple[object, ...]]:
    for event, reading in events:
        yield (
            event.agent, event.id, event.ts, event.ts[:10], event.session, event.project, event.cwd, event.tool,
            kept_input(event.input), reading, event.label, _rank(event), event.by, event.grant,
            event.reason, event.outcome, event.mode, event.version, event.entrypoint, event.agent_id, event.source,
            event.comment,
        )  # fmt: skip


def _rank(event: Event) -> int:
    return RANK.get(event.label, KNOWN) if event.source in SOURCES else HEARSAY


def kept_input(given: dict[str, object]) -> str:
    """The fields of an input that say what the call does, as JSON: redacted, cut, without contents of files."""
    kept: dict[str, object] = {}
    for key, value in given.items():
        if value is not None and not isinstance(value, str | bool | int | float):
            continue
        kind = kind_of(key)
        if kind and key not in DROPPED:
            kept[key] = Keeper().keep(value, kind)
        elif not isinstance(value, str):
            kept[key] = value
        elif key not in DROPPED:
            kept[key] = _clean(value, extra()) if len(value) < LONGEST else _long(key, value)
    return _ENCODE(kept)


@lru_cache(maxsize=50_000)
def _clean(text: str, also: tuple[str, ...]) -> str:  # noqa: ARG001  another list erases other words
    return clean_text(text)


def _long(key: str, value: str) -> str:
    return clean_text(value) if key == "command" else clean_text(value[:LONGEST]) + "…"


def count(db: sqlite3.Connection) -> int:
    """How many events are kept."""
    return int(db.execute("SELECT count(*) FROM events").fetchone()[0])


@dataclass(frozen=True, slots=True)
class Measured:
    """What the agent measured of a call: how long it `took` in ms, the `length` of its result in characters; None where
    nobody said."""

    took: int | None = None
    length: int | None = None


def measured(db: sqlite3.Connection, agent: str, call: str) -> Measured:
    """What was measured of a call that has ended."""
    row = (
        call
        and db.execute(
            "SELECT took, length FROM hook_events WHERE call = ? AND agent = ? AND event IN ('ran', 'failed') "
            "ORDER BY ts DESC LIMIT 1",
            (call, agent),
        ).fetchone()
    )
    return Measured(*row) if row else Measured()


# ------------------------------------------------------------------------------------------------ readings


def known_readings(db: sqlite3.Connection, version: str) -> dict[str, int]:
    """The readings made with a version of the tables: hash of text and place → id."""
    return dict(db.execute("SELECT hash, id FROM readings WHERE version = ?", (version,)).fetchall())


def add_reading(db: sqlite3.Connection, key: str, version: str, parts: str) -> int:
    """Keeps the parts (JSON) that a text reads as; returns the id, the known one when it is there already."""
    statement = (
        "INSERT INTO readings (hash, version, parts) VALUES (?, ?, ?) "
        "ON CONFLICT (hash, version) DO UPDATE SET parts = excluded.parts RETURNING id"
    )
    return int(db.execute(statement, (key, version, parts)).fetchone()[0])


# ------------------------------------------------------------------------------------------------ logs and projects


def file_states(db: sqlite3.Connection) -> dict[str, FileState]:
    """Every log by path, without what is carried over."""
    rows = db.execute("SELECT path, dev, inode, size, mtime_ns, offset, head, block FROM files")
    return {row[0]: FileState(*row) for row in rows}


def carry_of(db: sqlite3.Connection, path: str) -> str:
    """What the reader of a log asked to be given back next time; "" when nothing."""
    row = db.execute("SELECT carry FROM files WHERE path = ?", (path,)).fetchone()
    return str(row[0]) if row else ""


def save_file(db: sqlite3.Connection, state: FileState, carry: str = "") -> None:
    """Notes how far a log is read, in the transaction that keeps its events."""
    db.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (*astuple(state), carry))


def forget_files(db: sqlite3.Connection, paths: Iterable[str]) -> None:
    """Drops logs that are gone; their events stay."""
    db.executemany("DELETE FROM files WHERE path = ?", [(path,) for path in paths])


def add_project(db: sqlite3.Connection, key: str, root: str, method: str) -> None:
    """Notes a project the first time it is seen."""
    db.execute("INSERT OR IGNORE INTO projects VALUES (?, ?, ?, ?)", (key, root, method, now()))


def projects(db: sqlite3.Connection) -> dict[str, tuple[str, str]]:
    """Project key → (root, method)."""
    rows: list[tuple[Any, ...]] = db.execute("SELECT key, root, method FROM projects").fetchall()
    return {row[0]: (row[1], row[2]) for row in rows}
