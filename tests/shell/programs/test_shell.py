"""The shell's own commands: what they do, and what they make of the commands behind them."""

from __future__ import annotations

import pytest

from assent.core.effect import UNKNOWN, names_of
from tests.shell.programs.judged import holds
from tests.shell.world import read

# The command, and an effect it must have (`opaque`: a word decides that cannot be known).
MUST_NOT = [
    ("printf -v PATH x", "run-code"),
    ("printf -v 'a[$(id)]' x", "run-code"),
    ("printf -v $X x", "opaque"),
    ("printf -vPATH x", "unknown"),
    ("printf $X y", "unknown"),
    ("test -v 'a[$(id)]'", "run-code"),
    ("[ -v 'a[0]' ]", "run-code"),
    ("test -v $X", "run-code"),
    ("test -v", "run-code"),
    ("[ $X = a ]", "unknown"),
    ("read PATH", "run-code"),
    ("read 'a[$(id)]'", "run-code"),
    ("read $X", "opaque"),
    ("read -a GIT_SSH", "run-code"),
    ("read -Z x", "unknown"),
    ("mapfile -C 'rm -r x' a", "destroy"),
    ("readarray -C $X a", "opaque"),
    ("mapfile PATH", "run-code"),
    ("getopts ab 'x[$(id)]'", "run-code"),
    ("getopts ab PATH", "run-code"),
    ("unset PATH", "run-code"),
    ("unset $X", "opaque"),
    ("unset 'a[$(id)]'", "run-code"),
    ("unset -n x", "unknown"),
    ("let 'x[$(id)]=1'", "unknown"),
    ("let $X", "unknown"),
    ("x='a[$(id)]'; let x", "unknown"),
    ("set", "read-secret"),
    ("set -a", "unknown"),
    ("set -o allexport", "unknown"),
    ("set -k", "unknown"),
    ("set -o keyword", "unknown"),
    ("set -o $X", "unknown"),
    ("set $X", "unknown"),
    ("shopt -s expand_aliases", "unknown"),
    ("shopt -s extdebug", "unknown"),
    ("shopt -s lastpipe", "unknown"),
    ("shopt -s dotglob", "unknown"),
    ("shopt -s nullglob", "unknown"),
    ("shopt -s $X", "unknown"),
    ("export", "read-secret"),
    ("export -p", "read-secret"),
    ("export -f ls", "run-code"),
    ("export PATH=.", "run-code"),
    ("export WHATEVER=1", "unknown"),
    ("export $X", "run-code"),
    ("export -n PATH=.", "run-code"),
    ("declare", "read-secret"),
    ("declare -p", "read-secret"),
    ("declare -x PATH=.", "run-code"),
    ("declare -fx ls", "run-code"),
    ("declare -n x=y", "unknown"),
    ("declare -i x=1", "unknown"),
    ("declare -l x", "unknown"),
    ("declare -u x", "unknown"),
    ("declare -xi x=1", "unknown"),
    ("declare $X", "run-code"),
    ("declare PATH=.", "run-code"),
    ("declare 'a[$(id)]=1'", "run-code"),
    ("local -n x=y", "unknown"),
    ("readonly PATH=.", "run-code"),
    ("typeset -x LD_PRELOAD=x", "run-code"),
    ("hash -p ./x ls", "run-code"),
    ("alias ls='rm -r x'", "destroy"),
    ("alias ls=pwd", "run-code"),
    ("alias $X", "run-code"),
    ("trap 'rm -r x' EXIT", "destroy"),
    ("trap -- 'rm -r x' EXIT", "destroy"),
    ('trap "$X" EXIT', "opaque"),
    ("trap $X EXIT", "opaque"),
    ("trap 'x=1' DEBUG", "unknown"),
    ("source ./x.sh", "run-project"),
    (". ~/x.sh", "run-code"),
    (". $X", "opaque"),
    ("source <(cat f)", "run-code"),
    ("source /dev/stdin < f", "run-code"),
    ("eval 'rm -r x'", "destroy"),
    ("eval -- rm -r x", "destroy"),
    ("eval rm '-r x'", "destroy"),
    ("eval $X", "opaque"),
    ("eval 'no end", "unknown"),
    ("exec rm -r x", "destroy"),
    ("exec -a ls rm -r x", "destroy"),
    ("exec -z rm -r x", "unknown"),
    ("command rm -r x", "destroy"),
    ("command -p rm -r x", "destroy"),
    ("command -- rm -r x", "destroy"),
    ("command -x rm -r x", "unknown"),
    ("builtin eval 'rm -r x'", "destroy"),
    ("builtin source ~/x", "run-code"),
    ("enable -f x.so y", "unknown"),
    ("complete -C x y", "unknown"),
    ("bind -x '\"a\":x'", "unknown"),
    ("compgen -C x", "unknown"),
    ("fc -s", "unknown"),
    ("history -w f", "unknown"),
    ("jobs -x rm x", "unknown"),
    ("wait -p x", "unknown"),
    ("pushd -z", "unknown"),
]


def found(text: str) -> set[str]:
    reading = read(text)
    opaque = {"opaque"} if any(part.opaque for part in reading.parts) else set()
    return set(names_of(reading.effects)) | opaque | ({"unknown"} if reading.form else set())


@pytest.mark.parametrize(("text", "effect"), MUST_NOT, ids=[row[0] for row in MUST_NOT])
def test_a_wide_rule_does_not_cover_it_and_it_is_seen_for_what_it_does(text: str, effect: str) -> None:
    assert not holds(text)
    assert effect in found(text)


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
