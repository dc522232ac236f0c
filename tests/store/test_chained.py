"""Many writers at once make one chain; whoever stands in the way of a writer loses nobody's line."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assent.store import chained, reach, record, verified
from assent.store.paths import Paths
from tests import own_disk
from tests.contracts.tree import ROOT
from tests.store.world import home

NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
WRITERS, LINES = (50, 200) if NIGHTLY else (8, 60)
ENV = {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"}
TS = "2026-03-04T05:06:07.008Z"
DAY = TS[:10]
WRITER = """
import sys
from assent.store import record
from assent.store.paths import paths_of
at = paths_of(sys.argv[1], {})
for n in range(int(sys.argv[3])):
    record.append(at, {"kind": "decision", "id": f"{sys.argv[2]}-{n}", "pad": "p" * (n * 37 % 3000)})
"""


def started(*words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", *words], env=ENV, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def test_many_writers_at_once_make_one_chain_of_all_their_lines(tmp_path: Path) -> None:
    at = home(tmp_path)
    running = [started(WRITER, str(tmp_path), str(n), str(LINES)) for n in range(WRITERS)]
    for each in running:
        _, err = each.communicate(timeout=900)
        assert each.returncode == 0, err
    found = verified.whole(at)
    assert [str(each) for each in found.faults] == []
    assert found.lines == WRITERS * LINES
    names = {str(each["id"]) for day in record.days(at) for each in record.read(at, day)}
    assert names == {f"{who}-{n}" for who in range(WRITERS) for n in range(LINES)}


HOLDER = """
import sys, time
from assent.store import chained
from assent.store.paths import paths_of
lock = chained.locked(paths_of(sys.argv[1], {}))
print(lock, flush=True)
time.sleep(600)
"""


def test_a_stopped_process_that_holds_the_lock_costs_a_link_and_no_line(tmp_path: Path) -> None:
    at = home(tmp_path)
    record.append(at, {"kind": "decision", "ts": TS, "id": "before"})
    holder = started(HOLDER, str(tmp_path))
    assert holder.stdout is not None
    assert holder.stdout.readline()
    holder.send_signal(signal.SIGSTOP)
    begun = time.monotonic()
    alone = record.append(at, {"kind": "decision", "ts": TS, "id": "alone"})
    waited = time.monotonic() - begun
    holder.kill()
    holder.communicate()
    after = record.append(at, {"kind": "decision", "ts": TS, "id": "after"})
    assert "prev" not in alone
    assert waited >= chained.PATIENCE
    assert after["n"] == 3
    found = verified.whole(at)
    assert (found.faults, found.beside, found.linked) == ([], 1, 2)


def test_a_head_that_is_a_folder_costs_links_and_no_line(paths: Paths) -> None:
    Path(paths.head).mkdir(parents=True)
    for n in range(2):
        assert "prev" not in record.append(paths, {"kind": "decision", "ts": TS, "id": str(n)})
    assert [each["id"] for each in record.read(paths, DAY)] == ["0", "1"]
    Path(paths.head).rmdir()
    assert record.append(paths, {"kind": "decision", "ts": TS, "id": "2"})["n"] == 3
    assert verified.whole(paths).faults == []


@pytest.mark.parametrize(
    "text",
    [b"", b"\0" * 160, b"nonsense\n", b"1 2026-03-04 x y z w v"],
    ids=["empty", "zeros", "words", "letters"],
)
def test_a_head_that_says_nothing_is_made_again_and_the_line_says_so(paths: Paths, text: bytes) -> None:
    record.append(paths, {"kind": "decision", "ts": TS, "id": "0"})
    Path(paths.head).write_bytes(text)
    made = record.append(paths, {"kind": "decision", "ts": TS, "id": "1"})
    assert (made["n"], made["head"]) == (2, "lost")
    assert "head had been taken away" in verified.whole(paths).faults[0].what


def test_words_of_the_chain_come_from_it_alone(paths: Paths) -> None:
    entry = {"kind": "decision", "ts": TS, "prev": "mine", "n": 99, "erased": {"hash": "x"}, "head": "lost"}
    made = record.append(paths, entry)
    assert (made["prev"], made["n"], "erased" in made, "head" in made) == ("", 1, False, False)


ADD = """
import sys
from assent.store import record
from assent.store.paths import paths_of
try:
    made = record.append(paths_of(sys.argv[1], {}), {"kind": "decision", "ts": "2026-03-04T05:06:07.008Z", "id": "other"})
    print("linked" if "prev" in made else "alone")
except OSError as error:
    print(type(error).__name__)
"""
FULL = """
mount -t tmpfs -o size=1m,mode=0700 tmpfs "$1" || exit 77
exec "$2" -c '
import os, sys
from assent.store import record, verified
from assent.store.paths import paths_of
at = paths_of(sys.argv[1], {})
written = refused = 0
def add(size):
    global written, refused
    try:
        record.append(at, {"kind": "decision", "ts": "2026-03-04T05:06:07.008Z", "why": "w" * size})
        written += 1
    except OSError:
        refused += 1
add(10)
for n in range(60):
    add(30000)
fill = os.open(sys.argv[1] + "/fill", os.O_WRONLY | os.O_CREAT)
try:
    while os.write(fill, b"x" * 512):
        pass
except OSError:
    pass
for n in range(20):
    add(5000)
os.close(fill)
os.unlink(sys.argv[1] + "/fill")
add(10)
found = verified.whole(at)
print(refused > 20, found.lines == written, found.beside, [str(each) for each in found.faults])
' "$1"
"""


def test_a_full_disk_leaves_whole_lines_and_a_whole_chain(tmp_path: Path) -> None:
    folder = tmp_path / "full"
    folder.mkdir()
    done = own_disk.run(FULL, folder)
    assert done.stdout.split(maxsplit=3)[:3] == ["True", "True", "0"], done.stdout + done.stderr
    assert done.stdout.strip().endswith("[]")


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    script = 'mount -t tmpfs tmpfs "$1" && mkdir -p "$1/.local/state/assent/audit" && mount -o remount,ro "$1" || exit 77\nexec "$2" -c "$3" "$1"'
    folder = tmp_path / "closed"
    folder.mkdir()
    done = own_disk.run(script, folder, ADD)
    assert done.stdout.strip() == "OSError", done.stderr


def test_the_head_is_one_line_of_a_fixed_width(paths: Paths) -> None:
    for n in range(3):
        record.append(paths, {"kind": "decision", "ts": TS, "id": str(n)})
    text = Path(paths.head).read_bytes()
    assert (len(text), text.count(b"\n")) == (reach.WIDTH, 1)
    size = Path(paths.record(DAY)).stat().st_size
    assert text.split()[1:5] == [DAY.encode(), b"1", str(size).encode(), b"3"]
    assert json.loads(Path(paths.record(DAY)).read_text().splitlines()[2])["n"] == 3


def test_a_first_writer_that_dies_before_it_notes_its_line_leaves_no_suspicion(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed between the line and the head: what the head said before the line is all that is left of it."""
    kept: list[bytes] = []

    def once(lock: int, head: reach.Head) -> None:
        if not kept:
            kept.append(head.text())
            os.pwrite(lock, head.text(), 0)

    monkeypatch.setattr(chained, "_keep", once)
    record.append(paths, {"kind": "decision", "id": "first"})
    monkeypatch.undo()
    assert kept
    record.append(paths, {"kind": "decision", "id": "second"})
    found = verified.whole(paths)
    assert ([str(each) for each in found.faults], found.lines) == ([], 2)


@pytest.mark.parametrize(
    "number", ["0", "10000000", "99999999999999999"], ids=["none", "too-many", "far-too-many"]
)
def test_a_head_that_leads_to_a_file_that_nobody_would_read_is_none(paths: Paths, number: str) -> None:
    record.append(paths, {"kind": "decision", "id": "a"})
    words = Path(paths.head).read_text().split()
    Path(paths.head).write_text(" ".join([*words[:2], number, *words[3:]]).ljust(159) + "\n")
    record.append(paths, {"kind": "decision", "id": "b"})
    assert [each["id"] for day in record.days(paths) for each in record.read(paths, day)] == ["a", "b"]


def test_where_too_much_stands_after_what_the_head_knows_the_line_is_written_without_a_link(
    paths: Paths,
) -> None:
    record.append(paths, {"kind": "decision", "id": "a"})
    file = record.parts(paths)[record.days(paths)[0]][0]
    os.truncate(file, 10 << 30)  # nothing of it takes space
    written = record.append(paths, {"kind": "decision", "id": "b"})
    assert "prev" not in written
    with Path(file).open("rb") as held:
        held.seek(10 << 30)
        assert b'"id":"b"' in held.read()
