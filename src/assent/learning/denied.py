"""A learned denial as a suggestion: the rule, what it would have stopped and what not, and how sure the user is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from assent.core.amounts import counted, plain
from assent.core.decision import DENY
from assent.core.effect import names_of
from assent.core.tools import SHELL
from assent.learning import wording
from assent.learning.candidate import Candidate, Tally
from assent.learning.confidence import Confidence
from assent.learning.gates import Judged, reached
from assent.learning.levels import NEVER, USER
from assent.learning.rungs_fields import regex_of
from assent.learning.suggestion import Member, Suggestion
from assent.policy.parse import read_rule

if TYPE_CHECKING:
    from assent.learning.denials import Chosen, Held
    from assent.policy.parse import Declared


@dataclass(slots=True)
class Denial(Suggestion):
    """A rule on offer that denies or asks. `stopped` are the refused calls (day, text) it would have met, `spared`
    approved ones near it that it would not. Of its confidence `raw_yes` are the refusals and `raw_no` the approvals:
    it says how surely such a call is refused."""

    stopped: list[tuple[int, str]] = field(default_factory=list)
    spared: list[str] = field(default_factory=list)

    @property
    def verdict(self) -> str:
        """`deny` or `ask`."""
        return self.declared.rule.verdict

    @property
    def declared(self) -> Declared:
        """Its one rule as the policy room reads it."""
        return self.members[0].declared

    @property
    def title(self) -> str:
        """The rule in one line: without its effect or field a pattern would say too much."""
        return self.text

    @property
    def text(self) -> str:
        """The rule in one line."""
        return text_of(self.members[0].fields, self.verdict)

    def as_json(self) -> dict[str, Any]:
        """The suggestion in the form of every other one; what only means something for an allow is null."""
        shown, candidate = self.judged.confidence, self.judged.candidate
        tally = candidate.tally
        return {
            "id": self.id,
            "verdict": self.verdict,
            "family": None,
            "rule": self.rule,
            "rules": [{"id": self.id, **self.rule}],
            "text": self.text,
            "scope": candidate.scope,
            "level": None,
            "confidence": round(shown.value, 6),
            "frequency": round(shown.frequency, 6),
            "consistency": round(shown.consistency, 6),
            "recency": round(shown.recency, 6),
            "approvals": plain(shown.raw_no),
            "own_approvals": plain(shown.raw_no),
            "denials": plain(shown.raw_yes),
            "sessions": len(tally.sessions),
            "days": len(tally.no),
            "projects": len(tally.projects),
            "last_used": date.fromordinal(max(tally.no)).isoformat(),
            "examples": self.declared.yes,
            "newly_allows": [],
            "newly_allows_by_effect": {},
            "still_asks": self.still_asks,
            "still_denies": self.still_denies,
            "neighbours": None,
            "denied_nearby": [
                {"day": date.fromordinal(day).isoformat(), "call": text} for day, text in self.stopped
            ],
            "would_not_stop": self.spared,
            "backtest": None,
        }


def denial_of(chosen: Chosen, today: int) -> Denial | None:
    """A chosen stop as a rule, without its examples; None when what it says is no sound rule."""
    held = chosen.held
    judged = Judged(_candidate(held), _confidence(held, today))
    fields = _fields(chosen, judged)
    declared = read_rule(fields, "suggestion", "granted", held.scope, [])
    if declared is None:
        return None
    return Denial(judged, [Member(judged.candidate, declared, fields)], 0.0, chosen.keys)


def _candidate(held: Held) -> Candidate:
    tally = Tally(projects=set(held.projects), sessions=held.sessions)
    tally.no.update({day: sum(sessions.values()) for day, sessions in held.no.items()})
    tally.yes.update(held.yes)
    return Candidate(held.rung.shape, held.scope, NEVER, held.rung.effect, tally)


def _confidence(held: Held, today: int) -> Confidence:
    no, yes = held.raw()
    value, undecayed = held.bound(today), held.bound(today, decay=False)
    share = no / (no + yes)
    return Confidence(value, undecayed, undecayed / share, share, value / undecayed, no, yes)


def _fields(chosen: Chosen, judged: Judged) -> dict[str, Any]:
    held, tally, shown = chosen.held, judged.candidate.tally, judged.confidence
    rung = held.rung
    fields: dict[str, Any] = {"name": _name(chosen), chosen.verdict: [rung.pattern]}
    if rung.effect:
        fields["effects"] = names_of(rung.effect)
    if rung.fields:
        fields["tool"] = regex_of(rung.shape.tool)
        fields["fields"] = {name: regex_of(value) for name, value in rung.fields}
    refusals = counted(plain(shown.raw_yes), "refusal")
    last = date.fromordinal(max(tally.no)).isoformat()
    fields["why"] = (
        f"learned: {refusals}, {counted(plain(shown.raw_no), 'approval')} in "
        f"{counted(len(tally.sessions), 'session')} on {counted(len(tally.no), 'day')}, last {last}; "
        f"{reached(shown.value)} sure"
    )
    return {**fields, "origin": "learned"}


def _name(chosen: Chosen) -> str:
    rung = chosen.held.rung
    tool = [] if rung.shape.tool == SHELL else [rung.shape.tool.lower()]
    label = wording.label_of([*tool, *rung.shape.words, *names_of(rung.effect)])
    label = f"{'no' if chosen.verdict == DENY else 'ask'}-{label}"
    return label if chosen.held.scope == USER else f"{label}-here"


def title_of(fields: dict[str, Any], verdict: str) -> str:
    """The verdict and the pattern in the words people know."""
    return f"{verdict} {wording.shown_pattern(str(fields[verdict][0]))}"


def text_of(fields: dict[str, Any], verdict: str) -> str:
    """The rule in one line: `deny Bash(git push:*) with history`."""
    text = title_of(fields, verdict)
    if fields.get("effects"):
        text += f" with {', '.join(fields['effects'])}"
    if fields.get("fields"):
        held = [f"{name} = {value[2:-2]}".replace("\\", "") for name, value in fields["fields"].items()]
        text += f" where {', '.join(held)}"
    return text
