"""A shape in a scope that may become a rule, with the evidence for and against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from assent.learning.confidence import Day
from assent.learning.shapes import NARROWEST, Shape

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assent.learning.answer import Asked


class Tally(msgspec.Struct, gc=False):
    """Evidence of one candidate per day: approvals by session, and denials."""

    yes: dict[int, dict[str, float]] = msgspec.field(default_factory=dict)
    no: dict[int, float] = msgspec.field(default_factory=dict)
    sessions: set[str] = msgspec.field(default_factory=set)
    projects: set[str] = msgspec.field(default_factory=set)
    kinds: set[str] = msgspec.field(default_factory=set)  # programs, or folders of the project

    def days(self, today: int, *, pooled: bool = False) -> list[Day]:
        """The days in order, as the bound wants them; `pooled` for a family's."""
        return [
            Day(
                max(0, today - day),
                tuple(self.yes[day].values()) if day in self.yes else (),
                self.no.get(day, 0.0),
                pooled,
            )
            for day in sorted(self.yes.keys() | self.no.keys())
        ]


class Candidate(msgspec.Struct, gc=False):
    """A shape in a scope (`user` or a project id) at a level. `cap` is the union of the effects approved under it,
    cut at the level's mask; only parts within that cap are its evidence. `places` are the fields by which approved
    calls of an MCP tool said where they go. A family has `members`, which stand in the same scope as candidates of
    their own. `asked` are the approvals it has its tally from."""

    shape: Shape
    scope: str
    level: int
    cap: int = 0
    tally: Tally = msgspec.field(default_factory=Tally)
    members: dict[Shape, Candidate] = msgspec.field(default_factory=dict)
    asked: list[Asked] = msgspec.field(default_factory=list)
    no_days: list[tuple[int, str]] = msgspec.field(default_factory=list)
    places: frozenset[str] = frozenset()

    @property
    def yes_texts(self) -> dict[str, int]:
        """The approved calls as text, each with its last day. Put together when asked for: of most candidates nobody
        does, and the widest have every text there is."""
        found: dict[str, int] = {}
        for each in self.asked:
            for text, day in each.texts.items():
                if found.get(text, 0) < day:
                    found[text] = day
        return found

    def fill(self, yes: Mapping[int, float], slots: Sequence[tuple[int, str]]) -> None:
        """Takes its approvals, all that were `asked`, by slot; behind the last slot they begin again for each member of
        a family."""
        days, sessions, size = self.tally.yes, self.tally.sessions, len(slots)
        for at, weight in yes.items():
            day, session = slots[at % size]
            sessions.add(session)
            name = session if at < size else f"{session}\x1f{at // size}"
            if day in days:
                days[day][name] = weight
            else:
                days[day] = {name: weight}
        self.tally.projects.update([asked.project for asked in self.asked])

    def key(self) -> str:
        """Shape, level and scope as text: the key of suppressions and of stable order."""
        return f"{self.scope}|{self.level}|{self.shape.key()}"


def read_key(key: str) -> Candidate | None:
    """The candidate that a key names, without its evidence; None for a text that is no key."""
    head, _, rest = key.partition("\x1f")
    kind, *words = rest.split("\x1f")
    scope, _, tool = head.rpartition("|")
    scope, _, level = scope.rpartition("|")
    if kind not in NARROWEST or "\x1e" not in words or not level.isdigit():
        return None
    end = words.index("\x1e")
    return Candidate(Shape(kind, tool, tuple(words[:end]), tuple(words[end + 1 :])), scope, int(level))


def raw(candidate: Candidate) -> tuple[float, float]:
    """Plain approvals and denials of a candidate."""
    return (
        sum(sum(day.values()) for day in candidate.tally.yes.values()),
        sum(candidate.tally.no.values()),
    )
