"""What the tests of the program tables ask of a reading, and the tests that each such table is held to."""

from __future__ import annotations

from assent.core.effect import UNKNOWN, names_of
from tests.shell.world import CAP, covered, read

WORLD = {"branch": "topic", "upstream": "origin/topic"}


def holds(text: str) -> bool:
    """Whether a rule `Bash(*)` within reading, the project, tmp and net-read would allow it."""
    return covered(read(text, **WORLD))


def understood(text: str) -> bool:
    """Whether every word of it is described by a table."""
    reading = read(text, **WORLD)
    return not (reading.form or reading.effects & UNKNOWN or any(part.opaque for part in reading.parts))


def more_than_the_cap(text: str) -> set[str]:
    """The effects beyond the cap, and `opaque` or `form` when a word or the text cannot be known."""
    reading = read(text, **WORLD)
    found = set(names_of(reading.effects & ~CAP))
    if any(part.opaque for part in reading.parts):
        found.add("opaque")
    return found | ({"form"} if reading.form else set())


# The tests of a table of rows: a module that imports them has `MUST_NOT` (call, what is found beyond the cap) and
# `ALLOWED` (calls); conftest.py hands over the rows.


def test_a_wide_rule_does_not_reach_it_and_it_is_seen_for_what_it_does(barred: tuple[str, str]) -> None:
    text, found = barred
    assert not holds(text)
    assert set(found.split()) <= more_than_the_cap(text)


def test_a_wide_rule_covers_it(covered_call: str) -> None:
    assert holds(covered_call)
    assert not more_than_the_cap(covered_call)
