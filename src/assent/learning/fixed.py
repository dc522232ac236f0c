"""What every approval of an MCP tool had in common: a rule holds it fixed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.core.tools import SERVES, does
from assent.learning.rungs_fields import pairs_of
from assent.learning.shapes import FIELDS, TOOL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.learning.candidate import Candidate


def fixed_by(candidate: Candidate, others: Sequence[Candidate]) -> str:
    """What every approval of an MCP candidate had in common that it does not hold fixed: `project = SHOP`. "" for
    nothing: an approval for one target says nothing about others."""
    shape = candidate.shape
    if shape.kind not in (TOOL, FIELDS) or does(shape.tool) != SERVES:
        return ""
    own = set(pairs_of(shape))
    for other in others:
        if other.shape.kind != FIELDS or other.shape.tool != shape.tool or other.scope != candidate.scope:
            continue
        more = set(pairs_of(other.shape))
        if own < more and other.level == candidate.level and _as_often(other, candidate):
            return ", ".join(f"{name} = {value}" for name, value in sorted(more - own))
    return ""


def _as_often(narrow: Candidate, wide: Candidate) -> bool:
    """True when every approval of the wide one is one of the narrow one too."""
    return narrow.tally.yes == wide.tally.yes
