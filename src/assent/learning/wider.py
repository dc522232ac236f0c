"""Which of two candidates holds what the other one does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.learning.levels import USER
from assent.learning.shapes import CLASS, EVERYWHERE, FAMILY, FILE, FOLDERS, OUTSIDE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.learning.mine import Candidate
    from assent.learning.shapes import Shape


def ancestors(candidate: Candidate, others: Sequence[Candidate]) -> list[str]:
    """The keys of a candidate and of every candidate that is wider: what a rejection silences. What was refused for
    all projects is refused for each of them."""
    tool, level = candidate.shape.tool, candidate.level
    # Most candidates are of another tool or level; asking that first makes this a tenth of the work.
    near = (other for other in others if other.level >= level and other.shape.tool == tool)
    wider = (other for other in near if other is not candidate and is_wider(other, candidate))
    return [candidate.key(), *(other.key() for other in wider)]


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
    base = tuple(word for word in wide.words if word != "**" and not word.startswith("*."))
    return narrow.words[: len(base)] == base
