"""Decisions, answers and what became of calls as rows: imported from the record, which stays the original."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assent.core.decision import TIER_NONE
from assent.store import ends, heads, record
from assent.store.calls import Calls, catch_up
from assent.store.db import MOST, transaction
from assent.store.turns import subject

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from assent.store.paths import Paths

    Entry = dict[str, Any]

SHORT = 7  # letters of a short id
SILENT = ends.SILENT
PROBE = "probe"  # session and id of the call by which assent tries its own hook: none of the agent's
_OFFSET = "record:"
_INSERT = (
    "INSERT OR IGNORE INTO decisions (id, ts, day, agent, session, project, tool, verdict, tier, rule, body) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def import_record(db: sqlite3.Connection, paths: Paths) -> int:
    """Takes over the decisions, answers and events appended since the last time; returns how many were new. What is
    imported twice stays once. A connection that only reads takes nothing over. Raises StoreError."""
    new = 0
    if db.execute("PRAGMA query_only").fetchone()[0]:
        return new
    catch_up(db, paths.home)
    for day in record.days(paths):
        begin = _offset(db, day)
        with transaction(db):
            calls = Calls(db, paths.home)
            end = begin
            for entry, end in record.read_from(paths.record(day), begin):  # noqa: B007  the last offset is kept
                if entry is not None:
                    new += _kept(db, entry, calls)
            calls.settle()
            if end != begin:
                db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_OFFSET + day, str(end)))
            heads.note(db, paths, day, end)
    return new


def apply_entry(db: sqlite3.Connection, entry: Mapping[str, Any]) -> bool:
    """Stores a decision, an answer or what became of a call inside the caller's transaction; False for other entries,
    known ones, and the call by which assent tries its own hook."""
    calls = Calls(db)
    new = _kept(db, entry, calls)
    calls.settle()
    return new


def _kept(db: sqlite3.Connection, entry: Mapping[str, Any], calls: Calls) -> bool:
    keep = _KEEP.get(entry["kind"])
    if keep is None or not _texts(entry, "id")[0] or entry.get("session") == PROBE == entry.get("call"):
        return False
    return keep(db, entry, calls)


def _decision(db: sqlite3.Connection, entry: Mapping[str, Any], calls: Calls) -> bool:
    identity, ts = _texts(entry, "id", "ts")
    rest = _texts(entry, "agent", "session", "project", "tool", "verdict", "tier", "rule")
    new = db.execute(_INSERT, (identity, ts, ts[:10], *rest, _json(entry))).rowcount > 0
    if new:
        calls.decided(entry)
    return new


def _answer(db: sqlite3.Connection, entry: Mapping[str, Any], calls: Calls) -> bool:  # noqa: ARG001  it tells of no call
    values = _texts(entry, "id", "ts", "agent", "session", "project", "call", "answer", "by")
    done = db.execute(
        "INSERT OR IGNORE INTO answers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (*values, _json(entry))
    )
    return done.rowcount > 0


def _event(db: sqlite3.Connection, entry: Mapping[str, Any], calls: Calls) -> bool:
    values = _texts(entry, "id", "ts", "agent", "session", "call", "event", "subagent", "tool")
    _, ts, agent, session, call, event, _, tool = values
    # By its input a prompt finds its call; of other events nobody asks for it.
    about = subject(entry.get("input")) if event == ends.PROMPTED else ""
    more = (about, entry.get("interrupt") is True, _number(entry, "took"), _number(entry, "length"))
    done = db.execute(
        "INSERT OR IGNORE INTO hook_events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (*values, *more)
    )
    if done.rowcount > 0:
        calls.seen(agent, session, call, ts, event, tool)
    return done.rowcount > 0


_KEEP = {record.DECISION: _decision, record.ANSWER: _answer, record.EVENT: _event}


def short(identity: str) -> str:
    """The letters of an id by which people name it: its part of chance, as the rest is alike for all of a moment."""
    return _own(identity)[:SHORT]


def _own(identity: str) -> str:
    return identity.rpartition("-")[2]


def last(db: sqlite3.Connection, *, session: str = "", rule: str = "", limit: int = 1) -> list[Entry]:
    """The latest decisions as recorded, newest first, of a session or by a rule when named."""
    wanted = Wanted(session=session, rules=(rule,) if rule else None)
    return select(db, wanted, limit)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which decisions: from the moment `since` on and before `until`, of a session whose id begins so, of one of the
    `projects` (keys), by one of the `rules` (ids), of an `agent`, with a `tool` (`*` stands for anything) and a
    `verdict` (`silent`: no rule spoke). "" and None stand for all."""

    since: str = ""
    until: str = ""
    session: str = ""
    tool: str = ""
    verdict: str = ""
    projects: Sequence[str] | None = None
    rules: Sequence[str] | None = None
    agent: str = ""

    def condition(self) -> tuple[str, list[str]]:
        """The SQL condition and its values."""
        told = [
            (self.since, "ts >= ?", [self.since]),
            (self.until, "ts < ?", [self.until]),
            (self.session, "substr(session, 1, length(?)) = ?", [self.session] * 2),
            (self.agent, "agent = ?", [self.agent]),
            (self.tool, "tool GLOB ?", [self.tool.replace("[", "[[]")]),
            (self.verdict == SILENT, "tier = ?", [TIER_NONE]),
            (self.verdict not in ("", SILENT), "verdict = ? AND tier != ?", [self.verdict, TIER_NONE]),
            (self.projects is not None, f"project IN ({_marks(self.projects)})", self.projects or ()),
            (self.rules is not None, f"rule IN ({_marks(self.rules)})", self.rules or ()),
        ]
        held = [(text, values) for wanted, text, values in told if wanted]
        return " AND ".join(text for text, _ in held) or "1", [each for _, values in held for each in values]


def _marks(values: Sequence[str] | None) -> str:
    return ", ".join("?" * len(values or ()))


def select(db: sqlite3.Connection, wanted: Wanted, limit: int) -> list[Entry]:
    """The latest decisions of a kind as recorded, newest first."""
    where, values = wanted.condition()
    rows = db.execute(
        f"SELECT body FROM decisions WHERE {where} ORDER BY ts DESC, number DESC LIMIT ?",  # noqa: S608  fixed names
        [*values, min(limit, MOST)],
    )
    return [json.loads(row[0]) for row in rows]


def total(db: sqlite3.Connection) -> int:
    """How many decisions are known."""
    return int(db.execute("SELECT count(*) FROM decisions").fetchone()[0])


def values(db: sqlite3.Connection, column: str) -> list[str]:
    """Every `tool`, `project` or other column of the decisions, each once."""
    if column not in ("tool", "project", "rule", "session"):
        raise ValueError(column)
    return [row[0] for row in db.execute(f"SELECT DISTINCT {column} FROM decisions ORDER BY 1")]  # noqa: S608  fixed names


def rule_names(db: sqlite3.Connection) -> list[tuple[str, str]]:
    """(id, name) of every rule that ever decided, also of those that are gone."""
    rows = db.execute("SELECT DISTINCT rule, json_extract(body, '$.name') FROM decisions WHERE rule != ''")
    return [(str(row[0]), str(row[1] or "")) for row in rows]


def counted(db: sqlite3.Connection, rule: str) -> tuple[int, str]:
    """How often a rule decided, and the time of the last ("" for never)."""
    row = db.execute(
        "SELECT count(*), coalesce(max(ts), '') FROM decisions WHERE rule = ?", (rule,)
    ).fetchone()
    return int(row[0]), str(row[1])


def find(db: sqlite3.Connection, word: str) -> list[Entry]:
    """The decisions that a word names, oldest first: the one with this id, else those whose id, or the part of
    it that is chance, begins so."""
    if not word:
        return []
    db.create_function("own", 1, _own, deterministic=True)
    rows = db.execute(
        "SELECT id, body FROM decisions WHERE substr(id, 1, length(?1)) = ?1 "
        "OR substr(own(id), 1, length(?2)) = ?2 ORDER BY ts, number",
        (word, word.lower()),
    ).fetchall()
    found = [json.loads(body) for _, body in rows]
    return [each for each in found if each["id"] == word] or found


def _offset(db: sqlite3.Connection, day: str) -> int:
    row = db.execute("SELECT value FROM meta WHERE key = ?", (_OFFSET + day,)).fetchone()
    return int(row[0]) if row else 0


def _texts(entry: Mapping[str, Any], *keys: str) -> list[str]:
    """Fields as text, "" where the entry has something else."""
    return [value if isinstance(value := entry.get(key), str) else "" for key in keys]


def _number(entry: Mapping[str, Any], key: str) -> int | None:
    """A count or a span of an entry; None for anything else."""
    value = entry.get(key)
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    return int(value) if 0 <= value < 1 << 53 else None


def _json(entry: Mapping[str, Any]) -> str:
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":"))
