"""The counts of a day as values: what a record keeps of a day whose calls it drops, and how that comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assent.store.calls_schema import COUNTS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

# Counts of one day: the rows of each table without the day, which stands for all of them.
Day = dict[str, list[list[Any]]]
_TIME = {"totals": "hour"}


def of_day(db: sqlite3.Connection, day: str) -> Day:
    """What is counted of a day, as JSON can hold it."""
    found = {}
    for table in COUNTS:
        where = (
            f"{_TIME.get(table, 'day')} >= ? AND {_TIME.get(table, 'day')} < ? || 'U' ORDER BY 1, 2, 3, 4, 5"
        )
        rows = db.execute(f"SELECT * FROM {table} WHERE {where}", (day, day)).fetchall()  # noqa: S608  fixed names
        found[table] = [[row[0][len(day) :], *row[1:]] for row in rows]
    return found


def put_day(db: sqlite3.Connection, day: str, counts: Mapping[str, Sequence[Sequence[Any]]]) -> None:
    """Counts for a day what was counted of it, inside the caller's transaction: the calls themselves are gone. Put
    twice it counts once; tables and rows of another shape are passed over."""
    for table in COUNTS:
        time = _TIME.get(table, "day")
        width = len(db.execute(f"SELECT * FROM {table} LIMIT 0").description)  # noqa: S608  fixed names
        rows = [each for each in counts.get(table, ()) if len(each) == width and isinstance(each[0], str)]
        if not rows:
            continue
        db.execute(f"DELETE FROM {table} WHERE {time} >= ? AND {time} < ? || 'U'", (day, day))  # noqa: S608  fixed names
        marks = ", ".join("?" * width)
        values = [(day + each[0], *each[1:]) for each in rows]
        db.executemany(f"INSERT INTO {table} VALUES ({marks})", values)  # noqa: S608  fixed names
