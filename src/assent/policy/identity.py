"""What makes two rules the same: the hash their ids, suppressions and suggestions derive from."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

# What a rule decides; name, why, examples and dates of its making are not part of it.
_IDENTITY = (
    "within",
    "to",
    "in",
    "agents",
    "expires",
    "effects",
    "effects_all",
    "soft",
    "tool",
    "fields",
    "except",
)


def rule_id(given: Mapping[str, Any], verdict: str, scope: str) -> str:
    """Twelve hex digits from verdict + pattern + cap + conditions + scope (`user` or a project id)."""
    parts: dict[str, Any] = {"verdict": verdict, "patterns": sorted(given.get(verdict, [])), "scope": scope}
    for key in _IDENTITY:
        value = given.get(key)
        if value not in (None, [], {}, False, ""):
            parts[key] = sorted(value) if isinstance(value, list) else value
    text = json.dumps(parts, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
