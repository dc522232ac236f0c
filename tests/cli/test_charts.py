"""Bars and sparklines: as long and as high as their numbers, and something for whatever is more than nothing."""

from __future__ import annotations

import pytest

from assent.cli import charts

BARS: dict[str, tuple[float, float, str]] = {
    "nothing": (0, 10, ""),
    "nothing-of-nothing": (0, 0, ""),
    "all": (10, 10, "████"),
    "half": (5, 10, "██"),
    "an-eighth-of-a-column": (1, 32, "▏"),
    "hardly-anything": (1, 1_000_000, "▏"),
    "in-between": (7, 16, "█▊"),
}


@pytest.mark.parametrize(("number", "most", "seen"), BARS.values(), ids=BARS)
def test_a_bar_is_as_long_as_its_number(number: float, most: float, seen: str) -> None:
    assert charts.bar(number, most, 4) == seen


def test_a_plain_bar_has_letters_that_every_terminal_knows() -> None:
    assert [charts.bar(each, 10, 4, plain=True) for each in (0, 1, 5, 10)] == ["", "#", "##", "####"]


def test_a_sparkline_goes_from_nothing_to_the_greatest() -> None:
    assert charts.sparkline([0, 1, 2, 3, 4, 5, 6, 7]) == "▁▂▃▄▅▆▇█"
    assert charts.sparkline([0, 0]) == "▁▁"
    assert charts.sparkline([]) == ""
    assert charts.sparkline([0, 4, 8], plain=True) == "_-#"
