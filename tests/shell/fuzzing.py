"""A fuzzer over the reader that is led by coverage: texts that reach a new branch, or a new answer, breed more texts.

The sources of the reader are counted branch by branch as they are imported, so `watch` comes before any import of
them. Nothing is run: the texts are only read.
"""

from __future__ import annotations

import ast
import importlib.abc
import importlib.machinery
import importlib.util
import random
import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from types import CodeType, ModuleType

WATCHED = ("assent.shell.syntax.", "assent.shell.meaning.")
# Characters of a text: of the few that are long, and of the others, which are read a hundred times faster.
MOST = 64 * 1024
SHORT = 300
SLOW = 0.1
_COUNTED = "_counted_"

# Pieces of shell text, each with a meaning of its own to some reader.
TOKENS = (
    " ", " ", "\n", "\t", ";", ";;", ";&", ";;&", "&", "&&", "||", "|", "|&", "(", ")", "((", "))", "{ ", "; }", "{", "}", "[[ ", " ]]", "!", "time ",
    "if ", "; then ", "; else ", "; fi", "for x in ", "; do ", "; done", "while ", "until ", "case x in ", "a) ", " esac", "select x in ", "f() ", "function f ",
    "coproc ", "in ", "do ", "'", '"', "\\", "\\\n", "`", "$(", "${", "$((", "$[", "$'", '$"', "$", "<(", ">(", "$x", "${x}", "${x:-", "${x:=", "${x#", "${x/a/b}", "${x:1:2}",
    "${x@P}", "${!x}", "${#x}", "${x[0]}", "${x[@]}", "$1", "$@", "$*", '"$@"', "$#", "$?", "$$", "$!", "$-", "$_", "~", "~/", "~+", "~root", "*", "?", "[a-z]", "[!a]", "**",
    "{a,b}", "{1..3}", "{,x}", "<", ">", ">>", ">|", "<>", ">&", "<&", "&>", "&>>", "<<E\n", "\nE\n", "<<-E\n", "<<'E'\n", "<<< ", "2>&1", "3>", "{fd}>", ">&-", "# c", "#",
    "x=", "x+=", "x=(", "x[1]=", "IFS=", "PATH=", "LANG=C ", "export ", "declare -i ", "local ", "readonly ", "unset x", "set -- ", "shift", "eval ", "exec ", "trap ", ". ",
    "source ", "alias ", "shopt -s ", "set -e", "set +B", "read x", "printf -v x ", "let ", "cd ", "cd ..", "cd -", "pushd ", "popd", "return", "break", "continue", "exit",
    "ls ", "cat ", "rm -rf ", "git ", "git push --force ", "echo ", "printf %s ", "xargs ", "find . -exec ", " \\;", "sudo ", "env ", "timeout 5 ", "bash -c ", "sh -c ",
    "sed -i ", "awk ", "curl ", "tee ", "python3 -c ", "test ", "[ ", " ]", "true", ":", "-", "--", "-n", "-i", "--force", "=", "==", "=~", "%", "+", "@", ",", "/", "..",
    "/etc/passwd", "~/.ssh/id_rsa", ".git/config", "src/a.py", ".env", "/tmp/x", "a", "b", "0", "1", "é", "\u200b", "\u00a0", "\x01", "\r", "\ud800", "\0",
)  # fmt: skip
_PIECES = re.compile(r"\s+|[\w./-]+|[;&|<>]+|[(){}\[\]]|\$\w*|.", re.DOTALL)


class _Counting(ast.NodeTransformer):
    """Puts a mark where each stretch of statements begins."""

    def __init__(self, first: int) -> None:
        self.next = first

    def _marked(self, body: list[ast.stmt]) -> list[ast.stmt]:
        mark = ast.parse(f"{_COUNTED}({self.next})").body
        self.next += 1
        return [*mark, *body]

    def generic_visit(self, node: ast.AST) -> ast.AST:
        super().generic_visit(node)
        if isinstance(node, ast.FunctionDef):
            node.body = self._marked(node.body)
        elif isinstance(node, ast.If | ast.For | ast.While):
            node.body = self._marked(node.body)
            node.orelse = self._marked(node.orelse)
        elif isinstance(node, ast.ExceptHandler):
            node.body = self._marked(node.body)
        elif isinstance(node, ast.BoolOp):  # whether the second operand was looked at
            mark = ast.parse(f"{_COUNTED}({self.next})", mode="eval").body
            self.next += 1
            kind = ast.Or if isinstance(node.op, ast.And) else ast.And
            # `a and b` becomes `a and ((mark or True) and b)`: the mark answers None
            shown = ast.BoolOp(ast.Or(), [mark, ast.Constant(True)]) if kind is ast.Or else mark
            node.values = [
                node.values[0],
                ast.BoolOp(ast.And() if kind is ast.Or else ast.Or(), [shown, *node.values[1:]]),
            ]
        return node


class Edges:
    """Which mark followed which, how often, in one reading."""

    def __init__(self) -> None:
        self.counts: dict[int, int] = {}
        self.last = 0
        self.marks = 1

    def counted(self, mark: int) -> None:
        key = self.last << 16 | mark
        self.last = mark
        self.counts[key] = self.counts.get(key, 0) + 1

    def taken(self) -> set[object]:
        """The edges since the last time, each with the size of its count."""
        found: set[object] = {(edge, min(count.bit_length(), 3)) for edge, count in self.counts.items()}
        self.counts.clear()
        self.last = 0
        return found


class _Finder(importlib.abc.MetaPathFinder):
    def __init__(self, edges: Edges) -> None:
        self.edges = edges

    def find_spec(
        self,
        name: str,
        path: Sequence[str] | None,
        target: object = None,  # noqa: ARG002  the import system hands it
    ) -> importlib.machinery.ModuleSpec | None:
        if not name.startswith(WATCHED):
            return None
        found = importlib.machinery.PathFinder.find_spec(name, path)
        if found is None or found.origin is None:
            return None
        return importlib.util.spec_from_file_location(
            name, found.origin, loader=_Loader(name, found.origin, self.edges)
        )


class _Loader(importlib.machinery.SourceFileLoader):
    def __init__(self, name: str, path: str, edges: Edges) -> None:
        super().__init__(name, path)
        self.edges = edges

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002  a loader serves one module
        counting = _Counting(self.edges.marks)
        tree = ast.fix_missing_locations(counting.visit(ast.parse(Path(self.path).read_bytes())))
        self.edges.marks = counting.next
        return compile(tree, self.path, "exec", dont_inherit=True)

    def exec_module(self, module: ModuleType) -> None:
        module.__dict__[_COUNTED] = self.edges.counted
        super().exec_module(module)


def watch() -> Edges:
    """Counts the reader's branches from now on."""
    loaded = [name for name in sys.modules if name.startswith(WATCHED)]
    if loaded:
        raise RuntimeError(f"{loaded[0]} is loaded already and cannot be watched")
    edges = Edges()
    sys.meta_path.insert(0, _Finder(edges))
    return edges


class Breeder:
    """Makes texts out of texts."""

    def __init__(self, seed: int, texts: Iterable[str]) -> None:
        self.random = random.Random(seed)  # noqa: S311  a run that can be repeated
        self.texts = list(dict.fromkeys(texts))
        self.fresh: list[str] = []

    def keep(self, text: str) -> None:
        self.texts.append(text)
        self.fresh.append(text)
        del self.fresh[:-200]

    def pick(self) -> str:
        """A text to change: often one of those that last reached something new."""
        return self.random.choice(self.fresh if self.fresh and self.random.random() < 0.4 else self.texts)

    def child(self) -> str:
        text = self.pick()
        for _ in range(self.random.choice((1, 1, 1, 2, 2, 3, 5))):
            text = self.random.choice(_CHANGES)(self, text)
        return text[: MOST if self.random.random() < 0.01 else SHORT]

    def pieces(self, text: str) -> list[str]:
        return _PIECES.findall(text) or [""]

    def place(self, pieces: list[str]) -> int:
        return self.random.randrange(len(pieces))


def _insert(by: Breeder, text: str) -> str:
    pieces = by.pieces(text)
    pieces.insert(by.random.randint(0, len(pieces)), by.random.choice(TOKENS))
    return "".join(pieces)


def _replace(by: Breeder, text: str) -> str:
    pieces = by.pieces(text)
    pieces[by.place(pieces)] = by.random.choice(TOKENS)
    return "".join(pieces)


def _drop(by: Breeder, text: str) -> str:
    pieces = by.pieces(text)
    first = by.place(pieces)
    del pieces[first : first + by.random.choice((1, 1, 1, 2, 5))]
    return "".join(pieces)


def _move(by: Breeder, text: str) -> str:
    pieces = by.pieces(text)
    piece = pieces.pop(by.place(pieces))
    pieces.insert(by.random.randint(0, len(pieces)), piece)
    return "".join(pieces)


def _double(by: Breeder, text: str) -> str:
    pieces = by.pieces(text)
    first = by.place(pieces)
    some = pieces[first : first + by.random.randint(1, 6)]
    many = by.random.choice((1, 1, 1, 2, 40, 400)) if len(text) < 2000 else 1
    return "".join([*pieces[:first], *some * many, *pieces[first:]])


def _splice(by: Breeder, text: str) -> str:
    one, two = by.pieces(text), by.pieces(by.random.choice(by.texts))
    return "".join([*one[: by.place(one)], *two[by.place(two) :]])


def _inside(by: Breeder, text: str) -> str:
    """Puts another text into this one, often within something that holds commands."""
    opening, closing = by.random.choice(
        (
            (" $(", ")"),
            (' "$(', ')"'),
            ("`", "`"),
            ("; ", ";"),
            (" <(", ") "),
            ("${x:-", "}"),
            ('"', '"'),
            ("'", "'"),
            ("{ ", "; }"),
            ("( ", " )"),
            ("<<E\n", "\nE\n"),
            ("", ""),
        )
    )
    pieces = by.pieces(text)
    pieces.insert(by.random.randint(0, len(pieces)), opening + by.random.choice(by.texts)[:500] + closing)
    return "".join(pieces)


def _letter(by: Breeder, text: str) -> str:
    at = by.random.randint(0, len(text))
    sign = by.random.choice("\\'\"`$(){}[]<>|&;#!~*?=:@%^+-,./ \n\tabx019")
    return text[:at] + sign + text[at + by.random.randint(0, 1) :]


_CHANGES: tuple[Callable[[Breeder, str], str], ...] = (
    _insert,
    _insert,
    _replace,
    _drop,
    _move,
    _double,
    _splice,
    _inside,
    _letter,
    _letter,
)


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def hunt(edges: Edges, breeder: Breeder, until: Callable[[], bool]) -> Iterator[tuple[str, str]]:
    """Breeds texts until told to stop; each law that one breaks, and each one that takes long, with the text."""
    from tests.shell.laws import broken  # behind `watch`
    from tests.shell.world import read

    known: set[object] = set()
    seeds = list(breeder.texts)
    while not until():
        text = seeds.pop() if seeds else breeder.child()
        edges.taken()
        took = seconds(lambda text=text: read(text))  # type: ignore[misc]  # the default names the text of this round
        reached = edges.taken()
        reading = read(text)
        reached |= {("form", re.sub(r"\d+", "", reading.form)), ("effects", reading.effects)}
        reached |= {("meaning", part.meaning[:24]) for part in reading.parts}
        if took > 3 * SLOW:  # counting takes most of it
            yield "slow", text
        if not reached <= known:
            known |= reached
            if len(text) <= SHORT:
                breeder.keep(text)
        elif breeder.random.random() > 0.1:
            continue  # laws for what is new, and for one in ten of the others
        if took < SLOW / 10 and len(text) <= SHORT:
            for law in broken(text, lambda names: breeder.random.sample(names, 5)):
                yield law, text
    yield "reached", f"{len(known)} edges and answers, {len(breeder.texts)} texts kept"
