"""Numbers as marks of a terminal: bars and sparklines, in plain letters where a terminal has no others."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

EIGHTHS = " ▏▎▍▌▋▊▉█"
HEIGHTS = "▁▂▃▄▅▆▇█"
PLAIN_BAR, PLAIN_HEIGHTS = "#", "_.-=#"


def letters() -> bool:
    """True when standard output can hold the marks."""
    try:
        (EIGHTHS + HEIGHTS).encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def bar(number: float, most: float, width: int, *, plain: bool = False) -> str:
    """A bar that is `width` columns long for the greatest number; what is more than nothing is seen."""
    if number <= 0 or most <= 0:
        return ""
    if plain:
        return PLAIN_BAR * max(round(width * number / most), 1)
    whole, rest = divmod(max(round(8 * width * number / most), 1), 8)
    return EIGHTHS[8] * whole + (EIGHTHS[rest] if rest else "")


def sparkline(numbers: Sequence[float], *, plain: bool = False) -> str:
    """A mark for each number, from the lowest for nothing to the highest for the greatest."""
    marks = PLAIN_HEIGHTS if plain else HEIGHTS
    most = max(numbers, default=0)
    return "".join(marks[round((len(marks) - 1) * each / most)] if most else marks[0] for each in numbers)
