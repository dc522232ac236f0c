"""Commands by their shape, and what they cost in prompts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.analytics.registry import analyses

if TYPE_CHECKING:
    from tests.analytics.conftest import Record


def test_commands_are_grouped_by_shape_and_other_tools_left_out(record: Record) -> None:
    at = "2026-02-20T10:00:00.000Z"
    record.call(at, "allow", text="git log -5", shape="git log", asked=0)
    record.call(at, "allow", text="git log -p", shape="git log", asked=0)
    record.call(at, "silent", text="git push", shape="git push", asked=1)
    record.call(at, "allow", tool="PowerShell", text="Get-Date", shape="Get-Date", asked=0)
    record.call(at, "allow", tool="Read", text="/p/a.py", shape="src/")
    found = record.answer(analyses()["commands"])
    assert found.columns == (
        "shape", "calls", "allowed", "asked", "denied", "silent", "unseen", "prompts", "prompts_unknown",
    )  # fmt: skip
    assert found.rows == (
        ("git log", 2, 2, 0, 0, 0, 0, 0, 0), ("Get-Date", 1, 1, 0, 0, 0, 0, 0, 0), ("git push", 1, 0, 0, 0, 1, 0, 1, 0),
    )  # fmt: skip
