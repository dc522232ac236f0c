"""A rule and a call as a card has them, each on one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_FIELDS = ("allow", "ask", "deny", "within", "to", "effects", "tool", "fields")
_LONGEST = 100


def fields(rule: Mapping[str, object]) -> str:
    """A rule as a policy file would have it."""
    kept = {key: rule[key] for key in _FIELDS if rule.get(key)}
    return ", ".join(f"{key} = {value}" for key, value in kept.items()).replace("'", '"')


def on_one_line(text: str) -> str:
    """A text on one line, cut where it is long."""
    whole = " ".join(text.split())
    return whole if len(whole) <= _LONGEST else whole[: _LONGEST - 1] + "…"
