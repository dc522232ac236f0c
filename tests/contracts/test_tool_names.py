"""What a tool is stands in one table: no other file knows tools by their names, and a new row is enough for a new tool."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

from assent.core.tools import TOOLS
from tests.contracts.tree import ROOT, add_violation, copy, modules

TABLE = "core/tools.py"
# An agent's room speaks its vendor's words.
DIALECTS = "agents/"
# One tool of each kind that reads its input, under names and fields that no other tool has.
NEW_ROWS = """
TOOLS["Peek"] = {"does": READS, "field": "target"}
TOOLS["Scribble"] = {"does": WRITES, "field": "target", "bodies": ("ink",)}
TOOLS["Rummage"] = {"does": SEARCHES, "field": "where", "files": "only"}
TOOLS["Spot"] = {"does": FINDS, "field": "where", "files": "like"}
TOOLS["Terminal"] = {"does": RUNS, "field": "line", "under": "Bash"}
TOOLS["Browse"] = {"does": FETCHES, "field": "address"}
TOOLS["Hire"] = {"does": SPAWNS, "field": "worker", "names": ("worker",)}
"""
NEW = ("Peek", "Scribble", "Rummage", "Spot", "Terminal", "Browse", "Hire")


def named_tools(root: Path) -> list[str]:
    """`file:line name` of each text that is the name of a tool, outside the table and the agents' rooms."""
    return [
        f"{name}:{node.lineno} {node.value}"
        for name, tree in modules(root)
        if name != TABLE and not name.startswith(DIALECTS)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in TOOLS
    ]


def test_no_file_beside_the_table_names_a_tool() -> None:
    assert named_tools(ROOT) == []


def test_a_tool_named_elsewhere_is_found(tmp_path: Path) -> None:
    root = copy(tmp_path)
    add_violation(root, "src/assent/policy/check.py", 'FILES = ("Read", "NotebookEdit")')
    assert [found.partition(" ")[2] for found in named_tools(root)] == ["Read", "NotebookEdit"]


def on_copy(root: Path) -> subprocess.CompletedProcess[str]:
    """The tests of the table, run against the sources below `root`."""
    env = {**os.environ, "PYTHONPATH": f"{root / 'src'}{os.pathsep}{ROOT}", "PYTHONDONTWRITEBYTECODE": "1"}
    argv = [sys.executable, "-m", "pytest", "-q", "-rA", "-p", "no:cacheprovider", "-p", "no:randomly"]
    test = str(ROOT / "tests/core/test_tool_table.py")
    return subprocess.run(
        [*argv, test], env=env, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300
    )


def add_rows(root: Path, rows: str) -> None:
    path = root / "src/assent" / TABLE
    text = path.read_text()
    mark = "# The names in the patterns that assent itself writes."
    assert mark in text
    path.write_text(text.replace(mark, f"{rows}{mark}"))


def test_a_new_row_is_all_that_a_new_tool_needs(tmp_path: Path) -> None:
    root = copy(tmp_path)
    add_rows(root, NEW_ROWS)
    done = on_copy(root)
    assert done.returncode == 0, done.stdout
    assert all(f"[{name}]" in done.stdout for name in NEW), done.stdout


def test_a_row_that_no_reader_understands_is_found(tmp_path: Path) -> None:
    root = copy(tmp_path)
    add_rows(root, '\nTOOLS["Peek"] = {"does": "peeps", "field": "target"}\n')
    assert "[Peek]" in "".join(line for line in on_copy(root).stdout.splitlines() if "FAILED" in line)
