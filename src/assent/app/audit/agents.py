"""What the agents' own settings let through, never match, or decide before our rules can, file by file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assent.agents import registry
from assent.agents.base import ASKS_ANYWAY, NEVER
from assent.app import files, hooked, install
from assent.app.audit.found import CONTRADICTORY, SHADOWED, Found, Standing, homely
from assent.core.decision import ALLOW, ASK, DENY
from assent.core.pattern import Pattern
from assent.policy.narrowing import covers
from assent.policy.pattern import read_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assent.core.problem import Problem
    from assent.store.paths import Paths


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a settings file: in which list it stands, its text, and what it says as a pattern of ours; None when
    it is none."""

    path: str
    verdict: str
    text: str
    pattern: Pattern | None

    @property
    def where(self) -> str:
        return f"{homely(self.path)}: permissions.{self.verdict}"


def findings(at: Paths, root: str, standing: Sequence[Standing]) -> list[Found]:
    """Of every settings file in force here, and of our allows that one of them overrules."""
    found: list[Found] = []
    for agent in registry.having("settings"):
        part = install.settings(agent)
        entries: list[Entry] = []
        for source, path in hooked.places(at, root, None, agent):
            text = files.read_text(path)
            if not isinstance(text, str) or not text.strip():
                continue
            told = [(part.sort_of(each), each) for each in part.audit(text, str(path))]
            found += [
                Found(kind, homely(each.where), each.what, each.hint)
                for kind, each in told
                if kind != ASKS_ANYWAY
            ]
            entries += _entries(agent, text, source, str(path))
        added = {entry for each in install.recorded(at).values() for entry in each.deny}
        found += _contradictions(entries)
        found += _overruled(standing, [each for each in entries if each.text not in added])
    return found


def _finding(kind: str, each: Problem) -> Found:
    mend = f"{each.hint}: correct it or take it out" if kind == NEVER else each.hint
    return Found(kind, homely(each.where), each.what, mend)


def _entries(agent: str, text: str, source: str, path: str) -> list[Entry]:
    matcher = registry.matcher(agent)
    held = matcher.read_settings(text, source) if matcher else None
    if held is None:
        return []
    lists = ((ALLOW, held.allow), (ASK, held.ask), (DENY, held.deny))
    return [Entry(path, verdict, each, _pattern(each, verdict)) for verdict, given in lists for each in given]


def _pattern(text: str, verdict: str) -> Pattern | None:
    made = read_pattern(text, verdict)
    return made if isinstance(made, Pattern) else None


def _contradictions(entries: Sequence[Entry]) -> Iterator[Found]:
    """The same words allowed and refused: the agent never allows them."""
    strict = {_plain(each.text): each for each in entries if each.verdict != ALLOW}
    for each in entries:
        other = strict.get(_plain(each.text))
        if each.verdict == ALLOW and other:
            what = f"{each.text} also stands in {other.where}, which comes first"
            yield Found(
                CONTRADICTORY, each.where, what, f"take {json.dumps(each.text)} out of one of the two lists"
            )


def _plain(text: str) -> str:
    return text.strip().replace(":*)", " *)")


def _overruled(standing: Sequence[Standing], entries: Sequence[Entry]) -> Iterator[Found]:
    """Our allows of which the agent asks or denies all the same."""
    for each in standing:
        if not each.own or each.rule.verdict != ALLOW:
            continue
        by = [_covering(pattern, entries) for pattern in each.rule.patterns]
        strong = next((one for one in by if one), None)
        if strong and all(by):
            does = "asks all the same" if strong.verdict == ASK else "denies it all the same"
            what = f"has no say: the agent {does}, for {strong.text} in {strong.where}"
            mend = f"take {json.dumps(strong.text)} out of {homely(strong.path)}, or: {each.end}"
            yield Found(SHADOWED, each.where, what, mend, each.rule.id)


def _covering(pattern: Pattern, entries: Sequence[Entry]) -> Entry | None:
    """The entry that meets whatever a pattern of ours allows."""
    return next(
        (
            each
            for each in entries
            if each.verdict != ALLOW and each.pattern and covers(each.pattern, pattern, strict=(True, False))
        ),
        None,
    )
