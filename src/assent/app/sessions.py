"""Sessions as data for people and programs: those of a time, one whole, several beside each other."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Any

from assent.analytics import session as one
from assent.analytics import sessions as all_of_them
from assent.analytics.base import ask
from assent.analytics.tally import percentile
from assent.core.problem import Problem
from assent.core.rule import matched

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from assent.analytics.scope import Scope

    Entry = dict[str, Any]

LAST = "last"
SHORTEST = 8  # letters of an id
LISTED = 20  # calls that a page names, rules likewise
_VERDICTS = {"allow": "allowed", "ask": "asked", "deny": "denied", "silent": "silent", None: "unseen"}
PERCENTS = {"p50": 50, "p95": 95, "p99": 99}


def listed(db: sqlite3.Connection, scope: Scope) -> list[Entry]:
    """The sessions of a scope, the newest first."""
    found = ask(db, all_of_them, scope).records()
    return [_timed(each) for each in found]


def shorts(db: sqlite3.Connection, ids: Iterable[str]) -> dict[str, str]:
    """For each id the letters by which it can be told from every other."""
    agents = json.dumps([row[0] for row in db.execute("SELECT DISTINCT agent FROM sessions")])
    alike = (
        "SELECT session FROM sessions WHERE agent IN (SELECT value FROM json_each(?1)) "
        "AND session >= ?2 AND session < ?2 || char(1114111) AND session != ?3"
    )
    found: dict[str, str] = {}
    for session in ids:
        if not session:
            found[session] = ""  # calls that name no session
            continue
        others = db.execute(alike, (agents, session[:SHORTEST], session)).fetchall()
        shared = max((_shared(session, other[0]) for other in others), default=0)
        found[session] = session[: max(SHORTEST, shared + 1)]
    return found


def _shared(first: str, second: str) -> int:
    """How many letters two ids begin alike with."""
    return next(
        (at for at, (one_, other) in enumerate(zip(first, second, strict=False)) if one_ != other),
        len(second),
    )


def find(db: sqlite3.Connection, word: str, where: str) -> tuple[str, list[Problem]]:
    """The id of the one session that a word names: `last`, an id or the beginning of one."""
    if word == LAST:
        row = db.execute(
            "SELECT session FROM sessions WHERE session != '' ORDER BY last DESC, number DESC LIMIT 1"
        ).fetchone()
        nothing = Problem(where, "no session is recorded yet", "is the hook there: assent status")
        return (row[0], []) if row else ("", [nothing])
    rows = db.execute(
        "SELECT session FROM sessions WHERE ?1 != '' AND substr(session, 1, length(?1)) = ?1 "
        "ORDER BY session = ?1 DESC, last DESC LIMIT 10",
        (word,),
    ).fetchall()
    found = [row[0] for row in rows]
    if len(found) == 1 or word in found:
        return found[0], []
    if not found:
        return "", [Problem(where, f"there is no session {word!r}", "see: assent sessions")]
    named = ", ".join(shorts(db, found).values())
    return "", [
        Problem(where, f"{word!r} begins {len(found)} sessions: {named}", "name one by more of its id")
    ]


def page(db: sqlite3.Connection, session: str, scope: Scope) -> Entry:
    """Everything about one session: its line of the list, and what its calls add up to."""
    line = next(each for each in listed(db, scope) if each["session"] == session)
    calls = [each for each in ask(db, one, scope).records() if each["session"] == session]
    times = Counter(each["latency_ms"] for each in calls if each["latency_ms"] is not None)
    return {
        **line,
        "short": shorts(db, [session])[session],
        "by_tool": _by_tool(calls),
        "ends": dict(Counter(each["end"] or "?" for each in calls).most_common()),
        "deciders": dict(Counter(each["decider"] or "?" for each in calls).most_common()),
        "rules": _rules(calls),
        "latency_ms": {name: percentile(times, each) for name, each in PERCENTS.items()},
        "stopped": [_stopped(each) for each in calls if each["verdict"] in ("ask", "deny") or each["asked"]],
    }


def _timed(each: Entry) -> Entry:
    """With how long the session went on, as far as it was seen."""
    begun, last = (datetime.fromisoformat(each[key]) for key in ("began", "last"))
    return {**each, "seconds": max(0, round((last - begun).total_seconds()))}


def _by_tool(calls: Sequence[Entry]) -> dict[str, Entry]:
    tools: dict[str, Counter[str]] = {}
    for each in calls:
        tools.setdefault(each["tool"] or "?", Counter())[_VERDICTS.get(each["verdict"], "unseen")] += 1
    ordered = sorted(tools.items(), key=lambda item: (-item[1].total(), item[0]))
    return {
        tool: {"calls": counts.total(), **{word: counts[word] for word in _VERDICTS.values()}}
        for tool, counts in ordered
    }


def _rules(calls: Sequence[Entry]) -> list[Entry]:
    """The rules that decided, those that decided most first."""
    named = {each["rule"]: each["name"] for each in calls if each["rule"]}
    counts = Counter((each["rule"], each["verdict"]) for each in calls if each["rule"])
    return [
        {
            "rule": rule,
            "name": named[rule],
            "verdict": verdict,
            "matched": matched(verdict, named[rule] or rule),
            "calls": n,
        }
        for (rule, verdict), n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]


def _stopped(each: Entry) -> Entry:
    """A call that was refused, or about which a person was asked."""
    rule = matched(each["verdict"], each["name"] or each["rule"]) if each["rule"] else None
    keys = ("ts", "decision", "tool", "text", "verdict", "asked", "answer", "waited_ms", "end")
    return {**{key: each[key] for key in keys}, "rule_matched": rule}
