"""Learning about the suggestions themselves: what a person refuses raises how sure the next ones must be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assent.learning.confidence import beta_cdf
from assent.learning.levels import LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

STEP = 0.02
PATIENCE = 5  # answers of no opinion that each level begins with
HIGHEST = 0.97  # no level ever asks for more
ENOUGH = 3  # answers from which on a share is told in a word
UNLIKELY = 0.05
EXCELLENT, GOOD, FAIR, POOR, UNKNOWN = "excellent", "good", "fair", "poor", "not known yet"
WORDS = ((0.8, EXCELLENT), (0.5, GOOD), (0.3, FAIR), (0.0, POOR))
USES = 5  # from which on what a rule promised is held against what came of it


@dataclass(slots=True)
class Standing:
    """How suggestions of one level fared: how many were `shown`, `accepted` and `refused`, and by how much the least
    confidence is `raised` for it."""

    shown: int = 0
    accepted: int = 0
    refused: int = 0
    raised: float = 0.0

    @property
    def share(self) -> float | None:
        """Accepted among the answered; None without an answer."""
        answered = self.accepted + self.refused
        return self.accepted / answered if answered else None


def standings(reviews: Iterable[Mapping[int, tuple[int, int, int]]]) -> dict[int, Standing]:
    """The standing of every level after these reviews (level → shown, accepted, refused), in their order. More refused
    than accepted raises the least confidence a little, more accepted than refused brings it back: never below the
    default, and a review without an answer moves nothing."""
    found = {level.number: Standing() for level in LEVELS}
    for review in reviews:
        for level, (shown, accepted, refused) in review.items():
            if level not in found:
                continue
            now = found[level]
            now.shown += shown
            now.accepted += accepted
            now.refused += refused
            if accepted + refused:
                now.raised = _moved(now, HIGHEST - LEVELS[level].bound)
    return found


def _moved(now: Standing, most: float) -> float:
    answered = now.accepted + now.refused
    step = STEP * (now.refused - now.accepted) / (answered + PATIENCE)
    return min(max(now.raised + step, 0.0), most)


def raised(found: Mapping[int, Standing]) -> dict[int, float]:
    """By how much each level asks for more than by default; only levels that do."""
    return {level: each.raised for level, each in found.items() if each.raised > 0}


@dataclass(frozen=True, slots=True)
class Kept:
    """What one learned rule promised and kept: the bound `stated` when it was granted, its `uses` since, and how many
    of them the person took back or refused (`against`)."""

    rule: str
    name: str
    level: int
    stated: float
    uses: int
    against: int

    @property
    def realised(self) -> float | None:
        """The share of uses that stood; None before there are enough."""
        return (self.uses - self.against) / self.uses if self.uses >= USES else None

    @property
    def broken(self) -> bool:
        """True when so many uses against it are too many to be chance, had the bound been right."""
        if self.realised is None or self.realised >= self.stated:
            return False
        stood = self.uses - self.against
        # P(at most this many stand) = I(1 - stated; against, stood + 1)
        return beta_cdf(1 - self.stated, self.against, stood + 1) < UNLIKELY


def health(found: Mapping[int, Standing], kept: Sequence[Kept]) -> str:
    """Whether learning works, in a word: by the share of suggestions that are accepted, one word lower when more than
    one rule in twenty does not keep what it promised."""
    answered = sum(each.accepted + each.refused for each in found.values())
    if answered < ENOUGH:
        return UNKNOWN
    share = sum(each.accepted for each in found.values()) / answered
    at = next(number for number, (least, _) in enumerate(WORDS) if share >= least)
    measured = [each for each in kept if each.realised is not None]
    if sum(each.broken for each in measured) > len(measured) / 20:
        at += 1
    return WORDS[min(at, len(WORDS) - 1)][1]
