"""Every row that program files describe, with the words that lead to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assent.app.start.row_tables import program_files
from assent.shell.programs.row import Row
from assent.shell.programs.rows import compiled
from assent.shell.programs.shipped import text

if TYPE_CHECKING:
    from collections.abc import Iterator


def described(only: str = "") -> Iterator[tuple[tuple[str, ...], Row]]:
    """Each program, then each of its subcommands; of one file when it is named."""
    for path in program_files():
        if only in ("", path.name):
            for name, stored in compiled(text(path.name)).items():
                yield from _below((name,), Row(stored))


def _below(path: tuple[str, ...], row: Row) -> Iterator[tuple[tuple[str, ...], Row]]:
    yield path, row
    for name in row.below:
        under = row.under(name)
        assert under is not None
        yield from _below((*path, name), under)
