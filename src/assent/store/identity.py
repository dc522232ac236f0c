"""What proves that a database is the one this state was made with: its id, the number of its last change, its rules."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from assent.store import regular
from assent.store.paths import digest

if TYPE_CHECKING:
    import sqlite3

    from assent.store.paths import Paths

STORE, NUMBER, RULES = "store", "number", "rules"
# Everything a change can alter. Whether a rule is suspended is found anew by each compiler.
_HELD = (
    """SELECT id, source, verdict, name, body, enabled, origin, level, project, created FROM rules
       WHERE layer = 'granted' ORDER BY id, source""",
    "SELECT id, enabled, changed FROM overrides ORDER BY id",
    "SELECT path, hash, verdict FROM trust ORDER BY path, hash",
)


def store(db: sqlite3.Connection) -> str:
    """The id that no other database has; "" when it has none."""
    return _meta(db, STORE)


def number(db: sqlite3.Connection) -> int:
    """The number of the last change carried out; 0 before the first that is numbered."""
    return _whole(_meta(db, NUMBER))


def advance(db: sqlite3.Connection, to: int) -> None:
    """Notes the last change and what is then held, inside the transaction that carries it out."""
    rows = [(NUMBER, str(max(to, number(db)))), (RULES, held(db))]
    db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", rows)


def held(db: sqlite3.Connection) -> str:
    """A digest of the granted rules, overrides and trust, and of shadow mode while it is on anywhere."""
    rows: list[Any] = [db.execute(statement).fetchall() for statement in _HELD]
    shadow = _meta(db, "shadow")
    return digest(json.dumps([*rows, shadow] if shadow else rows).encode())


def epoch_text(db: sqlite3.Connection, moment: str, sealed: str = "") -> str:
    """What the epoch file says: a moment never used twice, the database's id, the number of its last change, and the
    newest seal then known."""
    return " ".join([moment, store(db) or "-", str(number(db)), sealed or "-"])


def expected(epoch: str) -> tuple[str, int, str]:
    """(id, number, seal) that an epoch file names; ("", 0, "") for one of another form."""
    words = epoch.split(" ")
    if len(words) != 4:
        return "", 0, ""
    known = ["" if word == "-" else word for word in words]
    return known[1], _whole(known[2]), known[3]


def mismatch(db: sqlite3.Connection, paths: Paths, epoch: str) -> str:
    """Why a database is not the one the state was made with; "" when it is."""
    db.execute("BEGIN")  # one moment, whatever others commit meanwhile
    try:
        return _mismatch(db, paths, epoch)
    finally:
        db.execute("COMMIT")


def _mismatch(db: sqlite3.Connection, paths: Paths, epoch: str) -> str:
    wanted, least, _ = expected(epoch)
    at = number(db)
    if wanted and store(db) != wanted:
        return "is another database than the one these rules were made with"
    if at < least or (not epoch and at < last_number_given(paths)):
        return f"is older than the rules in force (it knows changes up to {at})"
    if at and _meta(db, RULES) != held(db):
        return "holds other rules than those that were recorded"
    return ""


def last_number_given(paths: Paths) -> int:
    """The highest number ever handed to a change, carried out or not; 0 when unknown."""
    try:
        handle = regular.opened(paths.lock, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return 0
    try:
        return _whole(os.read(handle, 32).decode("ascii", "replace").strip())
    except OSError:
        return 0
    finally:
        os.close(handle)


def note_number_given(paths: Paths, to: int) -> None:
    """Notes the highest number handed out; the caller holds the lock. Raises OSError."""
    handle = regular.opened(paths.lock, os.O_WRONLY | os.O_NOFOLLOW)
    try:
        os.pwrite(handle, f"{to:<20}\n".encode(), 0)
    finally:
        os.close(handle)


def _meta(db: sqlite3.Connection, key: str) -> str:
    row = db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return str(row[0]) if row else ""


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
