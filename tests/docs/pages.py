"""The pages for users: which they are, their generated regions, their fenced blocks, and the way to make them anew."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
# Set to write what is true now into the pages: UPDATE_DOCS=1 tools/test tests/docs, then read what changed.
UPDATE = "UPDATE_DOCS"
_FENCE = re.compile(
    r"(?:<!-- (?P<note>[^\n]*) -->\n)?^```(?P<kind>\w+)\n(?P<body>.*?)^```\n", re.MULTILINE | re.DOTALL
)


class Block(NamedTuple):
    """A fenced block, the remark that stands right above it, and where its text lies in the page."""

    kind: str
    note: str
    body: str
    start: int
    end: int


def blocks(text: str, kind: str) -> Iterator[Block]:
    """The fenced blocks of one kind, in order."""
    for match in _FENCE.finditer(text):
        if match["kind"] == kind:
            yield Block(kind, match["note"] or "", match["body"], match.start("body"), match.end("body"))


def with_region(text: str, name: str, made: str) -> str:
    """The page with a generated region filled; a page without it is a mistake of the page."""
    pattern = re.compile(rf"(<!-- made: {name} -->\n).*?(<!-- end -->)", re.DOTALL)
    assert pattern.search(text), f"the page has no region {name!r}"
    return pattern.sub(lambda match: f"{match[1]}{made}{match[2]}", text)


def is_current(path: Path, made: str) -> bool:
    """True when the file says this; with UPDATE_DOCS=1 it does from now on."""
    if os.environ.get(UPDATE):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made, encoding="utf-8")
    return path.is_file() and path.read_text(encoding="utf-8") == made


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A table of a page."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)
