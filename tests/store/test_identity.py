"""What an epoch file tells of the database it was written with, and what it never tells."""

from __future__ import annotations

from pathlib import Path

import pytest

from assent.store import identity
from assent.store.paths import Paths
from assent.store.snapshot import read_epoch

EPOCHS: dict[str, tuple[str, tuple[str, int, str]]] = {
    "empty": ("", ("", 0, "")),
    "one-word": ("1767225600000000000-0a1b2c3d4e5f", ("", 0, "")),
    "three-words": ("m s 3", ("", 0, "")),
    "five-words": ("m s 3 x y", ("", 0, "")),
    "doubled-blank": ("m s  3 x", ("", 0, "")),
    "number-of-nineteen-digits": ("m s " + "9" * 19 + " x", ("s", 0, "x")),
    "number-below-nothing": ("m s -3 x", ("s", 0, "x")),
    "number-of-another-script": ("m s \u0663 x", ("s", 0, "x")),
    "number-raised": ("m s \u00b2 x", ("s", 0, "x")),
    "no-number": ("m s three x", ("s", 0, "x")),
    "nothing-known": ("m - 0 -", ("", 0, "")),
    "no-seal": ("m s 3 -", ("s", 3, "")),
    "number-of-eighteen-digits": ("m s " + "9" * 18 + " x", ("s", 10**18 - 1, "x")),
    "whole": ("m s 3 x", ("s", 3, "x")),
}


@pytest.mark.parametrize(("text", "told"), EPOCHS.values(), ids=EPOCHS.keys())
def test_an_epoch_tells_its_database_its_number_and_its_seal(text: str, told: tuple[str, int, str]) -> None:
    assert identity.expected(text) == told


# How long an epoch file is, and whether it counts: what is longer than any that we write is none of ours.
@pytest.mark.parametrize(("length", "counts"), [(257, False), (4096, False), (256, True), (1, True)])
def test_an_epoch_longer_than_any_is_none(paths: Paths, length: int, counts: bool) -> None:
    Path(paths.data).mkdir(parents=True, mode=0o700)
    Path(paths.epoch).write_text("m" * (length - 1) + "\n", encoding="ascii")
    Path(paths.epoch).chmod(0o600)
    assert read_epoch(paths) == ("m" * (length - 1) if counts else "")


def test_a_number_that_cannot_be_was_never_given(paths: Paths) -> None:
    Path(paths.lock).parent.mkdir(parents=True, mode=0o700)
    for text, told in (("9" * 19, 0), ("9" * 18, 10**18 - 1), ("7" + " " * 19, 7), ("x", 0), ("", 0)):
        Path(paths.lock).write_text(text, encoding="ascii")
        assert identity.last_number_given(paths) == told
