"""`tools/elsewhen` gives a command another time and zone for real; `tools/other-days` passes tests that exist."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.contracts.tree import ROOT

ELSEWHEN = ROOT / "tools/elsewhen"
MOMENT = "2030-01-01T00:00:00Z"


def able() -> bool:
    """Whether a mount of one's own can be made here, and the library compiled."""
    own = [] if os.geteuid() == 0 else ["--map-root-user"]
    done = subprocess.run(["unshare", *own, "--mount", "true"], capture_output=True, check=False)
    return done.returncode == 0 and shutil.which("cc") is not None


pytestmark = pytest.mark.skipif(
    not shutil.which("unshare") or not able(), reason="no mount of one's own, or no cc"
)


def run(when: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([ELSEWHEN, when, *words], capture_output=True, text=True, check=False, timeout=60)


def test_every_process_has_the_time_and_the_zone_whatever_its_environment() -> None:
    done = run(f"{MOMENT}@Pacific/Kiritimati", "env", "-i", "/bin/date", "+%F %H %Z")
    assert (done.stdout, done.stderr) == ("2030-01-01 14 +14\n", "")
    assert run(MOMENT, "sh", "-c", "TZ=America/St_Johns env date +%F").stdout == "2029-12-31\n"


TIMES = """
import os, pathlib, sys, threading, time
path = pathlib.Path(sys.argv[1])
path.write_text("x")
with path.open() as file:
    told = [path.stat(), path.lstat(), os.fstat(file.fileno()), next(os.scandir(path.parent)).stat()]
print(time.gmtime().tm_year, *(round(time.time() - each.st_mtime) for each in told))
os.utime(path, ns=(5 * 10**9, 5 * 10**9))
held = threading.Lock()
held.acquire()
print(path.stat().st_mtime, held.acquire(timeout=0.01))
"""


def test_files_are_as_old_as_that_clock_says_and_locks_wait_no_longer(tmp_path: Path) -> None:
    done = run(MOMENT, sys.executable, "-c", TIMES, str(tmp_path / "made"))
    assert (done.stdout, done.stderr) == ("2030 0 0 0 0\n5.0 False\n", "")


def test_what_only_holds_today_fails_elsewhen_and_says_so() -> None:
    """The twin of the gate: it sees what it is there for."""
    today = time.strftime("%Y-%m-%d", time.gmtime())
    words = (
        sys.executable,
        "-c",
        f"import time; assert time.strftime('%Y-%m-%d', time.gmtime()) >= '{today}'",
    )
    assert run("now", *words).returncode == 0
    assert run("2020-01-01T00:00:00Z", *words).returncode == 1


def test_a_zone_that_does_not_exist_is_named() -> None:
    done = run("now@Nowhere/Land", "true")
    assert (done.returncode, "no zone Nowhere/Land" in done.stderr) == (2, True)


def test_the_tests_of_other_days_exist() -> None:
    named = re.findall(r"tests/\S+", (ROOT / "tools/other-days").read_text())
    assert len(named) > 10
    assert [name for name in named if not (ROOT / name).exists()] == []
