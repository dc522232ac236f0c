"""What the digest knows: the same facts are the text, the page and the JSON. None stands for what is not known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Told:
    """Calls that are alike, told once: by which `rule` (`deny[no-rm-rf]`, None: by none of ours) or by whom else, what
    they can do, and how often a person said yes or no, or it ran."""

    tool: str
    text: str
    times: int
    last: str
    rule: str | None
    decider: str | None
    effects: Sequence[str]
    yes: int
    no: int
    ran: int


@dataclass(frozen=True, slots=True)
class News:
    """A change of the rules: what was done to which rule (of which `family`, if any), when, by whom and why."""

    ts: str
    action: str
    rule: str
    rule_id: str
    patterns: Sequence[str]
    by: str
    why: str | None
    family: str | None = None


@dataclass(frozen=True, slots=True)
class Fired:
    """A rule and how often it decided."""

    rule: str
    rule_id: str
    patterns: Sequence[str]
    times: int
    last: str


@dataclass(frozen=True, slots=True)
class Ran:
    """What a rule let run with nobody asked: how often, the commonest calls, the `family` it belongs to if any, and the
    command that ends it (None: nothing to end)."""

    rule: str
    rule_id: str
    patterns: Sequence[str]
    family: str | None
    times: int
    last: str
    examples: Sequence[str]
    end: str | None


@dataclass(frozen=True, slots=True)
class Joined:
    """A rule that joined others of its kind (`beside`), and the command that takes it alone back."""

    ts: str
    rule_id: str
    patterns: Sequence[str]
    family: str
    beside: Sequence[str]
    undo: str


@dataclass(frozen=True, slots=True)
class Resting:
    """A learned rule (of a `family`, if any) out of force: the word for it, why, and the command that brings it
    back."""

    rule_id: str
    patterns: Sequence[str]
    state: str
    why: str
    back: str
    family: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """Whether the record is what was written: `ok`, how many lines were looked at, and what is wrong with them."""

    ok: bool
    lines: int
    wrong: Sequence[str]


@dataclass(frozen=True, slots=True)
class Digest:
    """All of it, from `since` up to `until`. `unseen` are calls that only the agent's log tells of, `silence` the share
    of the others about which no rule spoke; `prompts` how often a person was asked (of `prompts_unknown` calls that is
    not known), `yes` and `no` what they said."""

    since: str
    until: str
    version: str
    calls: int
    allowed: int
    asked: int
    denied: int
    silent: int
    unseen: int
    silence: float | None
    prompts: int
    prompts_unknown: int
    yes: int
    no: int
    quiet: bool
    blocked: Sequence[Told]
    asked_about: Sequence[Told]
    risky: Sequence[Told]
    rules: Sequence[News]
    fired: Sequence[Fired]
    record: Record
    judge: str | None = None  # that it fails too often, in words
    unasked: Sequence[Ran] = ()
    joined: Sequence[Joined] = ()
    resting: Sequence[Resting] = ()
