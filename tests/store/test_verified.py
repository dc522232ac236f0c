"""Every way of changing the record afterwards is named: what was done, in which file, at which line."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assent.store import chained, checkpoint, due, packed, record, seal, stretches, verified
from assent.store.paths import Paths, digest
from tests.store.tampered import DAYS, SEALED, TAMPERED, file, lines_of, removed_day, tell, written


@pytest.fixture
def told(paths: Paths) -> Paths:
    return written(paths)


def first(paths: Paths) -> tuple[str, int | None, str]:
    """Name of the file, line and words of the first fault."""
    fault = verified.whole(paths).faults[0]
    return fault.file.rpartition("/")[2], fault.line, fault.what


def test_untouched_record_holds(told: Paths) -> None:
    found = verified.whole(told)
    assert found.faults == []
    assert (found.lines, found.linked, found.older, found.beside, found.days, found.seals) == (
        24,
        24,
        0,
        0,
        4,
        2,
    )
    assert found.key.startswith("assent-")


def test_each_line_states_the_hash_of_the_one_before_it_across_days(told: Paths) -> None:
    lines = [line for n in range(4) for line in file(told, n).read_bytes().splitlines()]
    stated = [json.loads(line) for line in lines]
    assert [each["prev"] for each in stated] == ["", *map(digest, lines[:-1])]
    assert [each["n"] for each in stated] == [1, 2, 3, 4, 5, 6] * 4


def compress(paths: Paths) -> None:
    for day in SEALED:
        if os.path.lexists(paths.record(day)):
            packed.pack(paths.record(day))


@pytest.mark.parametrize(("act", "name", "line", "what"), TAMPERED.values(), ids=TAMPERED.keys())
@pytest.mark.parametrize("compressed", [False, True], ids=["plain", "compressed"])
def test_what_was_done_is_named_first(
    told: Paths, act: Callable[[Paths], None], name: str, line: int | None, what: str, compressed: bool
) -> None:
    act(told)
    if compressed:
        compress(told)
    found = first(told)
    assert (found[0].removesuffix(".gz"), found[1]) == (name, line), found
    assert what in found[2]


def remembered(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of it was looked at, and remembered, before anything is done to it."""
    Path(paths.data).mkdir(parents=True)
    monkeypatch.setattr(stretches, "SETTLED", 0.0)
    time.sleep(0.02)  # the times of files have such ticks
    assert verified.quick(paths).faults == []
    assert len(stretches.read(paths).now | json.loads(Path(paths.data, stretches.NAME).read_text())) == len(
        DAYS
    )


@pytest.mark.parametrize("act", [row[0] for row in TAMPERED.values()], ids=TAMPERED.keys())
@pytest.mark.parametrize("before", ["never", "plain", "compressed"])
def test_the_quick_look_names_what_the_whole_one_names_whatever_it_remembers(
    told: Paths, act: Callable[[Paths], None], before: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if before != "never":
        remembered(told, monkeypatch)
    act(told)
    if before == "compressed":
        compress(told)
    time.sleep(0.02)
    for _ in range(2):
        assert verified.quick(told).faults == verified.whole(told).faults != []


def files_read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files of the record that are read from now on."""
    read: list[str] = []
    lines = record.lines

    def counting(path: str) -> Iterator[bytes]:
        read.append(path)
        return lines(path)

    monkeypatch.setattr(record, "lines", counting)
    return read


def test_the_quick_look_reads_again_only_what_was_touched(
    told: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    remembered(told, monkeypatch)
    read = files_read(monkeypatch)
    assert verified.quick(told).faults == []
    assert read == []
    tell(told, DAYS[3], 1)
    assert verified.quick(told).faults == []
    assert set(read) == {told.record(DAYS[3])}


def test_what_was_written_to_a_moment_ago_is_not_remembered(told: Paths) -> None:
    Path(told.data).mkdir(parents=True)
    verified.quick(told)
    assert not Path(told.data, stretches.NAME).exists()


def test_what_the_quick_look_has_no_time_for_is_said(told: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = [file(told, n).stat().st_size for n in range(4)]
    found = verified.quick(told, sum(sizes[:3]))
    assert (found.unread, found.faults) == (sizes[3], [])
    assert verified.whole(told).unread == 0
    remembered(told, monkeypatch)
    assert verified.quick(told, 0).unread == 0


def test_a_file_that_cannot_be_read_is_named_with_the_reason(told: Paths) -> None:
    file(told, 0).unlink()
    file(told, 0).mkdir()
    assert first(told) == (f"{DAYS[0]}.jsonl", None, "cannot be read: no regular file")


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda data: data + b"more", "goes on after the end"),
        (lambda data: data + gzip.compress(b"more"), "goes on after the end"),
        (lambda data: data + bytes(9), "goes on after the end"),
        (lambda data: data[:-30], "its end is missing"),
        (lambda data: data[:60] + b"!!!!" + data[64:], "is damaged"),
        (lambda data: data[:0], "its end is missing"),
    ],
    ids=["bytes-added", "member-added", "zeros-added", "cut", "altered", "empty"],
)  # fmt: skip
def test_a_compressed_file_says_what_was_done_to_it(
    told: Paths, change: Callable[[bytes], bytes], what: str
) -> None:
    compress(told)
    path = Path(packed.name(told.record(DAYS[0])))
    path.write_bytes(change(path.read_bytes()))
    name, _, said = first(told)
    assert (name, what in said) == (path.name, True), said


def test_last_day_dropped_with_its_seal_and_all_after_it_is_known_by_the_checkpoint(told: Paths) -> None:
    for n in (1, 2, 3):
        removed_day(n)(told)
    Path(told.head).unlink()
    tell(told, DAYS[0], 0)
    assert any("the seals of 1 were removed" in each.what for each in verified.whole(told).faults)


def test_an_exported_checkpoint_knows_a_record_made_anew(told: Paths) -> None:
    exported = checkpoint.read(Path(told.checkpoint).read_text())
    shutil.rmtree(told.audit)
    Path(told.key).unlink()
    for day in DAYS:
        tell(told, day, 5)
    for day in SEALED:
        seal.seal(told, day)
    assert verified.whole(told).faults == []  # whoever has everything makes everything again
    seals = seal.all_of(told)
    said = checkpoint.contradiction(exported, [each.text for each in seals], [each.key for each in seals])
    assert "not signed by the key of this record" in said


def test_older_lines_are_counted_and_no_alarm(paths: Paths) -> None:
    Path(paths.audit).mkdir(parents=True)
    old = '{"v":1,"ts":"2026-03-01T00:00:00.000Z","id":"o%d","kind":"decision"}\n'
    file(paths, 0).write_text("".join(old % n for n in range(3)))
    tell(paths, DAYS[0], 2)
    found = verified.whole(paths)
    assert (found.faults, found.older, found.linked, found.lines) == ([], 3, 2, 5)
    assert [json.loads(line).get("n") for line in file(paths, 0).read_text().splitlines()] == [
        None,
        None,
        None,
        4,
        5,
    ]


def test_a_torn_line_is_a_line_like_others(told: Paths) -> None:
    with file(told, 3).open("ab") as out:
        out.write(b'{"v":1,"ts":"2026-03-04T00')
    tell(told, DAYS[3], 1)
    found = verified.whole(told)
    assert (found.faults, found.lines, found.beside) == ([], 26, 1)
    assert len(list(record.read(told, DAYS[3]))) == 7


def test_a_line_whose_writer_died_before_the_head_was_written_is_taken_over(told: Paths) -> None:
    before = Path(told.head).read_bytes()
    tell(told, DAYS[3], 2)
    Path(told.head).write_bytes(before)
    assert verified.whole(told).faults == []
    tell(told, DAYS[3], 1)
    assert verified.whole(told).faults == []
    assert verified.whole(told).lines == 27


def test_files_grow_to_their_size_and_the_chain_goes_on_through_them(paths: Paths) -> None:
    tell(paths, DAYS[0], 1)
    due.limit(paths, 1)
    for number in range(50):
        record.append(
            paths,
            {"kind": "decision", "ts": f"{DAYS[0]}T00:00:01.000Z", "id": str(number), "why": "y" * 60_000},
        )
    files = record.parts(paths)[DAYS[0]]
    assert [Path(each).name for each in files] == [
        "2026-03-01.jsonl",
        "2026-03-01.2.jsonl",
        "2026-03-01.3.jsonl",
    ]
    assert all(Path(each).stat().st_size < (1 << 20) + 70_000 for each in files)
    assert (verified.whole(paths).faults, verified.whole(paths).lines) == ([], 51)
    packed.pack(files[0])
    assert [each["id"] for each in record.read(paths, DAYS[0])][1:] == [str(number) for number in range(50)]
    assert verified.whole(paths).faults == []


def test_a_clock_set_back_by_seconds_goes_on_in_the_day_that_was_begun(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The first second of a day, then the last of the one before.
    for number, moment in enumerate([1_772_409_600.5, 1_772_409_599.5]):
        monkeypatch.setattr(time, "time", lambda moment=moment: moment)
        record.append(paths, {"kind": "decision", "id": str(number)})
    assert list(record.parts(paths)) == [DAYS[1]]
    assert verified.whole(paths).faults == []


@pytest.mark.parametrize(
    "disorder",
    [lambda lines: lines[::-1], lambda lines: lines[::2], lambda lines: lines[1::2] + lines[::2]],
    ids=["turned-round", "every-second-gone", "riffled"],
)
def test_a_day_without_any_order_is_read_twice_and_not_once_for_each_line(
    told: Paths, disorder: Callable[[list[bytes]], list[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    tell_many = 60
    tell(told, DAYS[3], tell_many)
    lines_of(told, 3, lambda lines: lines.__setitem__(slice(None), disorder(list(lines))))
    read = files_read(monkeypatch)
    assert verified.whole(told).faults
    assert read.count(told.record(DAYS[3])) <= 2


@pytest.mark.parametrize(
    "text",
    [
        "[" * 4000,
        '{"root":5}',
        '{"root":"","lines":"six","last":[],"key":{},"previous":7}',
        '{"root":"","lines":1e999}',
        "[]",
    ],
    ids=["too-deep", "root-a-number", "other-kinds", "endless", "a-list"],
)
def test_a_seal_that_states_no_such_thing_is_broken(told: Paths, text: str) -> None:
    Path(told.seal(DAYS[1])).write_text(text)
    assert (f"{DAYS[1]}.seal", "is broken") in {
        (fault.file.rpartition("/")[2], fault.what) for fault in verified.whole(told).faults
    }


@pytest.mark.parametrize(
    "name", ["2026-03-04.\u00b2.jsonl", "2026-03-04.0\u0662.jsonl"], ids=["superscript", "arabic"]
)
def test_a_name_with_digits_of_other_scripts_is_none_of_the_record(told: Paths, name: str) -> None:
    (Path(told.audit) / name).write_text("x\n")
    Path(told.head).unlink()
    tell(told, DAYS[3], 1)
    assert [each["id"] for each in record.read(told, DAYS[3])][-1] == f"{DAYS[3]}-0"
    assert {fault.what.partition(":")[0] for fault in verified.whole(told).faults} == {
        "the head had been taken away before it was written"
    }


def test_a_pipe_in_the_place_of_a_compressed_file_is_named_without_waiting_for_a_writer(told: Paths) -> None:
    packed.pack(told.record(DAYS[0]))
    path = Path(packed.name(told.record(DAYS[0])))
    path.unlink()
    os.mkfifo(path)
    assert packed.size(told.record(DAYS[0])) == -1
    assert verified.whole(told).faults


@pytest.mark.parametrize(
    "left", [b'{"v":1,"ts":"2026-03-04T23:59:59.999Z","kind":"dec', b'{"v":1,"ts":"2026-03-04T23:59:59.999Z","kind":"event","id":"x"}\n'],
    ids=["torn", "beside"],
)  # fmt: skip
@pytest.mark.parametrize("day", ["2026-03-04", "2026-03-05"], ids=["next-file", "next-day"])
def test_what_others_left_at_the_end_of_a_file_is_held_by_the_first_line_of_the_next(
    told: Paths, left: bytes, day: str
) -> None:
    head = chained.known(told)
    assert head
    if day == DAYS[3]:
        head.most = head.size
        Path(told.head).write_bytes(head.text())
    with file(told, 3).open("ab") as out:
        out.write(left)
    tell(told, day, 2)
    assert verified.whole(told).faults == []


def test_a_compressed_file_that_unpacks_without_end_is_given_up_and_named(told: Paths) -> None:
    path = packed.name(told.record(DAYS[0]))
    Path(told.record(DAYS[0])).unlink(missing_ok=True)
    with gzip.open(path, "wb", 1) as out:
        for _ in range(400):
            out.write(b" " * (1 << 20))
    assert sum(map(len, packed.blocks(told.record(DAYS[0])))) < 200 << 20
    assert verified.whole(told).faults
