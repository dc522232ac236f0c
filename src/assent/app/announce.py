"""What an installation will newly ask about or refuse: one family per shipped rule, with how to switch it off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assent.core.decision import ALLOW, ASK
from assent.policy import shipped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.core.rule import Rule

MODULES = "modules"


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


def families(rules: Sequence[Rule]) -> list[Family]:
    """The families among the rules in force, those that ask first."""
    examples = _examples()
    found = [
        Family(each.name, each.verdict, each.why, examples.get(each.id, ""))
        for each in rules
        if each.layer == MODULES and each.verdict != ALLOW
    ]
    return sorted(found, key=lambda family: family.verdict != ASK)


def _examples() -> dict[str, str]:
    """The first thing each shipped rule says it stops, by the rule's id."""
    found: dict[str, str] = {}
    for name in shipped.names():
        declared, _ = shipped.module(name)
        found |= {each.rule.id: each.yes[0] for each in declared if each.yes}
    return found
