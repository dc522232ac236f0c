"""The review as data: one question at a time, one key as an answer, so that a terminal and a page ask alike."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assent.learning.suggestion import Suggestion

YES, NO, ALL, SKIP, NARROWER, PROJECT, NEVER, CARD, QUIT = "y", "n", "a", "s", "e", "p", "v", "?", "q"
KEYS = {
    YES: "accept",
    NO: "not now: silent for 30 days, narrower ones too",
    ALL: "accept all remaining",
    SKIP: "skip the rest: they are offered again the next time",
    NARROWER: "show a narrower rule and ask about that",
    PROJECT: "accept it for this project only",
    NEVER: "never: silent for good, until --unsuppress takes it back",
    CARD: "proof card",
    QUIT: "the same as s",
}


@dataclass(slots=True)
class Review:
    """Walks the suggestions. `accepted`, `rejected` and `never` hold what was decided so far and are never taken back;
    `shows` says what the last key asked for: CARD, NARROWER, PROJECT or "" for nothing."""

    suggestions: list[Suggestion]
    at: int = 0
    accepted: list[Suggestion] = field(default_factory=list)
    rejected: list[Suggestion] = field(default_factory=list)
    never: list[Suggestion] = field(default_factory=list)
    shows: str = ""

    @property
    def question(self) -> Suggestion | None:
        """What is asked now; None when the review is over."""
        return self.suggestions[self.at] if self.at < len(self.suggestions) else None

    def take_key(self, key: str) -> bool:
        """Take one key; False when it means nothing here (the question stands)."""
        now = self.question
        self.shows = ""
        if now is None or key not in KEYS:
            return False
        if key in (CARD, NARROWER, PROJECT):
            self.shows = key
        elif key in (SKIP, QUIT):
            self.at = len(self.suggestions)
        elif key == ALL:
            self.accepted.extend(self.suggestions[self.at :])
            self.at = len(self.suggestions)
        else:
            {YES: self.accepted, NO: self.rejected, NEVER: self.never}[key].append(now)
            self.at += 1
        return True

    def ask_instead(self, other: Suggestion) -> None:
        """Asks about another suggestion in the place of the present one."""
        self.suggestions[self.at] = other
