"""Why a rule reaches as far as it does: the next wider one and the gate that stops it, and the next narrower one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from assent.core.tools import FETCHES, READS, SERVES, WRITES, does
from assent.learning import wording
from assent.learning.candidate import raw
from assent.learning.levels import USER
from assent.learning.suggest import narrower
from assent.learning.wider import is_wider

if TYPE_CHECKING:
    from assent.learning.candidate import Candidate
    from assent.learning.gates import Judged
    from assent.learning.suggest import Learned
    from assent.learning.suggestion import Suggestion

# What a tool does → why nothing wider was looked at, where no answer speaks for anything wider.
ENDS = {
    WRITES: "what lies outside the project is learned folder by folder",
    READS: "what lies outside the project is learned folder by folder",
    FETCHES: "each host is learned by itself",
    SERVES: "each tool of a server is learned by itself",
}
# Level → the same of commands.
COMMANDS_END = (
    "there is nothing wider than all programs",
    "what does more than read keeps its subcommand",
    "what reaches the network keeps its subcommand and its target",
    "what sends or installs keeps its subcommand, its target and its project",
    "of a program that is not known every word is kept",
)
ALL_OF_THEM = "your approvals fit it too, but any other word there would ask again"
NO_MORE = "it would spare no prompt that this one does not"


class Limit(NamedTuple):
    """Another rule that was not offered: its `text` in one line, the `scope` it would have, and `why` not; only the
    reason where there is no such rule."""

    text: str
    scope: str
    why: str

    def as_json(self) -> dict[str, str]:
        return self._asdict()


def wider(learned: Learned, given: Suggestion) -> Limit:
    """The next wider rule, and the gate that stops it."""
    own = given.judged.candidate
    found = [each for each in learned.judged if _holds_more(each.candidate, own)]
    if not found:
        return Limit("", "", ENDS.get(does(own.shape.tool)) or COMMANDS_END[own.level])
    best = min(found, key=lambda each: _distance(each.candidate, own))
    return Limit(wording.line_of(best), best.candidate.scope, gate(best) or NO_MORE)


def _holds_more(other: Candidate, own: Candidate) -> bool:
    if other is own or other.level < own.level:
        return False
    if own.members:
        return (other.shape, other.level, other.scope) == (own.shape, own.level, USER) and own.scope != USER
    same = other.shape == own.shape and other.cap & ~own.cap == 0 and own.scope == USER
    return not other.members and other.shape.tool == own.shape.tool and not same and is_wider(other, own)


def _distance(other: Candidate, own: Candidate) -> tuple[int, int, int, int, str]:
    """Other words first, then other effects, then other projects: people ask for them in this order."""
    step = other.shape.rank - own.shape.rank
    return (other.scope != own.scope, step == 0, step, other.level, other.key())


def gate(judged: Judged) -> str:
    """What stops a candidate at the gates; "" for one that they let through."""
    return judged.barred or (f"it needs {' and '.join(judged.lacking)}" if judged.lacking else "")


def closer(learned: Learned, given: Suggestion) -> Limit:
    """The next narrower rule, and what it would leave asking."""
    if given.family:
        return _alone(learned, given)
    found = narrower(learned, given)
    if found is None:
        return Limit("", "", "it is as narrow as a rule gets")
    own, part = (raw(each.judged.candidate)[0] for each in (given, found))
    why = f"it holds {part:g} of these {own:g} approvals" if part < own else ALL_OF_THEM
    return Limit(found.text, found.judged.candidate.scope, why)


def _alone(learned: Learned, given: Suggestion) -> Limit:
    """The member of a family that was approved most, and why it would not stand alone."""
    most = max((each.candidate for each in given.members), key=lambda each: (raw(each)[0], each.key()))
    own = (most.shape, most.scope, most.level)
    alone = [
        each
        for each in learned.judged
        if (each.candidate.shape, each.candidate.scope, each.candidate.level) == own
        and not each.candidate.members
    ]
    why = gate(alone[0]) if alone else ""
    return Limit(wording.text_of(most), most.scope, why or "it would leave the others asking")
