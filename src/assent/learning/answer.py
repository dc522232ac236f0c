"""What a person answered: a call, the answer to it, and equal approvals together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from assent.core.event import APPROVED, INFERRED, REDIRECTED, REJECTED, UNDONE
from assent.learning.confidence import INFERRED_WEIGHT
from assent.learning.shapes import PartSummary

if TYPE_CHECKING:
    from assent.learning.ladder import Ladder

YES = {APPROVED: 1.0, INFERRED: INFERRED_WEIGHT}
NO = {REJECTED: 1.0, UNDONE: 1.0, REDIRECTED: 0.5}


class Signature(msgspec.Struct, frozen=True, cache_hash=True, gc=False):
    """What was called: equal calls are one. `covered` says for each part whether a rule in force allows it."""

    tool: str
    text: str
    parts: tuple[PartSummary, ...]
    covered: tuple[bool, ...] = ()


class Answer(msgspec.Struct, frozen=True, gc=False):
    """`count` equal answers to equal calls of one session on one day (`day` as a proleptic ordinal). Where a person
    took back several calls at once, each is a share of that one answer."""

    signature: Signature
    label: str
    day: int
    session: str
    project: str
    count: float = 1


class Kind(msgspec.Struct, frozen=True, eq=False, gc=False):
    """Calls that teach the same: the ladders of their parts, and of each part that no rule in force covers. The same
    object wherever these are equal."""

    ladders: tuple[Ladder, ...]
    open: tuple[Ladder, ...]


class Asked(msgspec.Struct, eq=False, gc=False):
    """Every approval of one kind of call in one project, all with one label: by `Heard.slots` what each session of a
    day counts for, and each text with its last day. `first` is the earliest of them as (day, session, text)."""

    kind: Kind
    project: str
    label: str
    first: tuple[int, str, str]
    given: dict[int, float] = msgspec.field(default_factory=dict)
    texts: dict[str, int] = msgspec.field(default_factory=dict)

    def add(self, answer: Answer, slot: int) -> None:
        """One more answer of the same kind, project and label."""
        day, text = answer.day, answer.signature.text
        self.given[slot] = self.given.get(slot, 0.0) + YES[self.label] * answer.count
        if self.texts.get(text, 0) < day:
            self.texts[text] = day
        if day <= self.first[0]:
            self.first = min(self.first, (day, answer.session, text))

    def order(self) -> tuple[int, str, str, str, str]:
        """The key of an order that does not depend on the order of the answers."""
        day, session, text = self.first
        return (day, session, self.project, text, self.label)
