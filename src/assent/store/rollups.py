"""The counts of a day, which are kept for good: taken out of the database before its calls go, and put back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

UNTIL = "calls:until"  # in `meta`: the last day whose calls were dropped
# The sums of whole days follow from those of hours.
_OF_DAYS = """INSERT INTO day_totals
  SELECT substr(hour, 1, 10), agent, project, tool, verdict, tier, decider, known, asked, answer, "end", sum(n)
  FROM totals WHERE substr(hour, 1, 10) = ? GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11"""
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
    db.execute("DELETE FROM day_totals WHERE day = ?", (day,))
    db.execute(_OF_DAYS, (day,))
    close(db, day)


def close(db: sqlite3.Connection, until: str) -> None:
    """From now on no call up to a day is counted any more: a log that is read later would count it twice."""
    db.execute(
        "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = max(value, excluded.value)",
        (UNTIL, until),
    )
