"""Files of other owners are replaced whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from assent.app import files


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "settings.json"
    made.write_text("before\n")
    made.chmod(0o640)
    return made


def test_who_is_reading_the_old_file_reads_it_to_its_end(path: Path) -> None:
    with path.open() as reading:
        files.replace(path, "after, and longer\n")
        assert reading.read() == "before\n"
    assert path.read_text() == "after, and longer\n"


def test_a_text_that_cannot_be_written_leaves_the_old_file_and_nothing_else(path: Path) -> None:
    with pytest.raises(UnicodeEncodeError):
        files.replace(path, "half a pair: \ud800")
    assert path.read_text() == "before\n"
    assert list(path.parent.iterdir()) == [path]


def test_the_mode_stays_and_a_new_file_is_private(path: Path) -> None:
    files.replace(path, "after\n")
    files.replace(path.with_name("new.json"), "x\n")
    assert [each.stat().st_mode & 0o777 for each in (path, path.with_name("new.json"))] == [0o640, 0o600]
