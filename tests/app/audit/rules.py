"""Rules as an audit sees them, made from the text of a policy file."""

from __future__ import annotations

from assent.app.audit.found import Standing
from assent.app.rules.listed import ON, Listed
from assent.policy.format import fields_of
from assent.policy.parse import read_policy

FILE = "/etc/p.toml"


def standing(text: str, layer: str = "user", project: str = "") -> list[Standing]:
    """The rules of a policy file of some layer, all in force."""
    found, problems = read_policy(text, FILE, layer)
    assert not problems, problems
    return [
        Standing(
            each.rule,
            Listed(each.rule.id, layer, FILE, ON, "", fields_of(each), project, declared=each),
            project,
        )
        for each in found
    ]


def paragraph(verdict: str, *patterns: str, name: str = "", **more: str) -> str:
    """One rule as a paragraph; `more` are further keys with their values as TOML."""
    said = [f'name = "{name}"'] if name else []
    said += [f"{verdict} = {list(patterns)!r}", *(f"{key} = {value}" for key, value in more.items())]
    return "[[rule]]\n" + "\n".join(said) + "\n"
