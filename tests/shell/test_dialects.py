"""Which shell reads a text: what the shells read alike is read, everything else is owned not to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assent.core.effect import READ_PROJECT
from assent.shell.reading import read_shell
from assent.shell.syntax.dialects import ANY, BASH, SH, ZSH
from assent.shell.syntax.parse import parse
from tests.shell.world import covered, facts, read

if TYPE_CHECKING:
    from collections.abc import Callable

    from assent.core.call import Reading

# Inner texts that a POSIX shell reads otherwise than bash; the harm hides in the other reading.
NOT_SH = {
    "subshells": "((rm -rf x))",
    "subshells-deep": "( ((rm -rf x)) )",
    "test-redirect": "[[ a > .git/config ]]",
    "test-and": "[[ a && rm ]]",
    "ansi-quote": "echo $'\\'; rm -rf x #'",
    "locale-quote": 'cat $"a"',
    "braces": "cat {a,b}",
    "range": "cat {1..3}",
    "here-string": "cat <<< a",
    "process-in": "cat <(ls)",
    "process-out": "ls > >(cat)",
    "both": "ls &> f",
    "both-append": "ls &>> f",
    "join-to-file": "ls >& f",
    "pipe-both": "ls |& cat",
    "function": "function f { ls; }; f",
    "function-odd-name": "a-b() { ls; }; a-b",
    "select": "select x in a; do ls; done",
    "fall-through": "case a in a) ls ;& b) ls ;; esac",
    "test-next": "case a in a) ls ;;& b) ls ;; esac",
    "tilde-plus": "cat ~+/a",
    "tilde-minus": "cat ~-/a",
    "tilde-argument": "cat x=~/a",
    "slice": "echo ${x:1:2}",
    "replace": "echo ${x/a/b}",
    "upper": "echo ${x^}",
    "lower": "echo ${x,,}",
    "transform": "echo ${x@Q}",
    "indirect": "echo ${!x}",
    "names": "echo ${!x@}",
    "element": "echo ${x[0]}",
    "array": "x=(a b); ls",
    "element-set": "x[0]=a; ls",
    "add": "x+=a; ls",
    "named-descriptor": "ls {fd}> f",
    "descriptor-of-two-digits": "ls 12> f",
    "parameter-of-two-digits": "echo $12",
    "time": "time ls",
    "coproc": "coproc ls",
    "let": "let x=1; ls",
    "declare": "declare x=a; cat $x",
    "typeset": "typeset x=a; cat $x",
    "pushd": "pushd src; cat x",
    "source": "source ./f",
    "shopt": "shopt -s inherit_errexit; ls",
    "mapfile": "mapfile x < f; ls",
    "arith-brackets": "echo $[1+1]",
    "for-arith": "for ((i=0;i<3;i++)); do ls; done",
    "loop-without-do": "for x in a; { ls; }",
    "declared-split": "x='a b'; export y=$x; ls",
    "echo-escape": "echo 'a\\nb' | sh",
    "echo-option": "echo -e ls | sh",
    "alias": "alias l=ls; ls",
    "pipe-end": "x=a; true | x=b; cat $x",
}
# What an `sh` runs, as it appears inside other programs.
CARRIERS = (
    "sh -c {}",
    "dash -c {}",
    "ash -c {}",
    "busybox sh -c {}",
    "find . -exec sh -c {} \\;",
    "xargs sh -c {}",
    "watch {}",
    "flock f -c {}",
    "split --filter={} f",
    "git submodule foreach {}",
    "git rebase -x {} main",
    "env -S 'sh -c' {}",
    "ssh h {}",
    "su u -c {}",
    "parallel {} ::: a",
    "timeout 5 sh -c {}",
)


def zsh(text: str) -> Reading:
    world = facts()
    world.shell = "zsh"
    return read_shell(text, world)


def unknown(text: str) -> Reading:
    world = facts()
    world.shell = ""
    return read_shell(text, world)


def quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


@pytest.mark.parametrize("text", NOT_SH.values(), ids=NOT_SH.keys())
@pytest.mark.parametrize("carrier", CARRIERS)
def test_no_wide_rule_covers_what_sh_reads_otherwise(carrier: str, text: str) -> None:
    reading = read(carrier.replace("{}", quoted(text)))
    assert not covered(reading)
    assert reading.coverage != "full"


@pytest.mark.parametrize("text", NOT_SH.values(), ids=NOT_SH.keys())
def test_a_rule_for_reading_never_lets_it_pass(text: str) -> None:
    assert not covered(read(f"ls; sh -c {quoted(text)}"), READ_PROJECT)


# What both readings hold stays in sight of a denial.
RM = ("rm", "-rf", "x")
SEEN_IN_SH = [
    "((rm -rf x))",
    "echo $'\\'; rm -rf x #'",
    "[[ a && rm -rf x ]]",
    "function f { rm -rf x; }; f",
    "time rm -rf x",
]


@pytest.mark.parametrize("text", SEEN_IN_SH)
def test_a_denial_sees_what_either_shell_would_run(text: str) -> None:
    for carrier in ("sh -c {}", "find . -exec dash -c {} \\;", "ssh h {}"):
        parts = read(carrier.replace("{}", quoted(text))).parts
        assert any(argv[:3] == RM for part in parts for argv in part.seen), carrier


# What every shell reads alike, so that `sh -c` costs no more than it must.
ALIKE = [
    "ls -l",
    "ls && cat a || echo b",
    'for f in a b; do echo "$f"; done',
    "if [ -f a ]; then cat a; fi",
    "x=a; cat $x",
    'cat "${x:-a}" ${y%b} ${z#c}',
    "f() { ls; }; f",
    "echo $((1 + 2))",
    "cat <<E\na\nE",
    "ls > f 2>&1",
    "ls 2>/dev/null | head",
    "(cd src && ls)",
    "case a in a|b) ls ;; esac",
    "while read -r x; do echo; done < f",
    "cat ~/a",
    "set -e; ls",
    ". ./f",
    "test -f a && ls",
]


@pytest.mark.parametrize("text", ALIKE)
def test_what_every_shell_reads_alike_is_read_in_full(text: str) -> None:
    for shells in (BASH, SH, ZSH, ANY):
        assert parse(text, shells).problem == ""
    assert read(f"sh -c {quoted(text)}").form == ""
    assert unknown(text).form == ""
    assert zsh(text).form == ""


def test_bash_runs_what_only_bash_reads() -> None:
    for text in ("[[ -f a ]] && ls", "((x=1)); ls", "cat <(ls)", "echo {a,b}", "ls |& cat"):
        assert read(f"bash -c {quoted(text)}").form == ""
        assert "read in full" not in read(f"bash -c {quoted(text)}").parts[0].meaning, text


def test_an_option_that_changes_how_a_shell_reads_is_unknown() -> None:
    for option in ("-O extglob", "-k", "-B", "-H", "-i", "--posix", "-o posix", "-f", "+B"):
        assert not covered(read(f"bash {option} -c 'echo a'")), option
    assert read("bash -euo pipefail -c 'echo a'").parts[0].meaning == ""


# The client's own shell may be zsh, which reads these otherwise.
NOT_ZSH = {
    "function-redirect": "X=a; f() { ls; } > $X; X=b f",
    "clobber": "cat a >! b",
    "clobber-glued": "cat a >!b",
    "append-clobber": "cat a >>! b",
    "both-clobber": "cat a &>! b",
    "disown": "sleep 1 &! ls",
    "glob-value": "cat $~X",
    "split-value": "cat $=X",
    "distribute-value": "cat $^X",
    "is-set": "cat $+X",
    "quoted-split": 'cat "$=X"',
    "modifier": "cat $X:h",
    "modifier-quoted": 'cat "$X:h/a"',
    "modifier-of-position": "cat $1:t",
    "modifier-in-braces": "cat ${X:h}",
    "subscript": "cat $X[1]",
    "subscript-quoted": 'cat "$X[1]"',
    "subscript-of-all": "cat $@[1]",
    "length": "cat $#X",
    "position": "cat $12",
    "command-path": "cat =ls",
    "command-path-value": "X==ls; cat $X",
    "no-split": "X='a b'; cat $X",
    "no-glob": "X='*'; cat $X",
    "no-split-positional": "set -- 'a b'; cat $@",
    "printed-glob": "cat $(echo '*')",
    "named-directory": "cat ~X/a",
    "tilde-argument": "cat x=~/a",
    "number-glob": "cat <1-5>x",
    "locale-quote": 'cat $"a"',
    "odd-escape": "cat $'\\C-a'",
    "repeat": "repeat 3 ls",
    "foreach": "foreach x (a b) ls; end",
    "noglob": "noglob cat *",
    "nocorrect": "nocorrect cat a",
    "dash": "- cat a",
    "print": "print -z a",
    "setopt": "setopt shwordsplit; ls",
    "emulate": "emulate sh; ls",
    "brace-word": "{ ls } always { ls }",
    "brace-end": "f() { ls a }; ls; }",
    "anonymous": "() { ls; }",
    "list-in-for": "for x (a b) ls",
    "short-if": "if [[ -f a ]] { ls }",
    "case-bar": "case a in a) ls ;| b) ls ;; esac",
    "test-next": "case a in a) ls ;;& b) ls ;; esac",
    "flags": "cat ${(e)X}",
    "equals-process": "cat =(ls)",
    "upper": "cat ${X^}",
    "transform": "cat ${X@Q}",
    "indirect": "cat ${!X}",
    "twelve": "ls 12> f",
    "empty-in-braces": "cat {,a}",
    "two-nots": "! ! ls",
    "time-option": "time -p ls",
    "trailing-braces": "cat $X{a,b}",
    "braces-behind-a-substitution": "cat $(echo a b){a,b}",
    "alias": "alias l=ls; l",
    "history-command": "fc -e - ls",
    "qualifier": "cat *(.)",
    "options-array": "options[shwordsplit]=on; ls",
    "two-inputs": "sh <<< ls <<< ls",
}
# What zsh obeys where bash only notes a value: it counts as running code.
OBEYED = [
    "path=/x; ls",
    "path=(/x); ls",
    "NULLCMD=sh; < f",
    "aliases=(ls x); ls",
    "for path in a; do ls; done",
    "hash ls=/x/y; ls",
]
# What zsh does with the last command of a pipe: it runs in the shell itself.
PIPED = [
    "true | cd .git; cat a > config",
    "echo a | read X; cat a > $X",
    "X=src/a; echo | X=.git/config; cat a > $X",
]


@pytest.mark.parametrize("text", NOT_ZSH.values(), ids=NOT_ZSH.keys())
@pytest.mark.parametrize("how", [zsh, unknown])
def test_what_zsh_reads_otherwise_is_not_read_in_full(how: Callable[[str], Reading], text: str) -> None:
    reading = how(text)
    assert reading.form or reading.parts[-1].opaque
    assert not covered(reading)


@pytest.mark.parametrize("text", OBEYED)
def test_what_zsh_obeys_runs_code(text: str) -> None:
    assert not covered(zsh(text))
    assert not covered(unknown(text))


@pytest.mark.parametrize("text", PIPED)
def test_the_end_of_a_pipe_may_change_the_shell(text: str) -> None:
    assert not covered(zsh(text))
    assert not covered(unknown(text))
    assert not covered(read(f"sh -c {quoted(text)}"))


# What people write every day must not cost a question because the shell is not known.
EVERYDAY = [
    "git status && git log --oneline -5",
    "cd src && ls *.py | head -20",
    'for f in *.py; do wc -l "$f"; done',
    "grep -rn 'x' src | sort | uniq -c",
    "git commit -m \"$(cat <<'EOF'\nfix: a\n\nb\nEOF\n)\"",
    "[[ -f a ]] && cat a",
    "echo {1..3}",
    "cat src/**/*.py",
    "ls -la | tee n.txt >/dev/null 2>&1",
    "docker run -v $PWD:/work image ls",
    'echo "$HOME:/x"',
    "git show HEAD~1:a HEAD^",
    'x=$(date +%s); echo "$x"',
    "npm test 2>&1 | tail -5",
    "find . -name '*.py' -exec wc -l {} +",
    "diff <(ls a) <(ls b)",
    "curl -s 'http://h/x?a=b' | jq .a",
    "set -euo pipefail; ls",
    "printf '%s\\n' a b",
    "awk '{print $1}' f",
    "(( 1 + 1 )); ls",
    "x=(a b); ls",
    "cmd=1 make -j4 2>/dev/null || true",
    "sleep 1 & wait",
    "test $# -eq 0; ls",
    "[ $x == a ] && ls",
]


@pytest.mark.parametrize("text", EVERYDAY)
def test_ordinary_calls_are_read_in_full_whatever_the_shell(text: str) -> None:
    for how in (read, zsh, unknown):
        assert how(text).form == ""


def test_zsh_takes_the_word_after_an_exclamation_mark_as_the_file() -> None:
    assert zsh("cat a >! .git/config").parts[-1].writes == ["/home/u/project/.git/config"]
    assert "/home/u/project/.git/config" in unknown("cat a >! .git/config").parts[-1].writes


def test_a_text_too_large_is_cut_for_every_shell() -> None:
    assert unknown("ls;" * 5000).cut
