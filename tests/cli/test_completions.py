"""What `assent completions` prints is loaded by the shell it is for, and completes there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from assent.cli.completions import SHELLS
from tests.cli.conftest import SOURCES, Home

# Shell → what a person's start-up file does with it, and what shows that it is in place and completes `assent in`.
BASH = """
set -e
source "$1"
complete -p assent
COMP_WORDS=(assent in) COMP_CWORD=1
_assent_completion assent
echo "${COMPREPLY[@]}"
"""
ZSH = """
autoload -Uz compinit
compinit -D
source "$1"
print $_comps[assent]
words=(assent in) CURRENT=2
_describe() { print ${(P)3} }
_assent_completion
"""
FISH = """
source $argv[1]
complete assent
complete --do-complete "assent in"
"""
LOADED = {
    "bash": ("bash", "--norc", "--noprofile", "-c", BASH, "test"),
    "zsh": ("zsh", "-f", "-c", ZSH, "test"),
    "fish": ("fish", "--no-config", "-c", FISH),
}


@pytest.fixture
def path(fresh: Home) -> str:
    """A search path on which `assent` is the one of this checkout."""
    program = fresh.write("bin/assent", f'#!/bin/sh\nexec {sys.executable} -m assent "$@"\n')
    program.chmod(0o700)
    return f"{program.parent}:{os.environ['PATH']}"


@pytest.mark.parametrize("shell", LOADED)
def test_a_shell_loads_it_and_completes(fresh: Home, path: str, shell: str) -> None:
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    script = fresh.write("completions", fresh.run("completions", shell).out)
    done = subprocess.run(
        [*LOADED[shell], str(script)],
        env={"HOME": str(fresh.path), "PATH": path, "PYTHONPATH": str(SOURCES)},
        cwd=fresh.project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "_assent_completion" in done.stdout
    assert "init" in done.stdout.splitlines()[-1]


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("assent ", "rebuild"),
        ("assent rules d", "disable"),
        ("assent init --n", "--native-denials"),
        ("assent completions z", "zsh"),
    ],
    ids=["a command", "a command of a command", "an option", "a value"],
)
def test_commands_options_and_values_are_completed(
    fresh: Home, path: str, shell: str, words: str, found: str
) -> None:
    *before, last = words.split(" ")
    at = {"COMP_WORDS": words, "COMP_CWORD": last if shell == "fish" else str(len(before))}
    done = subprocess.run(
        [sys.executable, "-m", "assent"],
        env={
            "HOME": str(fresh.path),
            "PATH": path,
            "PYTHONPATH": str(SOURCES),
            "_ASSENT_COMPLETE": f"{shell}_complete",
            **at,
        },
        cwd=fresh.project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert found in done.stdout.replace(",", "\n").replace("\t", "\n").splitlines()


def test_another_shell_is_a_mistake(fresh: Home) -> None:
    assert "'tcsh' is not one of" in fresh.run("completions", "tcsh", code=2).err


def test_nothing_is_written(fresh: Home) -> None:
    before = sorted(Path(fresh.path).rglob("*"))
    fresh.run("completions", "bash")
    assert sorted(Path(fresh.path).rglob("*")) == before
