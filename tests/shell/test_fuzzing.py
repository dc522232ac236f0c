"""The laws of reading hold for texts bred from others, and the fuzzer that breeds them is led by coverage."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.shell import laws
from tests.shell.fuzzing import SHORT, Breeder
from tests.shell.scripts import FULL
from tests.shell.world import read

ROOT = Path(__file__).parents[2]
# Texts on which a law was once broken, or that took long; `tools/fuzz-reader fuzz` finds them.
FOUND = (Path(__file__).parent / "texts" / "fuzzed.txt").read_text().split("\n%%\n")
SIZE = 150


def broken(text: str) -> list[str]:
    """The laws a text breaks; how long reading takes is measured by the tool, not by tests."""
    return [law for law in laws.broken(text) if not law.endswith("slow")]


@pytest.mark.parametrize("text", FOUND)
def test_what_was_once_read_wrongly_keeps_the_laws(text: str) -> None:
    assert broken(text) == []


@pytest.mark.parametrize("seed", range(4))
def test_a_bred_text_keeps_the_laws(seed: int) -> None:
    breeder = Breeder(seed, FULL.values())
    found = []
    for _ in range(SIZE):
        text = breeder.child()
        if len(text) <= SHORT:
            found += [(law, text) for law in broken(text)]
            breeder.keep(text)
    assert found == []


def test_one_seed_breeds_the_same_texts() -> None:
    one, two = (Breeder(1, FULL.values()) for _ in range(2))
    assert [one.child() for _ in range(20)] == [two.child() for _ in range(20)]


# A whole that a law must not take: what is read alone, what of it all.
LOOSER = {
    "allowed-whole": ("rm -rf ~/x", "ls"),
    "lost-effect": ("cat a > out", "cat a"),
    "lost-secret": ("cat .env", "cat a"),
}


@pytest.mark.parametrize(("alone", "whole"), LOOSER.values(), ids=LOOSER.keys())
def test_a_law_sees_a_looser_whole(alone: str, whole: str) -> None:
    assert [law for law in laws._lost("law", read(alone), whole) if not law.endswith("slow")] != []


def test_a_law_for_simple_commands_takes_plain_words_alone() -> None:
    assert laws._simple("ls -l src/a.py") == ["ls", "-l", "src/a.py"]
    for text in ("ls; ls", "ls > a", "x=1 ls", "ls *", "ls $x", "'a b'", "./ls", "-x"):
        assert laws._simple(text) == [], text


COUNTED = """
import sys
sys.path[:0] = [{root!r}]
from tests.shell import fuzzing
edges = fuzzing.watch()
from tests.shell.world import read
read("ls")
edges.taken()
for text in ("ls", "ls", "for i in a b; do ls; done"):
    read(text)
    print(hash(frozenset(edges.taken())))
print(next(fuzzing.hunt(edges, fuzzing.Breeder(1, ["ls", "ls; ls"]), iter([False] * 30 + [True]).__next__))[0])
"""


def test_the_fuzzer_counts_branches() -> None:
    done = subprocess.run(
        [sys.executable, "-c", COUNTED.format(root=str(ROOT))], capture_output=True, text=True, check=True
    )
    one, two, other, last = done.stdout.splitlines()
    assert one == two != other
    assert last == "reached"


def test_what_is_loaded_already_cannot_be_watched() -> None:
    from tests.shell import fuzzing

    with pytest.raises(RuntimeError, match="loaded already"):
        fuzzing.watch()
