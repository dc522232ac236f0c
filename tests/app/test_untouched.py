"""What status says of the record never contradicts `assent log verify`."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from assent.app import untouched
from assent.app.finding import BAD, NOTE
from assent.store import record, stretches, verified
from assent.store.paths import Paths
from tests.store.tampered import DAYS, TAMPERED, file, lines_of, tell, written
from tests.store.world import home


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    """A record that was looked at once, and is remembered to be whole."""
    paths = written(home(tmp_path))
    Path(paths.data).mkdir(parents=True)
    monkeypatch.setattr(stretches, "SETTLED", 0.0)
    time.sleep(0.02)  # the times of files have such ticks
    assert untouched.findings(paths) == []
    return paths


@pytest.mark.parametrize("act", [row[0] for row in TAMPERED.values()], ids=TAMPERED.keys())
def test_what_verify_names_is_bad_and_names_the_same_first(told: Paths, act: Callable[[Paths], None]) -> None:
    act(told)
    first = verified.whole(told).faults[0]
    found = untouched.findings(told)
    assert found[0].state == BAD
    assert found[0].text.startswith(f"{first.file}:{first.line}:" if first.line else f"{first.file}: ")
    assert found[0].text.endswith(first.what)
    assert all("assent log verify" in each.hint or "assent log checkpoint --" in each.hint for each in found)


def test_of_many_faults_the_first_are_said_and_how_many_more(told: Paths) -> None:
    lines_of(told, 2, lambda lines: lines.reverse())
    faults = len(verified.whole(told).faults)
    found = untouched.findings(told)
    assert len(found) == untouched.SHOWN + 1
    assert found[-1].text == f"and {faults - untouched.SHOWN} more"


def test_what_was_not_looked_at_is_no_reason_to_say_well(
    told: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(told, DAYS[3], 1)
    monkeypatch.setattr(verified, "MOST", file(told, 3).stat().st_size - 1)
    (found,) = untouched.findings(told)
    assert (found.state, "were not looked at" in found.text) == (NOTE, True)
    assert found.hint.endswith("assent log verify")


def test_days_written_in_any_order_hold(tmp_path: Path) -> None:
    paths = home(tmp_path)
    for day in (2, 0, 3, 1, 0, 2):
        record.append(paths, {"kind": "event", "ts": f"{DAYS[day]}T00:00:00.000Z", "event": "ran"})
    assert untouched.findings(paths) == []
