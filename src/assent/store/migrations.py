"""The schema as a list of numbered steps: steps are only ever added at the end, never changed."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from assent.store import calls_schema, calls_together, counts_schema
from assent.store.record import now

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable


class TooNewError(Exception):
    """The database was written by a later assent."""


class BehindError(Exception):
    """The database has steps to take, and this connection only reads."""


# Times are UTC ISO 8601 with milliseconds, days YYYY-MM-DD, *_ns nanoseconds since 1970; JSON columns say so.
_FIRST = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied TEXT NOT NULL);

CREATE TABLE projects (key TEXT PRIMARY KEY, root TEXT NOT NULL, method TEXT NOT NULL, first_seen TEXT NOT NULL);

CREATE TABLE sources (
  path TEXT PRIMARY KEY, layer TEXT NOT NULL, project TEXT NOT NULL, hash TEXT NOT NULL,
  text TEXT NOT NULL,                    -- the last good text
  problems TEXT NOT NULL DEFAULT '[]',   -- JSON: what is wrong with the present text; [] when it is the good one
  loaded TEXT NOT NULL
);

CREATE TABLE rules (
  id TEXT NOT NULL, layer TEXT NOT NULL, source TEXT NOT NULL DEFAULT '',
  verdict TEXT NOT NULL CHECK (verdict IN ('allow', 'ask', 'deny')),
  name TEXT NOT NULL, body TEXT NOT NULL, -- JSON: the fields as in a policy file
  enabled INTEGER NOT NULL, origin TEXT NOT NULL, level INTEGER,
  project TEXT NOT NULL DEFAULT '',       -- key; '' for every project
  position INTEGER NOT NULL DEFAULT 0, created TEXT NOT NULL,
  suspended TEXT NOT NULL DEFAULT '',     -- why, when its examples no longer hold
  PRIMARY KEY (layer, source, id)
) WITHOUT ROWID;
CREATE INDEX rules_by_id ON rules (id);
CREATE INDEX rules_by_project ON rules (project) WHERE project != '';

CREATE TABLE overrides (id TEXT PRIMARY KEY, enabled INTEGER NOT NULL, changed TEXT NOT NULL);

CREATE TABLE rule_history (
  number INTEGER PRIMARY KEY AUTOINCREMENT, entry TEXT NOT NULL UNIQUE, -- id of the record's line
  rule TEXT NOT NULL, action TEXT NOT NULL, ts TEXT NOT NULL, "by" TEXT NOT NULL,
  before TEXT, after TEXT,                -- JSON: the granted rule or override then; NULL when there was none
  undone INTEGER NOT NULL DEFAULT 0       -- 1 once an undo has taken it back
);
CREATE INDEX rule_history_by_rule ON rule_history (rule, number);

CREATE TABLE readings (
  id INTEGER PRIMARY KEY, hash TEXT NOT NULL, version TEXT NOT NULL, -- of text and place; of the tables
  parts TEXT NOT NULL,                    -- JSON, as the app writes it
  UNIQUE (hash, version)
);

CREATE TABLE events (
  id INTEGER PRIMARY KEY, agent TEXT NOT NULL, call TEXT NOT NULL, ts TEXT NOT NULL, day TEXT NOT NULL,
  session TEXT NOT NULL, project TEXT NOT NULL, cwd TEXT NOT NULL, tool TEXT NOT NULL,
  input TEXT NOT NULL,                    -- JSON: the fields that say what the call does, redacted
  reading INTEGER REFERENCES readings (id),
  label TEXT NOT NULL, rank INTEGER NOT NULL, -- how much the label knows; a better one replaces it
  "by" TEXT NOT NULL, "grant" TEXT NOT NULL, reason TEXT NOT NULL, outcome TEXT NOT NULL, mode TEXT NOT NULL,
  version TEXT NOT NULL, entrypoint TEXT NOT NULL, subagent TEXT NOT NULL, source TEXT NOT NULL,
  comment INTEGER NOT NULL,
  UNIQUE (agent, call)
);
CREATE INDEX events_by_day ON events (day);

CREATE TABLE files (
  path TEXT PRIMARY KEY, dev INTEGER NOT NULL, inode INTEGER NOT NULL, size INTEGER NOT NULL,
  mtime_ns INTEGER NOT NULL, offset INTEGER NOT NULL, head TEXT NOT NULL, block TEXT NOT NULL, carry TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE answers (
  id TEXT PRIMARY KEY, ts TEXT NOT NULL, agent TEXT NOT NULL, session TEXT NOT NULL, project TEXT NOT NULL,
  call TEXT NOT NULL, answer TEXT NOT NULL, "by" TEXT NOT NULL, body TEXT NOT NULL -- JSON: the whole entry
) WITHOUT ROWID;

CREATE TABLE decisions (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ts TEXT NOT NULL, day TEXT NOT NULL, agent TEXT NOT NULL,
  session TEXT NOT NULL, project TEXT NOT NULL, tool TEXT NOT NULL, verdict TEXT NOT NULL, tier TEXT NOT NULL,
  rule TEXT NOT NULL, body TEXT NOT NULL  -- JSON: the whole entry, as recorded
);
CREATE INDEX decisions_by_ts ON decisions (ts);
CREATE INDEX decisions_by_rule ON decisions (rule, ts) WHERE rule != '';
CREATE INDEX decisions_by_session ON decisions (session, ts);

CREATE TABLE suppressions (
  key TEXT PRIMARY KEY, until TEXT NOT NULL, count INTEGER NOT NULL, evidence REAL NOT NULL, changed TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE suggestions (
  id TEXT PRIMARY KEY, body TEXT NOT NULL, first_shown TEXT NOT NULL, last_shown TEXT NOT NULL,
  times INTEGER NOT NULL, answer TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;

CREATE TABLE tickets (
  id TEXT PRIMARY KEY, ts TEXT NOT NULL, expires TEXT NOT NULL, agent TEXT NOT NULL, session TEXT NOT NULL,
  project TEXT NOT NULL, call_hash TEXT NOT NULL, state TEXT NOT NULL, body TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE trust (
  path TEXT NOT NULL, hash TEXT NOT NULL, -- '' for a refusal, which holds whatever the contents
  verdict TEXT NOT NULL CHECK (verdict IN ('trusted', 'refused')), changed TEXT NOT NULL,
  PRIMARY KEY (path, hash)
) WITHOUT ROWID;
"""


def _first(db: sqlite3.Connection) -> None:
    _run(db, _FIRST)


_SECOND = """
CREATE TABLE heads (
  day TEXT PRIMARY KEY, bytes INTEGER NOT NULL, digest TEXT NOT NULL, -- of the record's first bytes, as last seen
  chain TEXT NOT NULL DEFAULT ''          -- of its seal, once it was seen
) WITHOUT ROWID;
"""


def _second(db: sqlite3.Connection) -> None:
    _run(db, _SECOND)
    db.execute("INSERT INTO meta VALUES ('store', ?)", (os.urandom(16).hex(),))


# What the hook saw become of a call. `subject` is a digest of the input as recorded: a permission prompt has no id.
_THIRD = """
CREATE TABLE hook_events (
  id TEXT PRIMARY KEY, ts TEXT NOT NULL, agent TEXT NOT NULL, session TEXT NOT NULL, call TEXT NOT NULL,
  event TEXT NOT NULL, subagent TEXT NOT NULL, tool TEXT NOT NULL, subject TEXT NOT NULL,
  interrupted INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX hook_events_by_call ON hook_events (call, agent) WHERE call != '';
CREATE INDEX hook_events_by_session ON hook_events (session, ts);
"""


def _third(db: sqlite3.Connection) -> None:
    _run(db, _THIRD)
    db.execute("ALTER TABLE rule_history ADD COLUMN why TEXT NOT NULL DEFAULT ''")  # why a rule was changed
    db.execute(
        "DELETE FROM meta WHERE key LIKE 'record:%'"
    )  # the record is read again, for what was passed over
    # A call that assent itself had made up.
    db.execute("DELETE FROM decisions WHERE session = 'probe' AND json_extract(body, '$.call') = 'probe'")


_FOURTH = ";\n".join(calls_schema.STATEMENTS)


def _fourth(db: sqlite3.Connection) -> None:
    for statement in calls_schema.STATEMENTS:
        db.execute(statement)
    # What is held already becomes calls with the next import: that is work for code of its time.
    db.execute("INSERT OR REPLACE INTO meta VALUES ('calls', 'due')")


_FIFTH = "CREATE INDEX decisions_by_chance ON decisions (substr(id, -8))"  # by which people name them


def _fifth(db: sqlite3.Connection) -> None:
    _run(db, _FIFTH)


_SIXTH = ";\n".join(calls_together.STATEMENTS)


def _sixth(db: sqlite3.Connection) -> None:
    for statement in calls_together.STATEMENTS:
        db.execute(statement)


_SEVENTH = ";\n".join(
    (*counts_schema.STATEMENTS, counts_schema.AFTER, *counts_schema.AGAIN, *counts_schema.SUMS)
)


def _seventh(db: sqlite3.Connection) -> None:
    for statement in counts_schema.STATEMENTS:
        db.execute(statement)
    # One after the other: there may be millions of calls.
    for day in db.execute(counts_schema.AFTER).fetchall():
        for statement in counts_schema.AGAIN:
            db.execute(statement, day)
    for statement in counts_schema.SUMS:
        db.execute(statement)


# Number 1 is the first entry. Append only: databases out there have run these.
STEPS: tuple[tuple[str, Callable[[sqlite3.Connection], None]], ...] = (
    ("first schema", _first),
    ("an id of its own, heads of the record", _second),
    ("what became of each call, why rules changed", _third),
    ("calls with their counts", _fourth),
    ("decisions found by the short form of their ids", _fifth),
    ("many calls counted together, answers found without reading every call", _sixth),
    ("counts of months and years, new calls counted later", _seventh),
)
NEWEST = len(STEPS)
TABLES = frozenset(re.findall(r"CREATE TABLE (\w+)", _FIRST + _SECOND + _THIRD + _FOURTH + _SEVENTH))


def version(db: sqlite3.Connection) -> int:
    """The number of the last step the database has taken; 0 for an empty one."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def missing(db: sqlite3.Connection) -> list[str]:
    """The tables that a database at the newest schema should have and has not."""
    return sorted(
        TABLES - {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    )


def migrate(db: sqlite3.Connection, *, readonly: bool = False) -> int:
    """Takes the missing steps, each in one transaction with its note in `migrations`; returns how many. Raises
    TooNewError, BehindError, and sqlite3.Error when a step fails (it then leaves no trace)."""
    at = version(db)
    if at > NEWEST:
        raise TooNewError(f"written by a later version (schema {at}, this one knows {NEWEST})")
    if readonly and at < NEWEST:
        raise BehindError(
            f"is at schema {at} of {NEWEST} and is moved forward by the next command that writes"
        )
    taken = 0
    while version(db) < NEWEST:
        db.execute("BEGIN IMMEDIATE")
        try:
            taken += _step(db)
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise
    return taken


def _step(db: sqlite3.Connection) -> int:
    """Takes the next step, unless another process has just taken it."""
    number = version(db)
    if number >= NEWEST:
        return 0
    name, step = STEPS[number]
    step(db)
    db.execute("INSERT INTO migrations VALUES (?, ?, ?)", (number + 1, name, now()))
    db.execute(f"PRAGMA user_version = {number + 1}")
    return 1


def _run(db: sqlite3.Connection, script: str) -> None:
    """Each statement of a script on its own: `executescript` would commit the transaction around it."""
    bare = "\n".join(line.partition("--")[0] for line in script.splitlines())
    for statement in bare.split(";"):
        if statement.strip():
            db.execute(statement)
