"""Whether rules do what they say: their own examples run through the real verdict, and rules that contradict."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from assent.core.call import Call
from assent.core.decide import decide
from assent.core.facts import Facts
from assent.core.policy import from_rules
from assent.core.problem import Problem
from assent.core.tools import FINDS, SERVES, SHELL, TOOLS, does
from assent.shell.reading import read_call

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.core.decision import Decision
    from assent.policy.parse import Declared

HOME = "/home/user"
PROJECT = "/home/user/project"
OURS = ("/opt/assent",)
_TOOL_CALL = re.compile(r"([A-Za-z_][\w-]*)\((.*)\)", re.DOTALL)


def example_call(text: str, cwd: str = PROJECT) -> Call:
    """The call an example stands for: `Read(path)`, `WebFetch(url)`, `mcp__server__tool()`, also with its input as
    `mcp__server__tool({"repo": "x"})`, else a shell command."""
    match = _TOOL_CALL.fullmatch(text.strip())
    if match and does(match[1]) == SERVES:
        return Call(match[1], _input(match[2]), cwd, PROJECT)
    if does(text.strip()) == SERVES and " " not in text:
        return Call(text.strip(), {}, cwd, PROJECT)
    tool, given = (match[1], match[2]) if match and match[1] in TOOLS else (SHELL, text)
    row = TOOLS[tool]
    field = row.get("files", "") if row["does"] == FINDS else row["field"]
    return Call(tool, {field or "value": given}, cwd, PROJECT)


def _input(text: str) -> dict[str, object]:
    """An input written in an example; none for what is no object of JSON."""
    try:
        given = json.loads(text) if text.strip() else {}
    except (ValueError, RecursionError):
        return {}
    return given if isinstance(given, dict) else {}


def answer(declared: Declared, text: str, facts: Facts | None = None) -> Decision:
    """What this rule alone says to an example, with the facts of a plain home unless others are given."""
    facts = facts or Facts(HOME, PROJECT, ours=OURS)
    call = example_call(text)
    return decide(call, read_call(call, facts), from_rules([declared.rule]), facts)


def failed_examples(declared: Declared, where: str) -> list[Problem]:
    """A problem per example that the rule answers otherwise than it promises."""
    rule = declared.rule
    problems: list[Problem] = []
    for index, text in enumerate(declared.yes):
        decision = answer(declared, text)
        if decision.decider is None:
            problems.append(
                Problem(
                    _spot(declared, "yes", index, where),
                    f"rule {rule.label}: yes example {text!r} gets no {rule.verdict}",
                    decision.why,
                )
            )
    for index, text in enumerate(declared.no):
        decision = answer(declared, text)
        if decision.decider is not None:
            hint = "make the pattern or `within` narrower, or drop the example"
            problems.append(
                Problem(
                    _spot(declared, "no", index, where),
                    f"rule {rule.label}: no example {text!r} gets {rule.verdict}",
                    hint,
                )
            )
    return problems


def _spot(declared: Declared, key: str, index: int, where: str) -> str:
    return declared.spots.place(key, index) if declared.spots else where


def check(found: Sequence[Declared], where: str) -> list[Problem]:
    """Every failed example and every double rule of a file."""
    problems: list[Problem] = []
    seen: dict[str, Declared] = {}
    for declared in found:
        spot = f"{where}:{declared.line}" if declared.line else where
        problems.extend(failed_examples(declared, spot))
        twin = seen.get(declared.rule.id)
        if twin:
            problems.append(
                Problem(spot, f"rule {declared.rule.label} says the same as line {twin.line}", "remove one")
            )
        seen[declared.rule.id] = declared
    return problems
