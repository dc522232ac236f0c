"""A project's `.claude/permissions/` directory of JSON modules, comments allowed: lists of strings read as rules."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from assent.core.problem import Problem
from assent.policy.parse import Declared, read_rule
from assent.policy.words import VERDICTS

if TYPE_CHECKING:
    from collections.abc import Mapping

# What begins a string or a comment, what a string holds up to its end, and what a comment shows.
_SIGN = re.compile(r'"|//|/\*')
_STRING = re.compile(r'[^"\\]*(?:\\.[^"\\]*)*', re.DOTALL)
_SHOWN = re.compile(r"[^\n]")
LISTS = ("permissions", "commands", "rules")


def read_modules(texts: Mapping[str, str], layer: str, scope: str) -> tuple[list[Declared], list[Problem]]:
    """The rules of JSON files (path → text). A file either names its verdicts (`{"allow": […], "deny": […]}`, also
    inside `permissions`) or is a list, alone or under one key, whose verdict is the file's name (`deny.json`)."""
    found: list[Declared] = []
    problems: list[Problem] = []
    for path, text in sorted(texts.items()):
        for verdict, pattern in _pairs(path, text, problems):
            wrong: list[Problem] = []
            made = read_rule({verdict: [pattern]}, path, layer, scope, wrong)
            problems += [Problem(_spot(path, text, pattern), each.what, each.hint) for each in wrong]
            if made:
                found.append(made)
    return found, problems


def without_comments(text: str) -> str:
    """JSON text with its comments, `//` to the end of a line or between `/*` and `*/`, made blank; each character that
    stays keeps its place. One that never ends is left for the reader to name."""
    kept: list[str] = []
    at = 0
    while sign := _SIGN.search(text, at):
        kept.append(text[at : sign.start()])
        start = sign.start()
        if sign[0] == '"':
            rest = _STRING.match(text, start + 1)
            at = rest.end() + 1 if rest else len(text)
            kept.append(text[start:at])
            continue
        end = text.find("\n", start) if sign[0] == "//" else text.find("*/", start + 2)
        if end < 0 and sign[0] != "//":
            return "".join((*kept, text[start:]))
        at = len(text) if end < 0 else end if sign[0] == "//" else end + 2
        kept.append(_SHOWN.sub(" ", text[start:at]))
    return "".join((*kept, text[at:]))


def _spot(path: str, text: str, pattern: str) -> str:
    """Where a text of a list stands; only the file when it is written with escapes."""
    start = text.find(f'"{pattern}"')
    return f"{path}:{text.count(chr(10), 0, start) + 1}" if start >= 0 else path


def _pairs(path: str, text: str, problems: list[Problem]) -> list[tuple[str, str]]:
    try:
        value = json.loads(without_comments(text))
    except (ValueError, RecursionError) as error:
        spot = f"{path}:{error.lineno}" if isinstance(error, json.JSONDecodeError) else path
        problems.append(Problem(spot, f"not valid JSON: {error}", "the last good version stays in force"))
        return []
    lists = _lists(path, value)
    if lists is None:
        problems.append(Problem(path, "holds no allow, ask or deny list", '{"deny": ["Read(./.env)"]}'))
        return []
    pairs = []
    for verdict, given in lists.items():
        if not isinstance(given, list) or not all(isinstance(each, str) for each in given):
            problems.append(Problem(path, f"`{verdict}` must be a list of texts"))
            continue
        pairs += [(verdict, each) for each in given]
    return pairs


def _lists(path: str, value: Any) -> dict[str, Any] | None:
    if isinstance(value, dict):
        inner = value.get("permissions")
        for each in (value, inner):
            if isinstance(each, dict) and any(verdict in each for verdict in VERDICTS):
                return {verdict: each[verdict] for verdict in VERDICTS if verdict in each}
        value = next((value[key] for key in LISTS if isinstance(value.get(key), list)), None)
    name = path.rpartition("/")[2].removesuffix(".json")
    return {name if name in VERDICTS else "allow": value} if isinstance(value, list) else None
