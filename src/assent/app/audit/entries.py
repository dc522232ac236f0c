"""The entries of agents' settings files that are in force at a place, and which of them are of no use."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from assent.agents import registry
from assent.agents.base import ASKS, LOCAL, MANAGED, PROJECT, RUNS, USER
from assent.app import files, hooked, install
from assent.app.audit.found import SHADOWED, UNUSED, Found, homely
from assent.app.audit.unused import ENOUGH
from assent.core.decide import decide
from assent.core.decision import ALLOW, ASK, DENY
from assent.core.pattern import ANY, PATH, Pattern
from assent.core.policy import from_rules
from assent.policy.narrowing import covers
from assent.policy.parse import read_rule
from assent.policy.pattern import read_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from assent.app.audit.replayed import Replay, Replayed
    from assent.core.rule import Rule
    from assent.store.paths import Paths

MOST = 1500  # calls on which entries are tried, those that came most often
# Whose file counts wherever another one does.
_WHEREVER = {USER: (USER, PROJECT, LOCAL), PROJECT: (PROJECT, LOCAL), LOCAL: (PROJECT, LOCAL),
             MANAGED: (USER, PROJECT, LOCAL, MANAGED)}  # fmt: skip
_CALLS = """SELECT max(decision), count(*) FROM calls WHERE decision != '' AND ts >= ?1
  GROUP BY subject, project ORDER BY 2 DESC, 1 LIMIT ?2"""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a settings file: whose file (`source`), in which list it stands, its text, and what it says as a
    pattern of ours; None when it is none."""

    agent: str
    path: str
    source: str
    verdict: str
    text: str
    pattern: Pattern | None

    @property
    def where(self) -> str:
        return f"{homely(self.path)}: permissions.{self.verdict}"

    @property
    def figures(self) -> dict[str, Any]:
        """What names the entry in a finding."""
        return {"entry": self.text, "file": self.path, "list": self.verdict}


@dataclass(frozen=True, slots=True)
class Settings:
    """A settings file in force: its text and its entries."""

    agent: str
    path: str
    source: str
    text: str
    entries: Sequence[Entry]


def in_force(at: Paths, root: str) -> list[Settings]:
    """The settings files of every agent that count at a place; those an agent drops have no entries."""
    found = []
    for agent in registry.having("settings"):
        for source, path in hooked.places(at, root, None, agent):
            text = files.read_text(path)
            if isinstance(text, str) and text.strip():
                entries = _entries(agent, text, source, str(path))
                found.append(Settings(agent, str(path), source, text, entries))
    return found


def not_ours(at: Paths, given: Sequence[Settings]) -> list[Settings]:
    """The same without the entries that assent itself put there: those follow the rules."""
    ours = {(path, text) for path, each in install.recorded(at).items() for text in (*each.allow, *each.deny)}
    return [
        replace(each, entries=[one for one in each.entries if (one.path, one.text) not in ours])
        for each in given
    ]


def _entries(agent: str, text: str, source: str, path: str) -> list[Entry]:
    matcher = registry.matcher(agent)
    held = matcher.read_settings(text, source) if matcher else None
    if held is None:
        return []
    lists = ((ALLOW, held.allow), (ASK, held.ask), (DENY, held.deny))
    return [
        Entry(agent, path, source, verdict, each, _pattern(each, verdict))
        for verdict, given in lists
        for each in given
    ]


def _pattern(text: str, verdict: str) -> Pattern | None:
    made = read_pattern(text, verdict)
    return made if isinstance(made, Pattern) else None


# ------------------------------------------------------------------------------------------------ said by another


def shadowed(entries: Sequence[Entry]) -> Iterator[Found]:
    """Allows that say nothing beside another entry of the same agent: of two alike the later."""
    for at, weak in enumerate(entries):
        if weak.verdict != ALLOW or weak.pattern is None:
            continue
        for place, strong in enumerate(entries):
            if place == at or strong.agent != weak.agent or not _says_more(strong, weak):
                continue
            twin = strong.verdict == ALLOW and _says_more(weak, strong)
            if twin and place > at:
                continue
            yield Found(
                SHADOWED, weak.where, _words(strong, weak, twin=twin), _take_out(weak), "", weak.figures
            )
            break


def _says_more(strong: Entry, weak: Entry) -> bool:
    """True when an entry meets every call that an allow meets, wherever that one counts."""
    if strong.pattern is None or weak.pattern is None or weak.source not in _WHEREVER[strong.source]:
        return False
    if strong.pattern.kind in (PATH, ANY) and strong.path != weak.path:
        return False  # of which folder a path speaks depends on the file
    return covers(strong.pattern, weak.pattern, strict=(strong.verdict != ALLOW, False))


def _words(strong: Entry, weak: Entry, *, twin: bool) -> str:
    there = "" if strong.path == weak.path else f" in {homely(strong.path)}"
    if strong.verdict != ALLOW:
        return f"{weak.text} never allows: {strong.text}{there} says {strong.verdict} to all of it"
    if twin:
        return f"{weak.text} says the same as {strong.text}{there}"
    return f"{weak.text} says nothing that the wider {strong.text}{there} does not say"


def _take_out(each: Entry) -> str:
    if each.source == MANAGED:
        return "it is for whoever manages this machine to take out"
    return "take it out: assent audit --mend"


# ------------------------------------------------------------------------------------------------ met by nothing


def unused(
    settings: Sequence[Settings], replay: Replay, since: str, words: str, calls: int
) -> Iterator[Found]:
    """Allows that no recorded call of the time looked at has met, where there were enough calls to tell."""
    if calls < ENOUGH:
        return
    open_ = {
        (each.path, each.text): each for one in settings for each in one.entries if each.verdict == ALLOW
    }
    tried = {key: _Tried(each) for key, each in open_.items()}
    for call, _ in distinct(replay, since):
        for key in [key for key, each in tried.items() if each.meets(call)]:
            del tried[key]
        if not tried:
            return
    for each in tried.values():
        if each.known:
            what = f"{each.entry.text} met none of {calls} calls {words}"
            yield Found(UNUSED, each.entry.where, what, _take_out(each.entry), "", each.entry.figures)


def distinct(replay: Replay, since: str) -> Iterator[tuple[Replayed, int]]:
    """The recorded calls since a moment that differ, with how often each came; those not wholly recorded are left
    out."""
    for decision, times in replay.db.execute(_CALLS, (since, MOST)).fetchall():
        call = replay.call(str(decision))
        if call is not None:
            yield call, int(times)


class _Tried:
    """An entry held against calls: as a rule of ours without a cap, and as the agent itself reads it."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        declared = read_rule({"allow": [entry.text], "within": ["any"]}, "entry", "granted", "user", [])
        self.rule: Rule | None = declared.rule if declared else None
        self.matcher = registry.matcher(entry.agent)
        self.alone: Any = None
        if self.matcher:
            alone = f'{{"permissions": {{"allow": [{json.dumps(entry.text)}]}}}}'
            self.alone = self.matcher.read_settings(alone, entry.source)

    @property
    def known(self) -> bool:
        """True when it can be told what the entry means."""
        return self.rule is not None

    def meets(self, call: Replayed) -> bool:
        """True when the entry has a part in letting the call run."""
        if self.rule is not None:
            found = decide(call.call, call.reading, from_rules([self.rule], call.policy.programs), call.facts)
            if found.matches:
                return True
        if self.matcher is None or self.alone is None:
            return True  # nothing is known against it
        asks = self.matcher.would_answer([], call.call, call.facts).verdict == ASKS
        return asks and self.matcher.would_answer([self.alone], call.call, call.facts).verdict == RUNS


def of_text(entries: Sequence[Entry], told: str) -> Mapping[str, Any]:
    """The figures of the entry with which what is told of it begins; none where that is no entry."""
    named = [each for each in entries if told.startswith(f"{each.text} ")]
    return max(named, key=lambda each: len(each.text)).figures if named else {}
