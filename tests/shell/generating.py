"""Scripts made at random from a grammar: harmless ones, of every construct the reader claims to follow.

`GRAMMAR` is data: each name stands for a list of texts, in which `«name»` is replaced again. The first texts of a list
are the plain ones, taken where a script gets too deep.
"""

from __future__ import annotations

import random
import re

# The programs that the scripts run, all of them stubs where a script is run.
READERS = ("cat", "head", "wc", "tail", "sort", "stat")
STUBS = (*READERS, "grep", "ls", "basename")
# Those that fail, for what stands behind `||`.
FAILING = ("grep",)

# What every POSIX shell reads alike, then what is bash's own.
COMMON: dict[str, tuple[str, ...]] = {
    "script": ("X=«rhs»; Y=«rhs»\n«lines»", "X=a Y=b Z='c d' U=\nset -- a 'b c'\n«lines»", "«lines»", "X=«rhs»\nset -- «word» «plain»; U=\n«lines»", "«lines»"),
    "lines": ("«line»", "«line»\n«line»", "«line»; «line»", "«line»\n«line»\n«line»", "«line»\n\n  «line» # «plain»\n«line»", "«line»;«line»\n«line»; «line»"),
    "line": ("«call»", "«call»", "«call»", "«assign»\n«call»", "«state»", "«state»\n«call»", "«block»", "«joined»"),
    "last": ("«call»",),
    "program": ("cat", "head", "wc", "ls", "tail", "sort", "stat", "grep"),
    "call": (
        "«program» «word»", "«program» «word»", "«program» «word» «word»", "«program» «word»«redirect»", "«redirect1» «program» «word»", "«program»«redirect» «word»",
        "«program» «word» «word» «word»", "command «program» «word»", "env «program» «word»", "\\«program» «word»", "'«program»' «word»", "«program» \\\n  «word»", "eval «program» «word»",
        "eval '«program» «word0»'", 'eval "«program» «word0»"', "LANG=C «program» «word»", "X=«plain» «program» «word»", "echo «word» | «program» «word»", "nice «program» «word»",
        "timeout 5 «program» «word»", '«program» "«inquotes»"', '«program» "«inquotes»"«plain»', "«program» -- «word»", "P=«program»; $P «word»", "sh -c '«program» «word0»'",
        "sh -c '«program» \"$1\" $0' «plain» «plain»", "exec «program» «word»", "! «program» «word»", "«program» «word» &\nwait", "«program» «word» <<E\n«body»\nE", "«program» «word» <<'E'\n«body»\nE",
        "cat <<-E\n\t«body»\n\tE", "basename «plain»/«plain»", "«program» $(basename «plain»/«word»)", "printf '%s\\n' «word» | «program» «word»", "«program» ${X:+-n} «word»",
    ),
    "plain": ("a", "b", "d", "n1", "d/a", "zz", "e.txt", "-n", "é", "1", "a=b", "x,y", "a:b", "@", "%", "^", "+"),
    "word0": ("a", "$X", "${X}", '"$X"', "b*", "\\$X", "~"),
    "word": ("«piece»", "«piece»", "«piece»", "«piece»«piece»", "«piece»«piece»«piece»"),
    "piece": (
        "«plain»", "«plain»", "«quoted»", "«param»", "«param»", "«glob»", "«tilde»", "«subst»", "«counted»", "«escaped»", "«braced»",
    ),
    "quoted": ("'a b'", "'*'", "''", '""', "'$X'", "'a'\"b\"'c'", '"a  b"', "'\\'", '"«inquotes»"', '"«inquotes»"', "'«plain»'", '"\'"', "'\"'", "'#'", '"~"', "'{a,b}'", "'a\nb'"),
    "inquotes": ("$X", "${Y}", "«plain» $X", "$X$Y", "\\$X", '\\"', "\\\\", "\\a", "«braced»", "«subst»", "«counted»", "$@", "$*", "$1", "*", "~", "'$X'", "`echo a b`", "a\\\nb", "$", "a$", "#", "!", "{a,b}"),
    "param": ("$X", "$Y", "$Z", "${X}", "$1", "$2", "$@", "$*", "$#", "${10}", "$12", "$HOME/a", "$PWD/a", "$XY", "${X}Y", "$X/$Y", "$_x", "$OLDPWD", "$U"),
    "braced": (
        "${X:-«value»}", "${X-«value»}", "${U:-«value»}", "${U-«value»}", "${X:+«value»}", "${U+«value»}", "${X:=«value»}", "${U:=«value»}", "${X:?}", "${X%a}", "${X%%/*}", "${X#a}",
        "${X##*/}", "${#X}", "${U:-}", '${X:-"«value»"}', "${U:-'a b'}", '${U:-"a b"}', "${U:-$X}", "${U:-${X}}", "${U:-${V:-«plain»}}", '${X%"a"}', "${X#$Y}", "${1:-«value»}", "${@:-«value»}",
    ),
    "value": ("a", "b", "d", "a b", "$Y", '"$Y"', "*", "~", "\\*", "'*'", "$(echo a b)", "", "\\}", '"}"', "a\\ b", "$((1+1))", "{a,b}"),
    "glob": ("*", "?", "d/*", "[ab]", "[!a]", "zz*", "g?/a", "*/a", ".*", "\\*", "[a", "a]", "d/[a]", "*.txt", "[\\]a]", "[a-b]", "[[:alpha:]]", "d/'*'", '"d"/*', "./*", "*\\a"),
    "tilde": ("~", "~/a", "~/p/d", "a~", "\\~", "X=~/a", "~+", "~-", "~nobody/a", "a:~", '"~"/a', "~'/a'", "~$X"),
    "subst": (
        "$(echo a)", "$(echo a b)", "`echo b`", "$(printf %s a)", "$(pwd)", "`pwd`/a", "$(echo $X)", '$(echo "$X")', "$(cat <<E\na\nE\n)", "$(echo '*')", "$(printf 'a\\nb\\n')", "$(:)", "$(true)",
        "$(basename d/a)", "$(cd d; pwd)", "$(echo a; echo b)", "$(echo a | cat)", "`echo \\`echo a\\``", "`echo \\$X`", "`echo '$X'`", "$(X=q; echo $X)", '$(echo "a  b")', "$(echo -n a)", "$(printf '%s' a b)", "$( (echo a) )",
        "$(echo a # c\n)", "$(\necho a\n)", "$(if true; then echo a; fi)", "$(case a in (a) echo b;; esac)", "$(echo \\\\)",
    ),
    "counted": ("$((1+1))", "$((X))", "$((X+1))", "$(( (1+2) * 3 ))", "$((N+=1))", "$((N))", "$(($X))", "$((1 ? 2 : 3))", "$(( 1<<2 ))", "$(($(echo 1)+1))"),
    "escaped": ("\\a", "\\*", "\\$X", "\\\\", "\\ ", "a\\ b", '\\"', "\\'", "\\{a,b\\}", "a\\\nb", "\\~", "\\#", "a#b", "\\;", "\\&", "\\`", "}", "{", "{}", "!", "]", "=", "a="),
    "redirect1": ("> n1", ">n2", "2>/dev/null", ">> n1", "< a", "2>&1", ">&2", "<a", "> $X", '>"$X"', ">| n3", "<> n4", "3>n5", "> d/n", "</dev/null", "> ~/n", "> n'6'"),
    "redirect": (" «redirect1»", " «redirect1» «redirect1»"),
    "body": ("a", "$X", "$(echo a)", "\\$X", "a b\nc", "`echo a`", "'$X'", '"a"', "${U:-a b}", "\\\\", "E ", " E", "$((1+1))", "a\\\nb"),
    "assign": ("X=«rhs»", "Y=«rhs»", "Z=«rhs»", "X=«rhs» Y=«rhs»", "X=", "X=«rhs» Y=$X", "N=1", "export LANG=«plain»", "readonly Z=«rhs»", "unset X", "unset Y", "X=$X«plain»", "X=$Y", "P=cat"),
    "rhs": ("a", "b", "d", "'a b'", '"a b"', "'*'", "~/a", '"$Y"', "$Z", "$(echo a b)", "d/a", "a:~", "''", "-n", "'d/n'", "`echo x`", "$((1+1))", "*", "{a,b}", "${U:-x y}", "a\\ b", "\"$(echo 'p  q')\""),
    "state": (
        "«assign»", "«assign»", "cd d", "cd ..", "cd ./d/../g1", "cd $X", 'cd "$X"', "cd -", "cd nowhere", "cd", "cd ~", "cd d && cd e", "cd d || cd g1", "set -- «word» «word»", "set -- a 'b c' d", "set --",
        "shift", "shift 2", "IFS=:", "IFS=", "IFS=b", "unset IFS", "set -e", "set -u", "set -x", "true", "false", ":", ": ${U:=«value»}", "read X < a", "read X <<E\n«body»\nE", "read -r X Y <<E\np q r\nE",
        "trap '«call0»' EXIT", "trap - EXIT", "exec 3> n7", "exec < a", "exec > n8", "umask 022", "alias cat='head z'", "alias ll='cat a'; ll", "X=a; readonly X; X=b", "unset -f f", "wait", "export X", "export X=«plain»",
        "eval X=«plain»", "eval 'X=b; cd d'", "echo a | read X", "(X=q; cd d)", "X=q | cat a", "{ X=w; cd d; } | cat a", "{ X=w; }", "{ cd d; } > n9", "X=1 :", "X=1 true", "X=k eval 'cat $X'", "getopts ab X -a",
        "command cd d", "cd d > n1", "cd -P d", "cd -- d", "CDPATH=d", "cd e", "test -f a && X=t", "[ -d d ] || X=u", "set a b c", "false && X=q", "true || X=q", "command export X=c", 'cd d; cd "$OLDPWD"',
    ),
    "call0": ("cat a", "cat $X", 'head "$X"', "cat $1"),
    "joined": (
        "«call» && «call»", "«call» || «call»", "«call» | «call»", "«state» && «call»", "«state» || «call»", "«call» && «state»; «call»", "«call» | «call» | «call»", "{ «lines»\n}", "! «call» && «call»",
        "«call» |\n«call»", "«call» &&\n\n«call»", "false || «state» && «call»", "true && «state» || «call»", "grep x || «state»\n«call»",
    ),
    "block": (
        "if «cond»; then «lines»\nfi«tail»", "if «cond»; then «lines»\nelse «lines»\nfi", "if «cond»\nthen «lines»\nelif «cond»; then «lines»\nelse «line»\nfi", "for X in «word» «word»; do «lines»\ndone«tail»", "for X in a b; do\n«lines»\ndone",
        "for Y\ndo «lines»\ndone", "for Y do «lines»\ndone", "while read X; do «lines»\ndone < a", "I=0; while [ $I -lt 2 ]; do I=$((I+1)); «lines»\ndone", "I=0; until [ $I -ge 2 ]; do I=$((I+1))\n«lines»\ndone",
        "case «word» in a) «lines»\n;; *) «lines»\n;; esac", "case $X in a|b) «line»\n;; 'a b') «line»\n;; (?) «line»\n;; esac", 'case «word» in [ab]*) «line»\n;; "$Y") «line»\n;; esac',
        "( «lines»\n)«tail»", "{ «lines»\n}«tail»", "f() { «lines»\n}; f «word»", "f() { «lines»\n}«tail»\nf «word» «word»\n«call»", "f() ( «lines»\n)\nf «word»", "f() { «line»\nreturn\n«line»\n}; f a\n«call»",
        "for X in a b c; do «line»\nbreak\ndone\n«call»", "for X in a b; do test $X = a && continue\n«line»\ndone", "while true; do «line»\nbreak; done", "f() { X=«plain»\n«line»\n}\nf; «call»", "f() { shift; «line»\n}; f «plain» «word»",
        'f() { cd "$1"; }\nf d; «call»', "if cd «word»; then «call»\nfi\n«call»", "cat a | while read X; do «lines»\ndone\n«call»", "f() { g; }; g() { «line»\n}; f", "f() { «line»\n}; X=v f «word»", "if ! «cond»; then «lines»\nfi",
        'f() { if [ $# -gt 0 ]; then «line»\nshift; f "$@"; fi; }; f a b', "for X in «glob» ; do «line»\ndone", 'for X in "$@"; do «line»\ndone', "while «state»; do «line»\nbreak; done",
    ),
    "cond": ("true", "false", "[ -f a ]", '[ "$X" = a ]', 'test -n "$U"', "[ $# -eq 0 ]", "«call»", "! true", "[ -d d ] && [ -f a ]", "cd d", "X=c"),
    "tail": ("", "", "", " > n1", " < a", " 2>&1", " | cat b", " && «call»", " || «call»", " &\nwait"),
}  # fmt: skip
BASH: dict[str, tuple[str, ...]] = {
    "call": (
        "«program» <<< «word»", "«program» «word» &> n1", "«program» «word» |& cat b", "bash -c '«program» «word0»'", "builtin eval «program» «word»", "time «program» «word»", "«program» <(echo a) «plain»", "«program» «word» &>> n1",
        '«program» "${A[@]}"', '«program» "${A[0]}"', "«program» ${A[*]}", 'A=(«word» «word»); «program» "${A[@]}"', "«program» «word» {fd}> n1", "cat $'a\\tb' «word»",
    ),
    "piece": ("«brace»", "«brace»", "«dollar»", "«bashparam»"),
    "brace": ("{a,b}", "{a,b}{1,2}", "{1..3}", "{a..c}", "{,x}", "{a,}", "{a,'b c'}", "{a,$X}", "{a,b", "{a}", "{a,{b,d}}", "{03..1}", "{1..5..2}", "d/{a,zz}", "{a,*}", "a{b}c", '{"a",b}', "{a,b\\,c}", "{a\\,b}", "$X{a,b}", "${X}{a,b}", "{x..}", "{~,a}", "~/{a,b}", "{a,b}$X"),
    "dollar": ("$'a'", "$'a\\'b'", "$'\\x61'", "$'\\141'", "$'\\u00e9'", '$"a"', '$"$X"', "$'a\\nb'", "$'\\\\'", "a$'b c'", "$[1+1]"),
    "bashparam": ("${X^}", "${X,,}", "${X/a/b}", "${X//a/}", "${X:1}", "${X:0:1}", "${!X}", "${A[0]}", "${A[1]}", "${A[@]}", '"${A[@]}"', "${A}", "$A", "${#A[@]}", "${X@Q}", "${@:1}", "${@:2:1}", "${A[@]:1}", "${!A[@]}", "${A[-1]}", "$RANDOM", "$LINENO", "$SECONDS", "${*:1}", "${PWD##*/}", "$_", "$BASHPID", "$FUNCNAME", "${X@U}"),
    "assign": (
        "A=(a 'b c' *)", "A=(«word» «word»)", "A+=(«plain»)", "A[1]=«plain»", "A=()", "X+=«plain»", "declare X=«rhs»", "declare -x LANG=«plain»", "declare -i N=2+3", "declare -u X=abc", "declare -l X", "declare -r Z=«rhs»", "typeset Y=«rhs»", "export LANG=$X", "declare -a A=(p q)", "local X=«rhs»", "declare Y=$X",
        "declare -n R=X; R=«plain»", "declare -A M=([k]=v)", "unset 'A[0]'", "X=(a b)", "printf -v X '%s-' a b", "printf -v X %s «word»", "let N=1+2", "((N=3))", "((N++))", "declare X+=b", "read -r X <<< «word»", "read X Y <<< 'p q r'", "mapfile -t A < a", "read -a A <<< 'p q'", "IFS=, read X Y <<< p,q", "declare -g X=«plain»", "export -n LANG", "A=([1]=x [0]=y)", "X=a Y=b Z=$X$Y", "declare A=z", "unset -n R", "unset -v X",
    ),
    "state": ("pushd d", "popd", "pushd d > /dev/null", "pushd", "pushd +1", "dirs", "trap '«call0»' ERR", "trap '«call0»' RETURN", "shopt -s inherit_errexit", "set -o pipefail", "set -E", "[[ -n $X ]] && Y=q", 'X=d; cd "$X"', "function g { X=«plain»\n}", "coproc true", "cd ~+", "cd ~-", "source /dev/null", "command -v cat", "type cat", "hash -r", "ulimit -c 0", "disown", "select X in a; do break; done < a", "exec {fd}> n1", "exec &> n1"),
    "block": (
        "for ((i=0; i<2; i++)); do «lines»\ndone", "function f { «lines»\n}; f «word»", "function f() { local X=«rhs»\n«line»\n}; f; «call»", "if [[ $X == a* ]]; then «lines»\nfi", "if (( N > 1 )); then «lines»\nfi", "case «word» in a) «line»\n;& b) «line»\n;;& *) «line»\n;; esac", "while read -r X; do «lines»\ndone < <(echo a)",
        "[[ -f a && ( $X = b || ! -d d ) ]] && «call»", "f() { local X Y=«plain»\nX=«plain»\n«line»\n}\nf «word»\n«call»", "while read -r X Y; do «line»\ndone <<< 'a b'", 'for X in "${A[@]}"; do «line»\ndone', "f() { local -n R=$1; R=«plain»\n}; f X; «call»", "f() { local X; g; }; g() { X=«plain»\n}; X=a; f; «call»", "f() { local IFS=:; «line»\n}; f; «call»", "time { «lines»\n}", "[[ $X =~ (a|b)+ ]] && «call»", "for X in {1..3}; do «line»\ndone", "f() { unset X; «line»\n}; X=a f; «call»", "f() { declare X=«plain»\n}; f; «call»",
    ),
}  # fmt: skip
_HOLE = re.compile("«(\\w+)»")
_DEEPEST = 7
_LONGEST = 2000


def grammar(*, posix: bool) -> dict[str, tuple[str, ...]]:
    """What the scripts of one family are made from."""
    return (
        COMMON
        if posix
        else {name: (*texts, *BASH.get(name, ())) for name, texts in COMMON.items()}
        | {name: texts for name, texts in BASH.items() if name not in COMMON}
    )


class Grammar:
    """Makes one script; with everything odd in it at once hardly any would be read in full, so each has a few oddities."""

    def __init__(self, seed: int, *, posix: bool = False) -> None:
        self.random = random.Random(seed)  # noqa: S311  a test that must be repeatable
        self.rules = {
            name: (*texts[:3], *self.random.sample(texts, min(len(texts), 5)))
            for name, texts in grammar(posix=posix).items()
        }
        self.size = 0

    def script(self) -> str:
        return self.filled("«script»\n«last»", 0)

    def filled(self, text: str, depth: int) -> str:
        return _HOLE.sub(lambda hole: self.chosen(hole[1], depth + 1), text)

    def chosen(self, name: str, depth: int) -> str:
        texts = self.rules[name]
        deep = depth > _DEEPEST or self.size > _LONGEST
        text = self.random.choice(texts[:3] if deep else texts)
        self.size += len(text)
        return self.filled(text, depth)


def script(seed: int) -> str:
    """The script of a seed; every other one is of what all POSIX shells read alike."""
    return Grammar(seed, posix=bool(seed % 2)).script()
