"""US-5, US-7 and US-8 of a judge: what it said of a call and why, whether it fails, how long it takes. None is in use
yet; a record that tells of one is read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from assent.store import record
from assent.store.paths import paths_of
from tests.cli.conftest import Home, home_in
from tests.recorded import decision

NOON = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
BEFORE, LATELY = NOON - timedelta(days=4), NOON - timedelta(days=1)
# Tier, what the agent was told, the judge's word, its time and reason.
CALLS = (
    ("green", "allow", "GREEN", 400, "reads the project alone"),
    ("green", "allow", "GREEN", 500, ""),
    ("yellow", "ask", "YELLOW", 700, "may reach another machine"),
    ("red", "deny", "RED", 900, "removes what nobody can bring back"),
    ("green", "allow", "GREEN", 2600.4, ""),
    ("error", "ask", "", None, ""),
)


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home in which a judge was asked about six calls four days ago, and about six yesterday; looked at only."""
    home = home_in(tmp_path_factory.mktemp("judged"))
    home.run("init", "--yes")
    paths = paths_of(str(home.path), {})
    for day, begun in enumerate((BEFORE, LATELY)):
        for number, (tier, verdict, score, took, why) in enumerate(CALLS):
            ts = (begun + timedelta(seconds=number)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
            said: dict[str, Any] = {"llm_score": score, "llm_reasoning": why, "llm_latency_ms": took}
            entry = decision(
                ts=ts, id=f"1-{day}-{number}a0b1c2d", call=f"t{day}{number}", input={"command": f"frobnicate {number}"},
                verdict=verdict, tier=tier, cwd=str(home.project), project=f"{home.project}/.git",
                why="the judge was asked", **{key: each for key, each in said.items() if each},
            )  # fmt: skip
            record.append(paths, entry)
    return home


def answers(home: Home, *words: str) -> Any:
    return home.run("stats", "judge", "--json", *words).data["answers"]


def test_us_07_how_does_the_judge_do(judged: Home) -> None:
    (row,) = answers(judged)["judge"]
    assert row == {
        "calls": 12, "green": 6, "yellow": 2, "red": 2, "failed": 2, "green_share": 0.5, "yellow_share": 0.1667,
        "red_share": 0.1667, "failed_share": 0.1667, "p50": 700, "p95": 2600, "p99": 2600, "alert": True,
    }  # fmt: skip


def test_us_07_and_08_a_span_has_its_own_figures(judged: Home) -> None:
    found = answers(judged, "--since", f"{LATELY:%Y-%m-%d}", "--utc")
    assert [(row["calls"], row["p50"]) for row in found["judge"]] == [(6, 700)]


def test_us_08_how_did_its_time_change_by_days(judged: Home) -> None:
    days = answers(judged)["judge-days"]
    assert [row["day"] for row in days] == [f"{each:%Y-%m-%d}" for each in (BEFORE, LATELY)]
    assert {(row["calls"], row["failed"], row["p50"], row["p95"]) for row in days} == {(6, 1, 700, 2600)}


def test_us_07_that_it_fails_is_said_where_people_look(judged: Home) -> None:
    said = "judge failed in 2 of 12 calls"
    assert said in judged.run("stats", "judge").out
    (note,) = [
        each for each in judged.run("status", "--json", code=None).data["findings"] if each["what"] == "judge"
    ]
    assert (note["state"], note["text"], note["hint"]) == (
        "note",
        f"the {said} of the last 7 days",
        "for when and how: assent stats judge",
    )
    assert f"The {said}. Look: assent stats judge." in judged.run("digest", "--weekly").out


def test_us_05_what_it_said_of_a_call_and_why(judged: Home) -> None:
    shown = judged.run("why", "1-1-3a0b1c2d").out
    assert "  judge    RED, in 900 ms: removes what nobody can bring back\n" in shown
    found = {each["id"]: each for each in judged.run("log", "--json").lines}["1-1-2a0b1c2d"]
    assert (found["llm_score"], found["llm_latency_ms"], found["llm_reasoning"]) == (
        "YELLOW",
        700,
        "may reach another machine",
    )
