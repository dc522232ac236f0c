"""Charts say what the figures say: a bar is as tall as its figure, an unknown day is a gap, nothing is said in words."""

from __future__ import annotations

import re

import pytest

from assent.documents.charts import HEIGHT, LINES, STEPS, Chart, Series, ceiling, figure, label

DAYS = ["2026-11-20", "2026-11-21", "2026-11-22"]


def chart(*values: float | None, draws: str = "bars") -> Chart:
    return Chart("Calls", "by day", DAYS, [Series("allowed", "allow", values)], draws, nothing="Nothing yet.")


def test_bars_are_as_tall_as_their_figures() -> None:
    heights = re.findall(r'<rect [^>]*height="([\d.]+)"', figure(chart(100, 0, 50), "c"))
    assert [float(each) for each in heights] == [HEIGHT, HEIGHT / 2]


def test_bars_stand_on_each_other() -> None:
    both = Chart("Calls", "", DAYS[:1], [Series("a", "allow", [3]), Series("b", "deny", [1])])
    found = re.findall(r'<rect class="(\w+)"[^>]* y="([\d.]+)"[^>]* height="([\d.]+)"', figure(both, "c"))
    assert [(name, float(y), float(high)) for name, y, high in found] == [("allow", 60, 180), ("deny", 0, 60)]


def test_a_day_that_is_not_known_breaks_the_line() -> None:
    assert re.findall(r' d="([^"]+)"', figure(chart(1, None, 2, draws=LINES), "c")) == [
        "M0 120H333.33M666.67 0H1000"
    ]
    assert re.findall(r' d="([^"]+)"', figure(chart(1, 1, 2, draws=STEPS), "c")) == [
        "M0 120H333.33L333.33 120H666.67L666.67 0H1000"
    ]


@pytest.mark.parametrize("values", [(None, None, None), (0, 0, 0), ()], ids=["unknown", "zero", "none"])
def test_no_figures_are_said_in_words(values: tuple[float | None, ...]) -> None:
    given = (
        chart(*values)
        if values
        else Chart("Calls", "", [], [Series("a", "allow", [])], nothing="Nothing yet.")
    )
    assert "Nothing yet." in figure(given, "c")
    assert "<svg" not in figure(given, "c")


def test_the_figures_stand_in_a_table_too() -> None:
    found = figure(chart(1204, None, 3.25), "c")
    assert re.findall(r'<th scope="row">([^<]+)</th><td>([^<]+)', found) == [
        ("2026-11-22", "3.25"), ("2026-11-21", "-"), ("2026-11-20", "1,204"),
    ]  # fmt: skip
    assert "<caption>Calls by day</caption>" in found


TOPS = {0: 2, 0.3: 0.4, 1: 1, 2: 2, 3: 4, 9.1: 10, 11: 20, 41: 60, 100: 100, 342: 400, 1e6: 1e6}


@pytest.mark.parametrize(("value", "top"), TOPS.items())
def test_the_scale_ends_at_a_round_number_above(value: float, top: float) -> None:
    assert ceiling(value) == pytest.approx(top)


def test_large_figures_are_told_short() -> None:
    assert [label(each) for each in (0, 7.5, 9999, 12000, 2.5e6)] == ["0", "7.5", "9999", "12k", "2.5M"]
    assert label(4, "ms") == "4 ms"
