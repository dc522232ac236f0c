"""CSV as RFC 4180 has it: a heading, one decision a record; what a spreadsheet would run as a formula is a text, and
characters that nobody sees stand as their escapes."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from assent.app.exported.fields import NAMES, in_cell
from assent.core.shown import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# What begins a formula in one spreadsheet or another, their wide forms and the blanks that are skipped included.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001  the wide ones are meant
QUOTE = "'"


def texts(decisions: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The file, record by record."""
    yield _record(NAMES)
    for each in decisions:
        yield _record([_cell(each[name]) for name in NAMES])


def _record(cells: Iterable[object]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()


def _cell(value: object) -> object:
    """A value as a spreadsheet may hold it: nothing for null, JSON for what has parts, no formula."""
    made = in_cell(value)
    if isinstance(made, bool):
        return "true" if made else "false"
    if not isinstance(made, str):
        return made
    return shown(QUOTE + made if made.startswith(_FORMULA) else made)
