"""What the agent's own settings allow by themselves: a rule for that would answer what is not asked any more."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assent.agents import registry
from assent.agents.base import ASKS, MANAGED, RUNS, USER
from assent.app.learn.whereabouts import home_of
from assent.app.verdict import decision_on
from assent.core.decision import ALLOW
from assent.core.facts import Facts
from assent.core.policy import from_rules
from assent.core.redact.text import redact
from assent.policy.check import example_call
from assent.policy.parse import read_rule
from assent.store import regular

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assent.core.call import Call
    from assent.learning.suggestion import Suggestion

MOST = 40  # calls of a suggestion that are tried, the latest
MODE = "default"


@dataclass(frozen=True, slots=True)
class Entry:
    """An allow entry of a settings file, and what it lets through `beyond` what any rule of ours would, in words; ""
    when nothing is known against it."""

    path: str
    text: str
    beyond: str = ""
    managed: bool = False  # whoever keeps this machine wrote it: it is read only

    @property
    def told(self) -> str:
        """The entry as people and tools are told of it."""
        return redact(self.text)


@dataclass(frozen=True, slots=True)
class _File:
    """A settings file as it is now: whose it is, the project it belongs to, and its allow entries."""

    path: str
    source: str
    root: str
    text: str
    allow: Sequence[str]

    def only(self, entry: str) -> str:
        """The same file with nothing but one allow entry."""
        del self
        return json.dumps({"permissions": {"allow": [entry]}})


class OwnSettings:
    """The settings files of the agent in each project."""

    def __init__(self, home: str, roots: Mapping[str, str], environ: Mapping[str, str] | None = None) -> None:
        agent = registry.DEFAULT
        self.home = home
        self.environ = environ
        self.roots = roots
        self.matcher = registry.matcher(agent)
        self.part = registry.settings(agent)
        self._files: dict[str, list[_File]] = {}

    def allowing(self, each: Suggestion) -> list[Entry]:
        """The entries that allow all that a suggestion was learned from; none when some of it is still asked."""
        candidate = each.judged.candidate
        texts = candidate.yes_texts
        latest = sorted(texts, key=lambda text: (-texts[text], text))[:MOST]
        found: dict[tuple[str, str], Entry] = {}
        for key in sorted(candidate.tally.projects):
            root = self.roots.get(key, "")
            for text in latest if root else ():
                by = self._entry(self._call(text, root), root)
                if by is None:
                    return []
                found[by.path, by.text] = by
        return [found[key] for key in sorted(found)]

    def _call(self, text: str, root: str) -> Call:
        call = example_call(text)
        call.project = call.cwd = root
        call.mode = MODE
        return call

    def _answer(self, call: Call, settings: Sequence[Any]) -> str:
        if self.matcher is None:
            return ASKS
        facts = Facts(home_of(call.project, self.home), call.project, call.cwd)
        return self.matcher.would_answer(settings, call, facts).verdict

    def _entry(self, call: Call, root: str) -> Entry | None:
        """The first entry that allows the call, where all the settings together let it run."""
        files = self._of(root)
        if self.matcher is None or not any(each.allow for each in files):
            return None
        if self._answer(call, [self._read(each, each.text) for each in files]) != RUNS:
            return None
        asked = self._answer(call, []) == ASKS
        for each in files:
            for entry in each.allow:
                if self._allows(call, each, entry) if asked else _covers(call, entry, self.home):
                    beyond = self.part.beyond(entry) if self.part else ""
                    return Entry(each.path, entry, beyond, each.source == MANAGED)
        return None

    def _allows(self, call: Call, each: _File, entry: str) -> bool:
        return self._answer(call, [self._read(each, each.only(entry))]) == RUNS

    def _read(self, each: _File, text: str) -> Any:
        return self.matcher.read_settings(text, each.source, each.root) if self.matcher else None

    def _of(self, root: str) -> list[_File]:
        if root not in self._files:
            read = [self._open(path, source, root) for source, path in self._paths(root)]
            self._files[root] = [each for each in read if each is not None]
        return self._files[root]

    def _paths(self, root: str) -> list[tuple[str, str]]:
        """The settings files with whose they are; the machine's keeper has a folder of further ones."""
        if self.part is None:
            return []
        known = self.part.paths(self.home, root, self.environ)
        dropped_in = sorted((Path(known[MANAGED]).parent / self.part.DROP_INS).glob("*.json"))
        return [*known.items(), *((MANAGED, str(path)) for path in dropped_in)]

    def _open(self, path: str, source: str, root: str) -> _File | None:
        """None for a file that is not there or that the agent drops."""
        base = root if source != USER else ""
        try:
            text = regular.text(path)
        except (OSError, UnicodeDecodeError):
            return None
        found = self.matcher.read_settings(text, source, base) if self.matcher else None
        return None if found is None else _File(path, source, base, text, list(found.allow))


def _covers(call: Call, entry: str, home: str) -> bool:
    """True when an entry, read as a rule without a cap, allows the call: for what the agent would run unasked by now,
    where its own answer does not tell whether the entry speaks about it."""
    declared = read_rule({"allow": [entry], "within": ["any"]}, "entry", "granted", USER, [])
    facts = Facts(home_of(call.project, home), call.project, call.cwd)
    return declared is not None and (
        decision_on(call, from_rules([declared.rule]), facts, disk=False).verdict == ALLOW
    )
