"""Killed at any moment, the hook says what it would have said or nothing, and an installation can be done again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.store.test_killed import NIGHTLY, killed


@pytest.mark.parametrize(("mode", "kills"), [("hook", 40), ("installing", 12)])
def test_what_is_killed_leaves_nothing_torn_and_nothing_looser(tmp_path: Path, mode: str, kills: int) -> None:
    kills = 500 if NIGHTLY else kills
    found = killed(mode, tmp_path, kills, "tests.app.killed")
    assert found["bad"] == []
    assert found["kills"] == kills
    assert len(found["seen"]) > 1, "every kill met the same state: the moments are not random"
