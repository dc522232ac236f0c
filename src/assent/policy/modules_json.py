"""A project's `.claude/permissions/` directory of JSON modules read as rules: allow, ask and deny lists of strings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from assent.core.problem import Problem
from assent.policy.parse import Declared, read_rule
from assent.policy.words import VERDICTS

if TYPE_CHECKING:
    from collections.abc import Mapping

LISTS = ("permissions", "commands", "rules")


def read_modules(texts: Mapping[str, str], layer: str, scope: str) -> tuple[list[Declared], list[Problem]]:
    """The rules of JSON files (path → text). A file either names its verdicts (`{"allow": […], "deny": […]}`, also
    inside `permissions`) or is a list, alone or under one key, whose verdict is the file's name (`deny.json`)."""
    found: list[Declared] = []
    problems: list[Problem] = []
    for path, text in sorted(texts.items()):
        for verdict, pattern in _pairs(path, text, problems):
            made = read_rule({verdict: [pattern]}, path, layer, scope, problems)
            if made:
                found.append(made)
    return found, problems


def _pairs(path: str, text: str, problems: list[Problem]) -> list[tuple[str, str]]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        problems.append(Problem(path, f"not valid JSON: {error}", "the last good version stays in force"))
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
