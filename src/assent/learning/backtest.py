"""The back-test: a rule as the first two thirds of the sessions would have made it, held against the last third."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from assent.core.event import INFERRED
from assent.learning.answer import YES
from assent.learning.families import pools_of
from assent.learning.levels import LEVELS, NETWORK, USER
from assent.learning.shapes import shapes_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from assent.learning.answer import Answer
    from assent.learning.candidate import Candidate
    from assent.learning.shapes import PartSummary, Shape

    # What makes two candidates the same, whatever was learned of them.
    Identity = tuple[str, int, Shape]


@dataclass(slots=True)
class Backtest:
    """What a rule would have done in the sessions that it was not learned from: `prompts_saved` of the `prompts` that
    were answered there, and which calls that were refused it would have let through: those that its own evidence holds
    (`tolerated`), and all others (`denied`). From the day `since` to `until` (ordinals), in so many `sessions`."""

    since: int
    until: int
    sessions: int
    prompts: int = 0
    prompts_saved: int = 0
    denied: list[str] = field(default_factory=list)
    tolerated: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """The fields of the command contract first."""
        return {
            "prompts_saved": self.prompts_saved,
            "denied_allowed": len(self.denied),
            "tolerated": self.tolerated,
            "prompts": self.prompts,
            "sessions": self.sessions,
            "since": date.fromordinal(self.since).isoformat(),
            "until": date.fromordinal(self.until).isoformat(),
        }


def last_third(answers: Iterable[Answer]) -> dict[str, int]:
    """The later third of the sessions with an answer, by their first day; session → that day. With fewer than three
    sessions there is none."""
    begun: dict[str, int] = {}
    for answer in answers:
        begun[answer.session] = min(answer.day, begun.get(answer.session, answer.day))
    ordered = sorted(begun, key=lambda session: (begun[session], session))
    return {session: begun[session] for session in ordered[len(ordered) - len(ordered) // 3 :]}


def caps_before(
    candidates: Iterable[Candidate], answers: Sequence[Answer], later: Mapping[str, int]
) -> dict[Identity, int]:
    """The effects that each candidate had been approved with before the last third; one with no approval by then is
    not there."""
    wanted = {identity(each) for each in candidates}
    found: dict[Identity, int] = {}
    seen: set[tuple[int, str, bool]] = set()
    for answer in answers:
        if answer.label not in YES or answer.session in later:
            continue
        estimated = answer.label == INFERRED
        asked = (id(answer.signature), answer.project, estimated)
        if asked in seen:
            continue
        seen.add(asked)
        for part in answer.signature.parts:
            for shape, level in rungs(part):
                if estimated and level >= NETWORK:
                    continue
                for key in ((answer.project, level, shape), (USER, level, shape)):
                    if key in wanted:
                        found[key] = found.get(key, 0) | part.effects & LEVELS[level].mask
    return found


def rungs(part: PartSummary) -> set[tuple[Shape, int]]:
    """(shape, level) of every rule that a part could teach, of its own or as a member of a family."""
    return {*shapes_of(part), *((member, part.level) for _, _, member in pools_of(part))}


def identity(candidate: Candidate) -> Identity:
    """What makes two candidates the same."""
    return candidate.scope, candidate.level, candidate.shape
