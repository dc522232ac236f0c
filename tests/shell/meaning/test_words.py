"""Words as programs get them: what is known stays known, what is not is marked, and nothing is guessed."""

from __future__ import annotations

import pytest

from tests.shell.world import PROJECT, read

KNOWN = [
    ("echo a'b'\"c\"", ["echo", "abc"]),
    ("echo ~", ["echo", "/home/u"]),
    ("echo ~/x", ["echo", "/home/u/x"]),
    ("echo '~'", ["echo", "~"]),
    ("echo ~root/x", ["echo", "/root/x"]),
    ("echo ~u/x", ["echo", "/home/u/x"]),
    ("echo a~", ["echo", "a~"]),
    ("echo $HOME/x", ["echo", "/home/u/x"]),
    ('echo "${HOME}"', ["echo", "/home/u"]),
    ("echo $PWD", ["echo", PROJECT]),
    ("x=1; echo $x", ["echo", "1"]),
    ("x='a b'; echo $x", ["echo", "a", "b"]),
    ("x='a b'; echo \"$x\"", ["echo", "a b"]),
    ("x=' a  b '; echo -$x-", ["echo", "-", "a", "b", "-"]),
    ("x=; echo $x end", ["echo", "end"]),
    ('x=; echo "$x" end', ["echo", "", "end"]),
    ("echo a$IFS''b", ["echo", "a", "b"]),
    ("x=1; echo ${x:-2}", ["echo", "1"]),
    ("echo {a,b}c", ["echo", "ac", "bc"]),
    ("echo $(pwd)", ["echo", PROJECT]),
    ("echo $(echo a b)", ["echo", "a", "b"]),
    ('echo "$(echo a b)"', ["echo", "a b"]),
    ("f() { echo $1-$2; }; f a b", ["echo", "a-b"]),
    ('f() { echo "$@"; }; f "a b" c', ["echo", "a b", "c"]),
    ('f() { echo "$*"; }; f a b', ["echo", "a b"]),
    ("cd src; cd ..; echo $HOME", ["echo", "/home/u"]),
    ("x=1; export -n x=2; echo $x", ["echo", "2"]),
    ("x=1; readonly x; echo $x", ["echo", "1"]),
    ("echo $(printf -- a)", ["echo", "a"]),
    ("echo $(printf '%s-' a b)", ["echo", "a-b-"]),
    ("echo $(echo -nE a)", ["echo", "a"]),
    ("x=$(pwd | cat); echo $x", ["echo", PROJECT]),
]
UNKNOWN = [
    ("echo $NOBODY", ["echo", None]),
    ('echo "$NOBODY"', ["echo", None]),
    ("echo a$NOBODY", ["echo", None]),
    ("echo $(date)", ["echo", None]),
    ("echo $((1+1))", ["echo", None]),
    ("echo ${HOME%/}", ["echo", None]),
    ("echo ${#HOME}", ["echo", None]),
    ("echo ${!x}", ["echo", None]),
    ("x=(a b); echo $x", ["echo", None]),
    ("x+=1; echo $x", ["echo", None]),
    ("read x; echo $x", ["echo", None]),
    ("if a; then x=1; fi; echo $x", ["echo", None]),
    ("x=1; while a; do x=2; done; echo $x", ["echo", None]),
    ("(x=1); echo $x", ["echo", None]),
    ("x=1 | true; echo $x", ["echo", None]),
    ("x=1 & echo $x", ["echo", None]),
    ("x=1; unset x; echo $x", ["echo", None]),
    ("IFS=,; x=a,b; echo $x", ["echo", None]),
    ("source f; echo $x", ["echo", None]),
    ("x=1; source ./f; echo $x", ["echo", None]),
    ("HOME=/x; echo $1", ["echo", None]),
    ("diff <(true)", ["diff", None]),
    ("echo ~-/x", ["echo", None]),
    ("echo ~-1/x", ["echo", None]),
    ("echo ~other", ["echo", None]),
    ("echo ~+1", ["echo", None]),
    ("cd a || cd b; echo ~+/x", ["echo", None]),
    ("PWD=x; echo $PWD", ["echo", None]),
    ("_=x; echo $_", ["echo", None]),
    ("REPLY=x; read < f; echo $REPLY", ["echo", None]),
    ("readonly x=1; x=2; echo $x", ["echo", None]),
    ("declare -u x=a; x=b; echo $x", ["echo", None]),
    ("declare -i x=1; echo $x", ["echo", None]),
    ("x=1; export -n x=$y; echo $x", ["echo", None]),
    ("x=1; echo $((x=2)); echo $x", ["echo", None]),
    ("x=; : ${y:-${x:=2}}; echo $x", ["echo", None]),
    ("x=; case ${x:=2} in *) ;; esac; echo $x", ["echo", None]),
    ("x=$(echo -e 'a\\nb'); echo $x", ["echo", None]),
    ("x=$(printf '%d' 1); echo $x", ["echo", None]),
]


@pytest.mark.parametrize(("text", "argv"), UNKNOWN, ids=[row[0] for row in UNKNOWN])
def test_what_cannot_be_known_is_marked(text: str, argv: list[str | None]) -> None:
    assert list(read(text).parts[-1].argv) == argv


@pytest.mark.parametrize(("text", "argv"), KNOWN, ids=[row[0] for row in KNOWN])
def test_what_is_known_stays_known(text: str, argv: list[str | None]) -> None:
    assert list(read(text).parts[-1].argv) == argv


def test_a_changed_home_moves_the_tilde() -> None:
    assert read("HOME=/x; echo ~/y").parts[-1].argv == ("echo", "/x/y")


def test_a_loop_over_known_words_runs_each() -> None:
    argvs = [part.argv for part in read("for x in a b; do echo $x; done").parts]
    assert argvs == [("echo", "a"), ("echo", "b")]


def test_a_loop_over_more_words_than_are_followed_leaves_its_variable_unknown() -> None:
    words = " ".join(str(number) for number in range(300))
    assert read(f"for x in {words}; do echo $x; done").parts[-1].argv == ("echo", None)


def test_a_variable_that_a_later_round_changes_is_unknown_in_the_first() -> None:
    parts = read("a=1; b=1; while q; do echo $a; a=$b; b=2; done").parts
    assert ("echo", None) in [part.argv for part in parts]


def test_a_value_doubled_beyond_all_measure_is_unknown() -> None:
    doubled = "x='a b';" + 'x="$x $x";' * 16
    assert read(doubled + "echo $x").parts[-1].argv == ("echo", None)
    assert read(doubled + 'echo "$x"').parts[-1].argv == ("echo", None)


def test_words_beyond_all_measure_end_the_reading() -> None:
    assert read("echo {1..100};" * 300).form
