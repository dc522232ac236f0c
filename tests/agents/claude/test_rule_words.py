"""Every rule word in the client's own lists: expressed or lost, and never a verdict looser or stricter than the rule's."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Any

import pytest

from assent.agents.claude import rule_words
from assent.agents.claude.compile import denials, grants
from assent.agents.claude.matcher.model import read_settings, would_answer
from assent.core.rule import Rule
from assent.policy.pattern import read_pattern
from assent.policy.words import BY_KEY, WORDS
from tests.policy.test_words import CASES, FACTS, call_of, made, paragraph

AGENTS = Path(rule_words.__file__).parents[1]
COMPILERS = sorted(path.parent.name for path in AGENTS.glob("*/compile.py"))


@pytest.mark.parametrize("agent", COMPILERS)
@pytest.mark.parametrize("table", ["ALLOWED", "DENIED"])
def test_a_compiler_says_of_every_word_what_becomes_of_it(agent: str, table: str) -> None:
    said = getattr(importlib.import_module(f"assent.agents.{agent}.rule_words"), table)
    assert set(said) == {word.key for word in WORDS}


def entries_of(rule: Rule) -> tuple[str, list[str]]:
    return {"allow": ("allow", grants([rule]).entries), "deny": ("deny", denials([rule]).entries)}.get(
        rule.verdict, ("ask", [])
    )


def client(row: dict[str, Any], *rules: Rule) -> str:
    """What the client would do with the row's call, with the rules compiled into its lists."""
    lists: dict[str, list[str]] = {}
    for rule in rules:
        name, entries = entries_of(rule)
        lists.setdefault(name, []).extend(entries)
    text = json.dumps({"permissions": lists})
    read = read_settings(text)
    assert read
    return would_answer([read], call_of(row), FACTS).verdict


@pytest.mark.parametrize(("row", "verdict"), CASES)
def test_a_word_that_keeps_its_rule_silent_keeps_the_clients_entry_away(
    row: dict[str, Any], verdict: str
) -> None:
    narrowed, plain = (made(paragraph(row, verdict, word=each)).rule for each in (True, False))
    if BY_KEY[row["word"]].key != "except":
        assert not set(entries_of(narrowed)[1]) & set(entries_of(plain)[1])
    assert client(row, narrowed) == client(row)


@pytest.mark.parametrize("text", ["Bash(make test)", "WebFetch(domain:example.org)"])
@pytest.mark.parametrize("verdict", ["allow", "deny"])
def test_the_rule_without_the_word_is_compiled(verdict: str, text: str) -> None:
    rule = made({verdict: [text]}).rule
    assert entries_of(rule) == (verdict, [text])


class Later(Rule):
    """A rule of a later version, with a word that no compiler has heard of."""

    __slots__ = ("modes",)
    modes: list[str]


@pytest.mark.parametrize("verdict", ["allow", "deny"])
def test_a_word_that_no_compiler_names_is_lost(verdict: str, monkeypatch: pytest.MonkeyPatch) -> None:
    word = type(WORDS[0])("modes", "texts", ("allow", "ask", "deny"), "modes", decides=True)
    monkeypatch.setattr(rule_words, "WORDS", (*WORDS, word))
    pattern = read_pattern("Bash(make test)", verdict)
    rule = Later("r", verdict, [pattern])  # type: ignore[list-item]  # the pattern is sound
    rule.modes = []
    assert entries_of(rule)[1] == ["Bash(make test)"]
    rule.modes = ["plan"]
    assert entries_of(rule)[1] == []


def test_a_learned_rule_for_a_servers_tool_stays_with_the_hook() -> None:
    given = {"allow": ["mcp__srv__send_mail"]}
    assert entries_of(made(given).rule)[1] == ["mcp__srv__send_mail"]
    assert entries_of(made(given | {"origin": "learned"}).rule)[1] == []
