"""A learned rule about an agent or a skill: one full name and nothing beside it."""

from __future__ import annotations

import pytest

from assent.core.call import Call
from assent.core.decide import decide
from assent.core.facts import Facts
from assent.core.policy import from_rules
from assent.policy.parse import read_rule
from assent.shell.reading import read_call

PROJECT = "/home/u/p"
FACTS = Facts("/home/u", PROJECT)
ALLOWED, NOTHING = True, False


def allows(pattern: str, tool: str, given: dict[str, object], level: int, within: list[str]) -> bool:
    fields = {"allow": [pattern], "within": within, "level": level, "origin": "learned"}
    declared = read_rule(fields, "test", "granted", "user", [])
    assert declared is not None
    call = Call(tool, given, PROJECT, PROJECT)
    return decide(call, read_call(call, FACTS), from_rules([declared.rule]), FACTS).verdict == "allow"


@pytest.mark.parametrize(
    ("pattern", "level", "given", "expected"),
    [
        pytest.param("Skill(review)", 4, {"skill": "review"}, ALLOWED, id="the-skill-at-its-level"),
        pytest.param("Skill(review)", 3, {"skill": "review"}, NOTHING, id="a-lower-level-vouches-for-nothing-unknown"),
        pytest.param("Skill(rev*)", 4, {"skill": "review"}, NOTHING, id="a-wildcard-vouches-for-nothing-unknown"),
        pytest.param("Skill(revie?)", 4, {"skill": "review"}, NOTHING, id="a-single-wildcard"),
        pytest.param("Skill(revie[w])", 4, {"skill": "review"}, NOTHING, id="a-set-of-letters"),
        pytest.param("Skill", 4, {"skill": "review"}, NOTHING, id="every-skill"),
        pytest.param("Skill(review)", 4, {"skill": "review", "command": "release"}, NOTHING, id="two-names"),
        pytest.param("Skill(review)", 4, {"skill": "Review"}, NOTHING, id="another-case"),
        pytest.param("Skill(review)", 4, {"skill": "review "}, NOTHING, id="a-blank-behind"),
        pytest.param("Skill(review)", 4, {}, NOTHING, id="no-name"),
    ],
)  # fmt: skip
def test_a_learned_skill_is_its_full_name(
    pattern: str, level: int, given: dict[str, object], expected: bool
) -> None:
    assert allows(pattern, "Skill", given, level, ["unknown"]) == expected


def test_without_unknown_in_its_cap_a_learned_skill_stays_silent() -> None:
    assert not allows("Skill(review)", "Skill", {"skill": "review"}, 4, ["read-project"])


@pytest.mark.parametrize("tool", ["mcp__hub__delete", "Frobnicate"])
def test_no_other_tool_is_vouched_for_by_its_name(tool: str) -> None:
    assert not allows(tool, tool, {"skill": "review"}, 4, ["unknown", "net-send"])
