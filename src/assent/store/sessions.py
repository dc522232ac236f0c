"""One row a session: when it began, went on and ended, by its calls and by what the hook was told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.store.counts_schema import UNTIL

if TYPE_CHECKING:
    import sqlite3

_MARKS = """SELECT min(ts), max(ts), max(CASE WHEN event = 'session-end' THEN ts END) FROM hook_events
  WHERE session = ? AND call = '' AND agent = ?"""
_LAST = "FROM calls WHERE session = ? ORDER BY ts DESC, call DESC, decision DESC LIMIT"
_NAMED = 50  # of the last calls, of which one names the agent's version
_VERSION = f"""SELECT version FROM (SELECT c.ts, c.call, CASE WHEN json_extract(d.body, '$.agent_version') != ''
    THEN json_extract(d.body, '$.agent_version') ELSE e.version END AS version
  FROM (SELECT agent, call, decision, ts {_LAST} {_NAMED}) c LEFT JOIN decisions d ON d.id = c.decision
  LEFT JOIN events e ON e.agent = c.agent AND e.call = c.call)
  WHERE version != '' ORDER BY ts DESC, call DESC LIMIT 1"""  # noqa: S608  fixed texts
_UPDATE = """UPDATE sessions SET project = ?, began = ?, ended = ?, last = ?, mode = ?, version = ? WHERE number = ?"""


class Sessions:
    """The numbers of sessions, and those whose row must be brought up to date."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._numbers: dict[tuple[str, str], int] = {}
        self._names: dict[int, tuple[str, str]] = {}
        self._touched: set[int] = set()
        self._dropped = bool(db.execute("SELECT 1 FROM meta WHERE key = ?", (UNTIL,)).fetchone())

    def number(self, agent: str, session: str) -> int:
        """The number of a session, which is made when it is new."""
        key = (agent, session)
        found = self._numbers.get(key)
        if found is None:
            row = self._db.execute(
                "SELECT number FROM sessions WHERE agent = ? AND session = ?", key
            ).fetchone()
            row = (
                row
                or self._db.execute(
                    "INSERT INTO sessions (agent, session, project, began, ended, last, mode, version) "
                    "VALUES (?, ?, '', '', '', '', '', '') RETURNING number",
                    key,
                ).fetchone()
            )
            found = self._numbers[key] = int(row[0])
            self._names[found] = key
        self._touched.add(found)
        return found

    def name(self, number: int) -> str:
        """The agent's id of a session."""
        return self._key(number)[1]

    def _key(self, number: int) -> tuple[str, str]:
        if number not in self._names:
            found = self._db.execute(
                "SELECT agent, session FROM sessions WHERE number = ?", (number,)
            ).fetchone()
            self._names[number] = (found[0], found[1])
        return self._names[number]

    def touch(self, number: int) -> None:
        """Takes note of a session whose calls have changed."""
        self._touched.add(number)

    def settle(self) -> None:
        """Writes the rows of those that were touched."""
        for number in self._touched:
            self._write(number)
        self._touched.clear()

    def _write(self, number: int) -> None:
        agent, session = self._key(number)
        first = self._db.execute("SELECT min(ts) FROM calls WHERE session = ?", (number,)).fetchone()[0]
        last = self._db.execute(f"SELECT ts, project, mode {_LAST} 1", (number,)).fetchone()
        marked, seen, ended = self._db.execute(_MARKS, (session, agent)).fetchone()
        before = self._db.execute(
            "SELECT project, began, ended, last, mode, version FROM sessions WHERE number = ?", (number,)
        ).fetchone()
        # Of dropped calls no more is known than what was written here.
        kept = before if self._dropped else ("",) * 6
        end = max((each for each in (last and last[0], seen, kept[3]) if each), default="")
        begin = min((each for each in (first, marked, kept[1]) if each), default="")
        if not end:
            self._remove(number)
            return
        version = self._db.execute(_VERSION, (number,)).fetchone()
        now = (
            last[1] if last else kept[0],
            begin,
            end if ended and ended == end else "",
            end,
            last[2] if last else kept[4],
            version[0] if version else kept[5],
        )
        if now != tuple(before):
            self._db.execute(_UPDATE, (*now, number))

    def _remove(self, number: int) -> None:
        """Drops a session that nothing speaks of any more: its one call turned out to be another's."""
        self._db.execute("DELETE FROM sessions WHERE number = ?", (number,))
        self._numbers.pop(self._names.pop(number), None)
