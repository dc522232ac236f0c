"""Ten suggestions and forty-two calls written by hand before the learner: the rule type must carry them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assent.core.call import Call
from assent.core.decide import decide
from assent.core.facts import Facts
from assent.core.policy import from_body, from_rules
from assent.policy.check import check
from assent.policy.format import write_policy
from assent.policy.parse import Declared, read_policy
from assent.shell.reading import read_call
from tests.jsonl import rows

HERE = Path(__file__).parent
HOME, PROJECT = "/home/user", "/home/user/project"
CALLS = rows(HERE / "forty_calls.jsonl")


@pytest.fixture(scope="module")
def declared() -> list[Declared]:
    found, problems = read_policy((HERE / "ten_suggestions.toml").read_text(), "ten", "user")
    assert not problems
    return found


def test_every_suggestion_keeps_its_own_examples(declared: list[Declared]) -> None:
    assert [str(problem) for problem in check(declared, "ten")] == []


@pytest.mark.parametrize("row", CALLS, ids=[row["id"] for row in CALLS])
def test_the_call_gets_the_verdict_written_by_hand(row: dict[str, Any], declared: list[Declared]) -> None:
    facts = Facts(HOME, PROJECT, links=row.get("links"))
    call = Call(
        row.get("tool", "Bash"),
        row["input"] if "input" in row else {"command": row["command"]},
        PROJECT,
        PROJECT,
    )
    policy = from_rules([each.rule for each in declared])
    decision = decide(call, read_call(call, facts), policy, facts)
    assert decision.verdict == row["verdict"], decision.why
    if row["rule"]:
        assert decision.decider is not None
        assert decision.decider.name == row["rule"]


def test_a_policy_survives_its_snapshot_body(declared: list[Declared]) -> None:
    policy = from_rules([each.rule for each in declared])
    again = from_body(json.loads(json.dumps(policy.body())))
    assert [rule.row() for rule in again.all()] == [rule.row() for rule in policy.all()]


def test_written_rules_read_back_as_the_same_rules(declared: list[Declared]) -> None:
    again, problems = read_policy(write_policy(declared), "again", "user")
    assert not problems
    assert [(each.rule.id, each.rule.row(), each.yes, each.no) for each in again] == [
        (each.rule.id, each.rule.row(), each.yes, each.no) for each in declared
    ]
