"""What a shell makes of a glob, we say it may match: quoted or not, in each shell, also once letters are folded."""

from __future__ import annotations

import shutil
import subprocess
from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assent.core.effect import names_of
from assent.core.paths import fits, fits_plainly, folded, widened
from tests.shell.world import PROJECT, read

if TYPE_CHECKING:
    from pathlib import Path

SHELLS = {
    "bash": ["bash", "--norc", "--noprofile"],
    "dash": ["dash"],
    "zsh": ["zsh", "-f", "-o", "no_nomatch", "-o", "no_bad_pattern"],
}
# Every name of one or two of these letters, and a few more, stands in the folder that is looked through.
LETTERS = "]!^-._aBe"
NAMES = sorted(
    {*LETTERS, *map("".join, product(LETTERS, repeat=2)), ".env", ".Env", "a[e]", "[a]", ".[e]", "a]e", "\\a"}
    - {".", ".."}
)
# What a written word is put together from: letters, classes and the signs in them, some of them quoted.
BARE = [
    "[",
    "[",
    "[",
    "]",
    "]",
    "!",
    "^",
    "-",
    ".",
    "a",
    "B",
    "e",
    "_",
    "*",
    "?",
    "[:alpha:]",
    "[=e=]",
    "[.-.]",
]
QUOTED = ["'['", "']'", "\\]", "'!'", '"^"', "\\-", "'-'", "'a'", "'a-z'"]
WORDS = st.lists(st.sampled_from([*BARE, *BARE, *QUOTED]), min_size=2, max_size=8).map("".join)


def expanded(shell: str, words: list[str], folder: Path) -> list[list[str]]:
    """What the shell makes of each word."""
    script = "".join(f"printf '%s\\0' ./{word}\nprintf '\\n\\0'\n" for word in words)
    done = subprocess.run(
        SHELLS[shell], input=script.encode(), capture_output=True, check=False, timeout=20, cwd=folder
    )
    lines = done.stdout.decode().split("\n\0")[:-1]
    assert len(lines) == len(words), done.stderr
    return [line.split("\0")[:-1] for line in lines]


def missed(shell: str, words: list[str], folder: Path) -> list[tuple[str, str]]:
    """The word and the name for each name that a shell finds and our reading says it cannot."""
    found = []
    for word, hits in zip(words, expanded(shell, words, folder), strict=True):
        part = read(f"cat ./{word}", shell=shell).parts[0]
        here = [each for each in part.reads if each.startswith(f"{PROJECT}/")]
        text = here[0].rpartition("/")[2] if here else ""
        for hit in hits:
            name = hit[2:]
            if part.opaque or name in (".", "..") or name not in NAMES:
                continue
            folds = "[" in name or "\\" in name or text == name  # no secret's name holds these
            if not fits(text, name) or not (folds or fits_plainly(folded(widened(text)), folded(name))):
                found.append((word, name))
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("globs")
    for name in NAMES:
        (made / name).touch()
    return made


@pytest.mark.parametrize("shell", SHELLS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(words=st.lists(WORDS, min_size=20, max_size=40))
def test_whatever_a_shell_finds_may_be_found(shell: str, folder: Path, words: list[str]) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    assert missed(shell, words, folder) == []


# A written word that every shell, or one of them, turns into `.env`.
LEAD_TO_ENV = [
    pytest.param(".[!]a]nv", id="a-bracket-first-behind-a-bang"),
    pytest.param(".[^]a]nv", id="a-bracket-first-behind-a-hat"),
    pytest.param(".[]e]nv", id="a-bracket-first"),
    pytest.param(".[^e]nv", id="a-hat-that-dash-takes-as-a-letter"),
    pytest.param(".[a[e]nv", id="an-opening-bracket-inside"),
    pytest.param(".[!'a'-z]nv", id="a-quoted-end-of-a-range"),
    pytest.param(".['!'e]nv", id="a-quoted-bang"),
    pytest.param(".[\\!e]nv", id="an-escaped-bang"),
    pytest.param(".[\\^e]nv", id="an-escaped-hat"),
    pytest.param('.[e"]"]nv', id="a-quoted-bracket"),
    pytest.param(".[\\]e]nv", id="an-escaped-bracket"),
    pytest.param(".[!a'-'z]nv", id="a-quoted-dash"),
    pytest.param(".[Z-f]nv", id="a-range-from-upper-to-lower-case"),
    pytest.param(".[+-f]nv", id="a-range-from-a-sign"),
    pytest.param(".[!E]nv", id="all-but-the-upper-case-letter"),
    pytest.param(".[[=e=]]nv", id="an-equivalence"),
    pytest.param(".[[.e.]]nv", id="a-collating-element"),
    pytest.param(".[![:digit:]]nv", id="all-but-a-class-in-words"),
    pytest.param("*[.][!]a]nv/../.[!]]nv", id="in-more-than-one-name"),
]


@pytest.mark.parametrize("word", LEAD_TO_ENV)
def test_a_class_that_may_stand_for_a_letter_of_a_secret_is_a_secret(word: str) -> None:
    assert "read-secret" in names_of(read(f"cat {word}").effects)
    assert "run-code" in names_of(read(f"touch {word}rc").effects)


def test_a_backslash_that_a_variable_held_hides_no_secret() -> None:
    for value in ("'.e\\nv*'", "'.[\\e]nv'", "'.[!\\]a]nv'"):
        assert "read-secret" in names_of(read(f"x={value}; cat $x").effects)


ORDINARY = """src/[a-z]*.ts *.[ch] test_[0-9][0-9].py [!_]*.py [A-Z]*.md file[!0-9].txt 'app/[slug]/'*.tsx lib/[a-zA-Z]*.py 2026-[0-1][0-9]*
my'-'app/[ab]*.c [^_]*.py x[a-c]'-'y.md""".split()


@pytest.mark.parametrize("word", ORDINARY)
def test_an_ordinary_class_is_a_read_of_the_project(word: str) -> None:
    reading = read(f"cat {word}")
    assert names_of(reading.effects) == ["read-project"]
    assert not any(part.opaque for part in reading.parts)


LITERAL = ["[x]", "a[x]b", "[x]*", "*[x]", "?[!x]", "a\\b"]


@pytest.mark.parametrize("name", LITERAL)
def test_a_glob_may_be_its_own_name(name: str) -> None:
    assert fits(name, name)
    assert fits(name, name.replace("*", "z").replace("?", "z"))


@pytest.mark.parametrize("pattern", [".[[:x", "]env[:", "a]b[."])
def test_a_class_in_words_that_never_ends_breaks_nothing(pattern: str) -> None:
    assert not fits(pattern, "other")
