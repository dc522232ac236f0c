"""Where the turns of a session end, and which of its calls a permission prompt was for: a prompt bears no call's id."""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from assent.store.ends import PROMPTED, TURN_ENDS
from assent.store.paths import digest

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

_MARKS = """SELECT ts, event, tool, subagent, subject FROM hook_events
  WHERE session = ? AND call = '' AND agent = ? AND event IN (?, ?, ?) ORDER BY ts, id"""
_ALIKE = """SELECT id, ts, json_extract(body, '$.call'), json_extract(body, '$.subagent') FROM decisions
  WHERE session = ? AND ts > ? AND ts <= ? AND agent = ? AND tool = ? ORDER BY ts, id"""
_INPUT = "SELECT body FROM decisions WHERE id = ?"
_DONE = "SELECT min(ts) FROM hook_events WHERE call = ? AND call != '' AND agent = ?"
_ALWAYS = "~"  # later than every time


def subject(given: object) -> str:
    """What tells the inputs of calls apart, as recorded."""
    return digest(json.dumps(given, sort_keys=True).encode())[:24]


class _Prompt(NamedTuple):
    ts: str
    subject: str


class _Session:
    """The marks of a session: `ends` the times at which its turns end, and the permission prompts by tool and
    subagent."""

    def __init__(self, rows: Sequence[tuple[str, str, str, str, str]]) -> None:
        self.ends = [row[0] for row in rows if row[1] in TURN_ENDS]
        self.prompts: dict[tuple[str, str], list[_Prompt]] = {}
        for ts, event, tool, subagent, about in rows:
            if event == PROMPTED:
                self.prompts.setdefault((tool, subagent), []).append(_Prompt(ts, about))

    def turn(self, ts: str) -> tuple[str, str]:
        """The end of the turn before a moment's, and of its own: "" for none before, later than all for none yet."""
        at = bisect_left(self.ends, ts)
        return (self.ends[at - 1] if at else "", self.ends[at] if at < len(self.ends) else _ALWAYS)


class Turns:
    """What is known of the turns of sessions, looked up once until `clear`."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._sessions: dict[tuple[str, str], _Session] = {}
        self._new: list[tuple[str, str, str, str, str]] = []
        self._assigned: dict[tuple[str, ...], dict[str, str]] = {}
        self._beside: set[tuple[str, str, str]] = set()

    def marked(self, agent: str, session: str, ts: str, event: str, tool: str) -> None:
        """Takes note of a new mark in a session."""
        self._new.append((agent, session, ts, event, tool))
        self._sessions.pop((agent, session), None)

    def spans(self) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
        """Which kept calls new marks may concern: (agent, session, condition, its values)."""
        for agent, session, ts, event, tool in self._new:
            if event in TURN_ENDS:
                # The calls of the turn it ends and of the one it begins: they may have been taken for one turn.
                ends = self._of(agent, session).ends
                at, after = bisect_left(ends, ts), bisect_right(ends, ts)
                span = (ends[at - 1] if at else "", ends[after] if after < len(ends) else _ALWAYS)
                yield agent, session, "ts > ? AND ts <= ?", span
            elif event == PROMPTED:
                before = self._of(agent, session).turn(ts)[0]
                yield agent, session, "ts > ? AND ts <= ? AND tool = ?", (before, ts, tool)

    def of(self, agent: str, session: str, named: str, ts: str, tool: str, subagent: str) -> tuple[str, bool]:
        """When a prompt for a decided call was seen ("" for none), and whether its turn has ended. It is `named` by its
        own id, or by that of the decision where it has none."""
        marks = self._of(agent, session)
        before, end = marks.turn(ts)
        shown = marks.prompts.get((tool, subagent))
        prompts = _between(shown, before, end) if shown else ()
        if not prompts:
            return "", end != _ALWAYS
        key = (agent, session, before, end, tool, subagent)
        if key not in self._assigned:
            self._assigned[key] = self._assign(prompts, agent, session, before, tool, subagent)
        return self._assigned[key].get(named, ""), end != _ALWAYS

    def beside(self) -> set[tuple[str, str, str]]:
        """The keys of calls among which prompts were shared since this was last asked: any may have another now."""
        found, self._beside = self._beside, set()
        return found

    def clear(self) -> None:
        """Forgets what was looked up."""
        self._sessions.clear()
        self._new.clear()
        self._assigned.clear()

    def _of(self, agent: str, session: str) -> _Session:
        key = (agent, session)
        if key not in self._sessions:
            rows = self._db.execute(_MARKS, (session, agent, PROMPTED, *TURN_ENDS)).fetchall()
            self._sessions[key] = _Session(rows)
        return self._sessions[key]

    def _assign(
        self,
        prompts: Sequence[_Prompt],
        agent: str,
        session: str,
        before: str,
        tool: str,
        subagent: str,
    ) -> dict[str, str]:
        """Name of a call → time of its prompt: each prompt is for the first call of its turn that is alike, was not
        done by then and had none yet."""
        waiting: dict[str, tuple[str, str, str]] = {}
        where = (session, before, prompts[-1].ts, agent, tool)
        for identity, ts, said, inside in self._db.execute(_ALIKE, where).fetchall():
            call = said if isinstance(said, str) else ""
            done = self._done(agent, call)
            if (inside or "") == subagent and done >= prompts[0].ts and (call or identity) not in waiting:
                self._beside.add((agent, call, "" if call else identity))
                (body,) = self._db.execute(_INPUT, (identity,)).fetchone()
                waiting[call or identity] = (ts, subject(json.loads(body).get("input")), done)
        found: dict[str, str] = {}
        for prompt in prompts:
            alike = (
                name for name, (ts, about, done) in waiting.items()
                if ts <= prompt.ts <= done and about == prompt.subject
            )  # fmt: skip
            name = next(alike, "")
            if name:
                found[name] = prompt.ts
                del waiting[name]
        return found

    def _done(self, agent: str, call: str) -> str:
        row = self._db.execute(_DONE, (call, agent)).fetchone() if call else None
        return str(row[0]) if row and row[0] else _ALWAYS


def _between(prompts: Sequence[_Prompt], before: str, end: str) -> Sequence[_Prompt]:
    """Those of one turn."""
    first = bisect_right(prompts, before, key=_moment) if before else 0
    return prompts[first : bisect_left(prompts, end, key=_moment)]


def _moment(prompt: _Prompt) -> str:
    return prompt.ts
