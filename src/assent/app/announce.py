"""What an installation will newly ask about or refuse: one family per shipped rule, and the topics they fall into."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assent.agents import registry
from assent.core.decision import ALLOW, ASK, DENY
from assent.policy import shipped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assent.core.rule import Rule
    from assent.policy.parse import Declared

MODULES = "modules"
YOURS = "your own rules"


@dataclass(frozen=True, slots=True)
class Family:
    """Calls that a shipped rule stops: its `name`, `verdict` ask or deny, `why` in words, an `example` of them."""

    name: str
    verdict: str
    why: str
    example: str

    @property
    def off(self) -> str:
        """The command that ends it."""
        return f"assent rules disable {self.name}"


@dataclass(frozen=True, slots=True)
class Topics:
    """What the rules that stop something are about, each topic once: those that only ask, and those that refuse with
    how many entries stand for them in the agents' own lists of denials."""

    asks: Sequence[str]
    refuses: Mapping[str, int]


def families(rules: Sequence[Rule]) -> list[Family]:
    """The families among the rules in force, those that ask first."""
    known = _shipped()
    found = [
        Family(each.name, each.verdict, each.why, _example(known.get(each.id)))
        for each in rules
        if each.layer == MODULES and each.verdict != ALLOW
    ]
    return sorted(found, key=lambda family: family.verdict != ASK)


def topics(rules: Sequence[Rule], agents: Sequence[str] = (), *, native: bool = False) -> Topics:
    """The topics of the rules in force; an entry that two rules give counts for the first."""
    known = _shipped()
    asks = [_topic(each, known) for each in rules if each.verdict == ASK]
    refuses: dict[str, int] = {}
    for agent in agents or [""]:
        compiler = registry.compiler(agent)
        seen: set[str] = set()
        for each in (rule for rule in rules if rule.verdict == DENY):
            entries = set(compiler.denials([each], native=native).entries) - seen if compiler else set()
            topic = _topic(each, known)
            refuses[topic] = refuses.get(topic, 0) + len(entries)
            seen |= entries
    return Topics(list(dict.fromkeys(asks)), refuses)


def _topic(rule: Rule, known: Mapping[str, Declared]) -> str:
    held = known.get(rule.id)
    return (held.topic if held else YOURS) or rule.label


def _example(declared: Declared | None) -> str:
    """The first thing a shipped rule says it stops."""
    return declared.yes[0] if declared and declared.yes else ""


def _shipped() -> dict[str, Declared]:
    """Every shipped rule by its id."""
    return {each.rule.id: each for name in shipped.names() for each in shipped.module(name)[0]}
