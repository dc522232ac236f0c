"""Tables of calls on the pages: what the right column says is what `assent check` says."""

from __future__ import annotations

import re
from typing import Any

from tests.docs.pages import blocks, table
from tests.docs.world import World, call_of

SILENCE = "*silence*"
_TABLES = re.compile(r"^\| call \| (?P<kind>answer|effects) \|\n(?P<rows>(?:\|.*\n)+)", re.MULTILINE)


def filled(page: str, world: World) -> str:
    """The page with every table of calls filled in: by the policy above it, or for effects by none."""
    policies = [(block.end, block.body) for block in blocks(page, "toml")]
    found = list(_TABLES.finditer(page))
    rules = [
        next(
            (body for end, body in reversed(policies) if match["kind"] == "answer" and end < match.start()),
            "",
        )
        for match in found
    ]
    rows = [[_cells(line) for line in match["rows"].splitlines()[1:]] for match in found]
    asked: dict[str, list[str]] = {}
    for policy, lines in zip(rules, rows, strict=True):
        asked.setdefault(policy, []).extend(row[0] for row in lines)
    answers = {policy: iter(_answers(cells, policy, world)) for policy, cells in asked.items()}
    made, at = "", 0
    for match, policy, lines in zip(found, rules, rows, strict=True):
        says = _verdict if match["kind"] == "answer" else _effects
        told: list[tuple[str, ...]] = [(row[0], says(next(answers[policy]))) for row in lines]
        made += page[at : match.start()] + table(("call", match["kind"]), told)
        at = match.end()
    return made + page[at:]


def _cells(line: str) -> list[str]:
    cells = re.split(r"(?<!\\)\|", line.strip()[1:-1])
    return [cell.strip().replace("\\|", "|") for cell in cells]


def _answers(cells: list[str], policy: str, world: World) -> list[dict[str, Any]]:
    calls = [call_of(cell.strip("`").strip().replace("⏎", "\n"), world.home) for cell in cells]
    path = world.write("rules.toml", policy)
    return world.answers(calls, "--policy", str(path))


def _verdict(answer: dict[str, Any]) -> str:
    return SILENCE if answer["tier"] == "none" else str(answer["verdict"])


def _effects(answer: dict[str, Any]) -> str:
    return " ".join(f"`{name}`" for name in answer["effects"]) or "none"
