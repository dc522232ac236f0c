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

from assent.store import chained, checkpoint, due, merkle, packed, record, seal, signing, verified
from assent.store.paths import Paths, digest

DAYS = ("2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04")
SEALED = DAYS[:2]


def tell(paths: Paths, day: str, count: int = 6) -> None:
    for number in range(count):
        record.append(
            paths,
            {"kind": "decision", "ts": f"{day}T00:00:00.00{number}Z", "id": f"{day}-{number}", "why": "x"},
        )


@pytest.fixture
def told(paths: Paths) -> Paths:
    """Two sealed days, two open ones, six lines each."""
    for day in DAYS:
        tell(paths, day)
    for day in SEALED:
        seal.seal(paths, day)
    return paths


def file(paths: Paths, n: int) -> Path:
    return Path(paths.record(DAYS[n]))


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


def lines_of(paths: Paths, n: int, change: Callable[[list[bytes]], object]) -> None:
    lines = file(paths, n).read_bytes().splitlines(keepends=True)
    change(lines)
    file(paths, n).write_bytes(b"".join(lines))


def edit(line: bytes) -> bytes:
    return line.replace(b'"why":"x"', b'"why":"y"')


def altered(n: int, at: int) -> Callable[[Paths], None]:
    def act(lines: list[bytes]) -> None:
        lines[at] = edit(lines[at])

    return lambda paths: lines_of(paths, n, act)


def unlinked(lines: list[bytes]) -> None:
    lines[2] = lines[2][: lines[2].index(b',"prev"')] + b"}\n"


def relinked(lines: list[bytes]) -> None:
    """Altered, and every later link of the day made again: only what holds the day can tell."""
    lines[1] = edit(lines[1])
    for at in range(2, len(lines)):
        begin = lines[at].index(b'"prev":"') + 8
        lines[at] = lines[at][:begin] + digest(lines[at - 1][:-1]).encode() + lines[at][begin + 64 :]


def swapped(lines: list[bytes]) -> None:
    lines[2], lines[3] = lines[3], lines[2]


def crafted(lines: list[bytes]) -> None:
    lines.insert(3, b'{"v":1,"ts":"2026-03-01T00:00:00.000Z","id":"forged","kind":"decision"}\n')


def crafted_with_link(lines: list[bytes]) -> None:
    link = f',"prev":"{digest(lines[2][:-1])}","n":4}}\n'.encode()
    lines.insert(3, b'{"v":1,"ts":"2026-03-01T00:00:00.000Z","id":"forged","kind":"decision"' + link)


def on(n: int, change: Callable[[list[bytes]], object]) -> Callable[[Paths], None]:
    return lambda paths: lines_of(paths, n, change)


def drop(lines: list[bytes], *at: int) -> None:
    for each in sorted(at, reverse=True):
        del lines[each]


def removed_day(n: int) -> Callable[[Paths], None]:
    def act(paths: Paths) -> None:
        file(paths, n).unlink()
        Path(paths.seal(DAYS[n])).unlink(missing_ok=True)

    return act


def no_head(paths: Paths) -> None:
    Path(paths.head).unlink()


def no_head_and_cut(paths: Paths) -> None:
    on(3, lambda lines: drop(lines, 4, 5))(paths)
    Path(paths.head).unlink()
    tell(paths, DAYS[3], 1)


def cut_and_written_on(paths: Paths) -> None:
    on(3, lambda lines: drop(lines, 4, 5))(paths)
    tell(paths, DAYS[3], 2)


def another_key(paths: Paths) -> None:
    Path(paths.key).unlink()
    signing.made(paths)


def key_and_checkpoint(paths: Paths) -> None:
    another_key(paths)
    checkpoint.keep(paths, [each.text for each in seal.all_of(paths)])


def no_checkpoint(paths: Paths) -> None:
    Path(paths.checkpoint).unlink()


def sealed_again(paths: Paths) -> None:
    on(1, relinked)(paths)
    Path(paths.seal(DAYS[1])).unlink()
    text = Path(paths.checkpoint).read_text()
    seal.seal(paths, DAYS[1])
    Path(paths.checkpoint).write_text(text)


def no_seal(paths: Paths) -> None:
    Path(paths.seal(DAYS[0])).unlink()


def a_blank_seal(paths: Paths) -> None:
    Path(paths.seal(DAYS[0])).write_text("")


def fake_erasure(paths: Paths) -> None:
    def act(lines: list[bytes]) -> None:
        line = lines[2][:-1]
        stated = b',"erased":{"hash":"%s","leaf":"%s"}' % (
            digest(line).encode(),
            merkle.leaf(line).hex().encode(),
        )
        at = line.index(b',"prev"')
        lines[2] = edit(line[:at]) + stated + line[at:] + b"\n"

    on(0, act)(paths)


# What was done → where it is named (file, line), and a word of how.
TAMPERED: dict[str, tuple[Callable[[Paths], None], str, int | None, str]] = {
    "edited-in-the-middle": (altered(0, 2), "2026-03-01.jsonl", 3, "altered"),
    "edited-first-line": (altered(0, 0), "2026-03-01.jsonl", 1, "altered"),
    "edited-last-line-of-a-day": (altered(0, 5), "2026-03-01.jsonl", 6, "last line that was sealed"),
    "edited-in-an-open-day": (altered(2, 1), "2026-03-03.jsonl", 2, "altered"),
    "edited-very-last-line": (altered(3, 5), "2026-03-04.jsonl", 6, "altered"),
    "edited-and-unlinked": (on(2, unlinked), "2026-03-03.jsonl", 3, "altered"),
    "relinked-in-a-sealed-day": (on(1, relinked), "2026-03-02.jsonl", 6, "links after that"),
    "deleted": (on(0, lambda lines: drop(lines, 2)), "2026-03-01.jsonl", 3, "the line before it is missing"),
    "deleted-two": (on(2, lambda lines: drop(lines, 2, 3)), "2026-03-03.jsonl", 3, "2 lines before it are missing"),
    "deleted-first": (on(0, lambda lines: drop(lines, 0)), "2026-03-01.jsonl", 1, "missing"),
    "swapped": (on(2, swapped), "2026-03-03.jsonl", 3, "out of order"),
    "inserted": (on(0, crafted), "2026-03-01.jsonl", 4, "inserted"),
    "inserted-with-a-link": (on(2, crafted_with_link), "2026-03-03.jsonl", 4, "inserted"),
    "inserted-copy": (on(2, lambda lines: lines.insert(3, lines[1])), "2026-03-03.jsonl", 4, "inserted"),
    "end-of-a-day-cut": (on(0, lambda lines: drop(lines, 5)), "2026-03-01.jsonl", 5, "1 more were sealed"),
    "end-of-the-record-cut": (on(3, lambda lines: drop(lines, 5)), "2026-03-04.jsonl", 5, "cut"),
    "cut-and-written-on": (cut_and_written_on, "2026-03-04.jsonl", 5, "2 lines before it are missing"),
    "cut-without-the-head": (no_head_and_cut, "2026-03-04.jsonl", 5, "head had been taken away"),
    "head-removed": (no_head, "head", None, "is gone"),
    "last-day-removed": (removed_day(3), "2026-03-04.jsonl", None, "is gone"),
    "newest-sealed-day-removed-with-its-seal": (removed_day(1), "2026-03-03.jsonl", 1, "missing"),
    "first-day-removed-with-its-seal": (removed_day(0), "2026-03-02.jsonl", 1, "missing"),
    "seal-removed": (no_seal, "2026-03-01.seal", None, "is gone"),
    "seal-blanked": (a_blank_seal, "2026-03-01.seal", None, "is broken"),
    "sealed-again": (sealed_again, "2026-03-03.jsonl", 1, "ended otherwise"),
    "key-replaced": (another_key, "record.key", None, "was replaced"),
    "key-and-checkpoint-replaced": (key_and_checkpoint, "record.key", None, "was replaced"),
    "checkpoint-removed": (no_checkpoint, "checkpoint", None, "is gone"),
    "erasure-nobody-told-of": (fake_erasure, "2026-03-01.jsonl", 3, "nothing in the record tells"),
}  # fmt: skip


@pytest.mark.parametrize(("act", "name", "line", "what"), TAMPERED.values(), ids=TAMPERED.keys())
@pytest.mark.parametrize("compressed", [False, True], ids=["plain", "compressed"])
def test_what_was_done_is_named_first(
    told: Paths, act: Callable[[Paths], None], name: str, line: int | None, what: str, compressed: bool
) -> None:
    act(told)
    if compressed:
        for day in SEALED:
            if os.path.lexists(told.record(day)):
                packed.pack(told.record(day))
    found = first(told)
    assert (found[0].removesuffix(".gz"), found[1]) == (name, line), found
    assert what in found[2]


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
    moments = iter(
        [1_772_409_600.5, 1_772_409_599.5]
    )  # the first second of a day, then the last of the one before
    monkeypatch.setattr(time, "time", lambda: next(moments))
    for number in range(2):
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
    read: list[str] = []
    lines = record.lines

    def counting(path: str) -> Iterator[bytes]:
        read.append(path)
        return lines(path)

    monkeypatch.setattr(record, "lines", counting)
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
