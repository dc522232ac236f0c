"""What a substitution prints is known where nothing can keep it from printing just that."""

from __future__ import annotations

import itertools
import subprocess

import pytest

from assent.core.call import Reading
from assent.core.effect import names_of
from assent.core.facts import Facts
from assent.shell.reading import read_shell
from tests.shell.world import HOME, PROJECT


def read(text: str, *, cwd: str = PROJECT, branch: str = "topic") -> Reading:
    facts = Facts(HOME, PROJECT, cwd, branch=branch)
    facts.shell = "bash"
    return read_shell(text, facts)


def opaque(reading: Reading) -> bool:
    return any(part.opaque for part in reading.parts)


# Text, and what must be found in it; or that it cannot be known.
STRICT = {
    'rm -rf "$(git rev-parse --show-toplevel)"': "system",
    'echo x > "$(git rev-parse --show-toplevel)/.git/hooks/pre-commit"': "run-code",
    "cat $(git rev-parse --show-toplevel)/.env": "read-secret",
    "cat $(dirname ~/.ssh/x)/id_rsa": "read-secret",
    "cat ~/.ssh/$(basename /x/id_rsa)": "read-secret",
    "cat $(dirname a/b)/../../x": "read-elsewhere",
    "rm -rf $(dirname $PWD)": "destroy",
    "ls $(dirname $PWD)": "read-elsewhere",
    "echo x > $(dirname .git/hooks/y)/pre-commit": "run-code",
}
UNKNOWN = {
    "no repository that the facts know of": ("ls $(git rev-parse --show-toplevel)", PROJECT, ""),
    "below the top, where another may lie": (
        "ls $(git rev-parse --show-toplevel)",
        f"{PROJECT}/src",
        "topic",
    ),
    "after a cd": ("cd src; ls $(git rev-parse --show-toplevel)", PROJECT, "topic"),
    "another repository": ("ls $(git -C ../x rev-parse --show-toplevel)", PROJECT, "topic"),
    "with settings of its own": ("GIT_DIR=x; ls $(git rev-parse --show-toplevel)", PROJECT, "topic"),
    "a function of this name": ("git() { echo /; }; ls $(git rev-parse --show-toplevel)", PROJECT, "topic"),
    "more than one question": ("ls $(git rev-parse --show-toplevel HEAD)", PROJECT, "topic"),
    "what may not be there": ("ls $(realpath x/y)/z", PROJECT, "topic"),
    "of a word that cannot be known": ("ls $(dirname $1)", PROJECT, "topic"),
    "with an option": ("ls $(dirname -z a/b)", PROJECT, "topic"),
}
KNOWN = {
    "ls $(git rev-parse --show-toplevel)": "read-project",
    'cat "$(git rev-parse --show-toplevel)/src/a"': "read-project",
    'cd "$(git rev-parse --show-toplevel)" && git status': "read-project",
    "cat $(git rev-parse --show-cdup)README.md": "read-project",
    "root=$(git rev-parse --show-toplevel); ls $root/src": "read-project",
    "ls $(pwd -P)/src": "read-project",
    "ls $(dirname src/x)": "read-project",
    'ls "$(dirname "$PWD/src/x")"': "read-project",
    "cat src/$(basename lib/x.py .py).txt": "read-project",
    "d=$(dirname src/a.py); cp a $d/b": "read-project write-project",
}


@pytest.mark.parametrize(("text", "effect"), STRICT.items(), ids=STRICT)
def test_a_known_place_is_judged_as_if_it_were_written(text: str, effect: str) -> None:
    assert effect in names_of(read(text).effects)


@pytest.mark.parametrize(("text", "cwd", "branch"), UNKNOWN.values(), ids=UNKNOWN)
def test_what_may_fail_or_say_something_else_is_not_known(text: str, cwd: str, branch: str) -> None:
    assert opaque(read(text, cwd=cwd, branch=branch))


@pytest.mark.parametrize(("text", "effects"), KNOWN.items(), ids=KNOWN)
def test_what_is_certain_is_known(text: str, effects: str) -> None:
    reading = read(text)
    assert not reading.form
    assert not opaque(reading)
    assert names_of(reading.effects) == effects.split()


@pytest.mark.parametrize("program", ["dirname", "basename"])
def test_pieces_of_paths_are_those_that_the_real_programs_print(program: str) -> None:
    paths = ["".join(each) for size in range(1, 6) for each in itertools.product("/a.", repeat=size)]
    script = f'while IFS= read -r each; do {program} -- "$each"; done'
    done = subprocess.run(
        ["sh", "-c", script],
        input="\n".join(paths) + "\n",
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    found = [read(f"cat $({program} -- {each})").parts[-1].argv[1] for each in paths]
    assert found == done.stdout.split("\n")[:-1]
