"""Whether the agent really asks: the calls at the end of its newest log, held against what our record saw."""

from __future__ import annotations

import contextlib
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from assent.agents import registry
from assent.app import client, moments
from assent.app.finding import BAD, GOOD, NOTE, Finding
from assent.store import dropped, regular
from assent.store.record import now

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from assent.agents.base import LogReader
    from assent.core.event import Event
    from assent.store.paths import Paths

ASKED = "asked"
LOGS = 5  # of the newest: a session in which no call was made says nothing
TAIL = 256 << 10
PATIENCE = timedelta(minutes=1)  # a call younger than this may still be on its way to us
_LAST = (
    "SELECT max(ts) FROM (SELECT max(ts) AS ts FROM decisions WHERE session = ?1 AND agent = ?2 "
    "UNION ALL SELECT max(ts) FROM hook_events WHERE session = ?1 AND agent = ?2)"
)


def findings(at: Paths, db: sqlite3.Connection, agent: str) -> list[Finding]:
    """One line about the agent's last calls; none where it has made none since the hook was installed."""
    reader, since = registry.log_reader(agent), installed_at(at)
    found = _last_session(reader, at.home, since) if reader and since else None
    if found is None:
        return []
    last, began = found
    seen = db.execute(_LAST, (last.session, agent)).fetchone()[0] or ""
    when = " ".join(moments.shown(last.ts, utc=False))
    title = client.title(agent)
    if seen and _moment(seen) + PATIENCE >= _moment(last.ts):
        return [Finding(ASKED, GOOD, f"{title} asked in its last session, {when}")]
    if _moment(last.ts) + PATIENCE > _moment(now()) or last.ts[:10] <= dropped.newest(at).until:
        return []
    text = f"{title} made a call at {when} and did not ask assent (session {last.session[:8]})"
    if seen:
        return [Finding(ASKED, BAD, f"{text}, as it did before", "run: assent status --probe")]
    hint = f"a session keeps the hooks it began with: start {title} again, then run: assent status"
    return [Finding(ASKED, BAD if began >= since else NOTE, text, hint)]


def installed_at(at: Paths) -> str:
    """When the hook was written into the agent's settings; "" when that is not known."""
    try:
        found = Path(at.data, "installed.json").stat()
    except OSError:
        return ""
    return moments.written(datetime.fromtimestamp(found.st_mtime, UTC))


def _last_session(reader: LogReader, home: str, since: str) -> tuple[Event, str] | None:
    """The newest call of the newest logs, where it was made after a moment, and when its session began."""
    for path, changed in _newest(reader.folders(home, os.environ)):
        if moments.written(datetime.fromtimestamp(changed, UTC)) < since:
            return None
        calls = [each for each in _calls(reader, path, end=True) if each.ts and each.session]
        last = max(calls, key=lambda each: each.ts, default=None)
        if last is not None:
            began = next((each.ts for each in _calls(reader, path, end=False) if each.ts), last.ts)
            return (last, began) if last.ts >= since else None
    return None


def _newest(folders: list[str]) -> list[tuple[str, float]]:
    """The session logs that were written to last, newest first; those of subagents lie deeper and are left out."""
    found = sorted(((changed, path) for folder in folders for path, changed in _logs(folder)), reverse=True)
    return [(path, changed) for changed, path in found[:LOGS]]


def _logs(folder: str) -> Iterator[tuple[str, float]]:
    with contextlib.suppress(OSError), os.scandir(folder) as projects:
        for project in projects:
            if not project.is_dir(follow_symlinks=False):
                continue
            with contextlib.suppress(OSError), os.scandir(project.path) as entries:
                for entry in entries:
                    if entry.name.endswith(".jsonl") and entry.is_file(follow_symlinks=False):
                        yield entry.path, entry.stat().st_mtime


def _calls(reader: LogReader, path: str, *, end: bool) -> list[Event]:
    """The calls in the first or last part of a log."""
    try:
        with os.fdopen(regular.opened(path), "rb") as handle:
            size = handle.seek(0, os.SEEK_END)
            begin = max(size - TAIL, 0) if end else 0
            handle.seek(begin)
            block = handle.read(TAIL)
    except OSError:
        return []
    if begin:
        block = block.partition(b"\n")[2]
    block = block[: block.rfind(b"\n") + 1]
    log = reader.open_log()
    return [*log.read(block), *log.pending()]


def _moment(ts: str) -> datetime:
    return datetime.fromisoformat(ts)
