"""The table of tools, row by row: everything that asks what a tool is gets an answer that fits what the row says."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from assent.agents.claude.log.carry import Carry
from assent.agents.claude.log.transcript import read_lines
from assent.core import tools
from assent.core.effect import (
    NET_READ,
    READ_ELSEWHERE,
    READ_PROJECT,
    READ_SECRET,
    RUN_CODE,
    UNKNOWN,
    WRITE_PROJECT,
)
from assent.core.facts import Facts
from assent.core.pattern import ARGV, HOST, NAME, PATH, TOOL, Pattern
from assent.core.tools import TOOLS
from assent.learning import shapes
from assent.policy.check import answer, example_call
from assent.policy.parse import read_rule
from assent.policy.pattern import read_pattern, takes
from assent.shell.reading import read_call

HOME, PROJECT = "/home/u", "/home/u/p"
FACTS = Facts(HOME, PROJECT)

# What a tool does → what its brackets take, an example that they allow and one that they do not, and the effect.
KINDS: dict[str, tuple[str, str, str, int]] = {
    tools.READS: (PATH, "{}(./src/a.py)", "{}(./other/a.py)", READ_PROJECT),
    tools.LISTS: (PATH, "{}(./src)", "{}(./other)", READ_PROJECT),
    tools.FINDS: (PATH, "{}(src/*.py)", "{}(/etc/*)", READ_PROJECT),
    tools.SEARCHES: (PATH, "{}(./src)", "{}(./other)", READ_PROJECT),
    tools.WRITES: (PATH, "{}(./src/a.py)", "{}(./other/a.py)", WRITE_PROJECT),
    tools.RUNS: (ARGV, "{}(git status)", "{}(frob x)", READ_PROJECT),
    tools.RUNS_POWERSHELL: ("", "{}(Get-Item x)", "", READ_PROJECT),
    tools.FETCHES: (HOST, "{}(https://docs.example/x)", "{}(https://evil.example/)", NET_READ),
    tools.ASKS_WEB: ("", "{}(weather)", "", NET_READ),
    tools.SPAWNS: (NAME, "{}(reviewer)", "{}(other)", 0),
    tools.LOADS: (NAME, "{}(reviewer)", "{}(other)", UNKNOWN),
    tools.TALKS: ("", "{}(x)", "", 0),
}
INSIDE = {PATH: "./src/**", ARGV: "git *", HOST: "domain:docs.example", NAME: "reviewer"}


def rule(pattern: str, **more: Any) -> Any:
    problems: list[Any] = []
    made = read_rule({"allow": [pattern], **more}, "here", "user", "user", problems)
    assert made, problems
    return made


def logged(tool: str, given: dict[str, Any]) -> dict[str, object]:
    """What a log's reader keeps of a call's input."""
    use = {"type": "tool_use", "id": "t1", "name": tool, "input": given}
    result = {"type": "tool_result", "tool_use_id": "t1", "content": "ok"}
    lines = [
        msgspec.json.encode(
            {"type": "assistant", "sessionId": "s", "cwd": PROJECT, "message": {"content": [use]}}
        ),
        msgspec.json.encode(
            {"type": "user", "sessionId": "s", "cwd": PROJECT, "message": {"content": [result]}}
        ),
    ]
    (event,) = read_lines(lines, Carry())
    return event.input


every = pytest.mark.parametrize("tool", TOOLS)
with_path = pytest.mark.parametrize("tool", [*tools.READERS, *tools.SEARCHERS, *tools.WRITERS])
with_file = pytest.mark.parametrize("tool", shapes.FILE_TOOLS)
# A search by names is allowed by where it begins, which its example does not say.
with_brackets = pytest.mark.parametrize(
    "tool", [each for each in TOOLS if takes(each) and tools.does(each) != tools.FINDS]
)


@every
def test_a_row_says_what_its_tool_does_in_a_known_word(tool: str) -> None:
    assert tools.does(tool) in KINDS


@every
def test_a_tool_that_leaves_its_brackets_to_another_leaves_them_to_one_that_takes_them(tool: str) -> None:
    under = TOOLS[tool].get("under")
    kind = KINDS[tools.does(tool)][0]
    if under is None:
        assert takes(tool) == kind
        assert kind != ARGV or tool == tools.SHELL, "patterns of commands bear one name"
    else:
        assert takes(tool) == ""
        assert takes(under) in {kind, ARGV if tool in tools.SHELLS else PATH}


@every
def test_its_bare_name_is_a_pattern_of_the_whole_tool(tool: str) -> None:
    read = read_pattern(tool, "deny")
    assert isinstance(read, Pattern)
    assert (read.kind, read.tool) == (TOOL, tool)


@every
def test_its_name_in_lower_case_is_refused_with_the_true_one(tool: str) -> None:
    problem = read_pattern(tool.lower(), "deny")
    assert not isinstance(problem, Pattern)
    assert tool in problem.hint


@every
def test_its_example_fills_the_field_that_is_read(tool: str) -> None:
    call = example_call(KINDS[tools.does(tool)][1].format(tool), PROJECT)
    assert call.tool == tool
    assert read_call(call, FACTS).effects == KINDS[tools.does(tool)][3]


@with_brackets
def test_its_pattern_allows_what_it_names_and_nothing_beside(tool: str) -> None:
    kind = takes(tool)
    _, fits, other, _ = KINDS[tools.does(tool)]
    declared = rule(f"{tool}({INSIDE[kind]})", within=["any"])
    assert answer(declared, fits.format(tool)).decider is not None
    assert answer(declared, other.format(tool)).decider is None


@with_path
def test_a_secret_in_its_path_is_seen(tool: str) -> None:
    call = example_call(f"{tool}(/home/u/.ssh/id_rsa)", PROJECT)
    assert read_call(call, FACTS).effects & (READ_SECRET | RUN_CODE)


@with_path
def test_a_path_that_is_missing_or_none_is_never_a_plain_read(tool: str) -> None:
    call = example_call(f"{tool}(x)", PROJECT)
    call.input = {TOOLS[tool]["field"]: 7}
    assert read_call(call, FACTS).effects & UNKNOWN


@with_file
def test_what_is_learned_of_it_allows_the_call_it_was_learned_from(tool: str) -> None:
    part = shapes.PartSummary(tool, (tool, "src", "a.py"), None, KINDS[tools.does(tool)][3])
    rungs = [shape for shape, _ in shapes.shapes_of(part)]
    assert rungs
    for shape in rungs:
        declared = rule(f"{shape.tool}(./{'/'.join(shape.words)})")
        assert answer(declared, f"{tool}(./src/a.py)").decider is not None


@every
def test_a_log_keeps_its_fields_without_its_bodies(tool: str) -> None:
    row = TOOLS[tool]
    given = {row["field"] or "value": "kept", **dict.fromkeys(row.get("bodies", ()), "body")}
    kept = logged(tool, given)
    assert list(kept.values()) == ["kept"]


@pytest.mark.parametrize("tool", tools.READERS)
def test_an_effect_outside_the_project_is_told_apart(tool: str) -> None:
    assert read_call(example_call(f"{tool}(/usr/share/doc/x)", PROJECT), FACTS).effects == READ_ELSEWHERE
