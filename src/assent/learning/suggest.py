"""From answers to suggestions: what is offered, what is nearly there, and the proof each carries."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from assent.learning import wording
from assent.learning.cover import Want, cover, wants
from assent.learning.gates import SAID_NO, Judged, Refused, Setting, Suppression, ancestors, is_wider, judge
from assent.learning.levels import MIN_CONFIDENCE, USER, noise
from assent.learning.mine import NO, Answer, mine, read_only_counts
from assent.learning.shapes import CLASS, shapes_of
from assent.policy.parse import read_rule

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assent.learning.mine import Candidate
    from assent.policy.parse import Declared

EXAMPLES = 3
NEARLY = 5


@dataclass(slots=True)
class Suggestion:
    """A rule on offer: `declared` the rule as the policy room reads it, `text` the same in one line, `keys` what a
    rejection silences."""

    declared: Declared
    fields: dict[str, Any]
    text: str
    judged: Judged
    gain: float
    keys: list[str]
    still_asks: list[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The id that the rule will have, whenever it is suggested."""
        return self.declared.rule.id

    @property
    def title(self) -> str:
        """The pattern alone: `Bash(git:*)`."""
        return wording.title_of(self.judged.candidate)

    @property
    def rule(self) -> dict[str, Any]:
        """The TOML fields of the rule with the examples it holds now."""
        no = {"no": self.declared.no} if self.declared.no else {}
        return {**self.fields, "yes": self.declared.yes, **no}

    def as_json(self) -> dict[str, Any]:
        """The suggestion as the command contract has it; what is not computed yet is null."""
        shown = self.judged.confidence
        candidate = self.judged.candidate
        tally = candidate.tally
        last = max(tally.yes)
        return {
            "id": self.id,
            "rule": self.rule,
            "text": self.text,
            "scope": candidate.scope,
            "level": candidate.level,
            "confidence": round(shown.value, 6),
            "frequency": round(shown.frequency, 6),
            "consistency": round(shown.consistency, 6),
            "recency": round(shown.recency, 6),
            "approvals": _plain(shown.raw_yes),
            "denials": _plain(shown.raw_no),
            "sessions": len(tally.sessions),
            "days": len(tally.yes),
            "projects": len(tally.projects),
            "last_used": date.fromordinal(last).isoformat(),
            "examples": self.declared.yes,
            "newly_allows": None,
            "still_asks": self.still_asks,
            "denied_nearby": [
                {"day": date.fromordinal(day).isoformat(), "call": text}
                for day, text in sorted(set(candidate.no_days))
            ],
            "backtest": None,
        }


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
) -> Learned:
    """The suggestions of answers, deterministic in the answers as a set and in `today` (an ordinal). `said_no` holds
    the suggestions that were refused, as they were shown."""
    ordered = sorted(answers, key=_answer_key)
    rho = noise(*read_only_counts(ordered))
    candidates = mine(ordered)
    setting = Setting(today, rho, floor, suppressed or {}, said_no)
    judged = judge(candidates, setting)
    wanted = wants(ordered, today)
    chosen = cover(judged, wanted)
    refused = sorted({answer.signature.text for answer in ordered if answer.label in NO})
    suggestions = [
        made for each, gain in chosen if (made := _suggestion(each, gain, candidates, refused)) is not None
    ]
    return Learned(
        suggestions, _nearly(judged, chosen, wanted), _silenced(judged), rho, setting, judged, refused
    )


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
    return _suggestion(judged, 0.0, [other.candidate for other in learned.judged], learned.refused)


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
    judged: Judged, gain: float, candidates: Sequence[Candidate], refused: Sequence[str]
) -> Suggestion | None:
    """A chosen candidate as a rule; None when what it says is no sound rule."""
    candidate = judged.candidate
    fields = wording.rule_fields(judged, _examples(judged))
    declared = read_rule(fields, "suggestion", "granted", candidate.scope, [])
    if declared is None:
        return None
    still_asks = [text for text in refused if text not in candidate.yes_texts][:8]
    keys = ancestors(candidate, candidates)
    return Suggestion(declared, fields, wording.text_of(candidate), judged, gain, keys, still_asks)


def _answer_key(answer: Answer) -> tuple[int, str, str, str, str, str, int]:
    call = answer.signature
    return (answer.day, answer.session, answer.project, call.text, answer.label, call.tool, answer.count)


def _plain(count: float) -> float | int:
    return int(count) if count == int(count) else round(count, 2)


def _examples(judged: Judged) -> list[str]:
    texts = judged.candidate.yes_texts
    return sorted(texts, key=lambda text: (-texts[text], len(text), text))[:EXAMPLES]


def _nearly(
    judged: Sequence[Judged], chosen: Sequence[tuple[Judged, float]], wanted: Sequence[Want]
) -> list[dict[str, Any]]:
    """The best candidates that lack only more of the same, one per first word, for calls that neither a rule in
    force nor what is offered covers."""
    open_ = {(shape, want.project) for want in wanted for part in want.parts for shape, _ in shapes_of(part)}
    shapes = {shape for shape, _ in open_}
    offered = {(each.candidate.shape.tool, each.candidate.shape.words[:1]) for each, _ in chosen}

    def waited_for(candidate: Candidate) -> bool:
        shape, scope = candidate.shape, candidate.scope
        return shape in shapes if scope == USER else (shape, scope) in open_

    lacking = [each for each in judged if each.lacking and not each.barred]
    near = [each for each in lacking if each.candidate.shape.kind != CLASS and waited_for(each.candidate)]
    near.sort(key=_nearest_first)
    found: dict[tuple[str, tuple[str, ...]], dict[str, Any]] = {}
    for each in near:
        shape = each.candidate.shape
        group = (shape.tool, shape.words[:1])
        if group in offered or group in found:
            continue
        found[group] = {
            "title": wording.title_of(each.candidate),
            "text": wording.text_of(each.candidate),
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
            "text": wording.text_of(each.candidate),
            "scope": each.candidate.scope,
            "why": each.barred,
            "key": each.candidate.key(),
        }
        for each in judged
        if each.barred == SAID_NO and not each.lacking
    ]
