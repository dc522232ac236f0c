"""Folders that were read and written, and what they cost in prompts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.analytics.registry import analyses

if TYPE_CHECKING:
    from tests.analytics.conftest import Record


def test_reading_and_writing_count_by_folder_and_commands_are_left_out(record: Record) -> None:
    at = "2026-02-20T10:00:00.000Z"
    record.call(at, "allow", tool="Read", text="/p/src/a.py", shape="src/", asked=0)
    record.call(at, "silent", tool="Edit", text="/p/src/b.py", shape="src/", asked=1)
    record.call(at, "deny", tool="Write", text="/etc/x", shape="/etc/", asked=0)
    record.call(at, "allow", text="ls src", shape="ls")
    found = record.answer(analyses()["paths"])
    assert found.rows == (("src/", 2, 1, 0, 0, 1, 0, 1, 0), ("/etc/", 1, 0, 0, 1, 0, 0, 0, 0))
