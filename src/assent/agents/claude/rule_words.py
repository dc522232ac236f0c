"""What Claude Code's lists make of each rule word: nothing lost, or why a rule that carries it is left to the hook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.policy.words import WORDS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from assent.core.rule import Rule

EXPRESSED = ""
UNNAMED = "nobody has said yet what the client makes of it"
FIELDS = "the client has no field rules"
EFFECTS = "the client does not know effects"
EXPIRES = "the client's entries do not expire"
# Word → EXPRESSED, or why it is lost. "Expressed" is for what the entry itself says, for what the compiler sees to
# (`within`, `to`, `level`, `origin`: an entry is made only where the rule itself lets all of it run; `agents`: only for
# this one; `except` in a denial: narrower names), and for what changes no verdict.
ALLOWED = {
    "name": EXPRESSED, "allow": EXPRESSED, "ask": EXPRESSED, "deny": EXPRESSED, "within": EXPRESSED, "to": EXPRESSED,
    "effects": EFFECTS, "effects_all": EFFECTS, "traits": EFFECTS, "except": "the client knows no exceptions",
    "tool": FIELDS,
    "fields": FIELDS, "in": "the client's list holds in the whole project", "agents": EXPRESSED, "expires": EXPIRES,
    "soft": EXPRESSED, "level": EXPRESSED, "origin": EXPRESSED, "why": EXPRESSED,
    "topic": EXPRESSED, "family": EXPRESSED, "yes": EXPRESSED, "no": EXPRESSED, "enabled": EXPRESSED,
}  # fmt: skip
DENIED = {
    "name": EXPRESSED, "allow": EXPRESSED, "ask": EXPRESSED, "deny": EXPRESSED, "within": EXPRESSED, "to": EXPRESSED,
    "effects": EFFECTS, "effects_all": EFFECTS, "traits": EFFECTS, "except": EXPRESSED, "tool": FIELDS,
    "fields": FIELDS,
    "in": "the client's list holds everywhere", "agents": EXPRESSED, "expires": EXPIRES, "soft": EXPRESSED,
    "level": EXPRESSED, "origin": EXPRESSED, "why": EXPRESSED, "topic": EXPRESSED, "family": EXPRESSED,
    "yes": EXPRESSED, "no": EXPRESSED, "enabled": EXPRESSED,
}  # fmt: skip


def lost(rule: Rule, said: Mapping[str, str], but: Collection[str] = ()) -> str:
    """Why no entry can stand for the whole rule, by the first word it carries that is lost; "" when none is. A word
    that nobody has named is lost."""
    for word in WORDS:
        value = getattr(rule, word.attribute) if word.attribute else None
        if value and word.key not in but and said.get(word.key, UNNAMED):
            return said.get(word.key, UNNAMED)
    return ""
