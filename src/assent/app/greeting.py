"""What a person is told when a session begins: what the last one here came to, and which rules joined since."""

from __future__ import annotations

import time

from assent.app import observe, project
from assent.app.config import one
from assent.core.decision import ALLOW
from assent.core.shown import shown
from assent.store import record, tally
from assent.store.tally import Tally

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.store.paths import Paths

_DAYS = 2  # how far back a session may lie to be told of
_LONGEST = 7  # days that a session is followed back
_BOUNDARY = b'"event":"session-'
_RULE = b'"kind":"rule"'
_NAMED = 3
_LETTERS = 8  # of a session's id
_DAY_NS = 86_400 * 10**9


class _Last:
    """The session that ended last in a place: its id, and the time of its end."""

    __slots__ = ("ended", "session")

    def __init__(self, session: str, ended: str) -> None:
        self.session = session
        self.ended = ended


def text(agent: str, session: str, cwd: str, paths: Paths) -> str:
    """One line for the person at whose terminal a session of an agent begins; "" when there is nothing new to tell."""
    if not wanted(paths):
        return ""
    last = _last(agent, session, cwd, paths)
    if last is None:
        return ""
    counts = Tally()
    for path in tally.files(paths, _day(_LONGEST)):
        tally.count(tally.contents(path), last.session, counts)
    told = [summary(counts, last.session)] if counts.calls else []
    told += _joined(paths, counts.began or last.ended)
    return "; ".join(told)


def summary(counts: Tally, session: str) -> str:
    """What a session came to, in one line."""
    prompts = f" ({_prompts(counts.prompted)})" if counts.prompted else ""
    return (
        f"assent, last session here: auto-approved {counts.allowed}, asked {counts.asked}, blocked {counts.denied}, "
        f"left {counts.silent} to the agent{prompts}; more: assent sessions {shown(session[:_LETTERS])}"
    )


def _prompts(number: int) -> str:
    return "you saw 1 prompt" if number == 1 else f"you saw {number} prompts"


def wanted(paths: Paths) -> bool:
    """Whether the settings leave it on."""
    return one.is_on(paths, "notices.sessions", default=True)


def _last(agent: str, beginning: str, here: str, paths: Paths) -> _Last | None:
    """The session that ended last in the project, unless another has begun since and told of it."""
    home = observe.real_path(paths.home, {})
    key = project.find(observe.real_path(here, {}), home).key
    known: dict[str, bool] = {here: True}
    for path in reversed(tally.files(paths, _day(_DAYS))):
        for entry in reversed(list(tally.naming(tally.contents(path), _BOUNDARY))):
            session, cwd = str(entry.get("session") or ""), str(entry.get("cwd") or "")
            if not session or session == beginning or entry.get("agent") != agent:
                continue
            if cwd not in known:
                known[cwd] = project.find(observe.real_path(cwd, {}), home).key == key
            if known[cwd]:
                return _Last(session, str(entry["ts"])) if entry.get("event") == "session-end" else None
    return None


def _joined(paths: Paths, since: str) -> list[str]:
    """Which rules joined the allow list since a moment and are still there."""
    found: dict[str, str] = {}
    for path in tally.files(paths, since[:10]):
        for entry in tally.naming(tally.contents(path), _RULE):
            if entry.get("kind") != record.RULE or str(entry["ts"]) < since:
                continue
            rule, held = str(entry.get("rule_id")), entry.get("rule")
            if entry.get("action") != "add":
                found.pop(rule, None)
            elif isinstance(held, dict) and held.get("verdict") == ALLOW:
                found[rule] = _pattern(held)
    if not found:
        return []
    named = list(found.values())[:_NAMED]
    more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
    return [f"new on your allow list: {', '.join(named)}{more}; how it grew: assent timeline"]


def _pattern(held: dict[str, object]) -> str:
    body = held.get("body")
    patterns: Sequence[object] = body.get(ALLOW, []) if isinstance(body, dict) else []
    return shown(str(patterns[0])) if patterns else shown(str(held.get("name") or held.get("id")))


def _day(back: int) -> str:
    """The UTC day so many days before today, today being one."""
    return record.moment(time.time_ns() - (back - 1) * _DAY_NS)[:10]
