"""Few, large rules: the greedy choice of admissible candidates that spares the most prompts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assent.learning.confidence import HALF_LIFE_YES
from assent.learning.levels import USER
from assent.learning.mine import YES
from assent.learning.shapes import shapes_of

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


def cover(judged: Sequence[Judged], wanted: Sequence[Want]) -> list[tuple[Judged, float]]:
    """The chosen candidates with the prompts each spares in thirty days, best first. Ties go to the narrower
    scope, then to the narrower shape."""
    offers = [_Offer(each) for each in judged if each.admissible]
    touching = _connect(offers, wanted)
    gains = {number: offer.gain(wanted) for number, offer in enumerate(offers)}
    chosen: list[tuple[Judged, float]] = []
    while gains:
        best = max(gains, key=lambda number: _order(gains[number], offers[number].judged))
        if gains[best] < PRICE - 1e-9:
            break
        chosen.append((offers[best].judged, gains.pop(best)))
        changed: set[int] = set()
        for number, parts in offers[best].hits.items():
            if parts & wanted[number].parts:
                wanted[number].parts -= parts
                changed.update(touching[number])
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
    """The offers whose shape holds the part and whose cap holds its effects."""
    shapes = dict.fromkeys(shape for shape, _ in shapes_of(part))
    return [
        number
        for shape in shapes
        for number in by_shape.get(shape, ())
        if not part.effects & ~offers[number].judged.candidate.cap
    ]


def _order(gain: float, judged: Judged) -> tuple[float, bool, int, int, str]:
    candidate = judged.candidate
    return (round(gain, 6), candidate.scope != USER, -candidate.shape.rank, -candidate.level, candidate.key())
