"""The review as data: one question at a time, one key as an answer, so that a terminal and a page ask alike."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.learning.suggest import Suggestion

YES, NO, ALL, SKIP, NARROWER, CARD, QUIT = "y", "n", "a", "s", "e", "?", "q"
KEYS = {
    YES: "accept",
    NO: "not now (silent for 30 days)",
    ALL: "accept all remaining",
    SKIP: "skip the rest",
    NARROWER: "narrower: this project only",
    CARD: "proof card",
    QUIT: "quit and keep",
}


@dataclass(slots=True)
class Review:
    """Walks the suggestions. `accepted` and `rejected` hold what was decided so far and are never taken back;
    `narrowed` those accepted for one project only."""

    suggestions: Sequence[Suggestion]
    at: int = 0
    accepted: list[Suggestion] = field(default_factory=list)
    rejected: list[Suggestion] = field(default_factory=list)
    narrowed: list[Suggestion] = field(default_factory=list)
    card: bool = False

    @property
    def question(self) -> Suggestion | None:
        """What is asked now; None when the review is over."""
        return self.suggestions[self.at] if self.at < len(self.suggestions) else None

    def take_key(self, key: str) -> bool:
        """Take one key; False when it means nothing here (the question stands)."""
        now = self.question
        self.card = False
        if now is None or key not in KEYS:
            return False
        if key == CARD:
            self.card = True
        elif key in (SKIP, QUIT):
            self.at = len(self.suggestions)
        elif key == ALL:
            self.accepted.extend(self.suggestions[self.at :])
            self.at = len(self.suggestions)
        else:
            {YES: self.accepted, NO: self.rejected, NARROWER: self.narrowed}[key].append(now)
            self.at += 1
        return True
