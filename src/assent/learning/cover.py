"""Few, large rules: the greedy choice of admissible candidates that spares the most prompts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from assent.learning.confidence import HALF_LIFE_YES
from assent.learning.families import pools_of, shapes_over
from assent.learning.levels import USER
from assent.learning.mine import YES
from assent.learning.shapes import FORM, NARROWEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assent.learning.gates import Judged
    from assent.learning.mine import Answer, Signature
    from assent.learning.shapes import PartSummary, Shape

PRICE = 1.0  # a rule must spare at least one prompt in thirty days


@dataclass(slots=True)
class Want:
    """A kind of call that keeps being asked about: its parts still to be covered, and its decayed weight."""

    parts: set[PartSummary]
    project: str
    weight: float


def wants(answers: Iterable[Answer], today: int) -> list[Want]:
    """The approved kinds of call that no rule in force covers whole."""
    weights: dict[tuple[int, str], float] = defaultdict(float)
    signatures: dict[int, Signature] = {}
    for answer in answers:
        if answer.label in YES:
            age = max(0, today - answer.day)
            weight = answer.count * YES[answer.label] * 2 ** (-age / HALF_LIFE_YES)
            weights[id(answer.signature), answer.project] += weight
            signatures[id(answer.signature)] = answer.signature
    found = []
    for (number, project), weight in weights.items():
        signature = signatures[number]
        covered = signature.covered or (False,) * len(signature.parts)
        parts = {part for part, done in zip(signature.parts, covered, strict=True) if not done}
        if parts:
            found.append(Want(parts, project, weight))
    return found


@dataclass(slots=True)
class _Offer:
    """An admissible candidate: per want (by number) the parts of it that the candidate covers."""

    judged: Judged
    hits: dict[int, set[PartSummary]] = field(default_factory=dict)

    def gain(self, wanted: Sequence[Want]) -> float:
        """Prompts spared in thirty days: of each want the share that is still to be covered and lies here."""
        total = 0.0
        for number, parts in self.hits.items():
            want = wanted[number]
            if want.parts:
                total += want.weight * len(parts & want.parts) / len(want.parts)
        return total


class Chosen(NamedTuple):
    """A candidate, the prompts it spares in thirty days, and the parts that nothing chosen before it covers."""

    judged: Judged
    gain: float
    parts: set[PartSummary]


def cover(judged: Sequence[Judged], wanted: Sequence[Want]) -> list[Chosen]:
    """The chosen candidates, best first. Ties go to the narrower scope, then to the narrower shape."""
    offers = [_Offer(each) for each in judged if each.admissible]
    touching = _connect(offers, wanted)
    gains = {number: offer.gain(wanted) for number, offer in enumerate(offers)}
    chosen: list[Chosen] = []
    while gains:
        best = max(gains, key=lambda number: _order(gains[number], offers[number].judged))
        if gains[best] < PRICE - 1e-9:
            break
        covered: set[PartSummary] = set()
        changed: set[int] = set()
        for number, parts in offers[best].hits.items():
            if fresh := parts & wanted[number].parts:
                covered |= fresh
                wanted[number].parts -= parts
                changed.update(touching[number])
        chosen.append(Chosen(offers[best].judged, gains.pop(best), covered))
        for number in changed & gains.keys():
            gains[number] = offers[number].gain(wanted)
    return chosen


def _connect(offers: Sequence[_Offer], wanted: Sequence[Want]) -> dict[int, list[int]]:
    """Fills the offers' hits; want number → the offers that cover some of it."""
    by_shape: dict[Shape, list[int]] = defaultdict(list)
    for number, offer in enumerate(offers):
        by_shape[offer.judged.candidate.shape].append(number)
    ladders: dict[PartSummary, list[int]] = {}
    touching: dict[int, list[int]] = defaultdict(list)
    for number, want in enumerate(wanted):
        for part in want.parts:
            near = ladders.get(part)
            if near is None:
                near = ladders[part] = _holding(part, offers, by_shape)
            for at in near:
                if offers[at].judged.candidate.scope in (USER, want.project):
                    offers[at].hits.setdefault(number, set()).add(part)
                    touching[number].append(at)
    return touching


def _holding(part: PartSummary, offers: Sequence[_Offer], by_shape: dict[Shape, list[int]]) -> list[int]:
    """The offers whose shape holds the part and whose cap holds its effects; of a family, the cap of the member."""
    members = {pool: member for _, pool, member in pools_of(part)}
    return [
        number
        for shape in shapes_over(part)
        for number in by_shape.get(shape, ())
        if _holds(offers[number].judged, part, members.get(shape))
    ]


def _holds(judged: Judged, part: PartSummary, member: Shape | None) -> bool:
    if member is None:
        return not part.effects & ~judged.candidate.cap
    return any(each.shape == member and not part.effects & ~each.cap for each in judged.members)


def _order(gain: float, judged: Judged) -> tuple[float, bool, int, int, str]:
    candidate = judged.candidate
    # A form is offered where its verb may not be, and never instead of it.
    rank = len(NARROWEST) if candidate.shape.kind == FORM else candidate.shape.rank
    return (round(gain, 6), candidate.scope != USER, -rank, -candidate.level, candidate.key())
