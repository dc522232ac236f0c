"""What a call starts by name: an allow needs every field that names it, deny and ask need one."""

from __future__ import annotations

from typing import Any

import pytest

from assent.core.call import Call
from assent.core.facts import Facts
from assent.core.pattern import Pattern, forbids, permits
from assent.core.tool_calls import read_tool
from assent.policy.pattern import read_pattern

FACTS = Facts("/home/u", "/home/u/p")


def asked(text: str, verdict: str, tool: str, given: dict[str, Any]) -> bool:
    pattern = read_pattern(text, verdict)
    assert isinstance(pattern, Pattern), pattern
    call = Call(tool, given, "/home/u/p", "/home/u/p")
    part = read_tool(call, FACTS).parts[0]
    judge = permits if verdict == "allow" else forbids
    return judge(pattern, call, part, FACTS)


# Rule, tool, input: an allow must not match, a denial must.
MIXED = {
    "two-fields": ("Agent(reviewer)", "Agent", {"agent_type": "reviewer", "subagent_type": "other"}),
    "the-other-way-round": ("Agent(reviewer)", "Agent", {"subagent_type": "reviewer", "agent_type": "other"}),
    "by-its-older-name": ("Agent(reviewer)", "Task", {"subagent_type": "reviewer", "agent_type": "other"}),
    "camel-case": ("Task(reviewer)", "Agent", {"subagent_type": "reviewer", "agentType": "other"}),
    "upper-case-field": ("Agent(reviewer)", "Agent", {"subagent_type": "reviewer", "Subagent_Type": "other"}),
    "hyphens": ("Agent(reviewer)", "Agent", {"subagent_type": "reviewer", "subagent-type": "other"}),
    "unseen-letter": ("Agent(reviewer)", "Agent", {"subagent_type": "reviewer", "subagent\u200b_type": "other"}),
    "no-text": ("Agent(reviewer)", "Agent", {"subagent_type": "reviewer", "agent_type": ["other"]}),
    "skill-and-name": ("Skill(deploy)", "Skill", {"skill": "deploy", "name": "other"}),
    "name-and-skill": ("Skill(deploy)", "Skill", {"skill": "other", "name": "deploy"}),
    "skill-and-command": ("Skill(deploy)", "Skill", {"skill": "deploy", "command": "other"}),
    "blank-before": ("Skill(deploy)", "Skill", {"skill": " deploy"}),
    "newline-behind": ("Skill(deploy)", "Skill", {"skill": "deploy\n"}),
    "upper-case": ("Skill(deploy)", "Skill", {"skill": "Deploy"}),
    "unseen-letter-in-the-name": ("Skill(deploy)", "Skill", {"skill": "de\u200bploy"}),
    "as-a-command": ("Skill(deploy)", "Skill", {"skill": "/deploy"}),
}  # fmt: skip


@pytest.mark.parametrize(("text", "tool", "given"), MIXED.values(), ids=MIXED)
def test_an_allow_needs_every_name_and_a_denial_one(text: str, tool: str, given: dict[str, Any]) -> None:
    assert not asked(text, "allow", tool, given)
    assert asked(text, "deny", tool, given)


@pytest.mark.parametrize(
    ("text", "tool", "given"),
    [
        ("Agent(reviewer)", "Agent", {"subagent_type": "reviewer", "prompt": "x", "name": "r1"}),
        ("Agent(rev*)", "Task", {"subagent_type": "reviewer"}),
        ("Agent(reviewer)", "Agent", {"subagent_type": "reviewer", "agent_type": "reviewer"}),
        ("Agent(reviewer)", "Agent", {"subagent_type": "reviewer", "agent_type": ""}),
        ("Skill(deploy)", "Skill", {"skill": "deploy", "args": "now"}),
    ],
    ids=str,
)
def test_the_plain_call_is_covered(text: str, tool: str, given: dict[str, Any]) -> None:
    assert asked(text, "allow", tool, given)


@pytest.mark.parametrize(
    "given", [{}, {"prompt": "reviewer"}, {"subagent_type": "other"}, {"subagent_type": 7}], ids=str
)
def test_neither_speaks_about_another_call(given: dict[str, Any]) -> None:
    assert not asked("Agent(reviewer)", "allow", "Agent", given)
    assert not asked("Agent(reviewer)", "deny", "Agent", given)
