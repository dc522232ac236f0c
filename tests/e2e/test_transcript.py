"""Moving a session to another day moves every time in it and nothing else."""

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.e2e.transcript import records, shift

RECORDED = Path(__file__).resolve().parents[1] / "agents" / "claude" / "transcripts"
TIME = re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d")


@pytest.fixture
def session(tmp_path: Path) -> Path:
    return Path(shutil.copy(RECORDED / "interactive-approve-reject-rule.jsonl", tmp_path))


def times(path: Path) -> list[str]:
    return TIME.findall(path.read_text())


def test_every_time_moves_and_keeps_its_order(session: Path) -> None:
    before = times(session)
    shift(session, 3)
    after = times(session)
    assert len(before) == len(after) > 0
    assert all(new < old for new, old in zip(after, before, strict=True))


def test_days_add_up(session: Path, tmp_path: Path) -> None:
    other = Path(shutil.copy(session, tmp_path / "other.jsonl"))
    shift(session, 5)
    shift(other, 2)
    shift(other, 3)
    assert records(session) == records(other)


def test_nothing_but_times_moves(session: Path) -> None:
    before = TIME.sub("", json.dumps(records(session)))
    shift(session, 3)
    assert TIME.sub("", json.dumps(records(session))) == before
