"""No file and no function grows past what can be read in one sitting, and the usual one stays small."""

import ast
import statistics
from pathlib import Path

import pytest

from tests.contracts.tree import ROOT, add_violation

FILE, TEST_FILE, FUNCTION, MEDIAN = 400, 500, 60, 15
# Data: one fact per line, as long as the world is wide.
TABLES = ("src/assent/shell/judges/",)


def lengths(path: Path) -> dict[str, int]:
    """Lines of every function in the file, by `name:line`."""
    tree = ast.parse(path.read_text())
    return {
        f"{node.name}:{node.lineno}": (node.end_lineno or node.lineno) - node.lineno + 1
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def too_big(root: Path) -> list[str]:
    """One line per file, function or median past its bound."""
    found = []
    usual: list[int] = []
    paths = sorted(
        path for top in ("src", "tests", "tools", "benchmarks") for path in (root / top).rglob("*.py")
    )
    for path in paths:
        name = path.relative_to(root).as_posix()
        size = len(path.read_text().splitlines())
        bound = TEST_FILE if name.startswith("tests/") else FILE
        if size > bound and not name.startswith(TABLES):
            found.append(f"{name}: {size} lines, at most {bound}")
        functions = lengths(path)
        found += [
            f"{name}:{key}: {size} lines, at most {FUNCTION}"
            for key, size in functions.items()
            if size > FUNCTION
        ]
        if name.startswith("src/"):
            usual += functions.values()
    if usual and statistics.median(usual) > MEDIAN:
        found.append(f"median function: {statistics.median(usual)} lines, at most {MEDIAN}")
    return found


def test_nothing_is_too_big() -> None:
    assert too_big(ROOT) == []


def function(lines: int) -> str:
    return "def f() -> None:\n" + "    x = 1\n" * (lines - 1)


# File sown, text sown, what the gate must say.
SOWN = {
    "file": ("src/assent/core/sown.py", "X = 1\n" * 401, "core/sown.py: 40"),
    "test-file": ("tests/sown.py", "X = 1\n" * 501, "tests/sown.py: 50"),
    "function": ("src/assent/core/sown.py", function(61), "f:2: 61 lines"),
    "method": ("src/assent/core/sown.py", "class C:\n" + "".join(f"    {line}\n" for line in function(61).splitlines()), "f:3: 61 lines"),
    "test-function": ("tests/sown.py", function(61), "f:2: 61 lines"),
    "table-function": (TABLES[0] + "sown.py", function(61), "f:2: 61 lines"),
    "median": ("src/assent/core/sown.py", function(16), "median function"),
}  # fmt: skip


@pytest.mark.parametrize(("path", "text", "said"), SOWN.values(), ids=SOWN.keys())
def test_sown_giant_is_seen(tmp_path: Path, path: str, text: str, said: str) -> None:
    add_violation(tmp_path, path, text)
    assert any(said in line for line in too_big(tmp_path))


def test_long_data_table_is_no_giant(tmp_path: Path) -> None:
    add_violation(tmp_path, TABLES[0] + "sown.py", "X = 1\n" * 900)
    assert too_big(tmp_path) == []
