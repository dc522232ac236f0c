"""Rules written as policy text: `read_policy` of what this writes gives the same rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assent.policy.kinds import KINDS
from assent.policy.words import WORDS

if TYPE_CHECKING:
    from assent.policy.parse import Declared
    from assent.policy.words import Word


def fields_of(declared: Declared) -> dict[str, Any]:
    """The TOML fields of a rule, empty ones left out, in the order people read them."""
    rule = declared.rule
    given = {word.key: _written(word, declared) for word in WORDS if rule.verdict in word.verdicts}
    kept = {key: value for key, value in given.items() if value is not None or key == rule.verdict}
    kept[rule.verdict] = kept[rule.verdict] or []
    return kept


def _written(word: Word, declared: Declared) -> object:
    """The value of a word as a policy file holds it; None when the file need not say it."""
    if word.key == "enabled":
        return None if declared.enabled else False
    if not word.attribute:
        return getattr(declared, word.key) or None
    return KINDS[word.kind].write(getattr(declared.rule, word.attribute))


def write_policy(rules: list[Declared]) -> str:
    """The policy text of rules, one paragraph each."""
    import tomlkit  # the hook rebuilds a stale snapshot with the standard library alone

    document = tomlkit.document()
    listed = tomlkit.aot()
    for declared in rules:
        table = tomlkit.table()
        for key, value in fields_of(declared).items():
            table.add(key, value)
        listed.append(table)
    if rules:
        document.add("rule", listed)
    return tomlkit.dumps(document)
