"""Many processes at once lose no call, tear no line and hear no looser answer; a full disk changes no denial."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from assent.app import integrity, state
from assent.store import record, rules
from assent.store.db import check
from tests import own_disk
from tests.app.place import Place
from tests.contracts.tree import ROOT

NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
# Asking processes, calls of each, writers, changes of each.
ASKING, CALLS, WRITING, CHANGES = (50, 100, 4, 25) if NIGHTLY else (6, 12, 2, 4)
ENV = {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(tmp_path)
    place.grant(deny=["Bash(one)"])
    place.grant(allow=["Bash(free)"])
    place.verdict("one")
    return place


def started(*words: str) -> subprocess.Popen[str]:
    argv = [sys.executable, "-m", "tests.store.crowd", *words]
    return subprocess.Popen(
        argv, env=ENV, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_crowd_loses_no_call_tears_no_line_and_hears_nothing_looser(place: Place) -> None:
    running = [started("ask", place.at.home, str(place.root), str(CALLS)) for _ in range(ASKING)]
    running += [started("write", place.at.home, str(n), str(CHANGES)) for n in range(WRITING)]
    seen: Counter[str] = Counter()
    for each in running:
        out, err = each.communicate(timeout=900)
        assert each.returncode == 0, err
        seen.update(json.loads(out))
    looser = [
        answer for answer in seen if answer not in {"one:deny", "free:allow", "free:", "never:", "changes"}
    ]
    assert looser == []
    assert seen["one:deny"] == ASKING * len(range(0, CALLS, 3))
    assert seen["free:allow"] > 0
    lines = [
        line for day in record.days(place.at) for line in Path(place.at.record(day)).read_bytes().splitlines()
    ]
    entries = [json.loads(line) for line in lines]  # a torn line would not read
    assert sum(each["kind"] == "decision" for each in entries) == ASKING * CALLS
    numbers = [each["number"] for each in entries if "number" in each]
    assert numbers == list(range(1, len(numbers) + 1))
    assert check(place.at) == []
    assert [str(each) for each in integrity.differences(place.at)] == []
    with contextlib.closing(state.opened(place.at)) as db:
        assert len(rules.in_force(db)) == 2 + WRITING * ((CHANGES + 1) // 2)


FULL = """
mount -t tmpfs -o size=2m,mode=0700 tmpfs "$1" || exit 77
exec "$2" -c '
import os, sys
from pathlib import Path
from assent.app.rules import in_force
from assent.store.db import StoreError
from tests.app.place import Place
place = Place(Path(sys.argv[1]))
place.grant(deny=["Bash(one)"])
place.grant(allow=["Bash(free)"])
print(place.verdict("one"), place.verdict("free"))
fill = os.open(sys.argv[1] + "/fill", os.O_WRONLY | os.O_CREAT)
try:
    while os.write(fill, b"x" * 4096):
        pass
except OSError as error:
    print(error.strerror)
for n in range(9):
    try:
        place.grant(deny=["Bash(w%d%s)" % (n, "x" * 200)])
    except StoreError:
        pass
print(place.held("one"), place.held("never") or "silent")
Path(place.at.snapshot()).unlink(missing_ok=True)
for each in Path(place.at.snapshots).glob("*.json"):
    each.unlink()
print(place.held("one"), place.held("never") or "silent")
os.close(fill)
os.unlink(sys.argv[1] + "/fill")
print(place.verdict("one"), place.verdict("free"))
' "$1"
"""


def test_full_disk_keeps_every_denial_and_allows_nothing_new(tmp_path: Path) -> None:
    folder = tmp_path / "full"
    folder.mkdir()
    done = own_disk.run(FULL, folder)
    assert done.stdout.splitlines() == [
        "deny allow", "No space left on device", "deny silent", "deny silent", "deny allow",
    ], done.stderr  # fmt: skip
