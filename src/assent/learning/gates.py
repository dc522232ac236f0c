"""Which candidates may be offered, and what the others still lack."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from assent.core.amounts import counted
from assent.core.effect import ALL, RUN_PROJECT
from assent.learning import levels
from assent.learning.candidate import Candidate, raw
from assent.learning.confidence import Confidence, confidence
from assent.learning.families import BY_NAME, FILES, READS
from assent.learning.fixed import fixed_by
from assent.learning.levels import USER, asked_of
from assent.learning.rungs_fields import pairs_of
from assent.learning.shapes import (
    CLASS,
    EVERYWHERE,
    EXACT,
    FIELDS,
    FOLDERS,
    FORM,
    PROGRAM,
    TOOL,
    VERB,
)
from assent.learning.wider import is_below, is_wider

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assent.learning.shapes import Shape
    from assent.learning.silence import Refused, Suppression


CLASS_PROGRAMS = 5
TREE_FOLDERS = 3  # top folders in which files were edited before the whole project is offered
FEWEST_MEMBERS = 2  # a family of fewer is no family
MEMBER_YES = 2.0  # approvals of its own that a project needs where several are pooled
MEMBER_NO = 0.10  # its share of denials from which a member stays out
# What reaches beyond what was approved, and so beyond what was refused.
WIDENED = (VERB, PROGRAM, CLASS, FIELDS, TOOL, *FOLDERS)
ALWAYS = 3  # refusals without an approval that make a thing one that is always refused in its project
SAID_NO = "you said no to it"


@dataclass(slots=True)
class Judged:
    """A candidate with its confidence. `lacking` holds only what more answers could mend; `barred` why more of the
    same will not; both empty: admissible. `members` of a family are those that it would grant."""

    candidate: Candidate
    confidence: Confidence
    lacking: list[str] = field(default_factory=list)
    barred: str = ""
    members: list[Candidate] = field(default_factory=list)

    @property
    def admissible(self) -> bool:
        """True when every gate lets it through."""
        return not self.lacking and not self.barred


@dataclass(frozen=True, slots=True)
class Setting:
    """What the gates are measured against: `today` as an ordinal, ρ, the floor of confidence, suppressions by key,
    what was refused as it was shown, by how much each level is `raised`, and the `least` approvals of a rule."""

    today: int
    rho: float = 0.0
    floor: float = levels.MIN_CONFIDENCE
    suppressed: Mapping[str, Suppression] = field(default_factory=dict)
    refused: Sequence[Refused] = ()
    raised: Mapping[int, float] = field(default_factory=dict)
    least: int = 0


# Where other projects speak for one, each of its refusals counts as recent and none as said by habit.
STRICTLY = Setting(today=0)


def judge(candidates: Sequence[Candidate], setting: Setting) -> list[Judged]:
    """Every candidate through every gate, in the given order; without those that were never approved or that no pattern
    says."""
    refused = [each for each in candidates if _is_refused(each, setting)]
    said = [each for each in candidates if each.tally.yes and not _has_no_words(each.shape)]
    judged = [_judge(each, refused, setting) for each in said]
    _pool_projects(judged)
    split = {
        each.candidate.scope
        for each in judged
        if each.candidate.shape.kind == CLASS and each.barred and not each.lacking
    }
    for each in judged:
        if (
            each.candidate.shape.words == (READS,)
            and each.candidate.members
            and each.candidate.scope not in split
        ):
            each.barred = "its programs are offered by themselves"
    _leave_to_the_tree(judged)
    narrow = [each for each in said if each.shape.kind == FIELDS]
    for each in judged:
        always = fixed_by(each.candidate, narrow)
        each.barred = each.barred or (f"you only ever approved it with {always}" if always else "")
    return judged


def _leave_to_the_tree(judged: Sequence[Judged]) -> None:
    """Where all folders of a project are offered as one, the family of folders and files keeps what lies beside them:
    for the same answers it would hold no folder that is new."""
    whole = {
        each.candidate.scope: each.candidate.shape
        for each in judged
        if each.admissible and each.candidate.shape.words == EVERYWHERE
    }
    for each in judged:
        tree = whole.get(each.candidate.scope) or whole.get(USER)
        if tree and each.candidate.members and each.candidate.shape.words == (FILES,):
            each.members = [member for member in each.members if not is_below(member.shape, tree)]


def _lacks_projects(candidate: Candidate) -> bool:
    return len(candidate.tally.projects) < asked_of(candidate.level, candidate.cap).projects


def _pool_projects(judged: Sequence[Judged]) -> None:
    """What lacks nothing for all projects but a project or two more holds in those where it was approved: the answers
    are pooled, the grants are not. A task of one project is no task of another."""
    spread = {
        (each.candidate.shape, each.candidate.level): each
        for each in judged
        if each.candidate.scope == USER
        and not each.barred
        and len(each.lacking) == 1
        and _lacks_projects(each.candidate)
    }
    for each in judged:
        candidate = each.candidate
        whole = spread.get((candidate.shape, candidate.level))
        if whole is None or candidate.scope == USER or each.barred or not each.lacking:
            continue
        if candidate.shape.kind == EXACT and candidate.cap & RUN_PROJECT:
            continue
        enough = len(each.members) >= FEWEST_MEMBERS if candidate.members else raw(candidate)[0] >= MEMBER_YES
        if enough and not _veto(candidate, each.confidence, STRICTLY):
            each.confidence, each.lacking = whole.confidence, []


def _judge(candidate: Candidate, refused: Sequence[Candidate], setting: Setting) -> Judged:
    judged = Judged(
        candidate, confidence(candidate.tally.days(setting.today, pooled=bool(candidate.members)))
    )
    if candidate.members:
        least = BY_NAME[candidate.shape.words[0]].least
        judged.members = [
            each for each in _in_order(candidate.members) if _joins(each, least, refused, setting)
        ]
    judged.lacking = _lacking(candidate, judged.confidence, setting)
    if candidate.members and len(judged.members) < FEWEST_MEMBERS:
        judged.lacking.append("more of its kind")
    if not judged.lacking or candidate.tally.no:
        judged.barred = _veto(candidate, judged.confidence, setting)
    # Also of what still lacks answers: a person may take it as the narrower one, or for a project.
    judged.barred = judged.barred or _children(candidate, refused)
    judged.barred = judged.barred or _suppressed(candidate, judged.confidence, setting)
    return judged


def _in_order(members: Mapping[Shape, Candidate]) -> list[Candidate]:
    """The members, those approved most often first."""
    return sorted(members.values(), key=lambda each: (-raw(each)[0], each.key()))


def _joins(member: Candidate, least: float, refused: Sequence[Candidate], setting: Setting) -> bool:
    """True for a member that was approved itself, and is not one that the person keeps out."""
    yes, no = raw(member)
    if yes - no < least or no > (MEMBER_NO + _slack(member, setting, pooled=True)) * (yes + no):
        return False
    if _children(member, refused):
        return False
    return not _suppressed(member, confidence(member.tally.days(setting.today)), setting)


def least_bound(level: int, setting: Setting, effects: int = ALL, *, pooled: bool = False) -> float:
    """The bound a level asks for with these effects; a user who redirects much is read with patience at the local
    levels, and where answers are pooled."""
    patient = level <= levels.LOCAL or pooled
    bound = asked_of(level, effects).bound * (1 - setting.rho if patient else 1)
    return max(bound + setting.raised.get(level, 0.0), setting.floor)


def _slack(candidate: Candidate, setting: Setting, *, pooled: bool) -> float:
    """How much higher the share of denials may be for a user who redirects."""
    return 1.5 * setting.rho if candidate.level <= levels.LOCAL or pooled else 0.0


def _lacking(candidate: Candidate, shown: Confidence, setting: Setting) -> list[str]:
    level = asked_of(candidate.level, candidate.cap)
    tally = candidate.tally
    missing = []
    for have, need, word in (
        (len(tally.sessions), level.sessions, "session"),
        (len(tally.yes), level.days, "day"),
        (len(tally.projects), level.projects if candidate.scope == USER else 1, "project"),
        (len(tally.kinds), CLASS_PROGRAMS if candidate.shape.kind == CLASS else 0, "program"),
        (len(tally.kinds), TREE_FOLDERS if candidate.shape.words == EVERYWHERE else 0, "folder"),
    ):
        if have < need:
            missing.append(_more(need - have, word))
    if shown.raw_yes < setting.least:
        missing.append(_more(math.ceil(setting.least - shown.raw_yes), "approval"))
    least = least_bound(candidate.level, setting, candidate.cap, pooled=bool(candidate.members))
    if shown.value < least:
        missing.append(
            f"more answers: {reached(shown.value)} sure, {levels.WORDS[candidate.level]} needs {needed(least)}"
        )
    return missing


@lru_cache(maxsize=256)
def _more(count: int, word: str) -> str:
    """What lacks of something, the same text for all that lack as much."""
    return counted(count, f"more {word}")


def reached(value: float) -> str:
    """A confidence as people read it, never more than it is."""
    return f"{math.floor(value * 100 + 1e-9)}%"


def needed(least: float) -> str:
    """The least confidence as people read it, never less than it is."""
    return f"{math.ceil(least * 100 - 1e-9)}%"


def _veto(candidate: Candidate, shown: Confidence, setting: Setting) -> str:
    if shown.raw_no <= 0:
        return ""
    slack = _slack(candidate, setting, pooled=bool(candidate.members))
    rate = shown.raw_no / (shown.raw_yes + shown.raw_no)
    if rate > asked_of(candidate.level, candidate.cap).veto + slack:
        return f"you refused {rate:.0%} of these calls"
    recent = sum(n for day, n in candidate.tally.no.items() if setting.today - day <= levels.RECENT_DAYS)
    if recent >= levels.RECENT_DENIALS and rate > levels.RECENT_RATE + slack:
        return f"you refused {recent:g} of these calls lately"
    return ""


def _is_refused(candidate: Candidate, setting: Setting) -> bool:
    """True for what the person keeps refusing, whatever else of its kind is approved."""
    if not candidate.tally.no:
        return False
    yes, no = raw(candidate)
    slack = _slack(candidate, setting, pooled=False)
    return no >= levels.CHILD_DENIALS and no > (levels.CHILD_RATE + slack) * (yes + no)


def _children(candidate: Candidate, refused: Sequence[Candidate]) -> str:
    """What is narrower and refused again and again, here or in all projects together: a verb under its program, a form
    or a longer subcommand under its verb, a folder or a file under a folder, one target of a tool. It keeps the wider
    one from being offered, and so does for all projects what is always refused in one of them."""
    shape = candidate.shape
    for child in refused:
        if (
            child.shape.tool == shape.tool
            and child.shape.to in ((), shape.to)
            and (
                child.scope in (candidate.scope, USER)
                or (candidate.scope == USER and _is_never_wanted(child))
            )
            and (child.level == candidate.level or _holds_all_of(candidate, child))
            and (child.shape == shape or (shape.kind in WIDENED and _is_inside_of(candidate, child)))
        ):
            return f"you keep refusing {' '.join(filter(None, child.shape.words))}"
    return ""


def _is_never_wanted(child: Candidate) -> bool:
    return not child.tally.yes and raw(child)[1] >= ALWAYS


def _holds_all_of(candidate: Candidate, child: Candidate) -> bool:
    """True for what does less than the candidate may: `sed -n` under `sed` that was approved to write."""
    return child.level < candidate.level and not child.cap & ~candidate.cap


def _is_inside_of(candidate: Candidate, child: Candidate) -> bool:
    shape = candidate.shape
    if shape.kind in (FIELDS, TOOL):
        return child.shape.kind == FIELDS and set(pairs_of(shape)) < set(pairs_of(child.shape))
    longer = shape.kind == child.shape.kind == VERB and len(child.shape.words) > len(shape.words)
    if child.shape.rank >= shape.rank and not longer:
        return False
    if shape.kind in FOLDERS:
        return is_below(child.shape, shape)
    return child.shape.words[: len(shape.words)] == shape.words


def _has_no_words(shape: Shape) -> bool:
    """True for the form of a command without options, which no pattern tells from the others."""
    return shape.kind == FORM and not shape.words[-1]


def _suppressed(candidate: Candidate, shown: Confidence, setting: Setting) -> str:
    held = [setting.suppressed[candidate.key()]] if candidate.key() in setting.suppressed else []
    held += [each.silence for each in setting.refused if _is_inside(candidate, each.candidate)]
    return SAID_NO if any(each.holds(setting.today, shown.raw_yes) for each in held) else ""


def _is_inside(candidate: Candidate, refused: Candidate) -> bool:
    """True for what is narrower than something refused, in the same projects or fewer."""
    return (
        refused.shape.tool == candidate.shape.tool
        and refused.level >= candidate.level
        and refused.scope in (USER, candidate.scope)
        and is_wider(refused, candidate)
    )
