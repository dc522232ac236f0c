"""Tables of the tests that stand in files: one JSON object a line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


def rows(path: Path) -> list[dict[str, Any]]:
    """The objects of a file in their order; an empty line is none."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def by_id(path: Path) -> dict[str, dict[str, Any]]:
    """The objects of a file by their `id`; the same id twice is an error."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows(path):
        if row["id"] in found:
            raise ValueError(f"{path.name}: the id {row['id']} stands there twice")
        found[row["id"]] = row
    return found
