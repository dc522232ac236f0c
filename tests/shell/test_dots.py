"""A glob whose name begins with a dot may match `..`: in every shell but the newest bash and zsh it then climbs."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from assent.core.paths import dotted
from tests.shell.world import covered, read

if TYPE_CHECKING:
    from pathlib import Path

# id → (text, what it may reach)
CLIMBS = {
    "one-letter": ("cat .?/notes", "/home/u/notes"),
    "star": ("cat .*/notes", "/home/u/notes"),
    "two-dots-star": ("cat ..*/notes", "/home/u/notes"),
    "class": ("cat .[.]/notes", "/home/u/notes"),
    "negated-class": ("cat .[!a]/notes", "/home/u/notes"),
    "other-negation": ("cat .[^a]/notes", "/home/u/notes"),
    "class-in-words": ("cat .[[:punct:]]/notes", "/home/u/notes"),
    "star-before-dot": ("cat .*./notes", "/home/u/notes"),
    "below": ("cat src/.?/.?/notes", "/home/u/notes"),
    "last": ("grep -r x .?", "/home/u"),
    "in-a-variable": ("X='.?'; cat $X/notes", "/home/u/notes"),
    "in-braces": ("cat {.?,src}/notes", "/home/u/notes"),
    "in-a-loop": ("for each in .?; do cat $each/notes; done", "/home/u/notes"),
    "in-bash": ("bash -c 'cat .?/notes'", "/home/u/notes"),
    "in-sh": ("sh -c 'cat .?/notes'", "/home/u/notes"),
    "behind-cd": ("cd src && cat .?/.?/notes", "/home/u/notes"),
    "absolute": ("cat /tmp/.?/etc/passwd", "/etc/passwd"),
    "itself": ("cat src/.*/a.py", "/home/u/project/src/a.py"),
}
WRITES = {
    "copy": ("cp a .?/b", "/home/u/b"),
    "move": ("mv a .?/", "/home/u"),
    "touch": ("touch /tmp/.?/home/u/b", "/home/u/b"),
    "modes": ("chmod -R u+w .?", "/home/u"),
    "remove": ("rm -rf /tmp/.?/home/u/b", "/home/u/b"),
}
# Names that cannot be `..`, and `rm`, which refuses it at the end of a word.
STAYS = [
    "cat .[!.]*/notes",
    "cat .[a-z]*/notes",
    "cat src/*/a.py",
    "cat .g?/notes",
    "cat src.?/notes",
    "cat '.?/notes'",
    "cat ?./notes",
    "cat src/?*",
]


@pytest.mark.parametrize(("text", "path"), CLIMBS.values(), ids=CLIMBS.keys())
def test_it_reads_what_it_may_climb_to(text: str, path: str) -> None:
    assert path in [place for part in read(text).parts for place in part.reads]


@pytest.mark.parametrize(("text", "path"), WRITES.values(), ids=WRITES.keys())
def test_it_writes_what_it_may_climb_to(text: str, path: str) -> None:
    reading = read(text)
    assert path in [place for part in reading.parts for place in part.writes]
    assert not covered(reading)


@pytest.mark.parametrize("text", STAYS)
def test_a_name_that_cannot_be_two_dots_does_not_climb(text: str) -> None:
    reads = [place for part in read(text).parts for place in part.reads]
    assert reads
    assert all(place.startswith("/home/u/project/") for place in reads)


def test_what_removes_refuses_dots_at_the_end() -> None:
    assert "/home/u" not in read("rm -rf .?").parts[0].writes
    assert "/home/u" in read("chmod -R u+w .?").parts[0].writes


def test_a_glob_that_may_mean_too_many_paths_is_not_known() -> None:
    assert read("cat " + ".*/" * 8 + "notes").parts[0].opaque


@pytest.mark.parametrize("shell", ["bash", "dash", "busybox"])
def test_what_a_shell_climbs_to_is_foreseen(shell: str, tmp_path: Path) -> None:
    found = shutil.which(shell)
    if found is None:
        pytest.skip(f"{shell} is not installed")
    inside = tmp_path / "a" / "b"
    inside.mkdir(parents=True)
    (inside / ".g").mkdir()
    words = [".?", ".*", "..*", ".[.]", ".[!a]", ".[!.]*", ".??", ".*."]
    line = [found, "ash", "-c"] if shell == "busybox" else [found, "-c"]
    for word in words:
        done = subprocess.run(
            [*line, f"printf '%s\\n' {word}/"], cwd=inside, capture_output=True, text=True, check=True
        )
        climbed = [each for each in ("./", "../") if each in done.stdout.split("\n")]
        assert set(climbed) <= {f"{each}/" for each in dotted(word, last=True) or ()}
