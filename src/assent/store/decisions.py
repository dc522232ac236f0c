"""Decisions, answers and what became of calls as rows: imported from the record, which stays the original."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assent.core.decision import TIER_NONE
from assent.core.moment import is_in_utc
from assent.store import ends, heads, packed, record
from assent.store.db import MOST, transaction
from assent.store.turns import subject

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from assent.store.calls import Calls
    from assent.store.paths import Paths

    Entry = dict[str, Any]

SHORT = 7  # letters of a short id
MANY = 200  # decisions that one word may name
CHANCE = 8  # letters of an id that are chance, at its end
SILENT = ends.SILENT
PROBE = "probe"  # session and id of the call by which assent tries its own hook: none of the agent's
LAST_LETTER = "\U0010ffff"
_OFFSET = "record:"
_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
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
    from assent.store.calls import Calls, catch_up

    catch_up(db, paths.home)
    offsets, over = _offsets(db), heads.over(db)
    for path in [path for files in record.parts(paths).values() for path in files]:
        name = heads.name_of(path)
        begin = offsets.get(name, 0)
        if begin and name in over and not os.path.lexists(path):
            continue  # packed, and its day is sealed: nothing is ever added to it
        if begin and packed.size(path) == begin and heads.is_settled(db, paths, name):
            continue
        with transaction(db):
            calls = Calls(db, paths.home)
            end = begin
            for entry, end in record.read_from(path, begin):  # noqa: B007  the last offset is kept
                if entry is not None:
                    new += _kept(db, entry, calls)
            calls.settle()
            if end != begin:
                db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_OFFSET + name, str(end)))
            heads.note(db, paths, name, end)
    return new


def shift_offset(db: sqlite3.Connection, name: str, by: Callable[[int], int]) -> int:
    """Moves the place up to which a file is taken over, when the file was written anew; returns by how much."""
    begin = _offset(db, name)
    moved = by(begin)
    if begin and moved:
        db.execute("UPDATE meta SET value = ? WHERE key = ?", (str(begin + moved), _OFFSET + name))
    return moved


def apply_entry(db: sqlite3.Connection, entry: Mapping[str, Any]) -> bool:
    """Stores a decision, an answer or what became of a call inside the caller's transaction; False for other entries,
    known ones, and the call by which assent tries its own hook."""
    from assent.store.calls import Calls

    calls = Calls(db)
    new = _kept(db, entry, calls)
    calls.settle()
    return new


def _kept(db: sqlite3.Connection, entry: Mapping[str, Any], calls: Calls) -> bool:
    keep = _KEEP.get(entry["kind"])
    identity, ts = _texts(entry, "id", "ts")
    if keep is None or not identity or entry.get("session") == PROBE == entry.get("call"):
        return False
    if not is_in_utc(ts):  # nobody could say when that was: what counts by days would stop there
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
    return identity[-CHANCE:][:SHORT]


def last(db: sqlite3.Connection, *, session: str = "", rule: str = "", limit: int = 1) -> list[Entry]:
    """The latest decisions as recorded, newest first, of a session or by a rule when named."""
    wanted = Wanted(session=session, rules=(rule,) if rule else None)
    return select(db, wanted, limit)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which decisions: from the moment `since` on and before `until`, of a session whose id begins so, of one of the
    `projects` (keys), by one of the `rules` (ids), with a `tool` (`*` stands for anything) and a `verdict` (`silent`:
    no rule spoke), of an `agent`. "" and None stand for all."""

    since: str = ""
    until: str = ""
    session: str = ""
    tool: str = ""
    verdict: str = ""
    projects: Sequence[str] | None = None
    rules: Sequence[str] | None = None
    agent: str = ""

    def condition(self, *, of_call: bool = False, found: bool | None = None) -> tuple[str, list[str]]:
        """The SQL condition on a decision and its values; or on the call that it was about. With `found` only what an
        index finds, or only the rest."""
        session = "session IN (SELECT number FROM sessions WHERE {})" if of_call else "{}"
        by_index = [
            (self.since, "ts >= ?", [self.since]),
            (self.until, "ts < ?", [self.until]),
            (
                self.session,
                session.format("session >= ? AND session < ?"),
                [self.session, _behind(self.session)],
            ),
            (self.rules is not None, f"rule IN ({_marks(self.rules)}) AND rule != ''", self.rules or ()),
        ]
        one_by_one = [
            (self.tool, "tool GLOB ?", [self.tool.replace("[", "[[]")]),
            (self.verdict == SILENT, "tier = ?", [TIER_NONE]),
            (self.verdict not in ("", SILENT), "verdict = ? AND tier != ?", [self.verdict, TIER_NONE]),
            (self.projects is not None, f"project IN ({_marks(self.projects)})", self.projects or ()),
            (self.agent, "agent = ?", [self.agent]),
        ]
        told = (by_index if found is not False else []) + (one_by_one if found is not True else [])
        held = [(text, values) for wanted, text, values in told if wanted]
        return " AND ".join(text for text, _ in held) or "1", [each for _, values in held for each in values]


def _behind(beginning: str) -> str:
    """The first text behind all that begin so."""
    return beginning + LAST_LETTER


def _marks(values: Sequence[str] | None) -> str:
    return ", ".join("?" * len(values or ()))


def select(db: sqlite3.Connection, wanted: Wanted, limit: int) -> list[Entry]:
    """The latest decisions of a kind as recorded, newest first."""
    where, values = wanted.condition()
    by = "+ts" if wanted.session else "ts"  # the few of a session are sorted, not looked for in all
    rows = db.execute(
        f"SELECT body FROM decisions WHERE {where} ORDER BY {by} DESC, number DESC LIMIT ?",  # noqa: S608  fixed names
        [*values, min(limit, MOST)],
    )
    return [json.loads(row[0]) for row in rows]


def stream(db: sqlite3.Connection, wanted: Wanted, *, oldest_first: bool = False) -> Iterator[Entry]:
    """Every decision of a kind as recorded, one by one, newest first or as they happened."""
    where, values = wanted.condition()
    way = "ASC" if oldest_first else "DESC"
    rows = db.execute(f"SELECT body FROM decisions WHERE {where} ORDER BY ts {way}, number {way}", values)  # noqa: S608  fixed names
    return (json.loads(row[0]) for row in rows)


def newest(db: sqlite3.Connection) -> int:
    """The number of the decision that was taken over last; 0 for none."""
    return int(db.execute("SELECT coalesce(max(number), 0) FROM decisions").fetchone()[0])


def since(db: sqlite3.Connection, wanted: Wanted, number: int) -> list[Entry]:
    """The decisions of a kind that were taken over after the one with this number, as they came."""
    where, values = wanted.condition()
    rows = db.execute(
        f"SELECT body FROM decisions WHERE number > ? AND {where} ORDER BY number",  # noqa: S608  fixed names
        [number, *values],
    )
    return [json.loads(row[0]) for row in rows]


def total(db: sqlite3.Connection) -> int:
    """How many decisions are known."""
    return int(db.execute("SELECT count(*) FROM decisions").fetchone()[0])


def values(db: sqlite3.Connection, column: str) -> list[str]:
    """Every `tool`, `project` or `agent` of the decisions, each once: from the small tables that know them."""
    known = db.execute(f"SELECT DISTINCT {column} FROM {_KNOWN[column]} ORDER BY 1").fetchall()  # noqa: S608  fixed names
    found = known or db.execute(f"SELECT DISTINCT {column} FROM decisions ORDER BY 1")  # noqa: S608  fixed names
    return [row[0] for row in found]


_TOOLS = "(SELECT tool FROM month_totals UNION SELECT tool FROM uncounted CROSS JOIN calls USING (number))"
_KNOWN = {"tool": _TOOLS, "project": "sessions", "agent": "sessions"}
# One step of the index for each rule, however often it decided.
_RULES = """WITH RECURSIVE found (rule) AS (
  SELECT min(rule) FROM decisions WHERE rule != ''
  UNION ALL SELECT (SELECT min(rule) FROM decisions WHERE rule > found.rule AND rule != '') FROM found WHERE rule != ''
) SELECT rule, (SELECT json_extract(body, '$.name') FROM decisions WHERE rule = found.rule AND rule != ''
  ORDER BY ts DESC LIMIT 1) FROM found WHERE rule != ''"""


def rule_names(db: sqlite3.Connection) -> list[tuple[str, str]]:
    """(id, last name) of every rule that ever decided, also of those that are gone."""
    return [(str(row[0]), str(row[1] or "")) for row in db.execute(_RULES)]


def counted(db: sqlite3.Connection, rule: str) -> tuple[int, str]:
    """How often a rule decided, and the time of the last ("" for never)."""
    row = db.execute(
        "SELECT count(*), coalesce(max(ts), '') FROM decisions WHERE rule = ?", (rule,)
    ).fetchone()
    return int(row[0]), str(row[1])


# The indexes alone tell which: a short word may begin a hundred thousand ids.
_NAMED = f"""SELECT body FROM decisions WHERE number IN (
  SELECT number FROM (SELECT number FROM decisions WHERE id >= ?1 AND id < ?2 ORDER BY id LIMIT ?5)
  UNION SELECT number FROM (
    SELECT number FROM decisions WHERE substr(id, -{CHANCE}) >= ?3 AND substr(id, -{CHANCE}) < ?4 LIMIT ?5)
) ORDER BY ts, number LIMIT ?5"""  # noqa: S608  a fixed number


def find(db: sqlite3.Connection, word: str) -> list[Entry]:
    """The decisions that a word names, oldest first: the one with this id, else those whose id, or the part of
    it that is chance, begins so; not more than `MANY`."""
    if not word:
        return []
    by_chance = (word.lower(), _behind(word.lower())) if len(word) <= CHANCE else ("", "")
    rows = db.execute(_NAMED, (word, _behind(word), *by_chance, MANY)).fetchall()
    found = [json.loads(body) for (body,) in rows]
    return [each for each in found if each["id"] == word] or found


def _offsets(db: sqlite3.Connection) -> dict[str, int]:
    """How far each file was taken over."""
    rows = db.execute("SELECT key, value FROM meta WHERE key >= ? AND key < ?", (_OFFSET, _behind(_OFFSET)))
    return {key.removeprefix(_OFFSET): int(value) for key, value in rows}


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
    return _ENCODE(entry)
