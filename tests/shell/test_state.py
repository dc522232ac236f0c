"""What changes the meaning of later text, and in which state each word and each redirect is judged."""

from __future__ import annotations

import pytest

from tests.shell.world import HOME, PROJECT, covered, read

# Each makes bash read, split or expand what follows in another way.
REMAKES = {
    "history-expansion": "set -H",
    "history": "set -o history",
    "histexpand": "set -o histexpand",
    "both": "set -o history -o histexpand",
    "cluster": "set -euH",
    "no-braces": "set +B",
    "braceexpand": "set +o braceexpand",
    "keyword": "set -k",
    "keyword-long": "set -o keyword",
    "no-glob": "set -f",
    "noglob": "set -o noglob",
    "posix": "set -o posix",
    "privileged": "set -p",
    "physical": "set -P",
    "functrace": "set -T",
    "no-exec": "set -n",
    "unheard": "set -o unheard",
    "unknown-word": "set -o $X",
    "unknown-option": "set $X",
    "extglob": "shopt -s extglob",
    "aliases": "shopt -s expand_aliases",
    "nullglob": "shopt -s nullglob",
    "dotglob": "shopt -s dotglob",
    "globstar": "shopt -s globstar",
    "failglob": "shopt -s failglob",
    "nocaseglob": "shopt -s nocaseglob",
    "nocasematch": "shopt -s nocasematch",
    "lastpipe": "shopt -s lastpipe",
    "cdable": "shopt -s cdable_vars",
    "autocd": "shopt -s autocd",
    "histverify": "shopt -s histverify",
    "compat": "shopt -s compat31",
    "localvar": "shopt -s localvar_inherit",
    "by-name": "shopt -so history",
    "unset": "shopt -u sourcepath",
    "alias": "alias ls='cat a'",
    "enable": "enable -n echo",
    "enable-file": "enable -f ./x y",
    "debug-trap": "trap 'X=.git/config' DEBUG",
    "err-trap": "trap 'cd .git' ERR",
    "behind-command": "command set -H",
    "behind-builtin": "builtin shopt -s dotglob",
    "by-eval": "eval 'set -H'",
    "by-variable": "o=-H; set $o",
}
OTHERS = [
    "PROMPT_COMMAND=x; ls",
    "BASH_ENV=x; ls",
    "export BASH_ENV=x; ls",
    "hash -p ./x ls; ls",
    "bind -x '\"a\":x'; ls",
]
HARMLESS = [
    "set -e",
    "set -eu",
    "set -euo pipefail",
    "set -x",
    "set +e",
    "set -Eeuo pipefail",
    "set -o errexit -o nounset",
    "shopt -s inherit_errexit",
    "shopt -p",
    "set -C",
]


@pytest.mark.parametrize("text", REMAKES.values(), ids=REMAKES.keys())
def test_text_after_it_is_not_read_in_full(text: str) -> None:
    assert read(f"{text}; cat a").form
    assert read(f"ls; {text}").form


@pytest.mark.parametrize("text", OTHERS)
def test_what_it_sets_is_obeyed_later(text: str) -> None:
    assert not covered(read(text))


@pytest.mark.parametrize("text", HARMLESS)
def test_an_option_about_failures_leaves_the_text_alone(text: str) -> None:
    assert read(f"{text}; cat a").form == ""


# -- words -----------------------------------------------------------------------------------------------------------

WORDS = {
    "empty-alternative": ("cat {,x}", ["cat", "x"]),
    "empty-alternatives": ("cat {,,}", ["cat"]),
    "empty-last": ("cat {x,}", ["cat", "x"]),
    "empty-quoted": ("cat {'',x}", ["cat", "", "x"]),
    "empty-beside-quotes": ("cat ''{,x}", ["cat", "", "x"]),
    "empty-beside-text": ("cat a{,x}", ["cat", "a", "ax"]),
    "name-goes-on": ("X=1; cat $X{a,b}", ["cat", None]),
    "name-goes-on-behind": ("X=1; cat {$X,a}b", ["cat", None]),
    "name-goes-on-between": ("X=1; cat {a,$X}{b,c}", ["cat", None]),
    "dollar-joins": ("X=1; cat {$,a}X", ["cat", None]),
    "name-in-braces": ("X=1; cat ${X}{a,b}", ["cat", "1a", "1b"]),
    "name-in-quotes": ('X=1; cat "$X"{a,b}', ["cat", "1a", "1b"]),
    "name-before-a-dot": ("X=1; cat $X{.a,.b}", ["cat", "1.a", "1.b"]),
    "no-words": ('set --; f() { cat "$@"; }; f', ["cat"]),
    "no-words-braced": ('f() { cat "${@}" a; }; f', ["cat", "a"]),
    "no-words-beside-quotes": ('f() { cat """$@"; }; f', ["cat", None]),
    "no-words-beside-text": ('f() { cat "a$@"; }; f', ["cat", "a"]),
    "empty-word": ('f() { cat "$@"; }; f ""', ["cat", None]),
    "star-keeps-empty-words": ('f() { cat "$*"; }; f a "" b', ["cat", "a  b"]),
    "words-behind-text": ('f() { cat "x$@"; }; f a b', ["cat", "xa", "b"]),
    "star-behind-text": ("f() { cat x$*; }; f a b", ["cat", "xa", "b"]),
    "glob-in-words": ('f() { cat "x$@"; }; f *', ["cat", None]),
    "glob-in-star": ("f() { cat x$*; }; f g*", ["cat", None]),
    "tildes-behind-colons": ("cat x=~/a:~/b", ["cat", None]),
    "nobody-s-tilde": ("cat ~nobody/a", ["cat", None]),
}
# A declared value is one word, with its blanks and globs.
DECLARED = [
    "X='a .git/config'; declare Y=$X; cat \"$Y\"",
    "X='a .git/config'; export Y=$X; cat \"$Y\"",
    "X='a .git/config'; readonly Y=$X; cat \"$Y\"",
    "X='a .git/config'; typeset Y=$X; cat \"$Y\"",
    "f() { local Y=$X; cat \"$Y\"; }; X='a .git/config'; f",
]


@pytest.mark.parametrize(("text", "argv"), WORDS.values(), ids=WORDS.keys())
def test_words_are_what_bash_makes_of_them(text: str, argv: list[str | None]) -> None:
    assert argv in [list(part.argv) for part in read(text).parts]


@pytest.mark.parametrize("text", DECLARED)
def test_a_declared_value_is_not_split(text: str) -> None:
    assert ("cat", "a .git/config") in [part.argv for part in read(text).parts]


# Bash takes operands as assignments only behind the bare name of the built-in.
SPLIT = [
    "command declare Y=$X",
    "builtin declare Y=$X",
    "'declare' Y=$X",
    "d=declare; $d Y=$X",
    'declare "Y"=$X',
]


@pytest.mark.parametrize("text", SPLIT)
def test_an_operand_of_a_declaration_by_other_ways_is_split(text: str) -> None:
    assert read(f"X='a b'; {text}; cat \"$Y\"").parts[-1].argv == ("cat", "a")


def test_a_value_with_several_tildes_is_not_known() -> None:
    assert read("X=/a:~/b; cat $X").parts[-1].argv == ("cat", None)


# -- redirects -------------------------------------------------------------------------------------------------------

WRITES = {
    "group-that-moves": ("cd .git && { cd ..; echo x; } >> config", f"{PROJECT}/.git/config"),
    "group-that-assigns": ("X=.git/config; { X=a; cat evil; } > $X", f"{PROJECT}/.git/config"),
    "cd-itself": ("cd ~; cd project > f", f"{HOME}/f"),
    "function-that-moves": ("f() { cd src; }; f > n", f"{PROJECT}/n"),
    "function-with-its-own": ("f() { cd src; } > n; f", f"{PROJECT}/n"),
    "loop-that-moves": ("for d in src; do cd src; done > n", f"{PROJECT}/n"),
    "if-that-moves": ("if cd src; then ls; fi > n", f"{PROJECT}/n"),
    "while-that-assigns": ("X=.git/config; while X=a; do ls; done > $X", f"{PROJECT}/.git/config"),
    "case-that-moves": ("case a in a) cd src;; esac > n", f"{PROJECT}/n"),
    "assignment-in-front": ("X=.git/config; X=a echo > $X", f"{PROJECT}/.git/config"),
    "assignment-alone": ("X=.git/config; X=a > $X", f"{PROJECT}/.git/config"),
    "eval-that-moves": ("eval 'cd src' > n", f"{PROJECT}/n"),
    "unset-of-it": ("X=.git/config; unset X > $X", f"{PROJECT}/.git/config"),
    "read-into-it": ("X=.git/config; read X < a > $X", f"{PROJECT}/.git/config"),
}
READS = {
    "group": ("cd ~ && { cd project; cat; } < .netrc", f"{HOME}/.netrc"),
    "cd": ("cd ~; cd project < .netrc", f"{HOME}/.netrc"),
}


@pytest.mark.parametrize(("text", "path"), WRITES.values(), ids=WRITES.keys())
def test_a_redirect_is_opened_before_its_command(text: str, path: str) -> None:
    assert path in [each for part in read(text).parts for each in part.writes]


@pytest.mark.parametrize(("text", "path"), READS.values(), ids=READS.keys())
def test_what_is_read_is_opened_before_its_command(text: str, path: str) -> None:
    assert path in [each for part in read(text).parts for each in part.reads]


@pytest.mark.parametrize("text", [row[0] for row in WRITES.values() if ".git" in row[0]])
def test_no_wide_rule_covers_a_redirect_into_what_is_obeyed(text: str) -> None:
    assert not covered(read(text))


# -- what may not happen ---------------------------------------------------------------------------------------------

UNDONE = {
    "redirect-that-fails": ("cd .git; { cd ..; } > /nowhere/x; cat evil > config", f"{PROJECT}/.git/config"),
    "redirect-of-a-builtin": ("cd .git; cd .. > /nowhere/x; cat evil > config", f"{PROJECT}/.git/config"),
    "redirect-of-nothing": ("cd .git; { cd ..; } > $Y; cat evil > config", f"{PROJECT}/.git/config"),
}


@pytest.mark.parametrize(("text", "path"), UNDONE.values(), ids=UNDONE.keys())
def test_a_command_whose_redirect_fails_does_not_run(text: str, path: str) -> None:
    assert path in [each for part in read(text).parts for each in part.writes]


VALUES = {
    "assignment-behind-a-failing-redirect": "X=.git/config; { X=a; } > /nowhere/x; cat evil > $X",
    "local-outside-of-a-function": "X=.git/config; local X=a; cat evil > $X",
    "declared-in-a-function": "f() { declare X=a; }; f; cat evil > $X",
    "declared-with-an-option": "f() { declare -x X=a; }; f; cat evil > $X",
}


@pytest.mark.parametrize("text", VALUES.values(), ids=VALUES.keys())
def test_a_value_that_may_not_have_been_set_is_not_known(text: str) -> None:
    assert read(text).parts[-1].opaque
