"""`assent trends`: prompts of every day against the rules by then, as a chart and as JSON."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from assent.cli import trend_chart
from tests.cli import days
from tests.cli.conftest import Home


def test_an_empty_record_says_how_it_gets_filled(fresh: Home) -> None:
    assert "assent init" in fresh.run("trends").out
    assert fresh.run("trends", "--json").data == {"since": None, "until": None, "days": []}


def test_every_day_is_there_with_its_prompts_and_rules(fresh: Home) -> None:
    days.fill(fresh)
    fresh.run("rules", "add", "Bash(make *)", "--within", "run-project")
    found = fresh.run("trends", "--json", "--utc", "--since", days.FIRST).data
    assert found["since"] == "2026-11-16T00:00:00.000Z"
    told = [(row["day"], row["calls"], row["prompts"]) for row in found["days"]]
    assert told == [
        ("2026-11-16", 10, 3), ("2026-11-17", 10, 3), ("2026-11-18", 10, 3), ("2026-11-19", 0, 0),
        ("2026-11-20", 5, 1),
    ]  # fmt: skip
    assert set(found["days"][0]) == {
        "day", "calls", "allowed", "asked", "denied", "silent", "unseen", "prompts", "prompts_estimated",
        "prompts_unknown", "rules",
    }  # fmt: skip


def day(number: int, prompts: int = 1, rules: int = 0) -> dict[str, Any]:
    """A day from 2026-01-01 (a Thursday) on."""
    name = (date(2026, 1, 1) + timedelta(days=number)).isoformat()
    return {
        "day": name, "calls": 10, "prompts": prompts, "prompts_estimated": 0, "prompts_unknown": 0, "rules": rules,
    }  # fmt: skip


# id: how many days → what a bar is, how many there are, the prompts of the first.
SPANS: dict[str, tuple[int, str, int, int]] = {
    "a-day": (1, "Day", 1, 1),
    "a-month": (31, "Day", 31, 1),
    "more": (32, "Week of", 5, 4),
    "half-a-year": (200, "Week of", 29, 4),
    "a-year": (365, "Month", 12, 31),
    "years": (2000, "Month", 66, 31),
}


@pytest.mark.parametrize(("number", "name", "spans", "first"), SPANS.values(), ids=SPANS)
def test_many_days_are_taken_together(number: int, name: str, spans: int, first: int) -> None:
    called, found = trend_chart.grouped([day(each, rules=each) for each in range(number)])
    assert (called, len(found), found[0]["prompts"]) == (name, spans, first)
    assert found[-1]["rules"] == number - 1
    assert sum(each["prompts"] for each in found) == number


def test_the_words_compare_both_halves_and_say_what_is_not_seen() -> None:
    rows = [day(0, 5), day(1, 5), day(2, 1), day(3, 1) | {"prompts_estimated": 1, "prompts_unknown": 2}]
    first, *rest = trend_chart.words(rows)
    assert first == (
        "You were asked about 50.0 of 100 calls in the first half of these 4 days, and at least 10.0 in the second."
    )
    assert rest[0].endswith("not seen: 1 of 12 prompts.")
    assert rest[1].startswith("Of 2 calls it is not known")


def test_the_chart_has_a_bar_a_day_and_both_lines_of_marks() -> None:
    made = trend_chart.told([day(0, 8, 0), day(1, 4, 2)], 80)
    assert made[0].split() == ["Day", "Calls", "Rules", "Prompts"]
    assert made[1].count("█") == 2 * made[2].count("█") > 0
    assert any(line.startswith("prompts") and line.endswith("8 → 4") for line in made)
    assert any(line.startswith("rules") and line.endswith("0 → 2") for line in made)
    assert max(map(len, made)) <= 130
