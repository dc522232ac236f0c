"""What makes two rules the same: the hash their ids, suppressions and suggestions derive from."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from assent.policy.words import VERDICTS, WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assent.core.rule import Rule

_DECIDING = tuple(word for word in WORDS if word.decides and word.key not in VERDICTS)


def rule_id(given: Mapping[str, Any], verdict: str, scope: str) -> str:
    """Twelve hex digits from verdict + pattern + cap + conditions + scope (`user` or a project id)."""
    parts: dict[str, Any] = {"verdict": verdict, "patterns": sorted(given.get(verdict, [])), "scope": scope}
    for word in _DECIDING:
        value = given.get(word.key)
        if value not in (None, [], {}, False, ""):
            parts[word.key] = sorted(value) if isinstance(value, list) else value
    text = json.dumps(parts, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def meaning(rule: Rule) -> str:
    """One text for all spellings of a rule: `Bash(npm test:*)` and `Bash(npm test *)` give the same. Ids keep the
    spelling, since those that are stored must stay what they are."""
    held: dict[str, Any] = {"verdict": rule.verdict, "patterns": _forms(rule.patterns)}
    for word in _DECIDING:
        value = getattr(rule, word.attribute)
        if word.kind == "patterns":
            value = _forms(value)
        held[word.key] = sorted(value) if isinstance(value, (list, tuple)) else value or None
        if word.kind == "cap":
            held[word.key] = value
    return json.dumps(held, sort_keys=True)


def _forms(patterns: Any) -> list[str]:
    """Patterns without the text they were written as, each once."""
    return sorted({json.dumps(each.row()[1:]) for each in patterns})
