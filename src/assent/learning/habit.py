"""How often a person says no for no reason of the call: what patience with refusals is measured by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.learning.answer import NO
from assent.learning.candidate import raw
from assent.learning.levels import LOCAL, READ_ONLY, USER
from assent.learning.shapes import DIR, VERB

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assent.learning.candidate import Candidate
    from assent.learning.mine import Heard

SEVERAL = 5  # kinds of call that tell a habit from what is refused for itself
OFTEN = 8  # answers from which a rate of denials says something


def read_only_counts(heard: Heard) -> tuple[float, float]:
    """(approvals, denials) of calls that only read the project: what ρ is estimated from."""
    yes = no = 0.0
    for asked in heard.approved:
        ladders = asked.kind.ladders
        if ladders and all(ladder.level == READ_ONLY for ladder in ladders):
            yes += sum(asked.given.values())
    for answer in heard.refused:
        parts = answer.signature.parts
        if parts and all(heard.ladders[part].level == READ_ONLY for part in parts):
            no += NO[answer.label] * answer.count
    return yes, no


def everyday_counts(candidates: Iterable[Candidate]) -> tuple[float, float]:
    """(approvals, denials) as they are about most of what the person is often asked about in the project: of the verbs
    and folders, each by its answers, the one in the middle, which some that are refused for themselves do not move;
    (0, 0) of too few kinds."""
    often = []
    for candidate in candidates:
        if candidate.scope == USER and candidate.level <= LOCAL and candidate.shape.kind in (VERB, DIR):
            yes, no = raw(candidate)
            if yes + no >= OFTEN:
                often.append((no / (yes + no), yes + no))
    if len(often) < SEVERAL:
        return 0.0, 0.0
    total = sum(count for _, count in often)
    passed = 0.0
    for rate, count in sorted(often):
        passed += count
        if passed >= total / 2:
            return total * (1 - rate), total * rate
    return 0.0, 0.0
