"""Which rules of which layer are in force: a project may only tighten until it is trusted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assent.core.decision import ALLOW
from assent.core.policy import from_rules

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from assent.core.policy import Policy
    from assent.policy.parse import Declared

LAYERS = ("managed", "user", "project", "granted", "modules")
UNSWITCHED = ("managed", "granted")


@dataclass(slots=True)
class Layer:
    """The rules of one source. `trusted` is False for a project's own files that the user has not trusted."""

    name: str
    rules: Sequence[Declared]
    trusted: bool = True
    path: str = ""
    problems: list[str] = field(default_factory=list)


def in_force(layers: Sequence[Layer], off: Collection[str] = ()) -> list[Declared]:
    """The rules that decide: switched on, not overridden off, and not an allow of an untrusted project. `off` speaks
    of declared rules alone: one granted with the same words has a switch of its own."""
    found: list[Declared] = []
    for layer in layers:
        for declared in layer.rules:
            if not declared.enabled or (declared.rule.id in off and layer.name not in UNSWITCHED):
                continue
            if not layer.trusted and declared.rule.verdict == ALLOW:
                continue
            found.append(declared)
    return found


def compiled(layers: Sequence[Layer], off: Collection[str] = ()) -> Policy:
    """The policy of the layers in force."""
    return from_rules([declared.rule for declared in in_force(layers, off)])
