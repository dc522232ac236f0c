"""The commands that take back what was just done to several rules: one for each of them, one for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

UNDO = "assent rules undo"


def whole(ids: Sequence[str], families: Sequence[str], before: int) -> str:
    """The one command that takes back what was done to all of these rules together; `families` are theirs, "" for
    those without, and `before` is the number of the last change before this one."""
    if len(ids) == 1:
        return f"{UNDO} {ids[0]}"
    return f"{UNDO} {families[0] if _is_one(families) else f'--to {before}'}"


def told(ids: Sequence[str], families: Sequence[str], before: int, *, verb: str = "take") -> list[str]:
    """How to `take` or `bring` them back in words: all of them, and one."""
    if len(ids) == 1:
        return [f"To {verb} it back: {whole(ids, families, before)}"]
    of_family = ", or the name of a family" if any(families) and not _is_one(families) else ""
    return [
        f"To {verb} all of them back: {whole(ids, families, before)}",
        f"To {verb} one back: {UNDO} ID{of_family}",
    ]


def _is_one(families: Sequence[str]) -> bool:
    return len(set(families)) == 1 and bool(families[0])
