"""Sets apart what ordinary calls never run: such a function is loaded when it is first called, see boot.py."""

from __future__ import annotations

import ast
import marshal
from types import CodeType
from typing import TYPE_CHECKING

from assent.app.start.bytecode import WithoutAnnotations, proof, without_lines

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    # A function in its file: the line it begins in, its name.
    Place = tuple[int, str]
    # How far before the table its bytecode begins, how long it is, its digest.
    Entry = tuple[int, int, bytes]

CALLED = "__cold__"  # the name by which a function asks for what it does
# Whoever answers when the time is up waits for no file; and what each agent hears.
WHOLE = ("app/hook.py", "app/deadline.py", "agents/")
# Bytes below which asking would take as much room as doing.
LEAST = 400
WIDTH = 16  # of an entry in the table: how far back and size in four bytes each, digest
_YIELDS = 0x20 | 0x80 | 0x200  # co_flags of generators and coroutines


class Cold:
    """The functions set apart so far, in the order of their numbers."""

    def __init__(self) -> None:
        self.blobs: list[bytes] = []

    def split(self, source: bytes, where: str, warm: Collection[Place]) -> CodeType:
        """The bytecode of a module in which every function that is not `warm` asks for itself by number."""
        tree = _tree(source, where)
        plain = {
            (node.lineno, node.name)
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef) and not node.decorator_list
        }
        away: dict[Place, int] = {}
        for code in _functions(_compiled(tree, where)):
            place = code.co_firstlineno, code.co_name
            blob = marshal.dumps(code)
            if place in plain and place not in warm and _may_go(code) and len(blob) >= LEAST:
                away[place] = len(self.blobs)
                self.blobs.append(blob)
        return _compiled(ast.fix_missing_locations(Asking(away).visit(tree)), where)

    def packed(self) -> tuple[bytes, bytes]:
        """All their bytecode, and the table that follows it and says where each lies."""
        entries: list[bytes] = []
        back = sum(map(len, self.blobs))
        for blob in self.blobs:
            entries.append(back.to_bytes(4, "little") + len(blob).to_bytes(4, "little") + proof(blob))
            back -= len(blob)
        return b"".join(self.blobs), b"".join(entries)


def read_table(table: bytes) -> list[Entry]:
    """The entries of a table."""
    rows = [table[at : at + WIDTH] for at in range(0, len(table), WIDTH)]
    return [(int.from_bytes(row[:4], "little"), int.from_bytes(row[4:8], "little"), row[8:]) for row in rows]


class Asking(ast.NodeTransformer):
    """Leaves of the functions that went away only how they are called."""

    def __init__(self, away: dict[Place, int]) -> None:
        self.away = away

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        number = self.away.get((node.lineno, node.name))
        if number is not None:
            itself = ast.Call(ast.Name(CALLED, ast.Load()), [ast.Constant(number)], [])
            call = ast.Call(itself, _given(node.args), _named(node.args))
            node.body = [ast.copy_location(ast.Return(call), node)]
        return node


def _given(args: ast.arguments) -> list[ast.expr]:
    found: list[ast.expr] = [ast.Name(each.arg, ast.Load()) for each in (*args.posonlyargs, *args.args)]
    if args.vararg:
        found.append(ast.Starred(ast.Name(args.vararg.arg, ast.Load()), ast.Load()))
    return found


def _named(args: ast.arguments) -> list[ast.keyword]:
    found = [ast.keyword(each.arg, ast.Name(each.arg, ast.Load())) for each in args.kwonlyargs]
    if args.kwarg:
        found.append(ast.keyword(None, ast.Name(args.kwarg.arg, ast.Load())))
    return found


def _tree(source: bytes, where: str) -> ast.Module:
    tree: ast.Module = ast.fix_missing_locations(WithoutAnnotations().visit(ast.parse(source, where)))
    return tree


def _compiled(tree: ast.Module, where: str) -> CodeType:
    return without_lines(compile(tree, where, "exec", dont_inherit=True, optimize=2))


def _functions(code: CodeType) -> Iterator[CodeType]:
    """The functions of a module and of its classes; those inside functions go with them."""
    for each in code.co_consts:
        if isinstance(each, CodeType):
            if each.co_flags & 1:  # only functions have their names in slots
                yield each
            else:
                yield from _functions(each)


def _may_go(code: CodeType) -> bool:
    """False for what is more than a call and its answer: a generator, what knows names of a scope around it."""
    mangled = any(name.startswith("__") for name in code.co_varnames[: _arguments(code)])
    return not (code.co_freevars or code.co_flags & _YIELDS or mangled)


def _arguments(code: CodeType) -> int:
    return code.co_argcount + code.co_kwonlyargcount + bool(code.co_flags & 4) + bool(code.co_flags & 8)
