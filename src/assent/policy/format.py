"""Rules written as policy text: `read_policy` of what this writes gives the same rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assent.core.effect import ALL, names_of
from assent.core.rule import LEARNED

if TYPE_CHECKING:
    from assent.policy.parse import Declared


def fields_of(declared: Declared) -> dict[str, Any]:
    """The TOML fields of a rule, empty ones left out, in the order people read them."""
    rule = declared.rule
    within = None if rule.within is None else ["any"] if rule.within == ALL else names_of(rule.within)
    given: dict[str, Any] = {
        "name": rule.name,
        rule.verdict: [pattern.text for pattern in rule.patterns],
        "within": within,
        "to": list(rule.to),
        "effects": names_of(rule.effects),
        "effects_all": names_of(rule.effects_all),
        "except": [pattern.text for pattern in rule.excepts],
        "tool": rule.tool,
        "fields": dict(rule.fields),
        "in": list(rule.where),
        "agents": list(rule.agents),
        "expires": rule.expires,
        "soft": rule.soft,
        "level": rule.level,
        "origin": LEARNED if rule.origin == LEARNED else "",
        "why": rule.why,
        "yes": declared.yes,
        "no": declared.no,
    }
    kept = {key: value for key, value in given.items() if value not in ("", [], {}, None, False)}
    if within == []:
        kept["within"] = []
    if rule.level == 0:
        kept["level"] = 0
    if rule.verdict not in kept:
        kept[rule.verdict] = []
    if not declared.enabled:
        kept["enabled"] = False
    return kept


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
