"""Tables of what was measured: kept in docs/ as Markdown, and compared with what is measured now."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"
# Set to 1 to write the tables anew (`just tables`).
WRITE = "ASSENT_WRITE_TABLES"


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
