"""Makes mutants of a Python source: small changes that a test should notice. Text in, changes out; nothing is run."""

from __future__ import annotations

import ast
import copy
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

COMPARE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
}  # fmt: skip
# What a function of this kind of answer may always say instead.
ANSWERS = {"bool": ("True", "False"), "str": ("''",), "int": ("0",), "float": ("0.0",)}
LONGEST = 70  # of a change as it is shown


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of a source: the bytes from `start` to `end` become `new`. `name` says which, wherever its line moves
    to: file, function, the line's text and the change."""

    path: str
    line: int
    start: int
    end: int
    new: str
    name: str

    def apply(self, source: bytes) -> bytes:
        """The source with the change."""
        return source[: self.start] + self.new.encode() + source[self.end :]

    def rank(self, seed: int) -> str:
        """Its place in the sample of a seed: a change elsewhere in the source moves no other mutant."""
        return hashlib.sha256(f"{seed}\0{self.name}".encode()).hexdigest()


def mutants(source: bytes, path: str) -> list[Mutant]:
    """Every mutant of a source, in order."""
    lines = source.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    seen: Counter[str] = Counter()
    found = []
    for scope, node, new in _changes(ast.parse(source)):
        start, end = _span(node, starts)
        old = ast.unparse(node)
        if new == old:
            continue
        text = lines[node.lineno - 1].decode().strip()
        before, after = _apart(old, new)
        name = f"{path} | {scope} | {text} | {before} -> {after}"
        seen[name] += 1
        if seen[name] > 1:
            name = f"{name} | {seen[name]}"
        found.append(Mutant(path, node.lineno, start, end, new, name))
    return found


def _span(node: ast.expr | ast.stmt, starts: list[int]) -> tuple[int, int]:
    end = starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)
    return starts[node.lineno - 1] + node.col_offset, end


def _apart(old: str, new: str) -> tuple[str, str]:
    """Both texts without the middle of a long beginning and end that they share."""
    if len(old) <= LONGEST and len(new) <= LONGEST:
        return old, new
    front = next(
        (at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new))
    )
    front = max(0, front - 20)
    return f"…{old[front : front + LONGEST]}…", f"…{new[front : front + LONGEST]}…"


# A change: the function it lies in, what is replaced, and the text that takes its place.
Change = tuple[str, ast.expr | ast.stmt, str]


def _changes(tree: ast.Module) -> Iterator[Change]:
    yield from _below(tree, "module", "")


def _below(parent: ast.AST, scope: str, answer: str) -> Iterator[Change]:
    """The changes of everything under a node. `answer` is the annotation of the function's answer."""
    for name, value in ast.iter_fields(parent):
        if name in ("annotation", "returns", "decorator_list", "type_params"):
            continue
        for node in value if isinstance(value, list) else (value,):
            if not isinstance(node, ast.AST) or _is_left_alone(node):
                continue
            yield from ((scope, at, new) for at, new in _at(node, parent, name, answer))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield from _below(node, node.name, ast.unparse(node.returns) if node.returns else "")
            else:
                yield from _below(node, node.name if isinstance(node, ast.ClassDef) else scope, answer)


def _is_left_alone(node: ast.AST) -> bool:
    """What no test could notice, or whose place in the text is not known (inside an f-string)."""
    if isinstance(node, ast.JoinedStr):
        return True
    if isinstance(node, ast.If):
        return ast.unparse(node.test) == "TYPE_CHECKING"
    if isinstance(node, ast.Assign):
        return ast.unparse(node.targets[0]) in ("__slots__", "TYPE_CHECKING")
    return False


def _at(node: ast.AST, parent: ast.AST, field: str, answer: str) -> Iterator[tuple[ast.expr | ast.stmt, str]]:
    """What one node may become."""
    if isinstance(node, ast.expr) and field in ("test", "ifs"):
        yield from ((node, new) for new in _negated(node))
    match node:
        case ast.Compare():
            yield from ((node, new) for new in _compared(node))
        case ast.BoolOp():
            swapped = ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
            yield node, f"({ast.unparse(swapped)})"
        case ast.BinOp():
            yield from ((node, new) for new in _calculated(node))
        case ast.Constant():
            yield from ((node, new) for new in _other_constants(node.value))
        case ast.Return(value=ast.expr() as value):
            for new in ANSWERS.get(answer, ("None",)):
                yield value, new
        case ast.Expr(value=ast.Call()):
            yield node, "pass"
        case ast.Set() | ast.List() | ast.Tuple() | ast.Dict() if _is_data(node, parent):
            yield from ((node, new) for new in _without_one(node))
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str() as words), attr="split"), args=[]):
            yield from ((node, new) for new in _without_word(words.split()))
        case _:
            pass


def _is_data(node: ast.expr, parent: ast.AST) -> bool:
    """False for a tuple that is an answer, an index or unpacked: with one less it is no value but an error."""
    if not isinstance(node, ast.Tuple):
        return True
    if isinstance(parent, ast.Assign):
        return isinstance(parent.targets[0], ast.Name)
    return not isinstance(parent, ast.Return | ast.Subscript)


def _negated(test: ast.expr) -> Iterator[str]:
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        yield f"({ast.unparse(test.operand)})"
    elif not (isinstance(test, ast.Compare) and len(test.ops) == 1):
        yield f"(not ({ast.unparse(test)}))"


def _compared(node: ast.Compare) -> Iterator[str]:
    for at, op in enumerate(node.ops):
        changed = copy.deepcopy(node)
        changed.ops[at] = COMPARE[type(op)]()
        yield ast.unparse(changed)
        if isinstance(op, ast.Lt | ast.LtE | ast.Gt | ast.GtE) and len(node.ops) == 1:
            yield f"(not ({ast.unparse(node)}))"


def _calculated(node: ast.BinOp) -> Iterator[str]:
    if isinstance(node.op, ast.BitOr):
        yield f"({ast.unparse(node.left)})"
        yield f"({ast.unparse(node.right)})"
    texts = [each for each in (node.left, node.right) if isinstance(each, ast.JoinedStr) or _is_text(each)]
    if type(node.op) in ARITHMETIC and not texts:
        yield f"({ast.unparse(ast.BinOp(node.left, ARITHMETIC[type(node.op)](), node.right))})"


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str | bytes)


def _other_constants(value: object) -> Iterator[str]:
    if isinstance(value, bool):
        yield str(not value)
    elif isinstance(value, int):
        yield str(value + 1)
        yield f"({value - 1})" if value < 1 else str(value - 1)
    elif isinstance(value, float):
        yield f"{value * 1.1:.12g}" if value else "0.1"
        if value:
            yield f"{value * 0.9:.12g}"


def _without_one(node: ast.Set | ast.List | ast.Tuple | ast.Dict) -> Iterator[str]:
    if isinstance(node, ast.Dict):
        for at in range(len(node.keys)):
            yield ast.unparse(ast.Dict(_without(node.keys, at), _without(node.values, at)))
    elif isinstance(node, ast.Set) or isinstance(node.ctx, ast.Load):
        for at in range(len(node.elts)):
            changed = copy.copy(node)
            changed.elts = _without(node.elts, at)
            yield ast.unparse(changed)


def _without_word(words: list[str]) -> Iterator[str]:
    for at in range(len(words)):
        yield f"{' '.join(_without(words, at))!r}.split()"


def _without(listed: list[Any], at: int) -> list[Any]:
    return [*listed[:at], *listed[at + 1 :]]
