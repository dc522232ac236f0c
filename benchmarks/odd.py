"""Inputs that a reader may spend too long on: one thing many times over, things inside each other, and noise."""

import random
from collections.abc import Iterator

MOST = 64 * 1024
# Repeated until the text is full.
MANY = (
    "(", ")", "((", "{", "}", "{ ", "{a,", "{a,b}", "{1..9}", "{1..99999}", "[", "[[ ", "[[ a && ", "$", "$(", "$((", "${", "${a:-", "${a/",
    "${a[", "$'", "$'\\", '"', "'", "`", "\\", "\\\n", "\\`", '"$(', '"${a:-', '"`', "<(", ">(", "<<E\n", "<<-E <<F\n", "<<<", "<", ">", "2>&1 ",
    ">&", "&", "&&", "| ", "|| ", ";", ";;", "!", "! ", "\n", " ", "\t", "#", "# x\n", "~", "~/", "*", "?", "[a", "[!a]", "[[:", "*/", "../", "a/",
    "-", "-a ", "--a=b ", "a", "a ", "a\n", "a;", "a|", "a&", "a=", "a=b ", "a=b;", "a+=b;", "a=(", "a=$a$a;", "a=$a,$a;echo $a;", "a[", "a[$",
    "if ", "if a;then ", "while ", "while a;do ", "for i in ", "for i in a;do ", "for ((;;))", "case ", "case a in ", "case a in a) ", "a() {", "a() (",
    "a(){ a;};", "function a ", "select ", "until ", "do ", "done;", "fi;", "esac;", "time ", "coproc ", "cd a;", "cd ..;", "cd $a;", "pushd a;",
    "eval ", "eval 'eval '", "exec ", "env ", "sudo ", "nice ", "timeout 5 ", "xargs ", "command ", "bash -c ", "find . -exec ", "trap a EXIT;",
    "export a=b;", "unset a;", "local a;", "read a;", "set -- a;", "shift;", "echo a|xargs ", "echo $((", "1+", "((a++));", "let a=a+1;", "printf %s ",
    "test a -o ", "[ a ] && ", "git -c a=b ", "git -C a ", "git status;", "ls|", "ls *;", "cat <a ", "cat >a;", "a<b>c ", "echo {", "echo $a",
    "grep -e a ", "sed -e p ", "sed -e s/a/b/ ", "awk '{print}' ", "jq . ", "curl http://a/ ", "rm -r a ", "docker run -v a:b ", "kubectl -n a ",
    "\0", "\r", "\r\n", "\x7f", "é", "\u2028", "\ud800", "\U0001f600",
)  # fmt: skip
# Opened to the left and closed to the right of a middle.
NESTED = (
    ("(", ")"), ("$(", ")"), ('"$(', ')"'), ("`", "`"), ("{ ", ";}"), ("((", "))"), ("$((", "))"), ("${a:-", "}"), ("{a,", "}"), ("<(", ")"),
    ("if a;then ", ";fi"), ("while a;do ", ";done"), ("case a in a) ", ";; esac"), ("a() { ", ";}"), ("eval '", "'"), ("[[ ( ", " ) ]]"),
    ("for a in b;do ", ";done"), ("! ( ", " )"), ("a=$(", ")"), ("echo <(", ")"), ('bash -c "', '"'), ("$(( ${a:-", "} ))"), ('"${a:-', '}"'),
)  # fmt: skip
# One word of one program, filled with the piece.
INSIDE = (
    ("awk '", ("{print} ", "{", "/a/ ", "a(", '"', "a=a ", "function a(){} ", "getline;"), "'"),
    ("sed '", ("p;", "s/a/b/;", "{", "a\\", "y/a/b/;", "/a/", "s/", "1,"), "'"),
    ("jq '", (".a|", "[", "{", "(", '"', "def a:b;", ".[", ".."), "'"),
    ("sqlite3 a.db '", ("select 1;", "(", "--", "/*", "with a as ("), "'"),
    ("git log --format=", ("%h", "%(", "a,", "{"), ""),
    ("curl ", ("http://a/", "-H a:b ", "http://{a,b}/", "http://[1-9]/"), ""),
    ("python3 -c '", ("import os;", "(", "'\"'\"'"), "'"),
    ("find . ", ("-name a ", "( ", "-o ", "! ", "-exec a ; "), ""),
    ("grep -rn ", ("a|", "\\(", "a "), " src"),
    ("echo ", ("$a", "*", "{a,b}", "~ ", "$((1))", "$(a)", "`a`", "'a'", '"a"', "\\a"), ""),
    ("cat ", ("a/../", "./", "//", "*/", "a*", "$a/", "~/"), ""),
    ("[[ ", ("a && ", "( ", "! ", "a == b || ", "-f a && "), "a ]]"),
    ("a=(", ("a ", "[0]=a ", "$a ", "(", "{a,b} "), ")"),
    ("cat <<E\n", ("a\n", "$a\n", "$(a)\n", "`a`\n", "\\\n", "${a}\n", "E \n", "\n"), "\nE\n"),
    ("cat <<'E'\n", ("a\n", "$(a)\n", "'\n"), "\nE\n"),
    ("make ", ("a=b ", "a ", "-j "), ""),
    ("docker run ", ("-v /a:/b ", "-e a=b ", "a "), ""),
    ("tar ", ("a", "-x ", "--a "), ""),
    ("xargs -I{} ", ("{} ", "a{} ", "sh -c {} "), ""),
)  # fmt: skip
NOISE = "()[]{}<>|&;!#$`'\"\\ \n\t=+-*/?~^%@,.:0aA_"
SEEDS = 40


def texts() -> Iterator[tuple[str, str]]:
    """A name and a text of at most 64 KB, each."""
    for piece in MANY:
        yield f"many {piece!r}", (piece * (MOST // len(piece.encode("utf-8", "surrogatepass"))))
        yield (
            f"echo, many {piece!r}",
            "echo " + piece * (MOST // 2 // len(piece.encode("utf-8", "surrogatepass"))),
        )
    for left, right in NESTED:
        for depth in (10, 30, MOST // len(left + right) - 8):
            yield f"{depth} deep {left!r}", left * depth + "a" + right * depth
    for head, pieces, tail in INSIDE:
        for piece in pieces:
            yield f"{head!r} {piece!r}", head + piece * ((MOST - 100) // len(piece)) + tail
    chance = random.Random(5)
    for seed in range(SEEDS):
        yield f"noise {seed}", "".join(chance.choices(NOISE, k=MOST))
        letters = chance.sample(NOISE, 4)
        yield f"noise of {''.join(letters)!r}", "".join(chance.choices(letters, k=MOST))
