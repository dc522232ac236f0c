"""The table of rule words: every room works from it, ids stay what they are, and each word does what it says."""

from __future__ import annotations

import inspect
import json
from pathlib import Path
from typing import Any

import pytest

from assent.core.call import Call
from assent.core.decide import decide
from assent.core.facts import Facts
from assent.core.policy import from_rules
from assent.core.rule import KEYS, Rule, from_row
from assent.policy.format import fields_of, write_policy
from assent.policy.identity import meaning, rule_id
from assent.policy.kinds import KINDS
from assent.policy.parse import Declared, read_policy, read_rule
from assent.policy.words import BY_KEY, VERDICTS, WORDS
from assent.shell.reading import read_call

HERE = Path(__file__).parent
KNOWN_IDS = [json.loads(line) for line in (HERE / "known_ids.jsonl").read_text().splitlines()]
NARROWING = [json.loads(line) for line in (HERE / "words.jsonl").read_text().splitlines()]
CASES = [
    pytest.param(row, verdict, id=f"{row['id']}-{verdict}")
    for row in NARROWING
    for verdict in BY_KEY[row["word"]].verdicts
]
FACTS = Facts("/home/u", "/home/u/work/p", today="2026-06-01")


def made(fields: dict[str, Any]) -> Declared:
    problems: list[Any] = []
    declared = read_rule(fields, "rule", "user", "user", problems)
    assert declared, problems
    return declared


def paragraph(row: dict[str, Any], verdict: str, *, word: bool) -> dict[str, Any]:
    """The rule of a row, with the word it is about or without."""
    return {verdict: row["patterns"], **row.get("more", {})} | ({row["word"]: row["value"]} if word else {})


def call_of(row: dict[str, Any]) -> Call:
    return Call(row["call"]["tool"], row["call"]["input"], FACTS.project, FACTS.project)


def speaks(row: dict[str, Any], fields: dict[str, Any]) -> bool:
    """Whether the rule decides the row's call, beside the rule the row sets next to it."""
    rule = made(fields).rule
    beside = [made(row["beside"]).rule] if "beside" in row else []
    call = call_of(row)
    decision = decide(call, read_call(call, FACTS), from_rules([rule, *beside]), FACTS)
    return decision.decider is not None and decision.decider.id == rule.id


@pytest.mark.parametrize(("row", "verdict"), CASES)
def test_a_word_keeps_its_rule_from_a_call_that_it_decided_without_it(
    row: dict[str, Any], verdict: str
) -> None:
    assert speaks(row, paragraph(row, verdict, word=False))
    assert not speaks(row, paragraph(row, verdict, word=True))


def test_every_word_that_decides_has_a_call_where_it_does() -> None:
    shown = {row["word"] for row in NARROWING}
    assert [word.key for word in WORDS if word.decides and word.key not in (*VERDICTS, *shown)] == []


@pytest.mark.parametrize(("row", "verdict"), CASES)
def test_a_word_that_decides_makes_another_rule(row: dict[str, Any], verdict: str) -> None:
    with_it, without = (made(paragraph(row, verdict, word=each)).rule for each in (True, False))
    assert with_it.id != without.id
    assert meaning(with_it) != meaning(without)


@pytest.mark.parametrize(("row", "verdict"), CASES)
def test_a_rule_comes_back_from_its_row_and_from_its_text(row: dict[str, Any], verdict: str) -> None:
    declared = made(paragraph(row, verdict, word=True))
    assert from_row(json.loads(json.dumps(declared.rule.row()))).row() == declared.rule.row()
    (again,), problems = read_policy(write_policy([declared]), "rule", "user")
    assert not problems
    assert again.rule.row() == declared.rule.row()


@pytest.mark.parametrize("row", KNOWN_IDS, ids=lambda row: row["id"])
def test_the_id_of_a_rule_stays_what_it_was(row: dict[str, Any]) -> None:
    problems: list[Any] = []
    declared = read_rule(row["rule"], "rule", "user", row["scope"], problems)
    assert declared, problems
    assert declared.rule.id == row["identity"]
    assert rule_id(fields_of(declared), declared.rule.verdict, row["scope"]) == row["identity"]


def test_every_attribute_of_a_rule_is_a_word_or_made_by_us() -> None:
    held = {word.attribute for word in WORDS if word.attribute}
    assert set(Rule.__slots__) - held == {"id", "verdict", "layer"}
    assert held <= set(Rule.__slots__)
    assert {*KEYS, "patterns", "excepts"} == set(inspect.signature(Rule).parameters)


def test_every_word_has_a_kind_and_a_place_of_its_own() -> None:
    assert {word.kind for word in WORDS} <= set(KINDS)
    assert len(BY_KEY) == len(WORDS)
    examples = {word.key for word in WORDS if not word.attribute}
    assert examples <= set(Declared.__dataclass_fields__)


@pytest.mark.parametrize(
    "word", [word for word in WORDS if word.key not in VERDICTS], ids=lambda word: word.key
)
@pytest.mark.parametrize("verdict", VERDICTS)
def test_a_word_is_refused_with_a_verdict_that_it_means_nothing_with(word: Any, verdict: str) -> None:
    value = {"cap": ["read-project"], "effects": ["history"], "flag": True, "day": "2030-01-31", "level": 1,
             "table": {"command": "x"}, "patterns": ["Read(./x)"], "texts": ["git status"],
             "origin": "person", "traits": ["runs-fetched"]}.get(word.kind, "Bash")  # fmt: skip
    more = {"tool": "Bash"} if word.key == "fields" else {}
    problems: list[Any] = []
    read_rule({verdict: ["Bash(git *)"], **more, word.key: value}, "rule", "user", "user", problems)
    refused = [each for each in problems if "only means something" in str(each)]
    assert bool(refused) == (verdict not in word.verdicts), problems
