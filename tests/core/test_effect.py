"""What each bit of a mask stands for, for ever, and which effects no wildcard and no lesson reaches."""

from __future__ import annotations

import pytest

from assent.core import effect
from assent.core.rule import from_row

# Effect → its bit in every mask that was ever written to a file. Rows may be added here, never changed.
KEPT = {
    "read-project": 0,
    "read-elsewhere": 1,
    "read-secret": 2,
    "write-project": 3,
    "write-tmp": 4,
    "write-elsewhere": 5,
    "destroy": 6,
    "net-read": 7,
    "net-send": 8,
    "run-project": 9,
    "install": 10,
    "run-code": 11,
    "privilege": 12,
    "system": 13,
    "history": 14,
    "unknown": 15,
    "weaken": 16,
}


def test_a_bit_never_changes_what_it_stands_for() -> None:
    assert {name: mask.bit_length() - 1 for name, mask in effect.BIT.items()} == KEPT
    assert effect.mask_of(KEPT) == effect.ALL


@pytest.mark.parametrize("name", KEPT)
def test_a_mask_gives_back_the_name_it_was_made_of(name: str) -> None:
    assert effect.names_of(1 << KEPT[name]) == [name]


def test_a_check_switched_off_is_in_no_wildcards_reach_and_never_learned() -> None:
    assert effect.NOT_WILD & effect.WEAKEN
    assert not effect.WILD & effect.WEAKEN
    assert effect.NEVER_LEARNED & effect.WEAKEN
    assert not effect.EXACT_REACH & effect.WEAKEN


def test_a_cap_kept_before_an_effect_was_known_does_not_reach_it() -> None:
    row = {"id": "1", "verdict": "allow", "patterns": [], "within": (1 << 16) - 1}
    assert effect.names_of(from_row(row).cap) == [name for name in effect.NAMES if name != "weaken"]


def test_a_mask_of_a_later_version_is_cut_to_what_is_known() -> None:
    row = {"id": "1", "verdict": "deny", "patterns": [], "effects": 1 << 17 | effect.WEAKEN}
    assert from_row(row).effects == effect.WEAKEN
