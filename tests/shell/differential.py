"""Scripts made at random, run in real shells in a sandbox, and held against what the reader says they do.

Whatever a shell was seen to do (words given to `say`, files written, files read) the reading must show, unless it owns
that it was not read in full. Only `say` (a function that notes its words) and built-ins run, in an empty file system.
"""

from __future__ import annotations

import fnmatch
import json
import random
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from assent.core.call import Part, Reading
from assent.core.facts import Facts
from assent.shell.reading import read_shell

HOME = "/w/home"
PROJECT = "/w/home/p"
RUNNER = Path(__file__).with_name("sandboxed.py")
# Shell that runs → what the facts say of it: each reading must hold for every shell it may be.
SHELLS = {"bash": ("bash", ""), "zsh": ("zsh", ""), "dash": ("sh",), "busybox": ("sh",)}
PLACES = {
    "bash": "/usr/bin/bash",
    "zsh": "/usr/bin/zsh",
    "dash": "/usr/bin/dash",
    "busybox": "/usr/bin/busybox",
}
BWRAP = shutil.which("bwrap")

NAMES = ("X", "Y", "Z")
# Words, or pieces of words, each chosen for what shells do differently with it.
ATOMS = (
    "a", "b", "a", "b", "d", "'a b'", '"a b"', "a\\ b", "''", '""', "$X", "$Y", "${X}", '"$X"', '"${Y}"', "$X", "$Z",
    "${X:-d}", "${X-a b}", '"${X:-a b}"', "${X:+b}", "${X%b}", "${X#a}", "${#X}", "${X:=a}", "${X:1}", "${X:0:1}", "${X/a/b}",
    "${X^}", "${X,,}", "${X@Q}", "${!X}", "${X[0]}", "${X:h}", "{a,b}", "{,b}", "{a,}", "{a}", "{1..3}", "{b..a}", "{}", "{a,{b,d}}",
    "$X{a,b}", "{$X,a}b", "{a,$X}{a,b}", "{$,a}X", "$*", "$@", '"$*"', '"$@"', 'a"$@"', "a$*", '"a$@"', '"$@b"', '"$@$X"', '""$@',
    "$1", "$2", "$12", "$#", "$#X", "${10}", "${1}b", "~", "~/a", "~+", "~+/a", "~-", "~X", "X=~/a", "X=~/a:~/b", "a~", "=a", "==", "a=b",
    "$'a\\tb'", "$'\\x61'", "$'\\c'", '$"a"', "$~X", "$=X", "$^X", "$+X", "$X:h", "$X:t/a", "$X[1]", '"$X[1]"', "$X:a", "*", "?", "[ab]", "d/*", "g?/a", "*/a", "**",
    "**/a", ".*", "^a", "a^b", "#", "a#b", "$(echo a)", "$(echo a b)", '"$(echo a b)"', "`echo b`", "$(echo '*')", "$(printf '%s' a)", "$(pwd)", "$((1+1))",
    "$[1+1]", "<(:)", "}", "{", "]", "[", "!", "-", "--", "-n", "%", "@", "a,b", "\\*", "\\$X", "'$X'", '"\\$X"', '"\\a"', "\\a", "1", "2", "a[1]", "\\{a,b\\}", "'{a,b}'",
    "\\~", "'~'", "x\\\ny", '"x\ny"', "$PWD/a", "${PWD}", "$HOME/a", "$X/$Y", "${X}${Y}", "$X$Y", '$X"$Y"', "$X'a b'", "é", "$?", "$-x"[:2],
)  # fmt: skip
TARGETS = (
    "a", "b", "n1", "n2", "d/n", "g1/n", "./n3", "$X", '"$X"', "${Y}", '"$Y"n', "~/n", "{a,b}", "{n,}", "g?/n", "d/$X", '"d/$X"', "$(echo n4)", "`echo n5`", "~+/n6",
    "$PWD/n7", "../n8", ".h", "'n 9'", "n\\ 9", "${X:-n}", "!n", "$X:h", "=n", "$'n\\x61'",
)  # fmt: skip
OPERATORS = (
    ">",
    ">>",
    ">|",
    "2>",
    "1>",
    "&>",
    "&>>",
    ">!",
    "> !",
    ">>!",
    ">&",
    "<",
    "0<",
    "<>",
    "<<<",
    "12>",
    "{fd}>",
    "3>",
)
FOLDERS = (
    "d",
    "d",
    "d/e",
    "..",
    ".",
    "g1",
    "/w",
    "~",
    "$X",
    '"$X"',
    "-",
    "$Y",
    "nowhere",
    "g?",
    "d g1",
    "+1",
    "./d/../g1",
)
OPTIONS = (
    "-e",
    "-u",
    "-f",
    "+B",
    "-C",
    "-x",
    "-o pipefail",
    "-o noglob",
    "-k",
    "+e",
    "-a",
    "-o posix",
    "-H",
    "-y",
)
SHOPTS = (
    "nullglob",
    "extglob",
    "globstar",
    "dotglob",
    "lastpipe",
    "nocaseglob",
    "failglob",
    "expand_aliases",
)


class Maker:
    """Makes scripts from a seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311  a test that must be repeatable
        # A few odd things in each script: with all of them in one, hardly any would be read in full.
        self.atoms = ("a", "b", "$X", *self.random.sample(ATOMS, 4))
        self.operators = (">", ">>", *self.random.sample(OPERATORS, 1))
        self.targets = ("n1", "$X", *self.random.sample(TARGETS, 2))

    def one(self, *choices: str) -> str:
        return self.random.choice(choices)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def word(self) -> str:
        count = 1 if self.chance(0.7) else 2 if self.chance(0.8) else 3
        return "".join(self.one(*self.atoms) for _ in range(count))

    def words(self, most: int = 3) -> str:
        return " ".join(self.word() for _ in range(self.random.randint(0, most)))

    def redirect(self) -> str:
        blank = " " if self.chance(0.5) else ""
        return self.one(*self.operators) + blank + self.one(*self.targets)

    def redirects(self, share: float = 0.35) -> str:
        found = ""
        while self.chance(share):
            found += " " + self.redirect()
        return found

    def assignment(self) -> str:
        name = self.one(*NAMES)
        value = (
            self.word()
            if self.chance(0.5)
            else self.one("a", "'a b'", "'*'", "", "d", "'d/n'", "b", '"$Y"', "$Z")
        )
        return f"{name}{'+=' if self.chance(0.05) else '='}{value}"

    def call(self) -> str:
        before = self.assignment() + " " if self.chance(0.1) else ""
        if self.chance(0.08):
            return f"{self.redirect()} {before}say {self.words()}"
        return f"{before}say {self.words()}{self.redirects()}"

    def state(self) -> str:
        kind = self.random.randint(0, 14)
        if kind < 5:
            return self.assignment()
        if kind < 8:
            return f"cd {self.one(*FOLDERS)}{self.redirects(0.2)}"
        if kind == 8:
            return f"set -- {self.words(4)}"
        if kind == 9:
            return self.one(
                "shift",
                "shift 2",
                "unset X",
                "IFS=,",
                "IFS=b",
                "pushd d",
                "popd",
                "X=(a b)",
                "true",
                "read X",
                "read -r Y < a",
            )
        if kind == 10:
            return f"{self.one('declare', 'export', 'readonly', 'typeset', 'local', 'command export')} {self.assignment()}"
        if kind == 11:
            return f"set {self.one(*OPTIONS)}" if self.chance(0.6) else f"shopt -s {self.one(*SHOPTS)}"
        if kind == 12:
            return (
                f"{self.one('printf -v X', 'let X=1+', 'path=', 'argv=', 'eval X=', 'printf')}{self.word()}"
            )
        if kind == 13:
            return f"eval {self.one('', '')}'say {self.one('a', '$X', '{a,b}', '~')}'{self.redirects(0.2)}"
        return f"trap 'say {self.one('a', '$X', 'b')}' {self.one('EXIT', '0')}"

    def block(self, depth: int) -> str:
        inner = self.script(depth - 1, 2)
        name = self.one(*NAMES)
        left, right = self.line(depth - 1), self.line(depth - 1)
        return self.one(
            f"{{ {inner}\n}}{self.redirects(0.5)}",
            f"({inner}){self.redirects(0.5)}",
            f"if {left}; then {inner}\nelse {right}; fi{self.redirects(0.3)}",
            f"for {name} in {self.words()}; do {inner}\ndone{self.redirects(0.3)}",
            f"for {name}; do {inner}\ndone",
            f"while read {name}; do {inner}\ndone{self.one(' < a', ' <<< b', '')}",
            self.branches(inner) + self.redirects(0.3),
            f"f() {{ {inner}\n}}{self.redirects(0.2)}\n{self.one('', 'X=d ')}f {self.words()}{self.redirects(0.3)}",
            f"{left} | {right}",
            f"{left} | {right}",
            f"{left} && {right}",
            f"{left} || {right}",
            self.test(),
            f"say <<E{self.redirects(0.2)}\n{self.word()}\nE\n",
        )

    def branches(self, inner: str) -> str:
        pattern = self.one("a", "*", "b | a", "?")
        end = self.one(";;", ";;", ";&", ";;&")
        return f"case {self.word()} in {pattern}) {inner}\n{end} *) {self.call()};; esac"

    def test(self) -> str:
        return self.one(
            f"[[ {self.word()} = {self.word()} ]]",
            f"[ {self.word()} = a ]",
            "((X=1))",
            f"[[ a > {self.one(*self.targets)} ]]",
            "((say a))",
            "! cd d",
            "time cd d",
            "! ! true",
        )

    def line(self, depth: int) -> str:
        if depth > 0 and self.chance(0.3):
            return self.block(depth)
        return self.call() if self.chance(0.6) else self.state()

    def script(self, depth: int = 2, most: int = 4) -> str:
        lines = [self.line(depth) for _ in range(self.random.randint(1, most))]
        if depth == 2:
            lines.append(f"say {self.word()} > {self.one(*self.targets)}")
        return self.one("\n", "; ").join(lines)


def installed() -> list[str]:
    """The shells that stand where the sandbox looks for them."""
    return [name for name, path in PLACES.items() if Path(path).exists()]


Seen = tuple[str, str, list[list[str]], list[str], list[list[str]]]


def observe(scripts: Sequence[str], shells: Sequence[str]) -> list[Seen]:
    """What each script did in each shell: script, shell, calls of `say`, files changed, programs run."""
    prefix = Path(sys.base_prefix).resolve()
    inside = [] if prefix == Path("/usr") else ["--ro-bind", str(prefix), str(prefix)]
    done = subprocess.run(
        [
            BWRAP or "bwrap", "--unshare-all", "--die-with-parent", "--clearenv", "--ro-bind", "/usr", "/usr",
            "--symlink", "usr/bin", "/bin", "--symlink", "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64", "--proc", "/proc",
            "--dev", "/dev", "--tmpfs", "/tmp", "--tmpfs", "/w", "--tmpfs", "/stubs", *inside, "--ro-bind", str(RUNNER), "/runner.py",
            str(Path(sys.executable).resolve()), "-I", "-S", "/runner.py", *shells,
        ],
        input="".join(json.dumps([at, script]) + "\n" for at, script in enumerate(scripts)),
        capture_output=True,
        text=True,
        check=True,
    )  # fmt: skip
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return [(scripts[at], *seen) for at, *seen in rows]


def read(script: str, shell: str) -> Reading:
    """The script as the reader takes it for a shell of that name."""
    return read_shell(script, Facts(HOME, PROJECT, shell=shell))


def contradictions(reading: Reading, calls: list[list[str]], files: list[str]) -> list[str]:
    """What was seen and stands nowhere in the reading."""
    found = []
    for _cwd, line, *words in calls:
        if not any(given(list(argv), ["say", *words]) for part in reading.parts for argv in part.seen):
            found.append(f"nobody says {words}")
        if line.startswith("content of ") and not any(
            names(part.reads, line[11:], part) for part in reading.parts
        ):
            found.append(f"nobody reads {line[11:]}")
    found.extend(
        f"nobody writes {path}"
        for path in files
        if not any(names(part.writes, path, part) for part in reading.parts)
    )
    return found


def names(paths: list[str], path: str, part: Part) -> bool:
    """True when the paths name this one, or the part owns that it does not know them."""
    return part.opaque or any(each == path or _hits(each, path) for each in paths)


def _hits(pattern: str, path: str) -> bool:
    """True when a glob may stand for the path."""
    plain = pattern.replace("[:alpha:]", "a-zA-Z")  # Python's globs know no names of classes
    return any(fnmatch.fnmatchcase(path, each) for each in (plain, plain.replace("**/", "")))


def given(argv: list[str | None], words: list[str]) -> bool:
    """True when the words may be what `argv` says: None stands for any words, a glob for any that it matches."""
    if not argv:
        return not words
    first = argv[0]
    if first is None:
        return any(given(argv[1:], words[at:]) for at in range(len(words) + 1))
    if not words:
        return False
    if first == words[0] and given(argv[1:], words[1:]):
        return True
    if any(sign in first for sign in "*?["):
        at = 0
        while at < len(words) and _hits(first, words[at]):
            at += 1
            if given(argv[1:], words[at:]):
                return True
    return False


def disagreements(scripts: list[str], shells: list[str]) -> tuple[list[str], dict[str, int]]:
    """What the shells did that readings in full do not show; and how many readings of which shell were in full."""
    full = dict.fromkeys(
        ["scripts", *(f"{shell} read as {fact or 'unknown'}" for shell in shells for fact in SHELLS[shell])],
        0,
    )
    full["scripts"] = len(scripts)
    found = []
    for script, shell, calls, files, _ in observe(scripts, shells):
        for fact in SHELLS[shell]:
            reading = read(script, fact)
            if reading.form:
                continue
            full[f"{shell} read as {fact or 'unknown'}"] += 1
            wrong = contradictions(reading, calls, files)
            if wrong:
                found.append(f"{shell} read as {fact or 'unknown'}: {script!r}: {wrong}")
    return found, full
