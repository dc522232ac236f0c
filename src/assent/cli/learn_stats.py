"""`assent learn --stats`: how suggestions fared, what rules promised and kept, and prompts before and since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.app.learn.stats import LATELY
from assent.cli.columns import lines
from assent.cli.output import console, data, say
from assent.cli.trend_chart import SPANS
from assent.core.amounts import counted
from assent.learning.gates import needed, reached
from assent.learning.levels import WORDS
from assent.learning.meta import HIGHEST, UNKNOWN, USES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assent.app.learn.stats import Day, Fared

MOST = 14  # lines of a table
FARED = ("Suggestions about", "Shown", "Accepted", "Refused", "Need", "By default")
KEPT = ("Rule", "Sure of", "Kept", "Uses", "Against")
CURVE = ("Sessions", "Calls", "Prompts", "A session", "Rules granted")


def show(found: Fared, *, as_json: bool) -> None:
    """Prints all of it."""
    if as_json:
        data(found.as_json())
        return
    for part in (_answered(found), _promised(found), _curve(found)):
        for number, text in enumerate(part):
            say(text, style="bold" if number == 0 else "", hang=0)
        say()
    say(_in_words(found), hang=0)


def _answered(found: Fared) -> list[str]:
    asked = found.standings.values()
    accepted, refused = sum(each.accepted for each in asked), sum(each.refused for each in asked)
    if not accepted + refused:
        return [
            "You have answered no suggestion at a terminal yet.",
            "What a script applies (--apply) is no opinion of yours and changes nothing here.",
        ]
    rows = [
        [
            WORDS[level],
            each.shown,
            each.accepted,
            each.refused,
            needed(found.needs[level][1]),
            needed(found.needs[level][0]),
        ]
        for level, each in found.standings.items()
    ]
    share = f"{100 * accepted // (accepted + refused)}%"
    word = f": {found.health}" if found.health != UNKNOWN else ""
    return [
        f"You accepted {accepted:,} of the {counted(accepted + refused, 'suggestion')} you answered ({share}){word}.",
        *lines(FARED, rows, console().cut_at),
        *_raised(found),
    ]


def _raised(found: Fared) -> list[str]:
    up = [WORDS[level] for level, (default, now) in found.needs.items() if now > default]
    if not up:
        return []
    told = (
        f"Because you refused suggestions about {' and '.join(up)}, the next ones need more than by default, at most "
        f"{HIGHEST:.0%}. Accepting brings it back to the default, never below."
    )
    return [told]


def _promised(found: Fared) -> list[str]:
    measured = [each for each in found.kept if each.realised is not None]
    if not found.kept:
        return ["No learned rule has been granted yet."]
    few = len(found.kept) - len(measured)
    fewer = [f"{counted(few, 'rule')} had fewer than {USES} uses, too few to tell."] if few else []
    if not measured:
        return ["What your learned rules promised, and what came of it:", *fewer]
    measured.sort(key=lambda each: (not each.broken, -each.uses, each.name))
    rows = [
        [
            each.name,
            reached(each.stated),
            reached(each.realised or 0) + (" !" if each.broken else ""),
            each.uses,
            each.against,
        ]
        for each in measured[:MOST]
    ]
    more = [f"and {len(measured) - MOST} more: --json"] if len(measured) > MOST else []
    broken = sum(each.broken for each in measured)
    told = (
        f"{counted(broken, 'rule')} (!) kept less than promised, too little for chance: assent rules show NAME"
        if broken
        else "None kept less than it promised."
    )
    return [
        "What your learned rules promised, and what came of it:",
        *lines(KEPT, rows, console().cut_at),
        *more,
        told,
        *fewer,
    ]


def _curve(found: Fared) -> list[str]:
    if not found.days:
        return ["No calls are known yet."]
    name, spans = _spans(found.days)
    rows = []
    for day, part in spans:
        sessions, prompts = sum(each.sessions for each in part), sum(each.prompts for each in part)
        each = prompts / sessions if sessions else None
        granted = sum(one.granted for one in part)
        rows.append([day, sessions, sum(one.calls for one in part), prompts, each, granted])
    return ["Prompts over time:", *lines((name, *CURVE), rows[-MOST:], console().cut_at)]


def _spans(days: Sequence[Day]) -> tuple[str, list[tuple[str, list[Day]]]]:
    """The days, or weeks, or months, as few as a screen holds."""
    taken = {name: _taken(days, begin) for name, begin in SPANS.items()}
    fits = (name for name, spans in taken.items() if len(spans) <= MOST)
    name = next(fits, list(taken)[-1])
    return name, taken[name]


def _taken(days: Sequence[Day], begin: Callable[[str], str]) -> list[tuple[str, list[Day]]]:
    spans: dict[str, list[Day]] = {}
    for each in days:
        spans.setdefault(begin(each.day), []).append(each)
    return list(spans.items())


def _in_words(found: Fared) -> str:
    first = found.first_grant
    before, since = (found.asked(until=first), found.asked(first)) if first else (None, None)
    now = found.asked(found.lately) if found.days else None
    if now is None:
        return "Whether prompts become fewer is told once there are sessions."
    lately = (
        f"{now:.1f} times a session on the last {counted(min(LATELY, len(found.days)), 'day')} with calls"
    )
    if before is None or since is None:
        return f"You were asked {lately}."
    return (
        f"Before your first learned rule ({first}) you were asked {before:.1f} times a session, since then "
        f"{since:.1f} times; {lately}."
    )
