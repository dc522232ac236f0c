"""A sealed day proves its lines; every way of changing them afterwards is named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assent.store import record, seal, verified
from assent.store.paths import Paths

DAYS = ("2026-03-01", "2026-03-02", "2026-03-03")


@pytest.fixture
def sealed(paths: Paths) -> Paths:
    for day in DAYS:
        for n in range(3):
            record.append(paths, {"kind": "decision", "ts": f"{day}T00:00:00.00{n}Z", "nth": n})
        seal.seal(paths, day)
    return paths


def test_untouched_record_agrees_with_its_seals(sealed: Paths) -> None:
    assert verified.whole(sealed).faults == []
    assert seal.sealed(sealed) == list(DAYS)


def test_sealing_again_changes_nothing(sealed: Paths) -> None:
    before = Path(sealed.seal(DAYS[1])).read_text()
    assert seal.seal(sealed, DAYS[1]) in Path(sealed.seal(DAYS[2])).read_text()
    assert Path(sealed.seal(DAYS[1])).read_text() == before


def middle(paths: Paths) -> Path:
    return Path(paths.record(DAYS[1]))


def rewrite(paths: Paths) -> None:
    middle(paths).write_bytes(middle(paths).read_bytes().replace(b'"nth":1', b'"nth":7'))


def cut(paths: Paths) -> None:
    middle(paths).write_bytes(middle(paths).read_bytes()[:-10])


def add(paths: Paths) -> None:
    with middle(paths).open("a") as out:
        out.write(f'{{"v":1,"ts":"{DAYS[1]}T09:00:00.000Z","id":"x","kind":"decision"}}\n')


def drop_record(paths: Paths) -> None:
    middle(paths).unlink()


def drop_seal(paths: Paths) -> None:
    Path(paths.seal(DAYS[1])).unlink()


def reseal(paths: Paths) -> None:
    rewrite(paths)
    drop_seal(paths)
    seal.seal(paths, DAYS[1])


def blank_seal(paths: Paths) -> None:
    Path(paths.seal(DAYS[1])).write_text("")


FORGED = [rewrite, cut, add, drop_record, drop_seal, reseal, blank_seal]


@pytest.mark.parametrize("forge", FORGED, ids=lambda forge: forge.__name__)
def test_change_after_sealing_is_named(sealed: Paths, forge: Callable[[Paths], None]) -> None:
    forge(sealed)
    assert verified.whole(sealed).faults
