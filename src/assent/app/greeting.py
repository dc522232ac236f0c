"""What a person is told when a session begins: what the last one here came to, and which rules joined since."""

from __future__ import annotations

import time
from itertools import tee

from assent.agents import registry
from assent.app import joined, observe, project
from assent.app.config import one
from assent.app.shadow import here
from assent.core.amounts import counted
from assent.core.shown import as_word
from assent.store import record, tally
from assent.store.tally import Tally

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from assent.store.paths import Paths

_DAYS = 2  # how far back a session may lie to be told of
_LONGEST = 7  # days that a session is followed back
_BOUNDARY = b'"event":"session-'
_BOUNDARIES = ("session-start", "session-end")
_LETTERS = 8  # of a session's id
_DAY_NS = 86_400 * 10**9


def text(agent: str, session: str, cwd: str, paths: Paths) -> str:
    """One line for the person at whose terminal a session of an agent begins; "" when there is nothing new to tell.
    That nothing is guarded is told whatever the settings say."""
    alarm = [here.TOLD] if here.is_on(paths, cwd) else []
    if not wanted(paths):
        return "".join(alarm)
    seen, again = tee(_boundaries(agent, session, paths))
    last = _last(seen, cwd, paths)
    told = [_summary_of(last, paths)] if last else []
    before = (entry for entry in again if _was_told(entry))
    began = next((str(entry["ts"]) for entry in before), _day(_LONGEST))
    told.append(joined.told(paths, began))
    return "; ".join(each for each in (*alarm, *told) if each)


def _summary_of(session: str, paths: Paths) -> str:
    """What a session came to, "" for one without calls."""
    counts = Tally()
    for path in tally.newest(paths, _day(_LONGEST)):
        tally.count(tally.contents(path), session, counts)
    return summary(counts, session) if counts.calls else ""


def _was_told(entry: record.Entry) -> bool:
    """Whether somebody was there to be told something when this session began."""
    told = entry.get("event") == "session-start" and not entry.get("unattended")
    return told and entry.get("source") in registry.speaker(str(entry.get("agent"))).TELLS["SessionStart"]


def summary(counts: Tally, session: str) -> str:
    """What a session came to, in one line."""
    prompts = f" (you saw {counted(counts.prompted, 'prompt')})" if counts.prompted else ""
    return (
        f"assent, last session here: auto-approved {counts.allowed}, asked {counts.asked}, blocked {counts.denied}, "
        f"left {counts.silent} to the agent{prompts}; more: assent sessions {as_word(session[:_LETTERS])}"
    )


def wanted(paths: Paths) -> bool:
    """Whether the settings leave it on."""
    return one.is_on(paths, "notices.sessions", default=True)


def _boundaries(agent: str, beginning: str, paths: Paths) -> Iterator[record.Entry]:
    """Where other sessions of the agent began and ended, the newest first."""
    for path in reversed(tally.newest(paths, _day(_LONGEST))):
        for entry in reversed(list(tally.naming(tally.contents(path), _BOUNDARY))):
            told = entry["kind"] == record.EVENT and entry.get("event") in _BOUNDARIES
            if told and entry.get("session") not in ("", None, beginning) and entry.get("agent") == agent:
                yield entry


def _last(seen: Iterator[record.Entry], here: str, paths: Paths) -> str:
    """The session that ended last in the project, unless another has begun since and told of it."""
    home = observe.real_path(paths.home, {})
    key = _key(here, home)
    known: dict[str, bool] = {here: key is not None}
    earliest = _day(_DAYS)
    for entry in seen:
        cwd = str(entry.get("cwd") or "")
        if str(entry["ts"]) < earliest:
            return ""
        if entry.get("event") == "session-start" and entry.get("unattended"):
            continue
        if cwd not in known:
            known[cwd] = _key(cwd, home) == key
        if known[cwd]:
            return str(entry["session"]) if entry.get("event") == "session-end" else ""
    return ""


def _key(cwd: str, home: str) -> str | None:
    """The key of the project there; None for what is no place."""
    try:
        return project.find(observe.real_path(cwd, {}), home).key
    except ValueError:  # a path with a zero byte
        return None


def _day(back: int) -> str:
    """The UTC day so many days before today, today being one."""
    return record.moment(time.time_ns() - (back - 1) * _DAY_NS)[:10]
