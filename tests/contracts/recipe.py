"""A recipe of docs/recipes followed literally: what its fenced blocks say is written where the text before them says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.contracts.tree import ROOT, copy

if TYPE_CHECKING:
    from pathlib import Path

_BLOCK = re.compile(r"(?P<before>(?:.+\n)+)\n(?P<indent> *)```\w+\n(?P<text>(?:.*\n)*?) *```\n")
_PATH = re.compile(r"`([\w.+<>-]+(?:/[\w.+<>-]+)+)`")


def steps(recipe: str, /, **words: str) -> dict[str, str]:
    """The file each block of a recipe is written to and its text; `words` fill the `<word>` in the file's name."""
    found = {}
    for block in _BLOCK.finditer((ROOT / "docs/recipes" / f"{recipe}.md").read_text()):
        path = _PATH.findall(block["before"])[0]
        for word, given in words.items():
            path = path.replace(f"<{word}>", given)
        found[path] = _unindented(block["text"], block["indent"])
    return found


def _unindented(text: str, indent: str) -> str:
    """The text without the indent of its block: what a reader sees there."""
    return "".join(line.removeprefix(indent) for line in text.splitlines(keepends=True))


def follow(root: Path, given: dict[str, str]) -> None:
    """Writes each file of the steps; a text for a file that is there becomes a line at the end of its literal table."""
    for name, text in given.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text() if path.exists() else ""
        above, close, rest = before.partition("\n)\n")
        path.write_text(f"{above}\n{text.rstrip()}{close}{rest}" if before else text)


def tree(into: Path, *more: str) -> Path:
    """A copy of the checkout's sources and settings, with the files and folders named."""
    root = copy(into)
    for name in more:
        target = root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, target)
    return root


def gate(root: Path, *words: str) -> tuple[int, str]:
    """How a development tool ends in the copy, and what it says."""
    env = os.environ | {"PYTHONPATH": str(root / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=root,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    return done.returncode, done.stdout + done.stderr


def run_tests(root: Path, *words: str) -> tuple[int, str]:
    """The same for tests of the copy, every failure told in full."""
    return gate(root, "pytest", "-q", "-vv", "--tb=short", "-p", "no:cacheprovider", "-p", "no:xdist", *words)


def reds(said: str) -> list[str]:
    """The lines that tell which tests failed, and how."""
    return [line for line in said.splitlines() if line.startswith(("FAILED ", "ERROR ", "E  "))]
