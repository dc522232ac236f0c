"""Few, large rules: the greedy choice of admissible candidates that spares the most prompts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import fsum
from typing import TYPE_CHECKING, NamedTuple

from assent.learning.confidence import HALF_LIFE_YES
from assent.learning.levels import USER
from assent.learning.shapes import FORM, NARROWEST

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from assent.learning.gates import Judged
    from assent.learning.ladder import Ladder
    from assent.learning.mine import Heard
    from assent.learning.shapes import Shape

    Near = tuple[int, ...]  # the offers that cover a part, by number
    Parts = dict[Near, set[Ladder]]  # the parts that just these offers cover: to the choice they are all one

PRICE = 1.0  # a rule must spare at least one prompt in thirty days


class Want(NamedTuple):
    """A kind of call that keeps being asked about: its parts still to be covered, and its decayed weight."""

    parts: tuple[Ladder, ...]
    project: str
    weight: float


def wants(heard: Heard, today: int) -> list[Want]:
    """The approved kinds of call that no rule in force covers whole."""
    decay = [2 ** (-max(0, today - day) / HALF_LIFE_YES) for day, _ in heard.slots]
    weights: dict[tuple[tuple[Ladder, ...], str], list[float]] = defaultdict(list)
    for asked in heard.approved:
        if asked.kind.open:
            weighed = [count * decay[slot] for slot, count in asked.given.items()]
            weights[asked.kind.open, asked.project] += weighed
    return [Want(parts, project, fsum(each)) for (parts, project), each in weights.items()]


class Chosen(NamedTuple):
    """A candidate, the prompts it spares in thirty days, and the parts that nothing chosen before it covers."""

    judged: Judged
    gain: float
    parts: set[Ladder]


class Covered(NamedTuple):
    """What was chosen, best first, and the parts that stay uncovered, each with its project."""

    chosen: list[Chosen]
    rest: set[tuple[Ladder, str]]


@dataclass(slots=True)
class _Demand:
    """All wants that are the same to the choice: the offers near each part that is still to be covered."""

    left: list[Near]
    weight: float

    def share(self, offer: int) -> float:
        """What an offer spares of it: the part of it that is still to be covered and lies there."""
        return self.weight * sum(offer in near for near in self.left) / len(self.left)


def cover(judged: Sequence[Judged], wanted: Sequence[Want]) -> Covered:
    """The chosen candidates. Ties go to the narrower scope, then to the narrower shape."""
    offers = [each for each in judged if each.admissible]
    near = _near(offers, wanted)
    demands = _demands(wanted, near)
    parts: Parts = defaultdict(set)
    for (ladder, _), numbers in near.items():
        parts[numbers].add(ladder)
    chosen, taken = _choose(offers, demands, parts)
    return Covered(chosen, {at for at, numbers in near.items() if taken.isdisjoint(numbers)})


def _choose(
    offers: Sequence[Judged], demands: Sequence[_Demand], parts: Parts
) -> tuple[list[Chosen], set[int]]:
    """The best offer, then the best of what that leaves, and so on; also by number."""
    touching: dict[int, list[_Demand]] = defaultdict(list)
    for demand in demands:
        for number in {number for near in demand.left for number in near}:
            touching[number].append(demand)

    def gain(number: int) -> float:
        """Prompts spared in thirty days. The exact sum, so that the order of the demands says nothing."""
        return fsum(demand.share(number) for demand in touching[number] if demand.left)

    ties = [_tie(offer) for offer in offers]
    gains = {number: gain(number) for number in range(len(offers))}
    chosen: list[Chosen] = []
    taken: set[int] = set()
    while gains:
        best = max(gains, key=lambda number: (round(gains[number], 6), ties[number]))
        if gains[best] < PRICE - 1e-9:
            break
        covered: set[Ladder] = set()
        changed: set[int] = set()
        for demand in touching[best]:
            for near in demand.left:
                changed.update(near)
                covered |= parts[near] if best in near else set()
            demand.left = [near for near in demand.left if best not in near]
        chosen.append(Chosen(offers[best], gains.pop(best), covered))
        taken.add(best)
        gains |= {number: gain(number) for number in changed & gains.keys()}
    return chosen, taken


def _demands(wanted: Sequence[Want], near: Mapping[tuple[Ladder, str], Near]) -> list[_Demand]:
    weights: dict[tuple[Near, ...], list[float]] = defaultdict(list)
    for want in wanted:
        weights[tuple(sorted(near[part, want.project] for part in want.parts))].append(want.weight)
    return [_Demand(list(left), fsum(each)) for left, each in weights.items()]


def _near(offers: Sequence[Judged], wanted: Sequence[Want]) -> dict[tuple[Ladder, str], Near]:
    """The offers that cover each part in its project."""
    by_shape: dict[Shape, list[int]] = defaultdict(list)
    for number, offer in enumerate(offers):
        by_shape[offer.candidate.shape].append(number)
    holding: dict[Ladder, list[int]] = {}
    found: dict[tuple[Ladder, str], Near] = {}
    for want in wanted:
        for part in want.parts:
            if (part, want.project) in found:
                continue
            if part not in holding:
                holding[part] = _holding(part, offers, by_shape)
            here = [n for n in holding[part] if offers[n].candidate.scope in (USER, want.project)]
            found[part, want.project] = tuple(here)
    return found


def _holding(part: Ladder, offers: Sequence[Judged], by_shape: Mapping[Shape, Collection[int]]) -> list[int]:
    """The offers whose shape holds the part and whose cap holds its effects; of a family, the cap of the member."""
    members = {pool: member for _, pool, member in part.pools}
    return [
        number
        for shape in part.over
        for number in by_shape.get(shape, ())
        if _holds(offers[number], part, members.get(shape))
    ]


def _holds(judged: Judged, part: Ladder, member: Shape | None) -> bool:
    if member is None:
        return not part.effects & ~judged.candidate.cap
    return any(each.shape == member and not part.effects & ~each.cap for each in judged.members)


def _tie(judged: Judged) -> tuple[bool, int, int, str]:
    """Which of two that spare the same is better."""
    candidate = judged.candidate
    # A form is offered where its verb may not be, and never instead of it.
    rank = len(NARROWEST) if candidate.shape.kind == FORM else candidate.shape.rank
    return (candidate.scope != USER, -rank, -candidate.level, candidate.key())
