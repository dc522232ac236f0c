"""What an audit log tells of past calls, as events: counted as decided by whom it names, and never as evidence."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from assent.agents import registry
from assent.app.learn.whereabouts import Finder
from assent.core import event as labels
from assent.core.event import Event
from assent.core.moment import is_in_utc
from assent.core.tools import TOOLS
from assent.core.wire import decode
from assent.store import events as store
from assent.store.calls import Calls
from assent.store.db import transaction

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence
    from typing import BinaryIO

    Entry = dict[str, Any]

TOGETHER = 5000  # calls that are taken over in one transaction
LONGEST = 80  # characters of a reason
LARGEST = 64 << 20  # bytes of a line
_NAME = 4096  # characters of an id, a path, a mode
RAN, FAILED, NOT_RUN = "ok", "error", "not-run"  # as in `core.event.Event.outcome`
_FIELD = re.compile(r'\{"(\w+)":"')
_CUT = "…"
# Whether the agent's own logs or our record tell of a session.
_OTHERS = """SELECT 1 FROM calls c JOIN sessions s ON s.number = c.session
  LEFT JOIN events e ON e.agent = c.agent AND e.call = c.call
  WHERE s.agent = ? AND s.session = ? AND coalesce(e.source, '') != ? LIMIT 1"""


@dataclass(slots=True)
class History:
    """What a log tells: `lines` read, `broken` ones, the `first` and the `last` moment, how often what was decided, and
    the `calls` it speaks of."""

    lines: int = 0
    broken: int = 0
    first: str = ""
    last: str = ""
    decisions: Counter[str] = field(default_factory=Counter)
    calls: list[Event] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of taking calls over: `new` ones, those `known` from an earlier time, and those of sessions that the
    agent's own logs or our record tell of (`told`), which would be counted twice."""

    new: int = 0
    known: int = 0
    told: int = 0


def entries(lines: Iterable[bytes], history: History) -> Iterator[Entry]:
    """The sound lines, each with its time in UTC; counts all of them."""
    for line in lines:
        history.lines += 1
        entry = read(line) or {}
        ts = moment(entry.get("timestamp"))
        if not ts:
            history.broken += 1
            continue
        history.first = min(history.first or ts, ts)
        history.last = max(history.last, ts)
        if decided := text(entry, "decision"):
            history.decisions[decided] += 1
        yield entry | {"timestamp": ts}


def lines_of(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file that may be large, empty ones left out. Of one longer than any call only the beginning is
    read, which is broken."""
    while line := file.readline(LARGEST):
        if len(line) == LARGEST:
            while (rest := file.readline(LARGEST)) and not rest.endswith(b"\n"):
                pass
        if line.strip():
            yield line


def read(text: str | bytes) -> Entry | None:
    """An object as JSON writes it; None for anything else."""
    try:
        entry = decode(text)
    except ValueError:
        return None
    return entry if isinstance(entry, dict) else None


def moment(given: object) -> str:
    """A time as ours are written; "" for what is none."""
    if not isinstance(given, str):
        return ""
    try:
        found = datetime.fromisoformat(given)
        at = found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return ""
    told = f"{at.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"
    return told if is_in_utc(told) else ""


def text(entry: Entry, key: str) -> str:
    """A field as text, "" where it is none, cut where it is longer than any name."""
    value = entry.get(key)
    return value[:_NAME] if isinstance(value, str) else ""


def input_of(entry: Entry) -> dict[str, Any]:
    """The input of a call: an object, or the text of one that may be cut off."""
    given, tool = entry.get("tool_input"), text(entry, "tool_name")
    if isinstance(given, dict):
        return given
    if not isinstance(given, str) or not given:
        return {}
    whole = read(given)
    if whole is not None:
        return whole
    match = _FIELD.match(given)
    name = match[1] if match else TOOLS[tool]["field"] if tool in TOOLS else "input"
    return {name: _unescaped(given[match.end() :]) + _CUT if match else given}


def _unescaped(beginning: str) -> str:
    """The beginning of a text as JSON writes it, its last escape perhaps cut off."""
    for end in range(len(beginning), max(-1, len(beginning) - 12), -1):
        try:
            told = str(json.loads(f'"{beginning[:end]}"', strict=False))
            return told.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        except ValueError:
            continue
    return beginning.partition('"')[0]


def event_of(entry: Entry, source: str, identity: str) -> Event:
    """The call of an entry, about which nothing is said yet."""
    made = Event(
        identity, entry["timestamp"], text(entry, "session_id"), text(entry, "tool_name"), input_of(entry),
        agent=text(entry, "agent") or registry.DEFAULT, cwd=text(entry, "cwd"), version=text(entry, "agent_version"),
        mode=text(entry, "mode"), agent_id=text(entry, "subagent"),
    )  # fmt: skip
    made.source = source
    made.label = labels.UNLABELLED
    made.reason = text(entry, "rule_matched")[:LONGEST]
    return made


def name_of(source: str, *words: str) -> str:
    """An id for a call that has none: the same for the same call every time."""
    return f"{source}:{hashlib.sha256(chr(0).join(words).encode()).hexdigest()[:24]}"


def keep(db: sqlite3.Connection, home: str, calls: Sequence[Event]) -> Taken:
    """Takes calls over that nobody tells of yet. Without a reading they teach nothing. Raises StoreError."""
    finder = Finder(home, store.projects(db))
    sessions = {(each.agent, each.session, each.source) for each in calls if each.session}
    others = {each for each in sessions if db.execute(_OTHERS, each).fetchone()}
    new = known = told = 0
    for at in range(0, len(calls), TOGETHER):
        with transaction(db):
            touched = Calls(db, home)
            rows: list[tuple[Event, None]] = []
            for each in calls[at : at + TOGETHER]:
                if (each.agent, each.session, each.source) in others:
                    told += 1
                else:
                    each.project = finder.of(each.cwd, each.cwd).key
                    rows.append((each, None))
            for key, (root, method) in finder.new.items():
                store.add_project(db, key, root, method)
            finder.new.clear()
            added = store.insert(db, rows, touched)
            touched.settle()
        new += added
        known += len(rows) - added
    return Taken(new, known, told)
