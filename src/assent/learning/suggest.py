"""From answers to suggestions: what is offered, what is nearly there, and the proof each carries."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import nsmallest
from typing import TYPE_CHECKING, Any

from assent.learning import wording
from assent.learning.answer import Answer
from assent.learning.cover import cover, wants
from assent.learning.gates import SAID_NO, Judged, Setting, judge
from assent.learning.habit import everyday_counts, read_only_counts
from assent.learning.levels import MIN_CONFIDENCE, USER, noise
from assent.learning.mine import candidates, hear
from assent.learning.shapes import CLASS, FAMILY
from assent.learning.suggestion import EXAMPLES, Member, Suggestion
from assent.learning.wider import ancestors, by_words, is_wider
from assent.policy.parse import read_rule

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from assent.learning.candidate import Candidate
    from assent.learning.cover import Covered
    from assent.learning.ladder import Ladder
    from assent.learning.shapes import Shape
    from assent.learning.silence import Refused, Suppression
    from assent.learning.wider import ByWords

NEARLY = 5


@dataclass(slots=True)
class Learned:
    """What a set of answers teaches at a moment; `judged` every candidate, `refused` the texts of refused calls."""

    suggestions: list[Suggestion]
    nearly: list[dict[str, Any]]
    suppressed: list[dict[str, Any]]
    rho: float
    setting: Setting
    judged: Sequence[Judged]
    refused: Sequence[str]


def suggest(
    answers: Sequence[Answer],
    today: int,
    suppressed: Mapping[str, Suppression] | None = None,
    floor: float = MIN_CONFIDENCE,
    said_no: Sequence[Refused] = (),
    raised: Mapping[int, float] | None = None,
    least: int = 0,
) -> Learned:
    """The suggestions of answers, deterministic in the answers as a set and in `today` (an ordinal). `said_no` holds
    the suggestions that were refused, as they were shown; `raised` says by how much a level asks for more confidence
    than by default, `least` how many approvals any rule needs."""
    heard = hear(answers)
    found = candidates(heard)
    rho = max(noise(*read_only_counts(heard)), noise(*everyday_counts(found)))
    setting = Setting(today, rho, floor, suppressed or {}, said_no, raised or {}, least)
    judged = judge(found, setting)
    covered = cover(judged, wants(heard, today))
    refused = sorted({answer.signature.text for answer in heard.refused})
    others = by_words(found)
    suggestions = [
        made
        for each in covered.chosen
        if (made := _suggestion(each.judged, each.gain, others, refused, each.parts)) is not None
    ]
    return Learned(suggestions, _nearly(judged, covered), _silenced(judged), rho, setting, judged, refused)


def narrower(learned: Learned, each: Suggestion) -> Suggestion | None:
    """The next narrower rule: of one for all projects the same in the project with most of its approvals, of one for a
    project the widest with a longer beginning. None when it is as narrow as a rule gets."""
    own = each.judged.candidate
    found = [
        other
        for other in learned.judged
        if not other.barred
        and (
            _in_one_project(other.candidate, own)
            if own.scope == USER
            else _begins_longer(other.candidate, own)
        )
    ]
    if not found:
        return None
    best = max(found, key=lambda other: (other.confidence.raw_yes, other.candidate.shape.rank))
    return offered(learned, best)


def offered(learned: Learned, judged: Judged) -> Suggestion | None:
    """A candidate of these answers as a suggestion, whoever chose it."""
    return _of_these(learned, judged)


def _of_these(learned: Learned, judged: Judged, only: Collection[Shape] = ()) -> Suggestion | None:
    others = by_words(each.candidate for each in learned.judged)
    return _suggestion(judged, 0.0, others, learned.refused, only=only)


def in_project(learned: Learned, each: Suggestion, project: str) -> Suggestion | None:
    """The same rule, or the same members of a family, in one project; None when no answers of it support that."""
    own = each.judged.candidate
    for other in learned.judged:
        if not other.barred and other.candidate.scope == project and _in_one_project(other.candidate, own):
            shapes = {member.candidate.shape for member in each.members}
            return _of_these(learned, other, shapes)
    return None


def suggestion_of(judged: Judged, candidate: Candidate) -> Suggestion | None:
    """Any candidate, or one member of a family, as a rule of its own, whether it was chosen or not; None when what it
    says is no sound rule."""
    made = _member(candidate, judged)
    return Suggestion(judged, [made], 0.0, []) if made else None


def _in_one_project(other: Candidate, own: Candidate) -> bool:
    return other.scope != USER and (other.shape, other.level) == (own.shape, own.level)


def _begins_longer(other: Candidate, own: Candidate) -> bool:
    """True for a shape inside another one of the same project: each call it was learned from teaches that one too."""
    return (
        other.scope == own.scope
        and other.level <= own.level
        and other.shape.tool == own.shape.tool
        and other.shape != own.shape
        and is_wider(own, other)
        and not other.cap & ~own.cap
        and other.yes_texts.keys() <= own.yes_texts.keys()
    )


def _suggestion(
    judged: Judged,
    gain: float,
    others: ByWords,
    refused: Sequence[str],
    parts: Collection[Ladder] = (),
    only: Collection[Shape] = (),
) -> Suggestion | None:
    """A chosen candidate as a rule, a family as the rules of those members that hold some of the `parts`, or are among
    `only` these; None when what it says is no sound rule."""
    candidate = judged.candidate
    granted = [candidate]
    if candidate.members:
        wanted = {member for part in parts for _, pool, member in part.pools if pool == candidate.shape}
        granted = [each for each in judged.members if each.shape in wanted or each.shape in only]
    members = [made for each in granted if (made := _member(each, judged)) is not None]
    if not members:
        return None
    texts = {text for each in granted for text in each.yes_texts}
    still_asks = [text for text in refused if text not in texts][:8]
    keys = list(
        dict.fromkeys([*ancestors(candidate, others), *(each.key() for each in candidate.members.values())])
    )
    return Suggestion(judged, members, gain, keys, still_asks)


def _member(candidate: Candidate, judged: Judged) -> Member | None:
    fields = wording.rule_fields(candidate, judged, _examples(candidate))
    declared = read_rule(fields, "suggestion", "granted", candidate.scope, [])
    return None if declared is None else Member(candidate, declared, fields)


def _examples(candidate: Candidate) -> list[str]:
    texts = candidate.yes_texts
    return nsmallest(EXAMPLES, texts, key=lambda text: (-texts[text], len(text), text))


def _nearly(judged: Sequence[Judged], covered: Covered) -> list[dict[str, Any]]:
    """The best candidates that lack only more of the same, one per first word, for calls that neither a rule in
    force nor what is offered covers."""
    open_ = {(shape, project) for part, project in covered.rest for shape in part.over}
    shapes = {shape for shape, _ in open_}
    offered = {
        (each.judged.candidate.shape.tool, each.judged.candidate.shape.words[:1]) for each in covered.chosen
    }

    def waited_for(candidate: Candidate) -> bool:
        shape, scope = candidate.shape, candidate.scope
        return shape in shapes if scope == USER else (shape, scope) in open_

    lacking = [each for each in judged if each.lacking and not each.barred]
    near = [each for each in lacking if each.candidate.shape.kind not in (CLASS, FAMILY)]
    near = [each for each in near if waited_for(each.candidate)]
    near.sort(key=_nearest_first)
    found: dict[tuple[str, tuple[str, ...]], dict[str, Any]] = {}
    for each in near:
        shape = each.candidate.shape
        group = (shape.tool, shape.words[:1])
        if group in offered or group in found:
            continue
        found[group] = {
            "title": wording.heading_of(each),
            "text": wording.line_of(each),
            "level": each.candidate.level,
            "scope": each.candidate.scope,
            "confidence": round(each.confidence.value, 6),
            "missing": each.lacking,
        }
    return list(found.values())[:NEARLY]


def _nearest_first(each: Judged) -> tuple[object, ...]:
    return len(each.lacking), -each.confidence.value, -each.candidate.shape.rank, each.candidate.key()


def _silenced(judged: Sequence[Judged]) -> list[dict[str, Any]]:
    return [
        {
            "text": wording.line_of(each),
            "scope": each.candidate.scope,
            "why": each.barred,
            "key": each.candidate.key(),
        }
        for each in judged
        if each.barred == SAID_NO and not each.lacking
    ]
