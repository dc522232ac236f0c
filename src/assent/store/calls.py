"""One row a call: kept in step with what the record and the agents' logs tell of it, in whatever order they tell it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from assent.core.decision import ALLOW, ASK, DENY, TIER_NONE
from assent.store import counts
from assent.store.counts_schema import UNTIL
from assent.store.db import transaction
from assent.store.ends import SILENT, End, Logged, Seen, end_of
from assent.store.sessions import Sessions
from assent.store.subjects import Subjects
from assent.store.turns import Turns

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping

MANY = 20_000  # calls that are brought up to date together
DUE = "calls"  # in `meta`: what the database held before there were calls is not yet among them
_STRICT = {DENY: 0, ASK: 1, ALLOW: 2, SILENT: 3}
COLUMNS = (
    "agent", "call", "ts", "session", "project", "tool", "subject", "mode", "subagent", "decision", "verdict", "tier",
    "rule", "layer", "effects", "coverage", "latency", "decider", "known", "asked", "answer", '"end"', "source",
    "waited", "length", "prompted",
)  # fmt: skip
_INSERT = f"INSERT INTO calls ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608  fixed names
_UPDATE = f"UPDATE calls SET {', '.join(f'{each} = ?' for each in COLUMNS)} WHERE number = ?"  # noqa: S608  fixed names
_SAID = 17  # columns before those of the end
_WANTED = "CREATE TEMP TABLE IF NOT EXISTS wanted (agent TEXT, call TEXT, decision TEXT)"
_KEPT = f"""SELECT w.agent, w.call, w.decision, c.number, e.label, e."by", e.outcome, e.ts, e.session, e.project,
  e.tool, e.input, e.mode, e.subagent, {", ".join(f"c.{each}" for each in COLUMNS)}
  FROM wanted w LEFT JOIN calls c ON c.agent = w.agent AND c.call = w.call AND c.call != ''
  LEFT JOIN events e ON e.agent = w.agent AND e.call = w.call WHERE w.call != ''"""  # noqa: S608  fixed names
_KEPT_NAMELESS = f"""SELECT w.agent, w.call, w.decision, c.number, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
  NULL, NULL, NULL, {", ".join(f"c.{each}" for each in COLUMNS)}
  FROM wanted w LEFT JOIN calls c ON c.decision = w.decision AND c.call = '' WHERE w.call = ''"""  # noqa: S608  fixed names
_SEEN = """SELECT h.agent, h.call, h.event, h.ts, h.interrupted, h.took, h.length
  FROM wanted w CROSS JOIN hook_events h ON h.call = w.call AND h.call != '' AND h.agent = w.agent
  WHERE w.call != '' ORDER BY h.ts, h.id"""


class Key(NamedTuple):
    """What names a call: the agent's id of it, or where it gives none the decision about it."""

    agent: str
    call: str
    decision: str = ""


class Said(NamedTuple):
    """What a decision, or the log where there was none, says of a call: the first columns of its row without its key.
    `session` is the number of a session, `subject` that of a subject."""

    ts: str
    session: int
    project: str
    tool: str
    subject: int
    mode: str
    subagent: str
    decision: str = ""
    verdict: str = ""
    tier: str = ""
    rule: str = ""
    layer: str = ""
    effects: str = ""
    coverage: str = ""
    latency: int | None = None

    @property
    def order(self) -> tuple[int, str, str]:
        """Of several decisions on one call the strictest counts, and of those the first."""
        return _STRICT.get(self.verdict, 9), self.ts, self.decision


class Calls:
    """The calls that a transaction touches. Whoever tells of one says so here; `settle` then writes their rows."""

    def __init__(self, db: sqlite3.Connection, home: str = "") -> None:
        self._db = db
        self._subjects = Subjects(db, home)
        self._sessions = Sessions(db)
        self._turns = Turns(db)
        self._touched: dict[Key, Said | None] = {}
        row = db.execute("SELECT value FROM meta WHERE key = ?", (UNTIL,)).fetchone()
        self._until = str(row[0]) if row else ""

    def decided(self, entry: Mapping[str, Any]) -> None:
        """Takes note of a recorded decision."""
        agent, call, identity = (_text(entry, name) for name in ("agent", "call", "id"))
        key = Key(agent, call, "" if call else identity)
        known = self._touched.get(key)
        said = self._said(entry, agent, identity)
        self._touched[key] = min(known, said, key=lambda each: each.order) if known else said
        self._settle_many()

    def _said(self, entry: Mapping[str, Any], agent: str, identity: str) -> Said:
        project, tool, given, tier = (
            _text(entry, "project"),
            _text(entry, "tool"),
            entry.get("input"),
            _text(entry, "tier"),
        )
        effects = entry.get("effects")
        return Said(
            _text(entry, "ts"),
            self._sessions.number(agent, _text(entry, "session")),
            project,
            tool,
            self._subjects.number(
                tool, given if isinstance(given, dict) else {}, project.removesuffix("/.git")
            ),
            _text(entry, "mode"),
            _text(entry, "subagent"),
            identity,
            SILENT if tier == TIER_NONE else _text(entry, "verdict"),
            tier,
            _text(entry, "rule"),
            _text(entry, "layer"),
            " ".join(map(str, effects)) if isinstance(effects, list) else "",
            _text(entry, "coverage"),
            _tenths(entry.get("ms")),
        )

    def seen(self, agent: str, session: str, call: str, ts: str, event: str, tool: str) -> None:
        """Takes note of what the hook saw: of a call, or of a session and its turns."""
        if call:
            self._touched.setdefault(Key(agent, call))
        else:
            self._sessions.number(agent, session)
            self._turns.marked(agent, session, ts, event, tool)
        self._settle_many()

    def logged(self, agent: str, call: str) -> None:
        """Takes note of a call that a log tells of."""
        self._touched.setdefault(Key(agent, call))
        self._settle_many()

    def _settle_many(self) -> None:
        if len(self._touched) >= MANY:
            self.settle()

    def settle(self) -> None:
        """Writes the rows of all that was touched, inside the caller's transaction."""
        for agent, session, where, values in self._turns.spans():
            number = self._sessions.number(agent, session)
            sql = f"SELECT agent, call, decision FROM calls WHERE session = ? AND {where}"  # noqa: S608  fixed texts
            for found in self._db.execute(sql, (number, *values)).fetchall():
                self._touched.setdefault(Key(found[0], found[1], "" if found[1] else found[2]))
        done: set[Key] = set()
        while self._touched:
            touched, self._touched = self._touched, {}
            self._write(touched)
            done |= touched.keys()
            self._touched = {Key(*key): None for key in self._turns.beside() if key not in done}
        counts.count_due(self._db)
        self._sessions.settle()
        self._turns.clear()

    def _write(self, touched: Mapping[Key, Said | None]) -> None:
        new, changed = [], []
        seen = self._load(touched)
        for row in (*self._db.execute(_KEPT), *self._db.execute(_KEPT_NAMELESS)):
            key = Key(*row[:3])
            number, kept = row[3], row[14:]
            said = self._best(touched[key], row)
            if said is None or (number is None and self._until and said.ts[:10] <= self._until):
                continue
            log = Logged(*row[4:7]) if row[4] is not None else None
            now = (key.agent, key.call, *said, *self._end(key, said, log, seen.get(key[:2], [])))
            if number is None:
                new.append(now)
            elif now != kept:
                changed.append((*now, number))
                self._sessions.touch(kept[3])
            else:
                continue
            self._sessions.touch(said.session)
        self._db.executemany(_INSERT, new)
        self._db.executemany(_UPDATE, changed)

    def _load(self, touched: Mapping[Key, Said | None]) -> dict[tuple[str, ...], list[Seen]]:
        """Names the calls for the queries; returns what the hook saw of each."""
        self._db.execute(_WANTED)
        self._db.execute("DELETE FROM wanted")
        self._db.executemany("INSERT INTO wanted VALUES (?, ?, ?)", touched)
        seen: dict[tuple[str, ...], list[Seen]] = {}
        for agent, call, event, ts, cut, took, length in self._db.execute(_SEEN):
            seen.setdefault((agent, call), []).append(Seen(event, ts, bool(cut), took, length))
        return seen

    def _best(self, new: Said | None, row: tuple[Any, ...]) -> Said | None:
        """What is said of a call by now: by a decision, by the log, whose word may be another than it was, or by the
        kept row."""
        kept = Said(*row[16 : 14 + _SAID]) if row[3] is not None else None
        if kept is not None and kept.decision:
            return min(kept, new, key=lambda each: each.order) if new else kept
        if new is not None or row[4] is None:
            return new or kept
        agent, ts, session, project, tool, given, mode, subagent = row[0], *row[7:14]
        root = project.removesuffix("/.git")
        subject = self._subjects.number(tool, json.loads(given), root)
        return Said(ts, self._sessions.number(agent, session), project, tool, subject, mode, subagent)

    def _end(self, key: Key, said: Said, log: Logged | None, seen: list[Seen]) -> End:
        """The end, in the order of the columns."""
        prompted, over = "", False
        if said.decision:
            session = self._sessions.name(said.session)
            named = key.call or said.decision
            prompted, over = self._turns.of(key.agent, session, named, said.ts, said.tool, said.subagent)
        return end_of(said.verdict, log, seen, prompted, over=over and not said.subagent)


def catch_up(db: sqlite3.Connection, home: str) -> None:
    """Makes the calls of what an older database holds, all or none. Raises StoreError."""
    due = "SELECT 1 FROM meta WHERE key = ?"
    if not db.execute(due, (DUE,)).fetchone():
        return
    with transaction(db):
        if not db.execute(due, (DUE,)).fetchone():
            return  # another process has just done so
        calls = Calls(db, home)
        for entry in _entries(db):
            calls.decided(entry)
        sessions = "SELECT agent, session, max(ts) FROM hook_events GROUP BY agent, session"
        for agent, session, ts in db.execute(sessions).fetchall():
            calls.seen(agent, session, "", ts, "", "")
        for agent, call in db.execute("SELECT agent, call FROM events"):
            calls.logged(agent, call)
        calls.settle()
        db.execute("DELETE FROM meta WHERE key = ?", (DUE,))


def _entries(db: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    """Every decision as recorded, a stretch at a time."""
    last = 0
    while rows := db.execute(
        "SELECT number, body FROM decisions WHERE number > ? ORDER BY number LIMIT 5000", (last,)
    ).fetchall():
        last = rows[-1][0]
        yield from (json.loads(body) for _, body in rows)


def _tenths(ms: object) -> int | None:
    if not isinstance(ms, int | float) or isinstance(ms, bool):
        return None
    return round(ms * 10) if 0 <= ms < 1 << 40 else None


def _text(entry: Mapping[str, Any], key: str) -> str:
    value = entry.get(key)
    return value if isinstance(value, str) else ""
