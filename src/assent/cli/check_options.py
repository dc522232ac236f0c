"""Which options of `assent check` go together, and which values they take: what would be ignored is refused by name."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assent.agents import registry
from assent.agents.registry import AGENTS
from assent.app.check import FROM_LINE
from assent.core.problem import Problem
from assent.core.tools import FINDS, LISTS, SEARCHES, TOOLS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LINES = "each line of the file says it"
# Pairs that mean nothing together → why.
APART: dict[frozenset[str], str] = {
    frozenset(pair): why
    for *pair, why in (
        ("cmd", "tool", "a call is one or the other"),
        ("cmd", "input_", "the input of a command is the command"),
        ("cmd", "batch", "the calls are in the file"),
        ("tool", "batch", _LINES),
        ("input_", "batch", _LINES),
        ("cwd", "batch", _LINES),
        ("explain", "batch", "the answers name every part already"),
        ("agent", "native", "--native names the agent"),
        ("policies", "native", "an agent does not read our policy; its own files are --settings"),
        ("explain", "native", "an agent gives one reason and no parts"),
        ("policies", "settings", "--settings is for --native, which reads no policy of ours"),
        ("agent", "settings", "--settings is for --native, which names the agent"),
        ("explain", "settings", "--settings is for --native, which gives one reason and no parts"),
    )
}
# An option → the one it says nothing without.
NEEDS = {"input_": "tool", "settings": "native"}
SPELLED = {
    "cmd": "CMD",
    "input_": "--input",
    "project_dir": "--project",
    "policies": "--policy",
    "facts_from": "--facts",
    "as_json": "--json",
}


def spelled(option: str) -> str:
    """An option as it is typed."""
    return SPELLED.get(option, f"--{option}")


def problems(given: Mapping[str, Any]) -> list[Problem]:
    """Everything wrong with the options typed, by name and value."""
    names = sorted(given, key=spelled)
    found = [
        Problem(
            f"{spelled(one)} and {spelled(two)}",
            f"cannot be given together: {why}",
            f"leave one out: {spelled(one)} or {spelled(two)}",
        )
        for at, one in enumerate(names)
        for two in names[at + 1 :]
        if (why := APART.get(frozenset((one, two))))
    ]
    apart = bool(found)
    found += [
        Problem(
            spelled(one), f"says nothing without {spelled(other)}", f"add {spelled(other)}, or leave it out"
        )
        for one, other in NEEDS.items()
        if one in given and other not in given and not apart
    ]
    if not given.keys() & {"cmd", "tool", "batch"} or not str(given.get("cmd", "x")).strip():
        found.append(
            Problem(
                "check",
                "there is nothing to check",
                'assent check "git status", or --tool with --input, or --batch',
            )
        )
    return found + _values(given)


def _values(given: Mapping[str, Any]) -> list[Problem]:
    named = given.get("native") or given.get("agent")
    agent = named if named in AGENTS else registry.DEFAULT
    known = registry.speaker(agent)
    found = [
        _unknown(spelled(name), given[name], "is not an agent assent knows", tuple(AGENTS))
        for name in ("agent", "native")
        if name in given and given[name] not in AGENTS
    ]
    if given.get("native") in AGENTS and not registry.matcher(given["native"]):
        what = f"what {given['native']!r} answers by itself is not known"
        found.append(Problem("--native", what, f"known are {', '.join(registry.having('matcher'))}"))
    if "mode" in given and given["mode"] not in known.MODES:
        found.append(
            _unknown("--mode", given["mode"], f"is no permission mode of {agent}", tuple(known.MODES))
        )
    if "tool" in given and _mistyped(given["tool"], known.TOOLS):
        found.append(_unknown("--tool", given["tool"], f"is no tool of {agent}", known.TOOLS))
    found += _without_input(given)
    return found + [
        Problem(
            f"{spelled(name)} {given[name]}",
            "there is no such directory",
            "name a directory, or add --facts line to ask about a place that is not here",
        )
        for name in ("cwd", "project_dir")
        if name in given and given.get("facts_from") != FROM_LINE and not Path(given[name]).is_dir()
    ]


def _without_input(given: Mapping[str, Any]) -> list[Problem]:
    """A tool that works on what its input names, without one: no agent calls it so, and an answer would mislead."""
    tool = given.get("tool")
    field = TOOLS[tool]["field"] if tool in TOOLS else ""
    if not field or "input_" in given or given.keys() & {"cmd", "batch"}:
        return []
    hint = f'for example --input \'{{"{field}": "…"}}\''
    return [Problem(f"--tool {tool}", f"needs --input with its {field}", hint)]


def lacking(tool: str, given: Mapping[str, Any]) -> list[str]:
    """That an input does not say what the tool works on; a search may leave its folder out."""
    row = TOOLS.get(tool)
    if row is None or not row["field"] or row["field"] in given or row["does"] in (LISTS, FINDS, SEARCHES):
        return []
    return [f"--input: {tool} works on its {row['field']}, which this input does not name"]


def _unknown(where: str, word: str, what: str, known: Sequence[str]) -> Problem:
    same = [each for each in known if each.lower() == word.lower()]
    close = same or difflib.get_close_matches(word, known, 1)
    hint = f"did you mean {close[0]}?" if close else f"known are {', '.join(known)}"
    return Problem(where, f"{word!r} {what}", hint)


def _mistyped(tool: str, known: Sequence[str]) -> bool:
    """A name near a known one, or none at all. Agents get new tools, and servers bring their own: those are judged."""
    if not tool.strip():
        return True
    folded = {each.lower() for each in known}
    near = tool.lower() in folded or difflib.get_close_matches(tool, known, 1, 0.75)
    return tool not in known and not tool.startswith("mcp__") and bool(near)


def notes(given: Mapping[str, Any]) -> list[str]:
    """What is worth saying about options that are sound."""
    agent = given.get("native") or given.get("agent") or registry.DEFAULT
    found = []
    tool = given.get("tool")
    if tool and tool not in registry.speaker(agent).TOOLS and not tool.startswith("mcp__"):
        found.append(
            f"--tool: {tool!r} is no tool of {agent} that assent knows; it is judged as an unknown one"
        )
    if "mode" in given and "native" not in given:
        found.append(
            f"--mode: our own rules hold in every mode; what {given['mode']} changes, --native {agent} says"
        )
    return found
