"""The calls of the logs with what became of them, and which of them a rule alone would stop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from assent.app.learn.answers import Window, order
from assent.core import event as labels
from assent.core.pattern import ARGV, HOST, NAME, PATH, TOOL, WORD
from assent.core.policy import from_rules
from assent.core.tools import SPAWNERS
from assent.learning.answer import NO, YES, Answer, Signature

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assent.app.learn.calls import Calls
    from assent.app.learn.readings import Kept
    from assent.core.pattern import Pattern
    from assent.core.policy import Policy
    from assent.core.rule import Rule

    Pair = tuple[int, str]  # a reading in a project

_QUOTES = str.maketrans("", "", "\"'\\")
_GLOBS = frozenset("*?[{")
_RAN = f"label IN ('{labels.AUTO}', '{labels.UNLABELLED}') AND outcome IN ('ok', 'error')"


@dataclass(frozen=True, slots=True)
class Asked:
    """A prompt and its answer: `count` equal ones of a session on a day."""

    reading: int
    project: str
    label: str
    day: int
    session: str
    count: int

    @property
    def pair(self) -> Pair:
        """What was asked about."""
        return self.reading, self.project


class History:
    """The calls up to the end of a window with what became of them. Only refusals of the window itself count; what was
    approved before it is not to be stopped either."""

    def __init__(self, calls: Calls, window: Window) -> None:
        self.calls = calls
        self.window = Window(window.until, "", window.project, window.is_now)
        first = date.fromisoformat(window.since).toordinal() if window.since else 0
        self.asked = [each for each in self._answered() if each.day >= first or each.label in YES]
        self.ran: list[tuple[Pair, str]] = []
        self._signatures: dict[int, Signature | None] = {}
        self._texts: dict[int, str] = {}

    def _rows(self, columns: str, about: str) -> Iterator[tuple[str, ...]]:
        where, given = self.window.where()
        query = f"SELECT {columns}, count(*) FROM events WHERE reading IS NOT NULL AND {about} AND {where} "  # noqa: S608  fixed text; values are parameters
        count = columns.count(",") + 1
        grouped = ", ".join(str(each + 1) for each in range(count))
        yield from self.calls.db.execute(f"{query} GROUP BY {grouped}", given)

    def _answered(self) -> Iterator[Asked]:
        names = ", ".join(f"'{label}'" for label in (*YES, *NO))
        columns = "reading, project, label, day, session"
        days: dict[str, int] = {}
        for reading, project, label, day, session, number in self._rows(columns, f"label IN ({names})"):
            if day not in days:
                days[day] = date.fromisoformat(day).toordinal()
            yield Asked(int(reading), project, label, days[day], session, int(number))

    def load_ran(self) -> None:
        """The calls that ran without a question; only wanted where something is refused."""
        rows = self._rows('reading, project, "by"', _RAN)
        self.ran = sorted(((int(reading), project), by) for reading, project, by, _ in rows)

    def signature(self, reading: int) -> Signature | None:
        """What was called, as the learner wants it."""
        if reading not in self._signatures:
            kept = self.calls.kept(reading)
            made = Signature(kept.tool, kept.text, kept.parts) if kept and kept.parts else None
            self._signatures[reading] = made
        return self._signatures[reading]

    def text(self, reading: int) -> str:
        """What was called, as people read it."""
        call = self.signature(reading)
        return call.text if call else ""

    def answers(self) -> list[Answer]:
        """The answers in an order that does not depend on when the logs were read."""
        found = []
        for each in self.asked:
            call = self.signature(each.reading)
            if call is not None:
                found.append(Answer(call, each.label, each.day, each.session, each.project, each.count))
        return sorted(found, key=order)

    def met(self, pair: Pair, rule: Rule, policy: Policy) -> bool:
        """True when a rule alone (`policy` holds nothing else) would deny a call or ask about it."""
        kept = self.calls.kept(pair[0])
        if kept is None or not self._may_meet(pair[0], kept, rule):
            return False
        found = self.calls.decided(kept, pair[1], policy)
        return found.decider is not None and found.decider.id == rule.id

    def alone(self, rule: Rule, project: str) -> Policy:
        """One rule, with the programs of a project."""
        return from_rules([rule], self.calls.policy(project).programs)

    def _may_meet(self, reading: int, kept: Kept, rule: Rule) -> bool:
        """False for most calls, without reading them again."""
        if rule.effects and not any(part.effects & rule.effects for part in kept.parts):
            return False
        if reading not in self._texts:
            self._texts[reading] = f"{kept.spot}\0{kept.cwd}".translate(_QUOTES)
        text = self._texts[reading]
        return any(_may_name(each, kept.tool, text) for each in rule.patterns)


def _may_name(pattern: Pattern, tool: str, text: str) -> bool:
    """False when a call of a tool with this text (quotes left out) cannot be what a pattern speaks of."""
    if pattern.kind == ARGV:
        return all(str(word).translate(_QUOTES) in text for kind, word in pattern.tokens if kind == WORD)
    if pattern.kind == PATH:
        fixed = [name for name in pattern.value.split("/") if name and not _GLOBS.intersection(name)]
        return not fixed or fixed[-1].lower() in text.lower() or not _GLOBS.isdisjoint(text)
    if pattern.kind == HOST:
        return pattern.value in text.lower()
    if pattern.kind == NAME:
        return tool == pattern.tool or (tool in SPAWNERS and pattern.tool in SPAWNERS)
    return pattern.kind != TOOL or tool.startswith(pattern.tool)
