"""Every agent of the registry keeps the protocol where it meets the verbs."""

from __future__ import annotations

import json

import pytest

from assent.agents.base import Agent
from assent.agents.claude.command import open_line
from assent.agents.registry import AGENTS
from assent.core.call import Call
from assent.core.facts import Facts
from assent.core.problem import Problem


@pytest.mark.parametrize("name", AGENTS)
def test_an_agent_is_listed_under_its_own_name(name: str) -> None:
    assert name == AGENTS[name].NAME
    assert AGENTS[name].TITLE


def test_a_log_is_read_on_from_a_stored_state() -> None:
    agent: Agent = AGENTS["claude"]
    use = {"type": "tool_use", "id": "t", "name": "Bash", "input": {"command": "ls"}}
    result = {"type": "tool_result", "tool_use_id": "t", "content": "x"}
    first = agent.open_log()
    assert (
        first.read(json.dumps({"type": "assistant", "message": {"content": [use]}}).encode() + b"\nbroken\n")
        == []
    )
    assert [event.id for event in first.pending()] == ["t"]
    second = agent.open_log(first.state())
    (event,) = second.read(json.dumps({"type": "user", "message": {"content": [result]}}).encode() + b"\n")
    assert (event.id, second.lines, second.bad, second.first_bad) == ("t", 3, 1, 2)
    assert second.pending() == []


def test_an_install_is_taken_back_by_its_stored_record() -> None:
    agent: Agent = AGENTS["claude"]
    line = open_line("/x/python3", "/x/app/start/launch.py", ["claude", "/h", "/c", "/d", "/s"])
    patch = agent.install('{"a": 1}', line, ["Read(~/.ssh/**)"])
    assert not isinstance(patch, Problem)
    again = agent.install(patch.text, line, ["Read(~/.ssh/**)"], patch.added.dump())
    assert not isinstance(again, Problem)
    assert not again.changed
    assert agent.uninstall(again.text, again.added.dump()) == '{"a": 1}'
    granted = agent.allow("{}", ["Bash(make test)"])
    assert not isinstance(granted, Problem)
    assert agent.uninstall(granted.text, granted.added.dump()) == "{}"


def test_settings_the_client_drops_do_not_count_in_its_answer() -> None:
    agent: Agent = AGENTS["claude"]
    call, facts = Call("Bash", {"command": "make"}, "/p"), Facts("/h", "/p")
    good, bad = (
        '{"permissions": {"allow": ["Bash(make)"]}}',
        '{"permissions": {"allow": ["Bash(make)"], "deny": 1}}',
    )
    assert agent.would_answer([("user", "", good)], call, facts).verdict == "runs"
    assert agent.would_answer([("user", "", bad)], call, facts).verdict == "asks"
    assert agent.would_answer([("project", "/p", good)], call, facts, trusted=False).verdict == "asks"


def test_logs_and_settings_are_named_under_the_home_and_the_project() -> None:
    agent: Agent = AGENTS["claude"]
    assert all(pattern.startswith("/h/.claude/projects/") for pattern in agent.log_globs("/h"))
    assert agent.settings_paths("/h", "/p")["local"] == "/p/.claude/settings.local.json"
