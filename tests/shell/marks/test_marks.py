"""Holds every position that a public inventory of command lines marks as dangerous, or as taking a command, to its judged effect.

`dangerous.jsonl` and `commands.jsonl` hold one row for each mark of @withfig/autocomplete 2.692.3 (MIT), read with the
tables that its entries include; call, effects and reason are ours. A row is met when all its effects are found, or when
the call is not understood and the row says why that is good enough. `not_yet.txt` lists the calls of the other rows; it
may only shrink.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assent.core.effect import NAMES, names_of
from tests.jsonl import rows
from tests.shell.world import read

HERE = Path(__file__).parent
DANGEROUS = rows(HERE / "dangerous.jsonl")
COMMANDS = rows(HERE / "commands.jsonl")
ROWS = DANGEROUS + COMMANDS
NOT_YET = frozenset((HERE / "not_yet.txt").read_text(encoding="utf-8").splitlines())
# What stands for "not understood": each of them keeps a call from being allowed.
ASKS = frozenset({"unknown", "opaque", "form"})
EFFECTS = frozenset((*NAMES, "weaken"))


def found(call: str) -> frozenset[str]:
    """The effects of a call, with `opaque` and `form` where a word or the text cannot be known."""
    reading = read(call, branch="topic", upstream="origin/topic")
    seen = set(names_of(reading.effects))
    if any(part.opaque for part in reading.parts):
        seen.add("opaque")
    if reading.form:
        seen.add("form")
    return frozenset(seen)


def is_met(row: dict[str, Any], seen: frozenset[str]) -> bool:
    return seen.issuperset(row["effects"]) or ("unknown_ok" in row and bool(seen & ASKS))


def complaint(row: dict[str, Any], seen: frozenset[str], not_yet: frozenset[str]) -> str:
    """What is wrong with a row, or nothing."""
    call = row["call"]
    if is_met(row, seen):
        return f"`{call}` is met: take it out of not_yet.txt" if call in not_yet else ""
    missing = ", ".join(sorted(set(row["effects"]) - seen))
    if not seen & ASKS:
        return f"`{call}` counts as understood, and {missing} is not found: {row['why']}"
    return "" if call in not_yet else f"`{call}` lacks {missing}: {row['why']}"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["call"])
def test_a_marked_call_is_seen_for_what_it_does_or_asks(row: dict[str, Any]) -> None:
    assert not complaint(row, found(row["call"]), NOT_YET)


def test_every_mark_has_its_own_row() -> None:
    assert len({row["mark"] for row in ROWS}) == len(ROWS)
    assert len({row["call"] for row in ROWS}) == len(ROWS)
    assert (len(DANGEROUS), len(COMMANDS)) == (397, 120)


def test_each_row_names_effects_and_reasons() -> None:
    for row in ROWS:
        assert row["effects"], row
        assert set(row["effects"]) <= EFFECTS, row
        assert row["why"], row
        assert row.get("unknown_ok", "a reason"), row


def test_the_list_of_what_is_missing_holds_calls_of_rows_that_may_not_stay_unknown() -> None:
    assert {row["call"] for row in ROWS if "unknown_ok" not in row} >= NOT_YET


SOWN = {"mark": "acme drop", "call": "acme drop", "effects": ["destroy", "net-send"], "why": "drops it"}


@pytest.mark.parametrize(
    ("row", "seen", "not_yet", "said"),
    [
        (SOWN, {"destroy", "net-send", "system"}, set(), ""),
        (SOWN, {"destroy"}, set(), "`acme drop` counts as understood, and net-send is not found: drops it"),
        (
            SOWN,
            {"destroy"},
            {"acme drop"},
            "`acme drop` counts as understood, and net-send is not found: drops it",
        ),
        (
            SOWN,
            set(),
            {"acme drop"},
            "`acme drop` counts as understood, and destroy, net-send is not found: drops it",
        ),
        (SOWN, {"unknown"}, set(), "`acme drop` lacks destroy, net-send: drops it"),
        (SOWN, {"unknown"}, {"acme drop"}, ""),
        (
            SOWN,
            {"destroy", "net-send", "unknown"},
            {"acme drop"},
            "`acme drop` is met: take it out of not_yet.txt",
        ),
        ({**SOWN, "unknown_ok": "seldom run"}, {"unknown"}, set(), ""),
        (
            {**SOWN, "unknown_ok": "seldom run"},
            {"net-send"},
            set(),
            "`acme drop` counts as understood, and destroy is not found: drops it",
        ),
    ],
)
def test_a_slip_in_a_row_or_in_the_list_is_said(
    row: dict[str, Any], seen: set[str], not_yet: set[str], said: str
) -> None:
    assert complaint(row, frozenset(seen), frozenset(not_yet)) == said
