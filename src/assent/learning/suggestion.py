"""A suggestion: the rule or the family of rules on offer, with what it stands on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from assent.core.amounts import plain
from assent.learning import wording
from assent.learning.candidate import raw

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.core.rule import Rule
    from assent.learning.backtest import Backtest
    from assent.learning.candidate import Candidate
    from assent.learning.gates import Judged
    from assent.learning.neighbours import Neighbour
    from assent.policy.parse import Declared

EXAMPLES = 3


@dataclass(slots=True)
class Member:
    """One rule of a suggestion: `declared` as the policy room reads it, `fields` in TOML without its examples."""

    candidate: Candidate
    declared: Declared
    fields: dict[str, Any]

    @property
    def id(self) -> str:
        """The id that the rule will have, whenever it is suggested."""
        return self.declared.rule.id

    @property
    def title(self) -> str:
        """The pattern alone: `Bash(git:*)`."""
        return wording.title_of(self.candidate)

    @property
    def text(self) -> str:
        """The rule in one line."""
        return wording.text_of(self.candidate)

    @property
    def rule(self) -> dict[str, Any]:
        """The TOML fields of the rule with the examples it holds now."""
        no = {"no": self.declared.no} if self.declared.no else {}
        return {**self.fields, "yes": self.declared.yes, **no}


@dataclass(slots=True)
class Suggestion:
    """A rule on offer, or a family of them that is accepted or refused whole: `members` its rules, of which a family
    has several; `keys` what a rejection silences; `still_asks` calls near it that it does not let through,
    `still_denies` those of them that a rule in force denies."""

    judged: Judged
    members: list[Member]
    gain: float
    keys: list[str]
    still_asks: list[str] = field(default_factory=list)
    still_denies: list[str] = field(default_factory=list)
    asks: list[Neighbour] | None = None
    newly: list[Neighbour] | None = None
    backtest: Backtest | None = None

    @property
    def family(self) -> str:
        """The family's name as rules carry it, "" for a rule of its own."""
        return wording.family_name(self.judged.candidate) if self.judged.candidate.members else ""

    @property
    def id(self) -> str:
        """The id that the rule will have, or the family's own; the same whenever it is suggested."""
        return wording.family_id(self.judged.candidate) if self.family else self.members[0].id

    @property
    def rules(self) -> list[Rule]:
        """The rules it would grant."""
        return [each.declared.rule for each in self.members]

    @property
    def title(self) -> str:
        """`Bash(git:*)`; of a family its name and some of its members: `checks: pytest, ruff check, …`."""
        if not self.family:
            return self.members[0].title
        return wording.family_title(self.judged.candidate, [each.candidate for each in self.members])

    @property
    def text(self) -> str:
        """The rule in one line, or the family with the effects that each member has at most."""
        return self.members[0].text if not self.family else f"{self.title} within {wording.caps(self.caps)}"

    @property
    def caps(self) -> int:
        """The effects of all members together: none of them has more, some have less."""
        found = 0
        for each in self.members:
            found |= each.candidate.cap
        return found

    @property
    def rule(self) -> dict[str, Any]:
        """The TOML fields of the rule. For a family a summary that reaches no further than each of its members: the
        rules themselves are under `rules`."""
        if not self.family:
            return self.members[0].rule
        return wording.summary([each.rule for each in self.members], self.family)

    def as_json(self) -> dict[str, Any]:
        """The suggestion as the command contract has it; what is not computed yet is null."""
        return {
            "id": self.id,
            "family": self.family or None,
            "rule": self.rule,
            "rules": [{"id": each.id, **each.rule} for each in self.members],
            "text": self.text,
            **self._evidence(self.judged.candidate),
            "examples": self.examples,
            "newly_allows": None if self.newly is None else [each.text for each in self.newly],
            "newly_allows_by_effect": None if self.newly is None else by_effect(self.newly),
            "still_asks": self.still_asks,
            "still_denies": self.still_denies,
            "neighbours": None if self.asks is None else [each.as_json() for each in self.asks],
            "denied_nearby": _dated(self.judged.candidate.no_days),
            "backtest": None if self.backtest is None else self.backtest.as_json(),
        }

    def of(self, member: Member) -> dict[str, Any]:
        """The same about one of its rules, with that rule's own answers and the family's confidence."""
        if not self.family:
            return self.as_json()
        return self.as_json() | {
            "id": member.id,
            "rule": member.rule,
            "rules": [{"id": member.id, **member.rule}],
            "text": member.text,
            **self._evidence(member.candidate),
            "examples": member.declared.yes,
            "denied_nearby": _dated(member.candidate.no_days),
        }

    def _evidence(self, candidate: Candidate) -> dict[str, Any]:
        shown = self.judged.confidence
        tally = candidate.tally
        yes, no = (shown.raw_yes, shown.raw_no) if candidate is self.judged.candidate else raw(candidate)
        return {
            "scope": candidate.scope,
            "level": candidate.level,
            "confidence": round(shown.value, 6),
            "frequency": round(shown.frequency, 6),
            "consistency": round(shown.consistency, 6),
            "recency": round(shown.recency, 6),
            "approvals": plain(yes),
            "own_approvals": plain(raw(candidate)[0]),
            "denials": plain(no),
            "sessions": len(tally.sessions),
            "days": len(tally.yes),
            "projects": len(tally.projects),
            "last_used": date.fromordinal(max(tally.yes)).isoformat(),
        }

    @property
    def examples(self) -> list[str]:
        """The latest examples of its members, each member's first before any second."""
        listed = [each.declared.yes for each in self.members]
        rows = zip_longest(*listed)
        return [text for row in rows for text in row if text is not None][: max(EXAMPLES, len(listed[0]))]


def by_effect(found: Sequence[Neighbour]) -> dict[str, list[str]]:
    """Effects as `read-project, write-project` → the calls that have them, in the given order."""
    groups: dict[str, list[str]] = {}
    for each in found:
        groups.setdefault(wording.caps(each.effects), []).append(each.text)
    return groups


def _dated(refused: Sequence[tuple[int, str]]) -> list[dict[str, str]]:
    return [{"day": date.fromordinal(day).isoformat(), "call": text} for day, text in sorted(set(refused))]
