"""Scripts of the grammar hand to their programs, in bash and dash, the words that the reader says."""

from __future__ import annotations

import os

import pytest

from tests.shell import differential
from tests.shell.differential import BWRAP, PLACES, observe, read
from tests.shell.running import contradictions, disagreements, phantoms

# `tools/fuzz-reader run` tries as many as are asked for; DIFFERENTIAL_SEED moves these to other scripts.
BATCHES, SIZE = 3, 40
SEED = int(os.environ.get("DIFFERENTIAL_SEED", "0"))

pytestmark = pytest.mark.skipif(BWRAP is None, reason="bubblewrap (bwrap) is not installed")


@pytest.mark.parametrize("shell", ["bash", "dash"])
@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_program_gets_the_words_that_are_read(shell: str, batch: int) -> None:
    if shell not in differential.installed():
        pytest.skip(f"{shell} is not installed at {PLACES[shell]}")
    first = SEED + batch * SIZE
    found, counts = disagreements(range(first, first + SIZE), [shell])
    assert found == []
    assert counts[f"programs run by {shell}"] > SIZE
    assert max(count for name, count in counts.items() if name.endswith("form full")) > SIZE // 3


# A reading that is wrong, as the comparison must see it: what is read, what is run.
WRONG = {
    "word": ("cat a", "cat b"),
    "word-count": ("cat a", "cat a a"),
    "empty-word": ("cat a", "cat a ''"),
    "program": ("cat a", "head a"),
    "extra": ("cat a", "cat a; head b"),
    "directory": ("cd d && cat a", "cat a"),
    "inside-a-wrapper": ("timeout 5 cat a", "timeout 5 cat b"),
    "inside-a-shell": ("sh -c 'cat a'", "sh -c 'cat b'"),
    "substituted": ("cat $(echo a)", "cat $(echo b)"),
    "glob": ("cat d/*", "cat g1/a"),
    "variable-handed-on": ("cat a", "X=1 cat a"),
}


@pytest.mark.parametrize(("ours", "theirs"), WRONG.values(), ids=WRONG.keys())
def test_the_comparison_sees_a_wrong_reading(ours: str, theirs: str) -> None:
    for _, shell, _, _, ran in observe(
        [theirs], [each for each in ("bash", "dash") if each in differential.installed()]
    ):
        assert list(contradictions(read(ours, "bash"), ran)) != [], shell
        assert list(contradictions(read(theirs, "bash"), ran)) == [], shell


def test_the_comparison_sees_what_is_read_and_not_run() -> None:
    (_, _, _, _, ran), *_ = observe(["cat a"], ["bash"])
    assert list(phantoms("cat a\nhead b", read("cat a\nhead b", "bash"), ran)) == ["nobody ran ['head', 'b']"]
    assert list(phantoms("cat a", read("cat a", "bash"), ran)) == []


def test_a_variable_reaches_the_stub() -> None:
    for _, _, _, _, ran in observe(["X=1 cat a; cat b"], ["bash"]):
        assert [each[2] for each in ran] == ["1", "unset"]
