"""Amounts read as people say them, and a share never says all or nothing where it is neither."""

from __future__ import annotations

import pytest

from assent.core import amounts

COUNTED = {
    "none": (amounts.counted(0, "call"), "0 calls"),
    "one": (amounts.counted(1, "call"), "1 call"),
    "thousands": (amounts.counted(1412, "call"), "1,412 calls"),
    "a-word-of-its-own": (amounts.counted(2, "entry", "entries"), "2 entries"),
    "one-of-such": (amounts.counted(1, "entry", "entries"), "1 entry"),
    "once": (amounts.times(1), "once"),
    "often": (amounts.times(3), "3 times"),
}
SHARES = {
    "nothing": (0, "0%"), "little": (0.001, "<1%"), "some": (0.924, "92%"), "much": (0.996, ">99%"),
    "all": (1, "100%"), "unknown": (None, "?"),
}  # fmt: skip
SIZES = {
    "one": (1, "1 byte"), "few": (999, "999 bytes"), "nearly-one": (1000, "0.977 KB"), "a-file": (10 << 20, "10 MB"),
    "rounded-up": (1000 << 20, "0.977 GB"), "some": (3_210_000, "3.06 MB"), "huge": (5_000 << 40, "5,000 TB"),
}  # fmt: skip


@pytest.mark.parametrize(("made", "said"), COUNTED.values(), ids=COUNTED)
def test_a_count_agrees_with_its_word(made: str, said: str) -> None:
    assert made == said


@pytest.mark.parametrize(("share", "said"), SHARES.values(), ids=SHARES)
def test_little_is_not_nothing_and_much_is_not_all(share: float | None, said: str) -> None:
    assert amounts.percent(share) == said


@pytest.mark.parametrize(("count", "said"), SIZES.values(), ids=SIZES)
def test_a_size_has_the_unit_that_fits(count: int, said: str) -> None:
    assert amounts.size(count) == said
