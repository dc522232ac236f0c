"""What an analysis is: one question about the record, asked in SQL, and the table that answers it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import sqlite3

    from assent.analytics.scope import Scope

Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` under the names in `columns`; while there are none, `nothing` says so in words."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    nothing: str

    def records(self) -> list[dict[str, Any]]:
        """The rows as columns with their values."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


class Analysis(Protocol):
    """A module of this room. `NAME` is the module's name with dashes, `QUESTION` a sentence for people, `SQL` one
    query that only reads, from the names of `scope.NAMES` and tables that are no counts; it is given `:now` (UTC, ISO
    8601) instead of asking the clock."""

    NAME: str
    QUESTION: str
    SQL: str

    def shape(self, rows: Sequence[Row], now: str, /) -> Table:
        """The answer, from the rows of the query; text for people is made elsewhere."""
        ...


def ask(db: sqlite3.Connection, question: Analysis, scope: Scope) -> Table:
    """The answer to a question about the calls of a scope."""
    sql, values = scope.asked(question.SQL)
    return question.shape(db.execute(sql, values).fetchall(), scope.now)
