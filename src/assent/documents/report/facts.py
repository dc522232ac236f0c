"""What the report knows: the same facts are the page and the JSON. None stands for what is not known or not there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Place:
    """A file or folder of ours: bytes and the last change, None where there is nothing."""

    name: str
    path: str
    size: int | None
    changed: str | None


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule as it stands. `reach` says in words how far it goes, `source` the file or module it is declared in, `hits`
    how often it decided. The last five are known of learned rules only: when, why and in which session it was
    promoted, by whom, and its level."""

    id: str
    name: str
    verdict: str
    patterns: Sequence[str]
    reach: str
    layer: str
    source: str | None
    project: str | None
    state: str
    note: str | None
    why: str | None
    hits: int
    last_used: str | None
    promoted_at: str | None = None
    reasoning: str | None = None
    session: str | None = None
    by: str | None = None
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """What was said on a UTC day (`unseen`: calls that only the agent's log tells of), how often a person was asked, of
    these how often that is only estimated, of how many calls it is not known, how long our answers took in ms, and how
    many granted rules were in force when it ended."""

    day: str
    allowed: int
    asked: int
    denied: int
    silent: int
    unseen: int
    prompts: int
    prompts_estimated: int
    prompts_unknown: int
    p50: float | None = None
    p95: float | None = None
    rules: int | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """Rules by verdict; those that were learned are counted apart."""

    deny: int
    ask: int
    allow: int
    learned: int


@dataclass(frozen=True, slots=True)
class Report:
    """The whole of it, `since` a moment up to when it was made."""

    made: str
    since: str
    version: str
    places: Sequence[Place]
    counts: Counts
    calls: Day
    deny: Sequence[RuleRow]
    ask: Sequence[RuleRow]
    allow: Sequence[RuleRow]
    learned: Sequence[RuleRow]
    days: Sequence[Day]
