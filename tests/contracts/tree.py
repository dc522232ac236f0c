"""The checkout as the gates see it, and copies of it into which a twin test sows a violation."""

from __future__ import annotations

import ast
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
PURE = ("core", "shell", "policy", "agents", "learning")


def copy(into: Path) -> Path:
    """A copy of the sources and of the settings of every gate; returns its root."""
    no_caches = shutil.ignore_patterns("__pycache__", ".*_cache")
    shutil.copytree(ROOT / "src", into / "src", ignore=no_caches)
    shutil.copytree(ROOT / "tools", into / "tools", ignore=no_caches)
    shutil.copy(ROOT / "pyproject.toml", into)
    return into


def add_violation(root: Path, path: str, text: str) -> Path:
    """Appends `text` to the file at `path`, creating it and its package when absent."""
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.parent.is_relative_to(root / "src" / "assent") and target.name != "__init__.py":
        package = target.parent / "__init__.py"
        if not package.exists():
            package.write_text('"""Sown."""\n')
    with target.open("a") as out:
        out.write(f"\n{text}\n")
    return target


def modules(root: Path, *rooms: str) -> Iterator[tuple[str, ast.Module]]:
    """Path below `src/assent` and syntax tree of every module, or of those in the rooms named."""
    base = root / "src" / "assent"
    for path in sorted(base.rglob("*.py")):
        name = path.relative_to(base).as_posix()
        if not rooms or name.split("/")[0] in rooms:
            yield name, ast.parse(path.read_text(), name)
