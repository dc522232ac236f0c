"""What the rows of the tables of tools are held against: a wide rule that also runs the project and installs."""

from __future__ import annotations

import pytest

from assent.core.effect import mask_of, names_of
from tests.shell.world import CAP, covered, read

# A rule as wide as a person would write for the tools of a project.
TOOLS = CAP | mask_of(("run-project", "install"))


def holds(text: str) -> bool:
    """Whether a rule `Bash(*)` within TOOLS would allow it."""
    return covered(read(text), TOOLS)


def beyond(text: str) -> set[str]:
    """What is found beyond TOOLS: effects, and `opaque` or `form` when a word or the text cannot be known."""
    reading = read(text)
    found = set(names_of(reading.effects & ~TOOLS))
    if any(part.opaque for part in reading.parts):
        found.add("opaque")
    return found | ({"form"} if reading.form else set())


def effects(text: str) -> str:
    """All effects by name, in their fixed order."""
    return " ".join(names_of(read(text).effects))


def too_few(rows: tuple[tuple[str, str], ...], programs: str) -> list[str]:
    """The programs that fewer than ten must-not-allow rows begin with."""
    counts = dict.fromkeys(programs.split(), 0)
    for text, _ in rows:
        name = text.split()[0]
        counts[name] = counts.get(name, 0) + 1
    return [name for name in programs.split() if counts[name] < 10]


# The tests of every table of rows: a module that imports them has `MUST_NOT` (call, what is found), `ALLOWED` (call, all
# of its effects) and `PROGRAMS`; conftest.py hands over the rows.


def test_a_wide_rule_does_not_reach_it_and_it_is_seen_for_what_it_does(barred: tuple[str, str]) -> None:
    text, found = barred
    assert not holds(text)
    assert set(found.split()) <= beyond(text)


def test_a_wide_rule_covers_it_and_its_effects_are_exact(plain: tuple[str, str]) -> None:
    text, wanted = plain
    assert holds(text)
    assert effects(text) == wanted


def test_every_program_has_its_ten_rows(request: pytest.FixtureRequest) -> None:
    assert too_few(request.module.MUST_NOT, request.module.PROGRAMS) == []
