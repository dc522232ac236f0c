"""What an audit finds, and the rules it looks at."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assent.agents.base import BROKEN, DANGEROUS, NEVER
from assent.core.rule import matched
from assent.store.rules import GRANTED, MANAGED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assent.app.rules.listed import Listed
    from assent.core.rule import Rule

__all__ = [
    "BROKEN", "CONTRADICTORY", "DANGEROUS", "KINDS", "NEVER", "PASSED", "SHADOWED", "UNUSED", "Found", "Standing",
    "homely",
]  # fmt: skip

# Kinds of findings, in the order in which they are told.
CONTRADICTORY, SHADOWED, UNUSED, PASSED = "contradictory", "shadowed", "unused", "passed-through"
KINDS = (BROKEN, DANGEROUS, CONTRADICTORY, NEVER, SHADOWED, UNUSED, PASSED)
MODULES = "modules"


@dataclass(frozen=True, slots=True)
class Found:
    """One thing to mend: `where` it stands (a rule as `allow[name]`, a settings file), `what` is wrong with it, and
    `mend`, the command or edit that ends it. `rule` is the id of a rule of ours; `figures` are those behind it."""

    kind: str
    where: str
    what: str
    mend: str
    rule: str = ""
    figures: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The finding as `audit --json` gives it."""
        return {
            "kind": self.kind, "where": self.where, "what": self.what, "mend": self.mend, "rule": self.rule or None,
            **self.figures,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """A rule in force: the rule, how it is listed, and the key of the one project it is for, "" for all."""

    rule: Rule
    listed: Listed
    project: str

    @property
    def own(self) -> bool:
        """True for a rule that its user can change."""
        return self.listed.layer not in (MODULES, MANAGED)

    @property
    def name(self) -> str:
        """The rule as records name it: `deny[no-rm-rf]`."""
        return matched(self.rule.verdict, self.rule.label)

    @property
    def where(self) -> str:
        """The rule and where it stands."""
        return f"{self.name} ({self.spot})"

    @property
    def spot(self) -> str:
        """Where it stands: a file with its line, or whose it is."""
        each = self.listed
        if each.layer in (GRANTED, MODULES):
            return each.layer if each.layer == GRANTED else "shipped"
        line = each.declared.line if each.declared else 0
        return f"{homely(each.source)}:{line}" if line else homely(each.source)

    @property
    def end(self) -> str:
        """How its user ends it."""
        if self.listed.layer == GRANTED:
            return f"assent rules remove {self.rule.id}"
        return f"take it out of {self.spot}"


def homely(path: str) -> str:
    """A path with the home as `~`."""
    home = str(Path.home())
    return "~" + path[len(home) :] if path.startswith(f"{home}/") else path
