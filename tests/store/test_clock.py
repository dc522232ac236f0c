"""The clock may be set back, or wrong by years: every line is held, none is closed or dropped for it, none goes astray."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assent.store import clock, packed, record, seal, turned, verified
from assent.store.paths import Paths
from tests.store.tampered import alter, cut_off
from tests.store.world import home

Set = pytest.MonkeyPatch
TODAY, NEXT, WILD, LATER, PAST = "2026-11-22", "2026-11-23", "2099-01-01", "2099-01-02", "1970-01-01"


def at(monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    seconds = datetime.fromisoformat(moment).replace(tzinfo=UTC).timestamp()
    monkeypatch.setattr(time, "time", lambda: seconds)
    monkeypatch.setattr(time, "time_ns", lambda: int(seconds) * 10**9)


def write(paths: Paths, monkeypatch: pytest.MonkeyPatch, *days: str) -> None:
    """A line with the clock at each of these days."""
    for day in days:
        at(monkeypatch, f"{day}T10:00:00")
        record.append(paths, {"kind": "decision"})


def places(paths: Paths) -> list[tuple[str, str]]:
    """(day of the file, day of the line's own time), in the order of the files."""
    return [(day, str(each["ts"])[:10]) for day in record.days(paths) for each in record.read(paths, day)]


# What the clock said at each line → the file each line is in, in the order of the files.
CLOCKS: dict[str, tuple[list[str], list[str]]] = {
    "back-by-a-day": ([TODAY, NEXT, TODAY, NEXT], [TODAY, NEXT, NEXT, NEXT]),
    "far-ahead-and-right-again": ([TODAY, WILD, TODAY, NEXT], [TODAY, TODAY, NEXT, WILD]),
    "far-ahead-for-two-days": ([TODAY, WILD, LATER, TODAY], [TODAY, TODAY, WILD, LATER]),
    "right-again-on-a-new-day": ([TODAY, WILD, NEXT], [TODAY, NEXT, WILD]),
    "far-ahead-twice": ([TODAY, WILD, TODAY, WILD, TODAY], [TODAY, TODAY, TODAY, WILD, WILD]),
    "at-its-beginning": ([TODAY, PAST, PAST, TODAY], [PAST, PAST, TODAY, TODAY]),
    "wrong-from-the-first-line": ([WILD, TODAY, NEXT], [TODAY, NEXT, WILD]),
    "to-and-fro": ([TODAY, LATER, WILD, PAST, NEXT, LATER, TODAY], [PAST, TODAY, TODAY, NEXT, LATER, LATER, LATER]),
}  # fmt: skip


@pytest.mark.parametrize(("clock_said", "files"), CLOCKS.values(), ids=CLOCKS.keys())
def test_every_line_is_held_and_stands_in_its_own_day(
    paths: Paths, monkeypatch: Set, clock_said: list[str], files: list[str]
) -> None:
    write(paths, monkeypatch, *clock_said)
    assert verified.whole(paths).faults == []
    assert [day for day, _ in places(paths)] == files


@pytest.mark.parametrize("clock_said", [row[0] for row in CLOCKS.values()], ids=CLOCKS.keys())
def test_a_line_altered_or_cut_off_is_named_wherever_the_clock_was(
    tmp_path: Path, monkeypatch: Set, clock_said: list[str]
) -> None:
    count = len(clock_said)
    for n in range(count * 2):
        paths = home(tmp_path / str(n))
        write(paths, monkeypatch, *clock_said)
        cut_off(paths, n) if n < count else alter(paths, n - count)
        assert verified.whole(paths).faults, n


@given(st.lists(st.sampled_from([TODAY, NEXT, WILD, LATER, PAST, "2026-11-24"]), min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_whatever_the_clock_does_no_line_is_named(
    tmp_path_factory: pytest.TempPathFactory, days: list[str]
) -> None:
    paths = home(tmp_path_factory.mktemp("clock"))
    with pytest.MonkeyPatch.context() as monkeypatch:
        write(paths, monkeypatch, *days)
    found = verified.whole(paths)
    assert (found.faults, found.lines) == ([], len(days))


def test_verify_says_that_the_clock_went_back(paths: Paths, monkeypatch: Set) -> None:
    write(paths, monkeypatch, TODAY, WILD, NEXT)
    assert verified.whole(paths).leaps == [(WILD, NEXT)]


@pytest.mark.parametrize(
    ("sealed", "opened"), [([TODAY], NEXT), ([TODAY, NEXT], "2026-11-24")], ids=["one", "two"]
)
def test_a_line_of_a_day_that_is_closed_goes_into_the_first_that_is_open(
    paths: Paths, monkeypatch: Set, sealed: list[str], opened: str
) -> None:
    write(paths, monkeypatch, TODAY, NEXT, "2026-11-25")
    for day in sealed:
        seal.seal(paths, day)
    write(paths, monkeypatch, TODAY, PAST)
    assert verified.whole(paths).faults == []
    assert [day for day, own in places(paths) if day != own] == [opened, opened]


def test_a_day_whose_file_is_compressed_goes_on_in_another(paths: Paths, monkeypatch: Set) -> None:
    write(paths, monkeypatch, TODAY, WILD)
    packed.pack(paths.record(TODAY))
    write(paths, monkeypatch, TODAY)
    assert places(paths) == [(TODAY, TODAY), (TODAY, TODAY), (WILD, WILD)]
    assert verified.whole(paths).faults == []


def test_a_line_says_after_which_one_it_was_written(paths: Paths, monkeypatch: Set) -> None:
    write(paths, monkeypatch, TODAY, WILD, TODAY)
    line = json.loads(Path(paths.record(TODAY)).read_bytes().splitlines()[-1])
    wild = json.loads(Path(paths.record(WILD)).read_bytes())
    assert line["after"].startswith(f"{WILD} ")
    assert (line["n"], wild["n"]) == (2, 1)


# The days with lines, what the clock says → the day that is believed, and the days that may be closed.
BELIEVED: dict[str, tuple[list[str], str, str, list[str]]] = {
    "ordinary": (["2026-11-20", TODAY], NEXT, NEXT, ["2026-11-20"]),
    "a-long-holiday": (["2026-01-01"], NEXT, NEXT, ["2026-01-01"]),
    "far-ahead": (["2026-11-20", TODAY], WILD, TODAY, ["2026-11-20", TODAY]),
    "far-ahead-with-lines": (["2026-11-20", WILD, LATER], "2099-01-09", "2026-11-20", ["2026-11-20"]),
    "right-again": (["2026-11-20", TODAY, WILD], NEXT, NEXT, ["2026-11-20"]),
    "at-its-beginning": (["2026-11-20", TODAY], PAST, PAST, []),
    "years-later-and-used": (
        ["2026-11-20", *[f"2029-03-0{n}" for n in range(1, 9)]], "2029-03-09", "2029-03-09",
        ["2026-11-20", *[f"2029-03-0{n}" for n in range(1, 8)]],
    ),
    "nothing-yet": ([], TODAY, TODAY, []),
}  # fmt: skip


@pytest.mark.parametrize(("days", "now", "day", "over"), BELIEVED.values(), ids=BELIEVED.keys())
def test_a_clock_that_leaps_is_believed_once_days_confirm_it(
    days: list[str], now: str, day: str, over: list[str]
) -> None:
    assert clock.believed(days, now) == day
    assert clock.over(days, now) == over


@pytest.mark.parametrize("name", ["9999-12-31", "zzzz-zz-zz", "²²²²-01-01", "----------"])
def test_a_seal_of_no_day_moves_no_line_to_where_nobody_looks(paths: Paths, name: str) -> None:
    Path(paths.audit).mkdir(parents=True)
    Path(paths.seal(name)).write_text("")
    assert turned.day_for(paths, "2026-03-01", "2026-03-05") in ("2026-03-01", "2026-03-05")
