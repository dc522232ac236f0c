"""The record: whole lines, redacted, private; what a dying writer leaves never hides another's entry."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assent.core.redact.inputs import LONGEST
from assent.core.redact.text import also
from assent.store import record
from assent.store.paths import Paths
from tests.contracts.tree import ROOT
from tests.store.world import home

DAY = "2026-03-04"
TS = DAY + "T05:06:07.008Z"


def entry(**more: object) -> dict[str, object]:
    return {"kind": "decision", "ts": TS, **more}


def entries(paths: Paths) -> list[record.Entry]:
    return list(record.read(paths, DAY))


def test_entry_is_one_private_line_in_the_file_of_its_day(paths: Paths) -> None:
    written = record.append(paths, entry(session="s", input={"command": "git status\nls"}))
    file = Path(paths.record(DAY))
    assert file.read_text().count("\n") == 1
    assert json.loads(file.read_text()) == written == entries(paths)[0]
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert record.days(paths) == [DAY]


def test_time_and_id_are_added_when_absent(paths: Paths) -> None:
    first, second = (record.append(paths, {"kind": "decision"}) for _ in range(2))
    assert first["id"] != second["id"]
    assert str(first["ts"]).endswith("Z")
    assert record.days(paths) == sorted({str(each["ts"])[:10] for each in (first, second)})


def test_moment_is_utc_with_milliseconds() -> None:
    assert record.moment(1_772_600_767_008_999_999) == "2026-03-04T05:06:07.008Z"


SECRETS = {
    "text": "Authorization: Bearer abcdefghijklmnop",
    "dict": {"command": "curl -H 'Authorization: Bearer abcdefghijklmnop'"},
    "list": [["Authorization: Bearer abcdefghijklmnop"]],
    "key": {"Authorization: Bearer abcdefghijklmnop": 1},
    "past-the-cut": "x " * 32768 + "Authorization: Bearer abcdefghijklmnop",
    "across-the-cut": "x" * (LONGEST - 20) + " token=abcdefghijklmnop" * 2,
}


@pytest.mark.parametrize("value", SECRETS.values(), ids=SECRETS.keys())
def test_secrets_do_not_reach_the_record(paths: Paths, value: object) -> None:
    record.append(paths, entry(input=value))
    assert "abcdefgh" not in Path(paths.record(DAY)).read_text()


def test_exact_fields_keep_their_words(paths: Paths) -> None:
    record.append(paths, entry(rule={"allow": ["Bash(x token=abcdefghijklmnop)"]}), exact=("rule",))
    assert "abcdefgh" in Path(paths.record(DAY)).read_text()


def test_command_is_kept_whole_up_to_64_kilobytes_and_marked_when_cut(paths: Paths) -> None:
    record.append(paths, entry(input={"command": "y" * 65536}))
    record.append(paths, entry(input={"command": "y" * 65537}))
    whole, cut = (each["input"]["command"] for each in entries(paths))  # type: ignore[index]  # the test wrote an object there
    assert whole == "y" * 65536
    assert cut == "y" * 65536 + "[cut: 1 more characters]"


def test_nested_beyond_reason_is_left_out(paths: Paths) -> None:
    value: object = "deep"
    for _ in range(80):
        value = [value]
    record.append(paths, entry(input=value))
    assert "deep]" in Path(paths.record(DAY)).read_text()
    assert len(entries(paths)) == 1


BROKEN = {
    "binary": b"\x00\xff\xfe\n",
    "half-then-newline": b'{"v":1,"ts":"2026-03-04T05:06:07.008Z","id":"a","kind":"deci\n',
    "blank": b"\n\n",
    "other-json": b'{"a":1}\n[]\n3\n',
    "huge-garbage": b"z" * 300_000 + b"\n",
}


@pytest.mark.parametrize("bad", BROKEN.values(), ids=BROKEN.keys())
def test_broken_lines_hide_no_other(paths: Paths, bad: bytes) -> None:
    record.append(paths, entry(nth=1))
    with Path(paths.record(DAY)).open("ab") as out:
        out.write(bad)
    record.append(paths, entry(nth=2))
    assert [each["nth"] for each in entries(paths)] == [1, 2]


@given(st.integers(1, 120), st.binary(max_size=40))
def test_entry_after_half_a_line_is_found(
    tmp_path_factory: pytest.TempPathFactory, cut: int, noise: bytes
) -> None:
    paths = home(tmp_path_factory.mktemp("home"))
    record.append(paths, entry(nth=1))
    file = Path(paths.record(DAY))
    line = file.read_bytes()
    file.write_bytes(line + line[:cut] + noise.replace(b"\n", b""))
    record.append(paths, entry(nth=2))
    found = [each["nth"] for each in entries(paths)]
    assert found[0] == 1
    assert found[-1] == 2


@pytest.mark.parametrize("kind", ["decision", "answer", "event"])
@pytest.mark.parametrize("change", record.CHANGES)
def test_a_change_after_half_of_what_was_only_told_is_a_change(paths: Paths, kind: str, change: str) -> None:
    record.append(paths, entry(kind=kind, session="s" * 99))
    file = Path(paths.record(DAY))
    file.write_bytes(file.read_bytes()[:-9])
    record.append(paths, entry(kind=change, id="x"))
    assert [each["id"] for each in record.changes(paths)] == ["x"]


def test_what_was_only_told_is_no_change(paths: Paths) -> None:
    for kind in ("decision", "answer", "event", "rule", "decision"):
        record.append(paths, entry(kind=kind))
    assert [each["kind"] for each in record.changes(paths)] == ["rule"]


def test_entry_text_quoted_inside_a_command_is_no_entry_of_its_own(paths: Paths) -> None:
    inner = '{"v":1,"ts":"2026-03-04T00:00:00.000Z","kind":"rule","action":"add"}'
    record.append(paths, entry(input={"command": inner}))
    file = Path(paths.record(DAY))
    file.write_bytes(b'{"v":1,' + file.read_bytes())
    assert [each["kind"] for each in entries(paths)] == ["decision"]


def test_unfinished_line_is_left_for_the_next_reading(paths: Paths) -> None:
    record.append(paths, entry(nth=1))
    file = Path(paths.record(DAY))
    whole = file.read_bytes()
    file.write_bytes(whole + whole[:30])
    found = list(record.read_from(str(file), 0))
    assert [offset for _, offset in found] == [len(whole)]
    file.write_bytes(whole + whole)
    assert len(list(record.read_from(str(file), len(whole)))) == 1


def test_offsets_lead_on_from_every_line(paths: Paths) -> None:
    for n in range(300):
        record.append(paths, entry(nth=n, text="t" * n * 7))
    path = paths.record(DAY)
    found = list(record.read_from(path, 0))
    for at in (0, 7, 150, 298):
        rest = [each["nth"] for each, _ in record.read_from(path, found[at][1]) if each]
        assert rest == list(range(at + 1, 300))


def test_link_in_place_of_the_record_is_not_followed_and_costs_no_line(paths: Paths, tmp_path: Path) -> None:
    Path(paths.audit).mkdir(parents=True)
    Path(paths.record(DAY)).symlink_to(tmp_path / "elsewhere")
    record.append(paths, entry())
    assert not (tmp_path / "elsewhere").exists()
    assert [each["kind"] for each in record.read(paths, DAY)] == [entry()["kind"]]


FULL = """
import resource, sys
from assent.store import record
from assent.store.paths import paths_of
paths = paths_of(sys.argv[1], {})
record.append(paths, {"kind": "decision", "ts": "2026-03-04T05:06:07.008Z", "nth": 1})
import os
size = os.stat(paths.record("2026-03-04")).st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 40, resource.RLIM_INFINITY))
for _ in range(2):
    try:
        record.append(paths, {"kind": "decision", "ts": "2026-03-04T05:06:07.008Z", "nth": 2})
        print("written")
    except OSError:
        print("refused")
"""


def test_full_disk_is_told_and_leaves_a_record_that_can_be_continued(tmp_path: Path) -> None:
    argv = [sys.executable, "-c", FULL, str(tmp_path)]
    done = subprocess.run(
        argv, env={"PYTHONPATH": str(ROOT / "src")}, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split() == ["refused", "refused"], done.stderr
    paths = home(tmp_path)
    record.append(paths, entry(nth=3))
    assert [each["nth"] for each in entries(paths)] == [1, 3]
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY


WRITER = """
import sys
from assent.store import record
from assent.store.paths import paths_of
for n in range(200):
    record.append(paths_of(sys.argv[1], {}), {"kind": "decision", "ts": "2026-03-04T05:06:07.008Z", "who": sys.argv[2], "nth": n, "pad": "p" * (n * 50)})
"""


def test_two_processes_writing_lose_and_mix_nothing(tmp_path: Path) -> None:
    env = {"PYTHONPATH": str(ROOT / "src"), "PATH": os.environ["PATH"]}
    running = [subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), who], env=env) for who in "ab"]
    assert [each.wait(timeout=60) for each in running] == [0, 0]
    found = entries(home(tmp_path))
    for who in "ab":
        assert [each["nth"] for each in found if each["who"] == who] == list(range(200))


def test_what_the_user_erases_changes_no_word_of_ours(paths: Paths) -> None:
    ours = {
        "agent": "claude", "verdict": "deny", "tier": "deny", "coverage": "full", "effects": ["read-project"],
        "layer": "user", "kind": "decision", "event": "ran", "answer": "yes", "by": "user", "action": "add",
    }  # fmt: skip
    also(["[a-z]+"])
    try:
        written = record.append(paths, entry(**ours, input={"command": "secret"}))
        change = record.append(paths, {"kind": record.REJECT, "ts": TS, "keys": {"a": 1}}, exact=("keys",))
    finally:
        also([])
    assert {key: written[key] for key in ours} == ours
    assert "secret" not in str(written)
    assert [each["id"] for each in record.changes(paths)] == [change["id"]]
