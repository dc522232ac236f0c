"""Files of the record that told of no change are passed over until they have changed; nothing else is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assent.app import quiet
from assent.store import packed, record
from assent.store.paths import Paths, paths_of

DAYS = ("2026-03-01", "2026-03-02", "2026-03-03")


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """Three days of decisions, a change of rules in the second."""
    found = paths_of(str(tmp_path), {})
    Path(found.data).mkdir(parents=True)
    for day in DAYS:
        record.append(found, {"kind": record.DECISION, "ts": f"{day}T10:00:00.000Z"})
    change(found, DAYS[1], "first")
    return found


def change(paths: Paths, day: str, name: str) -> None:
    record.append(paths, {"kind": record.RULE, "ts": f"{day}T11:00:00.000Z", "name": name})


def told(paths: Paths) -> list[object]:
    return [each["name"] for each in quiet.changes(paths)]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The days whose files were read."""
    seen: list[str] = []
    real = record.changes_in

    def noted(path: str) -> object:
        seen.append(path.rpartition("/")[2][:10])
        return real(path)

    monkeypatch.setattr(record, "changes_in", noted)
    return seen


def test_a_file_without_a_change_is_read_once(paths: Paths, read: list[str]) -> None:
    assert [told(paths), read] == [["first"], list(DAYS)]
    read.clear()
    assert [told(paths), read] == [["first"], [DAYS[1]]]


def test_a_change_that_comes_later_is_found(paths: Paths) -> None:
    told(paths)
    change(paths, DAYS[0], "second")
    assert sorted(map(str, told(paths))) == ["first", "second"]
    assert told(paths) == [each["name"] for each in record.changes(paths)]


def test_a_file_written_anew_under_its_old_time_is_read_again(paths: Paths) -> None:
    told(paths)
    file, other = Path(paths.record(DAYS[0])), Path(paths.record(DAYS[1]))
    before = file.stat()
    file.write_bytes(other.read_bytes()[: before.st_size * 9])
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert told(paths) == ["first", "first"]


def test_a_compressed_file_is_another_file(paths: Paths, read: list[str]) -> None:
    told(paths)
    packed.pack(paths.record(DAYS[2]))
    read.clear()
    assert told(paths) == ["first"]
    assert read == [DAYS[1], DAYS[2]]


@pytest.mark.parametrize("text", ["", "[]", "{", '{"2026-03-02": 5}', '{"2026-03-02": "1 2 3"}'])
def test_what_is_no_memory_of_ours_is_none(paths: Paths, text: str) -> None:
    (Path(paths.data) / quiet.NAME).write_text(text)
    assert told(paths) == ["first"]


def test_where_nothing_was_made_nothing_is_left(tmp_path: Path) -> None:
    assert quiet.changes(paths_of(str(tmp_path / "none"), {})) == []
    assert list(tmp_path.iterdir()) == []
