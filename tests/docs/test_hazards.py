"""The page on the client's classes of hazards says what the table does, and each call in it has the effects it shows."""

from __future__ import annotations

import json

import pytest

from assent.agents.claude.hazards import HAZARDS, Hazard
from assent.core.call import Call
from assent.core.effect import PRIVILEGE, READ_SECRET, mask_of
from assent.shell.reading import read_call
from tests.docs.pages import DOCS, is_current, table, with_region
from tests.shell.world import PROJECT, facts, read

PAGE = DOCS / "hazards.md"
KINDS = {
    "soft": "Stopped unless the user named it",
    "hard": "Always stopped",
    "allow": "Let through",
}


def made() -> str:
    told = []
    for kind, title in KINDS.items():
        rows = [
            (each.words, _effects(each) or "none", f"`{each.example}`" if each.example else each.gap)
            for each in HAZARDS
            if each.kind == kind
        ]
        told.append(
            f"## {title}: {len(rows)}\n\n{table(('class', 'effects', 'for example, or why none'), rows)}"
        )
    return "\n".join(told)


def _effects(each: Hazard) -> str:
    return " ".join(f"`{name}`" for name in each.effects.split())


def test_the_page_says_what_the_table_does() -> None:
    assert is_current(PAGE, with_region(PAGE.read_text(), "hazards", made())), (
        "UPDATE_DOCS=1 tools/test tests/docs"
    )


def _found(example: str) -> int:
    """The effects of a command, or of a call of a tool with the input behind its name."""
    tool, _, given = example.partition(" ")
    if not given.startswith("{"):
        return read(example).effects
    return read_call(Call(tool, json.loads(given), PROJECT), facts()).effects


@pytest.mark.parametrize("each", [each for each in HAZARDS if each.example], ids=lambda each: each.words)
def test_a_call_of_a_class_has_the_effects_that_the_page_shows(each: Hazard) -> None:
    wanted = mask_of(each.effects.split())
    assert wanted & _found(each.example) == wanted


def test_the_examples_of_tools_need_what_their_input_says() -> None:
    assert not _found('Bash {"command": "ls"}') & PRIVILEGE
    assert not _found('mcp__browser__file_upload {"paths": ["notes.txt"]}') & READ_SECRET


@pytest.mark.parametrize("each", HAZARDS, ids=lambda each: each.words)
def test_a_class_is_seen_by_its_effects_or_says_why_not(each: Hazard) -> None:
    assert bool(each.effects) == bool(each.example) != bool(each.gap)
    assert each.kind in KINDS


def test_no_class_stands_twice() -> None:
    assert (
        len({each.digest for each in HAZARDS})
        == len({(each.kind, each.words) for each in HAZARDS})
        == len(HAZARDS)
    )
