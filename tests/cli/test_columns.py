"""Answers in columns: numbers to the right, names cut where there is no room, and nothing wider than the screen."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from assent.cli import columns

FIGURES: dict[str, tuple[object, str]] = {
    "whole": (1412, "1,412"),
    "with-a-fraction": (12.34, "12.3"),
    "unknown": (None, "?"),
    "yes": (True, "yes"),
    "escape": ("a\x1b[31mb", "a\\x1b[31mb"),
}


@pytest.mark.parametrize(("value", "seen"), FIGURES.values(), ids=FIGURES)
def test_a_figure_is_written_as_people_read_it(value: object, seen: str) -> None:
    assert columns.figure(value) == seen


def test_numbers_stand_to_the_right_and_names_to_the_left() -> None:
    assert columns.lines(("Tool", "Calls"), [("Bash", 1412), ("mcp__x", 7)], None) == [
        "Tool    Calls",
        "Bash    1,412",
        "mcp__x      7",
    ]


@pytest.mark.parametrize("width", [40, 80])
def test_no_line_is_wider_than_the_screen_and_numbers_are_whole(width: int) -> None:
    rows = [("a name that is far too long for it " * 3, 1_000_000, "短" * 40)]
    made = columns.lines(("Name", "Calls", "More"), rows, width)
    assert max(map(cell_len, made)) <= width
    assert "1,000,000" in made[1]
    assert "…" in made[1]


def test_for_a_pipe_nothing_is_cut() -> None:
    assert "x" * 500 in columns.lines(("Name",), [("x" * 500,)], None)[1]
