"""Comments and docstrings cite only what the repository holds: who reads one can follow it."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from typing import TYPE_CHECKING

import pytest

from tests.contracts.tree import ROOT, add_violation, copy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Sections are numbered in no document of ours, so a section sign speaks of somebody else's.
CITED = re.compile(r"[\w./-]*\w\.md\b|§[\d ]|\bsee design\b")
# Files of other projects and of the user that comments have to name.
OTHERS = {"CLAUDE.md", "AGENTS.md", "README.md"}
FOLDERS = ("src", "tests", "tools", "benchmarks")


def remarks(path: Path) -> Iterator[tuple[int, str]]:
    """(line, text) of every comment and docstring of a module."""
    text = path.read_text()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            shown = ast.get_docstring(node, clean=False)
            if shown:
                yield getattr(node, "lineno", 1), shown


def lost_citations(root: Path) -> list[str]:
    """`file:line: what` for each citation that leads nowhere; documents are looked for from the root and beside."""
    found = []
    for path in sorted(each for name in FOLDERS for each in (root / name).rglob("*.py")):
        for line, text in remarks(path):
            for cited in CITED.findall(text):
                there = any((folder / cited).is_file() for folder in (ROOT, path.parent))
                if cited not in OTHERS and not there:
                    found.append(f"{path.relative_to(root)}:{line}: {cited.strip()}")
    return found


def test_comments_cite_what_is_in_the_repository() -> None:
    assert lost_citations(ROOT) == []


CITATIONS = {
    "a-missing-page": ("# As in docs/nowhere.md.", "docs/nowhere.md"),
    "a-page-of-another-folder": ("# See learning.md for the levels.", "learning.md"),
    "a-section": ("# What the hook owes (design §3.8).", "§3"),
    "a-docstring": ('def f() -> None:\n    """As plan.md says."""', "plan.md"),
}


@pytest.mark.parametrize(("text", "cited"), CITATIONS.values(), ids=CITATIONS.keys())
def test_a_citation_that_leads_nowhere_is_seen(tmp_path: Path, text: str, cited: str) -> None:
    root = copy(tmp_path)
    add_violation(root, "src/assent/core/call.py", text)
    found = lost_citations(root)
    assert len(found) == 1
    assert found[0].endswith(f": {cited}")
