"""JSON Lines: one decision a line, all fields, under the names that readers of permission logs know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from assent.core.shown import in_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def texts(decisions: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The file, piece by piece."""
    for each in decisions:
        yield in_json(msgspec.json.encode(each).decode()) + "\n"
