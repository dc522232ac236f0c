"""What the agents' own settings let through, never match, or decide before our rules can, file by file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from assent.agents.base import ASKS_ANYWAY, NEVER
from assent.app import install
from assent.app.audit import entries
from assent.app.audit.found import CONTRADICTORY, SHADOWED, Found, Standing, homely
from assent.core.decision import ALLOW, ASK
from assent.policy.narrowing import covers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assent.app.audit.entries import Entry, Settings
    from assent.core.pattern import Pattern
    from assent.core.problem import Problem
    from assent.store.paths import Paths


def findings(at: Paths, settings: Sequence[Settings], standing: Sequence[Standing]) -> list[Found]:
    """Of every settings file in force here, and of our allows that one of them overrules."""
    found: list[Found] = []
    for each in settings:
        part = install.settings(each.agent)
        told = [(part.sort_of(one), one) for one in part.audit(each.text, each.path)]
        found += [_finding(kind, one, each) for kind, one in told if kind != ASKS_ANYWAY]
    held = [one for each in settings for one in each.entries]
    theirs = [one for each in entries.not_ours(at, settings) for one in each.entries]
    found += _contradictions(held)
    found += entries.shadowed(theirs)
    found += _overruled(standing, theirs)
    return found


def _finding(kind: str, each: Problem, file: Settings) -> Found:
    mend = f"{each.hint}: correct it or take it out" if kind == NEVER else each.hint
    return Found(kind, homely(each.where), each.what, mend, "", entries.of_text(file.entries, each.what))


def _contradictions(held: Sequence[Entry]) -> Iterator[Found]:
    """The same words allowed and refused: the agent never allows them."""
    strict = {_plain(each.text): each for each in held if each.verdict != ALLOW}
    for each in held:
        other = strict.get(_plain(each.text))
        if each.verdict == ALLOW and other:
            what = f"{each.text} also stands in {other.where}, which comes first"
            mend = f"take {json.dumps(each.text)} out of one of the two lists"
            yield Found(CONTRADICTORY, each.where, what, mend, "", each.figures)


def _plain(text: str) -> str:
    return text.strip().replace(":*)", " *)")


def _overruled(standing: Sequence[Standing], held: Sequence[Entry]) -> Iterator[Found]:
    """Our allows of which the agent asks or denies all the same."""
    for each in standing:
        if not each.own or each.rule.verdict != ALLOW:
            continue
        by = [_covering(pattern, held) for pattern in each.rule.patterns]
        strong = next((one for one in by if one), None)
        if strong and all(by):
            does = "asks all the same" if strong.verdict == ASK else "denies it all the same"
            what = f"has no say: the agent {does}, for {strong.text} in {strong.where}"
            mend = f"take {json.dumps(strong.text)} out of {homely(strong.path)}, or: {each.end}"
            yield Found(SHADOWED, each.where, what, mend, each.rule.id)


def _covering(pattern: Pattern, held: Sequence[Entry]) -> Entry | None:
    """The entry that meets whatever a pattern of ours allows."""
    return next(
        (
            each
            for each in held
            if each.verdict != ALLOW and each.pattern and covers(each.pattern, pattern, strict=(True, False))
        ),
        None,
    )
