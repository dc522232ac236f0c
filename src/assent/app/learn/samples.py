"""The session logs that ship with assent, for somebody who has none yet."""

from __future__ import annotations

from pathlib import Path

HOME = "/home/dev"  # whose logs they are
AS_OF = "2026-11-16T00:00:00.000Z"  # the moment at which they are looked at
_PACKAGE = Path(__file__).resolve().parents[2]


def folder() -> Path | None:
    """Where they lie: in the installed package, or in the checkout it runs from."""
    for place in (_PACKAGE / "samples" / "logs", _PACKAGE.parent.parent / "samples" / "logs"):
        if place.is_dir():
            return place
    return None
