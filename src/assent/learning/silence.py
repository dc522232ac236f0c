"""How long a no to a suggestion silences it and what it holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assent.learning.candidate import Candidate

LIFT = 3.0  # a silence ends early when there are so many times the answers that there were


@dataclass(frozen=True, slots=True)
class Suppression:
    """Silence for a candidate key until a day (ordinal, exclusive); `evidence` what there was when it was refused."""

    until: int
    evidence: float = 0.0

    def holds(self, today: int, evidence: float) -> bool:
        """True on a day before its end, unless the evidence has grown."""
        return today < self.until and not (self.evidence > 0 and evidence >= LIFT * self.evidence)


@dataclass(frozen=True, slots=True)
class Refused:
    """A candidate that a person was shown and said no to: what is narrower stays silent as long as it does."""

    candidate: Candidate
    silence: Suppression
