"""The counts of a day, which are kept for good: taken out of the database before its calls go, and put back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

# Table → the column that says the day, with the hour behind it in one of them.
_TABLES = {"totals": "hour", "latencies": "day", "waits": "day", "rule_days": "day", "subject_days": "day"}


def of_day(db: sqlite3.Connection, day: str) -> dict[str, list[list[Any]]]:
    """The rows of each table that count a day; nothing of those without any."""
    found = {}
    for table, column in _TABLES.items():
        rows = db.execute(f"SELECT * FROM {table} WHERE substr({column}, 1, 10) = ?", (day,))  # noqa: S608  fixed names
        found[table] = [list(row) for row in rows]
    return {table: rows for table, rows in found.items() if rows}


def put_day(db: sqlite3.Connection, day: str, rows: Mapping[str, list[list[Any]]]) -> None:
    """Puts back what `of_day` gave, in place of what counts the day now; raises ValueError for other rows."""
    for table, column in _TABLES.items():
        db.execute(f"DELETE FROM {table} WHERE substr({column}, 1, 10) = ?", (day,))  # noqa: S608  likewise
        width = len(db.execute(f"PRAGMA table_info({table})").fetchall())
        for row in rows.get(table, ()):
            if len(row) != width or str(row[0])[:10] != day:
                raise ValueError(f"no row of {table}")
            db.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * width)})", row)  # noqa: S608  likewise
