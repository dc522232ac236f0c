"""Tests, benchmarks and tools stay in the checkout: no path they make from their own place leads out of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contracts.tree import ROOT, add_violation

TOPS = ("tests", "benchmarks", "tools")
# What fetches; the only tests that listen or connect do so on loopback with a real client.
FETCHING = frozenset({"urllib.request", "http.client", "ftplib", "requests", "httpx", "smtplib"})
STAYS = frozenset({"resolve", "absolute"})
SHARED_ROOT = {"ROOT": 0}  # tests.contracts.tree
# A file with none of these words in it needs no second look.
TELLING = ("__file__", "ROOT", *sorted(name.split(".")[0] for name in FETCHING))


def depth(node: ast.AST, names: dict[str, int], here: int) -> int | None:
    """How many levels below the checkout a path made from the file's own place lies; None for any other value."""
    match node:
        case ast.Call(func=ast.Name("Path"), args=[ast.Name("__file__")]):
            return here
        case ast.Name(id=name):
            return names.get(name)
        case ast.Call(func=ast.Attribute(value=inner, attr=attr)) if attr in STAYS:
            return depth(inner, names, here)
        case ast.Attribute(value=inner, attr="parent"):
            return _down(depth(inner, names, here), -1)
        case ast.Subscript(
            value=ast.Attribute(value=inner, attr="parents"), slice=ast.Constant(value=int(up))
        ):
            return _down(depth(inner, names, here), -1 - up)
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            return _down(depth(left, names, here), *_steps(right))
        case _:
            return None


def _down(base: int | None, *steps: int) -> int | None:
    """The depth after the steps, or the first one above the checkout: from there no name leads back."""
    for step in steps:
        if base is None or base < 0:
            break
        base += step
    return base


def _steps(right: ast.AST) -> list[int]:
    """How a joined name goes down; one that is not written out is taken for one level."""
    parts = (
        right.value.split("/") if isinstance(right, ast.Constant) and isinstance(right.value, str) else ["x"]
    )
    return [-1 if part == ".." else int(part not in {"", "."}) for part in parts]


def outside(text: str, name: str) -> Iterator[int]:
    """Lines of a file (by its name in the checkout) that make a path above the checkout."""
    tree = ast.parse(text, name)
    here, names = len(Path(name).parts), dict(SHARED_ROOT)
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found = depth(node.value, names, here)
            if found is not None:
                names[node.targets[0].id] = found
    for each in ast.walk(tree):
        at = depth(each, names, here)
        if isinstance(each, ast.expr) and at is not None and at < 0:
            yield each.lineno


def fetching(text: str, name: str) -> Iterator[int]:
    for node in ast.walk(ast.parse(text, name)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            module = getattr(node, "module", None)
            for alias in node.names:
                if {module, alias.name, f"{module}.{alias.name}"} & FETCHING:
                    yield node.lineno


def scripts(root: Path) -> Iterator[tuple[str, str]]:
    """Name and text of every Python file, those without a suffix too."""
    for path in sorted(each for top in TOPS for each in (root / top).rglob("*") if each.is_file()):
        if path.suffix == ".py" or (
            not path.suffix and path.read_bytes()[:40].startswith(b"#!/usr/bin/env python")
        ):
            yield path.relative_to(root).as_posix(), path.read_text()


def strays(root: Path) -> list[str]:
    return [
        f"{name}:{line}"
        for name, text in scripts(root)
        for line in (*outside(text, name), *fetching(text, name))
    ]


def test_nothing_reaches_outside_the_checkout() -> None:
    assert strays(ROOT) == []
    assert len(list(scripts(ROOT))) > 100


STRAYING = {
    "parents": ("tests/shell/sown.py", "A = Path(__file__).parents[3] / 'shared'"),
    "resolved": ("tests/shell/sown.py", "A = Path(__file__).resolve().parents[3]"),
    "parent-of-the-top": ("tests/shell/sown.py", "A = Path(__file__).parents[2].parent / 'shared'"),
    "named-top": ("benchmarks/sown.py", "TOP = Path(__file__).parents[1]\nA = TOP.parent / 'shared'"),
    "dots": ("tests/sown.py", "TOP = Path(__file__).parent\nA = TOP / '../../shared'"),
    "shared-top": ("tests/sown.py", "A = ROOT.parent"),
    "in-a-function": ("tests/sown.py", "def f() -> Path:\n    return Path(__file__).parents[2]"),
    "fetches": ("tests/sown.py", "import urllib.request"),
    "fetches-from": ("tools/sown.py", "from urllib import request"),
}


@pytest.mark.parametrize(("path", "text"), STRAYING.values(), ids=STRAYING)
def test_a_sown_stray_is_seen(tmp_path: Path, path: str, text: str) -> None:
    add_violation(tmp_path, path, text)
    assert strays(tmp_path)


def test_a_path_inside_is_none(tmp_path: Path) -> None:
    add_violation(
        tmp_path, "tests/shell/sown.py", "A = Path(__file__).parents[2] / 'samples' / 'logs'\nB = A.parent"
    )
    assert strays(tmp_path) == []
