"""A record of ten gigabytes: a line costs what it always costs, and whoever looks gets an answer."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assent.store import chained, record, verified
from assent.store.paths import Paths, digest, paths_of
from tests.cli.conftest import SOURCES, Home, home_in
from tests.store.test_killed import NIGHTLY

DAY = "2026-03-04"
SIZE = 10 << 30


def entry(number: int) -> dict[str, object]:
    return {
        "kind": "decision",
        "ts": f"{DAY}T00:00:00.000Z",
        "id": f"{DAY}-{number}",
        "tool": "Bash",
        "verdict": "ask",
    }


def grown(paths: Paths) -> Path:
    """Ten gigabytes in the file that is written to, of which nearly nothing takes space; the head knows them."""
    record.append(paths, entry(0))
    file = Path(paths.record(DAY))
    os.truncate(file, SIZE - 1)
    with file.open("ab") as out:
        out.write(b"\n")
    head = chained.known(paths)
    assert head
    head.size, head.lines, head.last, head.most = SIZE, 2, digest(b""), 1 << 40
    Path(paths.head).write_bytes(head.text())
    return file


def read_by(act: Callable[[], object]) -> int:
    """How many bytes this process reads meanwhile."""

    def so_far() -> int:
        return int(Path("/proc/self/io").read_text().split()[1])

    before = so_far()
    act()
    return so_far() - before


@pytest.fixture
def held(paths: Paths) -> Path:
    return grown(paths)


def test_a_line_more_reads_no_line_of_those_before(paths: Paths, held: Path) -> None:
    assert read_by(lambda: record.append(paths, entry(1))) < 4096
    assert held.stat().st_size < SIZE + 400


def test_without_the_head_a_line_is_written_all_the_same(paths: Paths, held: Path) -> None:
    Path(paths.head).unlink()
    before = read_by(lambda: record.append(paths, entry(1)))
    assert before < 4096
    with held.open("rb") as file:
        file.seek(SIZE)
        assert json.loads(file.read())["id"] == f"{DAY}-1"


def test_a_look_that_must_be_quick_says_what_it_leaves(paths: Paths, held: Path) -> None:
    found: list[verified.Report] = []
    assert read_by(lambda: found.append(verified.quick(paths))) < 1 << 20
    assert found[0].unread == SIZE == held.stat().st_size


def test_a_line_without_end_is_passed_over_with_little_memory(paths: Paths) -> None:
    record.append(paths, entry(0))
    file = Path(paths.record(DAY))
    begun = file.stat().st_size
    os.truncate(file, begun + (500 << 20))
    record.append(paths, {**entry(1), "ts": "2026-03-05T00:00:00.000Z"})
    with file.open("ab") as out:
        out.write(b'\n{"v":1,"ts":"2026-03-04T00:00:01.000Z","id":"last","kind":"event"}\n')
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    told = list(record.read_from(str(file), 0))
    assert [each["id"] for each, _ in told if each] == [f"{DAY}-0", "last"]
    assert told[-1][1] == file.stat().st_size
    assert sum(1 for _ in record.lines(str(file))) == 3
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300 << 10


@pytest.mark.skipif(not NIGHTLY, reason="reads ten gigabytes several times: nightly")
def test_status_and_log_answer(tmp_path: Path) -> None:
    fresh = home_in(tmp_path)
    at = paths_of(str(fresh.path), {})
    grown(at)
    record.append(at, entry(1))
    told = answered(fresh, "status", "--json")["findings"]
    assert any("were not looked at" in each["text"] for each in told)
    assert f"{DAY}-1" in {each["id"] for each in answered(fresh, "log", "--json", lines=True)}
    assert answered(fresh, "log", "verify", "--json")["first_bad"]["file"] == at.record(DAY)


def answered(home: Home, *words: str, lines: bool = False) -> Any:
    """What a command says that may take its time."""
    env = {"HOME": str(home.path), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(SOURCES)}
    argv = [sys.executable, "-m", "assent", *words]
    done = subprocess.run(argv, env=env, cwd=home.project, capture_output=True, check=False, timeout=3600)
    return [json.loads(line) for line in done.stdout.splitlines()] if lines else json.loads(done.stdout)
