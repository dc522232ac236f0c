"""The shell's own commands: what they do, and what they make of the commands behind them."""

from __future__ import annotations

import pytest

from assent.core.effect import UNKNOWN, names_of
from tests.shell.programs.judged import holds
from tests.shell.world import read


def found(text: str) -> set[str]:
    reading = read(text)
    opaque = {"opaque"} if any(part.opaque for part in reading.parts) else set()
    return set(names_of(reading.effects)) | opaque | ({"unknown"} if reading.form else set())


FINE = [
    ":",
    "true",
    "false",
    "echo -e 'a\\tb' $X",
    "printf '%s\\n' $X a",
    "printf -v x a",
    "test -f x -a -d y",
    '[ "$X" = a ]',
    "test -v x",
    "pwd -P",
    "dirs -v",
    "popd",
    "pushd src",
    "read -r -p 'name: ' -t 5 x y",
    "read -ra x",
    "mapfile -t x",
    "getopts ab: o",
    "unset x y",
    "unset -f f",
    "unset -v x",
    "let x=1",
    "set -euo pipefail",
    "set -- a b",
    "set +e",
    "set +x",
    "set +a",
    "shopt -s inherit_errexit",
    "shopt -q login_shell",
    "export LANG=C",
    "export -n x",
    "declare -a x",
    "declare -f f",
    "declare -F",
    "declare -A x",
    "declare -r x=1",
    "local x=1",
    "readonly x=1",
    "hash -r",
    "type -a ls",
    "command -v ls",
    "command -V ls",
    "alias",
    "alias ls",
    "unalias ls",
    "trap - EXIT",
    "trap '' INT",
    "trap -p",
    "trap EXIT",
    "trap 'echo done' EXIT",
    "eval",
    "eval 'echo x'",
    "exec",
    "exec echo x",
    "exec 2>&1",
    "wait -n",
    "jobs -l",
    "fg %1",
    "disown -a",
    "umask 022",
    "ulimit -n",
    "times",
    "shift 2",
    "exit 1",
    "return 0",
    "break 2",
]


@pytest.mark.parametrize("text", FINE)
def test_a_wide_rule_covers_it(text: str) -> None:
    assert holds(text), found(text)


@pytest.mark.parametrize(
    "text",
    [
        row
        for row in FINE
        if row.startswith(
            ("pwd", "dirs", "read ", "mapfile", "unset", "hash", "type", "jobs", "wait", "umask")
        )
    ],
)
def test_an_option_in_no_table_is_unknown(text: str) -> None:
    name, _, rest = text.partition(" ")
    assert read(f"{name} --unheard {rest}").effects & UNKNOWN


AFTER = {
    "unset ls": "ls() { rm -r x; }; ls=1; unset ls; ls",
    "unset -v ls": "ls() { rm -r x; }; unset -v ls; ls",
    "shift of nothing": "f() { shift 9; $1 -r x; }; f rm",
    "builtin cd": "ls() { rm -r x; }; builtin cd src; ls",
    "set --": "x=rm; set -- ls; $x -r x",
    "getopts": "x=rm; getopts a o; $x -r x",
}


@pytest.mark.parametrize("text", AFTER.values(), ids=AFTER)
def test_what_it_leaves_alone_stays(text: str) -> None:
    assert ("rm", "-r", "x") in [part.argv for part in read(text).parts]


FORGOTTEN = {
    "read": "read x",
    "read -a": "read -a x",
    "mapfile": "mapfile x",
    "printf -v": "printf -v x rm",
    "getopts": "getopts a x",
    "let": "let x=1",
    "unset": "unset x",
    "source": ". ./f",
    "eval": 'eval "$y"',
    "declare": "declare x=$y",
    "an array": "x=(a b)",
    "an element": "x[1]=a",
    "an addition": "x+=a",
    "a nameref": "declare -n x=y",
}


@pytest.mark.parametrize("text", FORGOTTEN.values(), ids=FORGOTTEN)
def test_a_variable_it_may_set_is_unknown_afterwards(text: str) -> None:
    reading = read(f"x=ls; {text}; $x")
    assert reading.parts[-1].argv == (None,) or any(part.opaque for part in reading.parts)
    assert not holds(f"x=ls; {text}; $x")
