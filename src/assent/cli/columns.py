"""Answers in columns: numbers to the right, names to the left and cut where a terminal is too narrow for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.cells import cell_len, set_cell_size

from assent.cli.rows import GAP, fitted
from assent.core.amounts import UNKNOWN
from assent.core.shown import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

LEAST = 12  # columns left for a name, however narrow the terminal


def figure(value: Any) -> str:
    """A value as people read it: `1,412`, `12.5`; `?` for what is not known."""
    if value is None:
        return UNKNOWN
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:,.1f}" if isinstance(value, float) else shown(str(value))


def lines(head: Sequence[str], rows: Sequence[Sequence[Any]], width: int | None) -> list[str]:
    """The rows under their heads. In `width` columns the widest column of names gives way; with None nothing is cut."""
    cells = [[figure(each) for each in row] for row in rows]
    numbers = [
        all(isinstance(row[at], int | float) or row[at] is None or _counts(row[at]) for row in rows)
        for at in range(len(head))
    ]
    sizes = [max(cell_len(row[at]) for row in [list(head), *cells]) for at in range(len(head))]
    if width is not None:
        sizes = _squeezed(sizes, numbers, width)
    return [_line(row, sizes, numbers) for row in [list(head), *cells]]


def _counts(value: Any) -> bool:
    return isinstance(value, str) and value.rstrip("%").lstrip("<>").isdecimal()


def _squeezed(sizes: list[int], numbers: Sequence[bool], width: int) -> list[int]:
    """The widths, with the widest names cut until all of it fits."""
    sizes = list(sizes)
    while sum(sizes) + len(GAP) * (len(sizes) - 1) > width:
        wide = [(size, at) for at, size in enumerate(sizes) if not numbers[at] and size > LEAST]
        if not wide:
            break
        sizes[max(wide)[1]] -= 1
    return sizes


def _line(cells: Sequence[str], sizes: Sequence[int], numbers: Sequence[bool]) -> str:
    made = []
    for cell, size, number in zip(cells, sizes, numbers, strict=True):
        text = fitted(cell, size)
        made.append(" " * (size - cell_len(text)) + text if number else set_cell_size(text, size))
    return GAP.join(made).rstrip()
