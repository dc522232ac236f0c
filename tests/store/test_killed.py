"""Killed at any moment, every writer leaves a whole store behind, and no reader hears a looser answer."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.contracts.tree import ROOT

NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
KILLS = 300


def killed(mode: str, folder: Path, count: int, module: str = "tests.store.killed") -> dict[str, Any]:
    argv = [sys.executable, "-m", module, mode, str(folder), str(count)]
    env = {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(argv, env=env, cwd=ROOT, capture_output=True, text=True, check=False, timeout=1800)
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("writer", ["records", "grants", "snapshots", "events"])
def test_writer_killed_three_hundred_times_breaks_no_promise(tmp_path: Path, writer: str) -> None:
    kills = KILLS * 2 if NIGHTLY else KILLS
    found = killed(writer, tmp_path, kills)
    assert found["bad"] == []
    assert found["kills"] == kills
    assert len(found["seen"]) > 1, "every kill met the same state: the moments are not random"


@pytest.mark.parametrize("keeper", ["seals", "compressing", "retention", "redact", "key", "takeover"])
def test_what_keeps_the_record_in_order_is_killed_and_the_next_command_finishes_it(
    tmp_path: Path, keeper: str
) -> None:
    kills = 500 if NIGHTLY else 15
    found = killed(keeper, tmp_path, kills, "tests.store.killed_keepers")
    assert found["bad"] == []
    assert found["kills"] == kills
    assert any(each.endswith("begun") for each in found["seen"]), "no kill came in between"


@pytest.mark.parametrize(("change", "states"), [("tighten", 4), ("loosen", 4), ("mend", 2)])
def test_change_killed_before_every_single_line_never_loosens(
    tmp_path: Path, change: str, states: int
) -> None:
    found = killed(change, tmp_path, 1)
    assert found["bad"] == []
    assert found["kills"] > 200
    assert len(found["seen"]) == states, found["seen"]
