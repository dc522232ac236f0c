"""Prompts of every day against the rules in force by then."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from assent.analytics.registry import analyses

if TYPE_CHECKING:
    from tests.analytics.conftest import Record

QUESTION = analyses()["trends"]


def change(record: Record, day: str, before: bool | None, after: bool | None) -> None:
    """A rule that was on, off (False) or not there (None) before and after."""
    told = [
        json.dumps({"rule": None if each is None else {"enabled": each}, "override": None})
        for each in (before, after)
    ]
    record.db.execute(
        'INSERT INTO rule_history (entry, rule, action, ts, "by", before, after) VALUES (?, ?, ?, ?, ?, ?, ?)',
        (f"{day}{before}{after}", "r", "add", f"2026-02-{day}T09:00:00.000Z", "user", *told),
    )


def test_every_day_has_its_prompts_and_the_rules_of_its_evening(record: Record) -> None:
    for day, verdict, asked, known, number in (
        ("10", "silent", 1, "recorded", 3), ("10", "allow", 0, "recorded", 1), ("12", "allow", 0, "recorded", 2),
        ("12", "silent", 1, "estimated", 1), ("12", "", None, "", 1),
    ):  # fmt: skip
        for _ in range(number):
            record.call(f"2026-02-{day}T10:00:00.000Z", verdict, asked=asked, known=known)
    change(record, "09", None, True)
    change(record, "11", None, True)
    change(record, "12", True, False)
    change(record, "13", None, True)
    for rule in ("one", "two"):
        record.db.execute(
            "INSERT INTO rules (id, layer, verdict, name, body, enabled, origin, created) "
            "VALUES (?, 'granted', 'allow', '', '{}', 1, 'person', '')",
            (rule,),
        )
    rows = record.answer(QUESTION).records()
    assert [(row["day"], row["calls"], row["prompts"], row["rules"]) for row in rows] == [
        ("2026-02-10", 4, 3, 1),
        ("2026-02-11", 0, 0, 2),
        ("2026-02-12", 4, 1, 1),
    ]
    assert (rows[2]["prompts_estimated"], rows[2]["prompts_unknown"]) == (1, 1)
    assert [rows[2][each] for each in ("allowed", "asked", "denied", "silent", "unseen")] == [2, 0, 0, 1, 1]


def test_changes_of_rules_alone_make_no_days(record: Record) -> None:
    change(record, "10", None, True)
    found = record.answer(QUESTION)
    assert (found.rows, found.nothing) == ((), "nothing recorded yet")
