"""Tables of what was measured: kept in docs/ as Markdown, and compared with what is measured now."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"
# Set to 1 to write the tables anew (`just tables`).
WRITE = "ASSENT_WRITE_TABLES"
# Round the part of a document that is measured; what stands outside is written by hand.
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table; what a cell says of a call is code and one line."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(cells) + " |\n" for cells in lines)


def code(text: str) -> str:
    """A call as a cell shows it."""
    return "`" + text.replace("\n", "⏎").replace("|", "¦") + "`"


def agree(name: str, text: str) -> None:
    """Holds a document of docs/ to what was measured; writes it instead when asked to."""
    path = DOCS / name
    if os.environ.get(WRITE) == "1":
        path.write_text(text)
    kept = path.read_text() if path.exists() else ""
    assert kept.splitlines() == text.splitlines(), f"{path} is not what was measured; run: just tables"


def agree_in(name: str, text: str) -> None:
    """The same for a document of which only what stands between two marks is measured."""
    path = DOCS / name
    before, begin, rest = path.read_text().partition(BEGIN)
    _, end, after = rest.partition(END)
    assert begin, f"{path} does not say where the measured part begins: {BEGIN}"
    assert end, f"{path} does not say where the measured part ends: {END}"
    agree(name, f"{before}{BEGIN}\n\n{text}\n{END}{after}")
