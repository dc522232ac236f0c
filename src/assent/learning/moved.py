"""Rules that were granted elsewhere as suggestions: one for all projects in place of several, one for a new project."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from msgspec import structs

from assent.core.amounts import plain
from assent.core.decision import ALLOW
from assent.learning import wording
from assent.learning.archetypes import cap_of
from assent.learning.candidate import Candidate
from assent.learning.confidence import Confidence
from assent.learning.denied import text_of, title_of
from assent.learning.gates import Judged, least_bound
from assent.learning.levels import READ_ONLY, USER, asked_of
from assent.learning.shapes import EXACT, Shape
from assent.learning.suggest import offered
from assent.learning.suggestion import Member, Suggestion
from assent.policy.parse import read_rule

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assent.learning.suggest import Learned
    from assent.policy.parse import Declared


@dataclass(slots=True)
class Widened(Suggestion):
    """A rule for all projects; `replaces` are the ids of those granted in single projects that it stands for."""

    replaces: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return Suggestion.as_json(self) | {"replaces": self.replaces}


@dataclass(slots=True)
class Fitting(Suggestion):
    """A rule of other projects of the same kind, for one that has not got it: `evidence` is what it was granted on
    there, `roots` the projects, `kinds` what they have in common."""

    evidence: dict[str, Any] = field(default_factory=dict)
    roots: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)

    @property
    def declared(self) -> Declared:
        """Its one rule as the policy room reads it."""
        return self.members[0].declared

    @property
    def verdict(self) -> str:
        """`allow`, `ask` or `deny`."""
        return self.declared.rule.verdict

    @property
    def title(self) -> str:
        """The pattern in the words people know, with its verdict where that is no allow."""
        return _title(self.members[0].fields, self.verdict)

    @property
    def text(self) -> str:
        """The rule in one line."""
        return _text(self.members[0].fields, self.verdict)

    def as_json(self) -> dict[str, Any]:
        """The suggestion in the form of every other one, with the evidence of the other projects."""
        told = self.evidence
        counted = ("confidence", "approvals", "denials", "sessions", "days", "last_used")
        return {
            "id": self.id,
            "family": None,
            "rule": self.rule,
            "rules": [{"id": self.id, **self.rule}],
            "text": self.text,
            "scope": self.judged.candidate.scope,
            "level": self.declared.rule.level,
            **{name: told.get(name) for name in counted},
            "own_approvals": 0,
            "frequency": None,
            "consistency": None,
            "recency": None,
            "projects": len(self.roots),
            "examples": self.declared.yes,
            "newly_allows": None,
            "newly_allows_by_effect": None,
            "still_asks": self.still_asks,
            "still_denies": self.still_denies,
            "neighbours": None,
            "denied_nearby": None,
            "backtest": None,
            "from_projects": self.roots,
            "kinds": self.kinds,
        }


def _title(fields: dict[str, Any], verdict: str) -> str:
    return wording.shown_pattern(str(fields[ALLOW][0])) if verdict == ALLOW else title_of(fields, verdict)


def meaning_of(fields: Mapping[str, Any], verdict: str) -> tuple[object, ...]:
    """What a rule says, whatever it is called and wherever it holds."""
    names = ("within", "to", "effects")
    lists = [tuple(sorted(str(each) for each in fields.get(name, ()))) for name in (verdict, *names)]
    return verdict, *lists, str(fields.get("tool", "")), tuple(sorted(fields.get("fields", {}).items()))


def widened(
    learned: Learned, fields: Mapping[str, Any], replaces: Sequence[str], projects: int
) -> Widened | None:
    """The rule of single projects as one for all, by the evidence of all of them; None when a gate forbids it. That
    the prompts ended with the grants, and their answers age, is held against nobody."""
    wanted = meaning_of(fields, ALLOW)
    for judged in learned.judged:
        if judged.candidate.scope != USER or not _stands(judged, learned, cap_of(fields), projects):
            continue
        for candidate in judged.members if judged.candidate.members else (judged.candidate,):
            if [wording.pattern_of(candidate)] != list(fields["allow"]):
                continue
            same = structs.replace(candidate, cap=cap_of(fields))
            made = offered(learned, replace(judged, candidate=same, members=[]))
            if made is not None and meaning_of(made.members[0].fields, ALLOW) == wanted:
                more = (made.gain, made.keys, made.still_asks)
                return Widened(made.judged, made.members, *more, replaces=list(replaces))
    return None


def _stands(judged: Judged, learned: Learned, cap: int, projects: int) -> bool:
    """True when a rule of a candidate with this cap could hold everywhere, whatever the age of its answers."""
    level, pooled = judged.candidate.level, bool(judged.candidate.members)
    asked = asked_of(level, cap)
    if judged.barred or not asked.projects or projects < asked.projects:
        return False
    return judged.confidence.undecayed >= least_bound(level, learned.setting, cap, pooled=pooled)


def fitting(
    given: Mapping[str, Any],
    scope: str,
    evidence: Sequence[Mapping[str, Any]],
    roots: Sequence[str],
    kinds: Sequence[str],
) -> Fitting | None:
    """A rule of other projects for this one (`scope` is its key); None when it is no sound rule here."""
    fields = {key: value for key, value in given.items() if key not in ("yes", "no")}
    verdict = next(word for word in ("deny", "ask", "allow") if word in given)
    best = max(evidence, key=lambda each: float(each.get("confidence") or 0), default={})
    fields["why"] = f"as in {len(roots)} other {kinds[0]} project{'s' if len(roots) > 1 else ''}"
    declared = read_rule({**fields, "yes": given.get("yes", [])}, "suggestion", "granted", scope, [])
    if declared is None:
        return None
    declared.no = list(given.get("no", []))
    sums = {
        name: plain(sum(float(each.get(name) or 0) for each in evidence))
        for name in ("approvals", "denials", "sessions", "days")
    }
    told = {**sums, "confidence": best.get("confidence"), "last_used": best.get("last_used")}
    sure = float(best.get("confidence") or 0.0)
    shape = Shape(EXACT, _title(fields, verdict).partition("(")[0], (), tuple(fields.get("to", ())))
    candidate = Candidate(shape, scope, declared.rule.level or READ_ONLY, cap_of(fields))
    confidence = Confidence(sure, sure, 1.0, 1.0, 1.0, float(sums["approvals"]), float(sums["denials"]))
    key = f"fit|{scope}|{declared.rule.id}"
    members = [Member(candidate, declared, fields)]
    made = Fitting(Judged(candidate, confidence), members, 0.0, [key])
    made.evidence, made.roots, made.kinds = told, list(roots), list(kinds)
    return made


def _text(fields: dict[str, Any], verdict: str) -> str:
    if verdict != ALLOW:
        return text_of(fields, verdict)
    text = f"{_title(fields, verdict)} within {', '.join(fields.get('within', ())) or 'no effects'}"
    return f"{text}, only to {', '.join(fields['to'])}" if fields.get("to") else text
