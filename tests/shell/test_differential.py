"""Random scripts do in bash, dash, zsh and busybox what the reader says of them, or it owns not to have read them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assent.core.call import Part, Reading
from tests.shell import differential
from tests.shell.differential import BWRAP, PLACES, PROJECT, Maker, contradictions, disagreements, read

NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
# In so many batches, each a process of its own; DIFFERENTIAL_SEED moves them all to other scripts.
BATCHES, SIZE = (100, 200) if NIGHTLY else (4, 20)
SEED = int(os.environ.get("DIFFERENTIAL_SEED", "0"))
# Scripts on which a reading was once wrong.
FOUND = (Path(__file__).parent / "texts" / "differential.txt").read_text().split("\n%%\n")

pytestmark = pytest.mark.skipif(BWRAP is None, reason="bubblewrap (bwrap) is not installed")


@pytest.mark.parametrize("shell", PLACES)
@pytest.mark.parametrize("batch", range(BATCHES))
def test_what_a_shell_does_stands_in_the_reading(shell: str, batch: int) -> None:
    if shell not in differential.installed():
        pytest.skip(f"{shell} is not installed at {PLACES[shell]}")
    scripts = [Maker(SEED + batch * SIZE + at).script() for at in range(SIZE)]
    found, full = disagreements(scripts, [shell])
    assert found == []
    assert max(count for name, count in full.items() if name != "scripts") > SIZE // 10


@pytest.mark.parametrize("shell", PLACES)
def test_what_was_once_read_wrongly_is_not(shell: str) -> None:
    if shell not in differential.installed():
        pytest.skip(f"{shell} is not installed at {PLACES[shell]}")
    assert disagreements(FOUND, [shell])[0] == []


# A reading that is wrong, as the comparison must see it: what is read, what is run.
WRONG = {
    "word": ("say a", "say b"),
    "word-count": ("say a", "say a a"),
    "extra": ("say a", "say a; say b"),
    "file": ("say a > n1", "say a > n2"),
    "directory": ("cd d && say a > n1", "say a > n1"),
    "input": ("say < a", "say < b"),
    "glob": ("say d/*", "say g1/a"),
}


@pytest.mark.parametrize(("ours", "theirs"), WRONG.values(), ids=WRONG.keys())
def test_the_comparison_sees_a_wrong_reading(ours: str, theirs: str) -> None:
    shells: list[str] = [name for name in differential.installed() if name in ("bash", "dash")]
    for _, _, calls, files, _ in differential.observe([theirs], shells):
        assert contradictions(read(ours, "bash"), calls, files) != []
        assert contradictions(read(theirs, "bash"), calls, files) == []


def test_the_comparison_takes_an_unknown_word_for_any() -> None:
    reading = Reading([Part(("say", None, "z"), PROJECT)])
    assert contradictions(reading, [[PROJECT, "", "a", "b", "z"]], []) == []
    assert contradictions(reading, [[PROJECT, "", "a", "b"]], []) != []
