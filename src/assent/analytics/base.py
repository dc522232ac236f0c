"""What an analysis is: one question about the record, asked in SQL, and the table that answers it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` under the names in `columns`; while there are none, `nothing` says so in words."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    nothing: str


class Analysis(Protocol):
    """A module of this room. `NAME` is the module's name with dashes, `QUESTION` a sentence for people, `SQL` one
    query that only reads and is given `:now` (UTC, ISO 8601) instead of asking the clock."""

    NAME: str
    QUESTION: str
    SQL: str

    def shape(self, rows: Sequence[Row], /) -> Table:
        """The answer, from the rows of the query; text for people is made elsewhere."""
        ...
