"""Each tool with its calls by verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.analytics.registry import analyses

if TYPE_CHECKING:
    from tests.analytics.conftest import Record


def test_the_busiest_tool_comes_first_and_each_verdict_has_its_column(record: Record) -> None:
    for tool, verdict in (
        ("Read", "allow"), ("Bash", "allow"), ("Bash", "ask"), ("Bash", "deny"), ("Bash", "silent"), ("Bash", ""),
        ("Edit", "silent"),
    ):  # fmt: skip
        asked = {"ask": 1}.get(verdict, 0 if tool == "Read" else None)
        record.call("2026-02-20T10:00:00.000Z", verdict, tool=tool, asked=asked)
    found = record.answer(analyses()["tools"])
    assert found.columns == (
        "tool", "calls", "allowed", "asked", "denied", "silent", "unseen", "prompts", "prompts_unknown",
    )  # fmt: skip
    assert found.rows == (
        ("Bash", 5, 1, 1, 1, 1, 1, 1, 4), ("Edit", 1, 0, 0, 0, 1, 0, 0, 1), ("Read", 1, 1, 0, 0, 0, 0, 0, 0),
    )  # fmt: skip
