"""The scorecard: how many calls were approved unasked, today, in a week and in all, by tool, and how fast."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from assent.analytics import silence
from assent.analytics.base import ask
from assent.analytics.registry import analyses
from assent.app import moments
from assent.cli import answers, empty
from assent.cli.columns import lines
from assent.cli.output import console, say
from assent.core.amounts import counted as number_of

if TYPE_CHECKING:
    import sqlite3

    from assent.analytics.base import Table
    from assent.cli.counting import Counted

WEEK = "7d"
TODAY, LATELY, ALL = "today", "last 7 days", "in all"
_SPAN = re.compile(r"(\d+)([hdwm])")
_UNITS = {"h": "hour", "d": "day", "w": "week", "m": "month"}


def asked(db: sqlite3.Connection, name: str, counted: Counted) -> Table:
    """The answer to a question about some calls."""
    return ask(db, analyses()[name], counted.scope)


def counts(tools: Table) -> dict[str, int]:
    """Calls by verdict, about how many a person was asked (`prompts`), and of how many that is not known."""
    return {name: sum(row[at] for row in tools.rows) for at, name in enumerate(tools.columns) if at}


def spans(counted: Counted) -> dict[str, Counted]:
    """The spans of time that a scorecard tells by their names; one alone where somebody named it or a session."""
    if counted.asked.since or counted.asked.until or counted.asked.session:
        return {ALL: counted}
    week = moments.moment(WEEK, counted.scope.now, utc=True) or ""
    return {TODAY: counted.since(counted.today()), LATELY: counted.since(week), ALL: counted}


def as_json(db: sqlite3.Connection, counted: Counted) -> dict[str, Any]:
    """The scorecard of the calls asked for, as JSON; null is what is not known."""
    told = {name: asked(db, "tools", each) for name, each in spans(counted).items()}
    timed = next(iter(asked(db, "latency", counted).records()), {})
    return {
        **counted.bounds(),
        **counts(told[ALL]),
        "by_tool": {row.pop("tool"): row for row in told[ALL].records()},
        "latency_ms": {each: timed.get(each) for each in ("p50", "p95", "p99")},
        "today": counts(told[TODAY]) if TODAY in told else None,
        "week": counts(told[LATELY]) if LATELY in told else None,
    }


def show(db: sqlite3.Connection, counted: Counted, limit: int) -> None:
    """The scorecard for people."""
    every = spans(counted)
    tools = {name: asked(db, "tools", each) for name, each in every.items()}
    if not tools[ALL].rows:
        say(none(db, counted))
        return
    told = {name: counts(each) for name, each in tools.items()}
    screen = console()
    width = screen.cut_at
    say(sentence(next(iter(told.values())), period(counted)) + place(counted), style="bold")
    say()
    for line in table(told, width):
        say(line)
    say()
    name = LATELY if LATELY in told and told[LATELY]["calls"] else ALL
    say(f"By tool, {name}:" if len(told) > 1 else "By tool:")
    for line in (
        *answers.told("tools", tools[name], width, limit),
        "",
        *_about(db, every[name], told[name], width),
    ):
        say(line)


def sentence(found: dict[str, int], when: str) -> str:
    """`auto-approved 342 times today, asked 4, blocked 2`."""
    approved = f"auto-approved {number_of(found['allowed'], 'time')} {when}"
    return f"{approved}, asked {found['asked']:,}, blocked {found['denied']:,}"


def period(counted: Counted) -> str:
    """The span of time in words, of which a sentence speaks."""
    asked = counted.asked
    if not (asked.since or asked.until):
        return f"in session {asked.session}" if asked.session else TODAY
    span = _SPAN.fullmatch(asked.since)
    if span and not asked.until:
        return f"in the last {number_of(int(span[1]), _UNITS[span[2]])}"
    if asked.since == asked.until and len(asked.since) == len("2026-01-31"):
        return f"on {asked.since}"
    if asked.since and asked.until:
        return f"from {asked.since} to {asked.until}"
    return f"since {asked.since}" if asked.since else f"until {asked.until}"


def place(counted: Counted) -> str:
    """Behind a sentence: of which project and agent it speaks, where somebody named one."""
    asked = counted.asked
    named = [
        f"{name} {value}" for name, value in (("project", asked.project), ("agent", asked.agent)) if value
    ]
    return f" ({', '.join(named)})" if named else ""


def table(found: dict[str, dict[str, int]], width: int | None) -> list[str]:
    """The counts of each span of time in columns."""
    words = {
        "allowed": "Allowed",
        "asked": "Asked",
        "denied": "Denied",
        "silent": "Silent",
        "prompts": "You were asked",
    }
    if any(each["unseen"] for each in found.values()):
        words = {**words, "unseen": "Unseen"}
    cells = [[name, *(each[word] for word in words)] for name, each in found.items()]
    return lines(("", *words.values()), cells, width)


def _about(db: sqlite3.Connection, counted: Counted, found: dict[str, int], width: int | None) -> list[str]:
    """What passed through, how fast it was, and where to read on."""
    silent = asked(db, "silence", counted)
    told = passed(silent, found["silent"])
    if found["unseen"]:
        told.append(
            f"{number_of(found['unseen'], 'call')} went without the hook: only the agent's log tells of them."
        )
    if found["prompts_unknown"] > dict(row[:2] for row in silent.rows).get("unknown", 0):
        told.append(answers.unknown_prompts(found["prompts_unknown"]))
    if found["unseen"] == found["calls"]:
        told.append("assent answers such calls once its hook is in place; is it there: assent status")
    else:
        told += answers.told("latency", asked(db, "latency", counted), width)
    return [*told, "", "More: assent stats friction, silence, commands, paths, rules; assent trends"]


def passed(answer: Table, silent: int) -> list[str]:
    """What became of the calls that no rule spoke about."""
    if not silent:
        return []
    calls = {row[0]: row[1] for row in answer.rows}
    parts = [
        f"{calls[kind]:,} {words}"
        for kind, words in (
            ("expected", "without a question"),
            ("gap", "where you were asked"),
            ("unknown", "not known"),
        )
        if calls[kind]
    ]
    told = [f"{number_of(silent, 'call')} passed through, as no rule spoke: {', '.join(parts)}."]
    return [*told, "Rules are missing: assent stats silence"] if silence.alarming(calls) else told


def none(db: sqlite3.Connection, counted: Counted) -> str:
    """Where there is no call to count."""
    return empty.none("call", counted.asked.words(), any_known=bool(asked(db, "tools", counted.all()).rows))
