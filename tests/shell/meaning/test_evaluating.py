"""What a shell evaluates as arithmetic without an arithmetic sign in sight: variables that count, words of built-ins.

Each text of `IN_BASH` and `IN_ZSH` was seen to run `touch` in that shell (bash 5.2, zsh 5.9)."""

from __future__ import annotations

import pytest

from assent.core.effect import READ_PROJECT, RUN_CODE
from assent.shell.meaning.evaluating import _conversions
from tests.shell.world import covered, read

BASH_ARRAY = "'BASH_VERSINFO[$(touch m)]'"
ZSH_ARRAY = "'path[$(touch m)]'"
# Variables whose value the shell evaluates when it is given.
IN_BASH = {name: f"ls; {name}={BASH_ARRAY}" for name in ("OPTIND", "RANDOM", "SRANDOM", "HISTCMD")} | {
    "loop": f"for OPTIND in {BASH_ARRAY}; do ls; done",
    "read": f"read RANDOM <<< {BASH_ARRAY}; ls",
    "read-file": "read OPTIND < a; ls",
    "printed-into": f"printf -v RANDOM %s {BASH_ARRAY}; ls",
    "declared": f"declare RANDOM={BASH_ARRAY}; ls",
    "exported": f"export OPTIND={BASH_ARRAY}; ls",
    "from-a-variable": f"x={BASH_ARRAY}; OPTIND=$x; ls",
    "from-a-command": "RANDOM=$(cat a); ls",
    "before-a-function": f"f() {{ ls; }}; OPTIND={BASH_ARRAY} f",
    "added": f"OPTIND+={BASH_ARRAY}; ls",
    "default": f"unset OPTIND; : ${{OPTIND:={BASH_ARRAY}}}; ls",
    "options": f"getopts a RANDOM {BASH_ARRAY}; ls",
    # What a command prints is evaluated too: names of files, messages, and what another command printed before.
    "counted-name": "touch ',x[$(touch m)]'; echo $(( $(wc -l ,x*) ))",
    "counted-names": "((n = $(wc -l *))); ls",
    "counted-one-name": 'echo $(( $(wc -l "$f") )); ls',
    "counted-literal-name": "echo $(( $(wc -l ',x[$(touch m)]') ))",
    "counted-after": "echo $(( $(echo '1,BASH_VERSINFO[$(touch m)],'; nproc) ))",
    "counted-message": "echo $(( $(wc -l < ',x[$(touch m)]' 2>&1) ))",
    "counted-many": "n=$(grep -c x a ',y[$(touch m)]'); echo $((n))",
    "counted-with-name": "n=$(grep -cH x ',y[$(touch m)]'); echo $((n))",
    "counted-glob": "n=$(grep -c x *); echo $((n))",
    "counted-unknown": 'n=$(grep -c "$x" a); echo $((n))',
    "counted-date": "n=$(date '+,BASH_VERSINFO[$(touch m)]'); echo $((n))",
    "counted-function": f"nproc() {{ echo {BASH_ARRAY}; }}; echo $(( $(nproc) ))",
    "counted-or": "echo $(( $(cat a || nproc) ))",
    # A number given to a variable that decides what runs: `1` is a directory that programs are looked for in.
    "sets-path": "((PATH=1)); ls",
    "sets-path-in-a-word": "echo $((PATH=1)); ls",
    "sets-path-by-let": "let PATH=1; ls",
    "sets-path-in-a-loop": "for ((PATH=1; x < 2; x++)); do ls; done",
    "sets-path-in-a-comparison": "[[ PATH=1 -eq 1 ]]; ls",
    "sets-path-by-shifting": "((PATH<<=1)); ls",
    "counts-path-up": "((++PATH)); ls",
    "sets-separator": "((IFS=1)); x=a1.env; cat $x",
    "function": f"f() {{ RANDOM=$1; }}; f {BASH_ARRAY}; ls",
}
ZSH_VARIABLES = (
    "COLUMNS EGID ERRNO EUID FUNCNEST GID HISTSIZE KEYTIMEOUT LINES LISTMAX MAILCHECK OPTIND RANDOM SAVEHIST "
    "SECONDS SHLVL TRY_BLOCK_ERROR TRY_BLOCK_INTERRUPT UID"
).split()
CONVERSIONS = (
    "d",
    "i",
    "o",
    "u",
    "x",
    "X",
    "f",
    "e",
    "E",
    "g",
    "G",
    "n",
    "ld",
    "05d",
    "+d",
    " d",
    "#x",
    "'d",
)
IN_ZSH = (
    {name: f"ls; {name}={ZSH_ARRAY}" for name in ZSH_VARIABLES}
    | {f"{name}-handed": f"{name}={ZSH_ARRAY} ls" for name in ZSH_VARIABLES}
    | {f"printf-{spec}": f'printf "%{spec}" {ZSH_ARRAY}' for spec in CONVERSIONS}
    | {
        "printf-width": f"printf '%*s' {ZSH_ARRAY} x",
        "printf-precision": f"printf '%.*s' {ZSH_ARRAY} x",
        "printf-by-number": f"printf '%1$d' {ZSH_ARRAY}",
        "printf-second": f"printf '%s %d' a {ZSH_ARRAY}",
        "printf-second-round": f"printf '%s %d' a 1 b {ZSH_ARRAY}",
        "printf-behind-dashes": f"printf -- '%d' {ZSH_ARRAY}",
        "printf-into": f"printf -v x '%d' {ZSH_ARRAY}",
        "printf-unknown": 'printf "%d" "$(cat a)"',
        "printf-unknown-format": f'printf "$(cat a)" {ZSH_ARRAY}',
        "printf-variable": f"x={ZSH_ARRAY}; printf '%d' x",
        "test-terminal": f"[ -t {ZSH_ARRAY} ]",
        "test-not-terminal": f"test ! -t {ZSH_ARRAY}",
        "test-terminal-unknown": '[ -t "$(cat a)" ]',
        "shift": f"shift {ZSH_ARRAY}",
        "break": f"for i in 1; do break {ZSH_ARRAY}; done",
        "continue": f"for i in 1; do continue {ZSH_ARRAY}; done",
        "exit": f"exit {ZSH_ARRAY}",
        "exit-unknown": "exit $(cat a)",
        "exit-variable": f"x={ZSH_ARRAY}; exit x",
        "exit-variable-unknown": "x=$(cat a); exit $x",
        "return": f"return {ZSH_ARRAY}",
        "read-time": f"read -t {ZSH_ARRAY} x < a",
        "read-n-takes-no-number": "read -n PATH < a; ls",
        "read-p-takes-no-prompt": "read -p PATH < a; ls",
        "tallied": f"ls; ((x=1)); x={ZSH_ARRAY}",
        "tallied-let": f"ls; let x=1; x={ZSH_ARRAY}",
        "tallied-in-a-word": f"ls $((x=1)); x={ZSH_ARRAY}",
        "tallied-handed": f"((x+=1)); x={ZSH_ARRAY} ls",
        "tallied-each-round": f"for x in 1 {ZSH_ARRAY}; do ((x++)); done; ls",
        "tallied-later-in-a-loop": f"for i in 1 2; do x={ZSH_ARRAY}; ((x++)); done; ls",
        "tallied-inside": f"((x=1)); (x={ZSH_ARRAY}; ls)",
        "tallied-read": "((x=1)); read x < a; ls",
    }
)
# A ksh as `sh` evaluates both sides of a comparison of numbers.
IN_SH = {
    "compares": "sh -c \"[ 'x[\\$(touch m)]' -eq 1 ]\"",
    "compares-right": "sh -c \"test 1 -lt 'x[\\$(touch m)]'\"",
    "counts": "sh -c \"OPTIND='x[\\$(touch m)]'; ls\"",
}


@pytest.mark.parametrize("shell", ["bash", "zsh", ""])
@pytest.mark.parametrize("text", IN_BASH.values(), ids=IN_BASH.keys())
def test_no_rule_covers_a_value_that_bash_evaluates(text: str, shell: str) -> None:
    reading = read(text, shell=shell)
    assert not covered(reading)
    assert not covered(reading, READ_PROJECT)


@pytest.mark.parametrize("shell", ["zsh", ""])
@pytest.mark.parametrize("text", IN_ZSH.values(), ids=IN_ZSH.keys())
def test_no_rule_covers_what_zsh_evaluates(text: str, shell: str) -> None:
    assert not covered(read(text, shell=shell))


@pytest.mark.parametrize("text", IN_SH.values(), ids=IN_SH.keys())
def test_no_rule_covers_what_some_sh_evaluates(text: str) -> None:
    assert not covered(read(text))


def test_it_counts_as_running_code_where_the_text_is_known() -> None:
    for text, shell in (("ls; RANDOM='x[$(rm a)]'", "bash"), ("exit 'x[$(rm a)]'", "zsh")):
        assert any((part.effects | part.extra) & RUN_CODE for part in read(text, shell=shell).parts), text


# Numbers, and what bash only prints or compares: covered in each shell that is named.
HARMLESS = {
    "optind": ("OPTIND=1; ls", ("bash", "zsh", "")),
    "seconds": ("SECONDS=0; cat a; echo $SECONDS", ("bash", "zsh", "")),
    "handed-columns": ("COLUMNS=200 ls", ("bash", "zsh", "")),
    "exported-columns": ("export COLUMNS=200; ls", ("bash", "zsh", "")),
    "forgotten": ("unset OPTIND; ls", ("bash", "zsh", "")),
    "handed-by-env": ("env COLUMNS=80 ls", ("bash", "zsh", "")),
    "columns-of-bash": ('COLUMNS="$(cat a)"; ls', ("bash",)),
    "status": ("cat a || exit $?", ("bash", "zsh", "")),
    "kept-status": ("cat a; rc=$?; echo $rc; exit $rc", ("bash", "zsh", "")),
    "exit": ("ls || exit 1", ("bash", "zsh", "")),
    "return": ("f() { [ -f a ] || return 1; cat a; }; f", ("bash", "zsh", "")),
    "return-status": ("f() { ls; return $?; }; f", ("bash", "zsh", "")),
    "return-unknown": ("f() { return $x; }; f", ("bash",)),
    "sum": ("exit $((1 + 2))", ("bash", "zsh", "")),
    "shift": ("shift $((OPTIND - 1)); ls", ("bash", "zsh", "")),
    "printf-text": ("printf '%s\\n' \"$(cat a)\"", ("bash", "zsh", "")),
    "printf-number": ("printf '%d files\\n' 3", ("bash", "zsh", "")),
    "printf-mixed": ('printf "%-20s %5d%%\\n" "$f" 3', ("bash", "zsh", "")),
    "printf-in-bash": ("printf '%d\\n' \"$(cat a)\"", ("bash",)),
    "count": ("n=$(wc -l < a); echo $((n + 1))", ("bash", "zsh", "")),
    "count-in-a-pipe": ("n=$(cat a | wc -l); echo $((n + 1))", ("bash", "zsh", "")),
    "count-without-messages": ("n=$(wc -l < a 2>/dev/null); echo $((n + 1))", ("bash", "zsh", "")),
    "count-of-hits": ("count=$(grep -c foo a); echo $((count + 1))", ("bash", "zsh", "")),
    "time-that-passed": ("s=$(date +%s); ls; e=$(date +%s); echo $((e - s))", ("bash", "zsh", "")),
    "count-inside": ("echo $(( $(wc -l < a) * $(nproc) ))", ("bash", "zsh", "")),
    "skipped": ("((SKIP++)); ls", ("bash",)),
    "compared-path": ("(( GOMAXPROCS >= 2 )) && ls", ("bash",)),
    "terminal": ("[ -t 1 ] && ls", ("bash", "zsh", "")),
    "compared": ('n=$(cat a); [ "$n" -gt 3 ] && ls', ("bash", "zsh", "")),
    "read-time": ("read -r -t 5 x < a", ("bash", "zsh", "")),
}


@pytest.mark.parametrize(("text", "shells"), HARMLESS.values(), ids=HARMLESS.keys())
def test_numbers_and_what_is_only_printed_stay_covered(text: str, shells: tuple[str, ...]) -> None:
    assert [shell for shell in shells if not covered(read(text, shell=shell))] == []


@pytest.mark.parametrize(
    ("form", "kinds"),
    [
        ("%s %d", "sd"),
        ("100%%\\n", ""),
        ("%-*d", "*d"),
        ("%*.*f", "**f"),
        ("%'ld", "d"),
        ("%2$s", "$s"),
        ("%", ""),
        (None, "$d"),
    ],
)
def test_a_format_takes_a_word_for_each_conversion_width_and_precision(form: str | None, kinds: str) -> None:
    assert _conversions(form) == kinds


@pytest.mark.parametrize("shell", ["zsh", ""])
@pytest.mark.parametrize("text", ["i=0; ((i++)); ls", "i=0; while [ $i -lt 3 ]; do i=$((i + 1)); done; ls"])
def test_counting_alone_is_read_by_every_shell(text: str, shell: str) -> None:
    assert not read(text, shell=shell).form
