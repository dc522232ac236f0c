"""The quick look at the record: days that do not go on from each other are named, also under sound seals."""

from __future__ import annotations

from pathlib import Path

import pytest

from assent.app import untouched
from assent.store import record, seal
from assent.store.paths import Paths
from tests.store.world import home

DAYS = ("2026-03-01", "2026-03-02", "2026-03-03")


@pytest.fixture
def told(tmp_path: Path) -> Paths:
    paths = home(tmp_path)
    for day in DAYS:
        for number in range(3):
            record.append(paths, {"kind": "event", "ts": f"{day}T00:00:0{number}.000Z", "event": "ran"})
    return paths


def cut(paths: Paths, day: str) -> None:
    """Takes the last line away."""
    path = Path(paths.record(day))
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))


def named(paths: Paths) -> list[str]:
    return [each.where.rpartition("/")[2] for each in untouched.problems(paths) if "go on" in each.what]


def test_days_as_they_were_written_are_good_sealed_or_not(told: Paths) -> None:
    assert untouched.problems(told) == []
    seal.seal(told, DAYS[0])
    assert untouched.problems(told) == []


@pytest.mark.parametrize("sealed", [0, 1, 2])
def test_a_line_cut_off_before_the_day_was_sealed_is_named(told: Paths, sealed: int) -> None:
    cut(told, DAYS[0])
    for day in DAYS[:sealed]:
        seal.seal(told, day)
    assert named(told) == [f"{DAYS[1]}.jsonl"]
