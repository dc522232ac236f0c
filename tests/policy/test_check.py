"""The call that an example of a rule stands for."""

from __future__ import annotations

import pytest

from assent.policy.check import PROJECT, example_call

# Example → tool and input.
CALLS = [
    ("git status", "Bash", {"command": "git status"}),
    ("Bash(git status)", "Bash", {"command": "git status"}),
    (" Bash(git status) ", "Bash", {"command": "git status"}),
    ("f(x)", "Bash", {"command": "f(x)"}),
    ("echo (x)", "Bash", {"command": "echo (x)"}),
    ("Read(/x)", "Read", {"file_path": "/x"}),
    ("Write(x)", "Write", {"file_path": "x"}),
    ("Edit(x)", "Edit", {"file_path": "x"}),
    ("MultiEdit(x)", "MultiEdit", {"file_path": "x"}),
    ("NotebookEdit(x)", "NotebookEdit", {"notebook_path": "x"}),
    ("Glob(**)", "Glob", {"pattern": "**"}),
    ("Grep(src)", "Grep", {"path": "src"}),
    ("WebFetch(https://x.y/z)", "WebFetch", {"url": "https://x.y/z"}),
    ("WebSearch(x y)", "WebSearch", {"query": "x y"}),
    ("Agent(x)", "Agent", {"subagent_type": "x"}),
    ("Task(x)", "Task", {"subagent_type": "x"}),
    ("Skill(x)", "Skill", {"skill": "x"}),
    ("Monitor(x)", "Monitor", {"command": "x"}),
    ("PowerShell(x)", "PowerShell", {"command": "x"}),
    ("LS(x)", "LS", {"path": "x"}),
    ("mcp__a__b()", "mcp__a__b", {}),
    ("mcp__a__b", "mcp__a__b", {}),
    (" mcp__a__b", "Bash", {"command": " mcp__a__b"}),
    ("mcp__a__b x", "Bash", {"command": "mcp__a__b x"}),
]


@pytest.mark.parametrize(("text", "tool", "given"), CALLS)
def test_an_example_stands_for_its_call(text: str, tool: str, given: dict[str, str]) -> None:
    call = example_call(text)
    assert (call.tool, call.input, call.cwd, call.project) == (tool, given, PROJECT, PROJECT)
