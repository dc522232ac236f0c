"""Which of two candidates holds what the other one does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.learning.levels import USER
from assent.learning.shapes import CLASS, EVERYWHERE, FAMILY, FILE, FOLDERS, KINDS, NARROWEST, OUTSIDE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assent.learning.candidate import Candidate
    from assent.learning.shapes import Shape

    ByWords = dict[tuple[str, str, tuple[str, ...]], list[Candidate]]


def by_words(candidates: Iterable[Candidate]) -> ByWords:
    """Candidates by tool, kind of shape and what their calls have to begin with, each list in the given order."""
    found: ByWords = {}
    for each in candidates:
        found.setdefault((each.shape.tool, each.shape.kind, _base(each.shape)), []).append(each)
    return found


def ancestors(candidate: Candidate, others: ByWords) -> list[str]:
    """The keys of a candidate and of every candidate that is wider: what a rejection silences. What was refused for
    all projects is refused for each of them."""
    shape, level = candidate.shape, candidate.level
    # No narrower kind is wider, but the class, which stands before the family, is wider than one.
    kinds = KINDS[min(shape.rank, NARROWEST[CLASS]) :]
    begins = [shape.words[:size] for size in range(len(shape.words) + 1)]
    near = (
        other for kind in kinds for words in begins for other in others.get((shape.tool, kind, words), ())
    )
    wider = (
        each for each in near if each.level >= level and each is not candidate and is_wider(each, candidate)
    )
    return [candidate.key(), *sorted(each.key() for each in wider)]


def is_wider(wide: Candidate, narrow: Candidate) -> bool:
    """True when what the first holds includes what the second holds; both of one tool, the first of no lower level. A
    family holds nothing but its members: nothing is inside it by its words."""
    kinds = (wide.shape.kind, narrow.shape.kind)
    if FAMILY in kinds and wide.shape.kind not in (CLASS, narrow.shape.kind):
        return False
    if kinds == (CLASS, FAMILY):
        return True
    if narrow.scope != USER and wide.scope not in (USER, narrow.scope):
        return False
    if wide.shape.kind in FOLDERS or narrow.shape.kind in (*FOLDERS, FILE):
        return wide.shape.rank >= narrow.shape.rank and is_below(narrow.shape, wide.shape)
    return (
        wide.shape.rank >= narrow.shape.rank
        and narrow.shape.words[: len(wide.shape.words)] == wide.shape.words
    )


def is_below(narrow: Shape, wide: Shape) -> bool:
    """True for a file or folder that lies in another one, or is the same."""
    if wide.words == EVERYWHERE:
        return len(narrow.words) > 1 and narrow.words[0] not in OUTSIDE
    base = _base(wide)
    return narrow.words[: len(base)] == base


def _base(shape: Shape) -> tuple[str, ...]:
    """The words that all which is inside of a shape begins with; of a file or folder without what stands for others."""
    if shape.words == EVERYWHERE:
        return ()
    if shape.kind not in (*FOLDERS, FILE):
        return shape.words
    return tuple([word for word in shape.words if word != "**" and not word.startswith("*.")])
