"""The counts of a day, which are kept for good: taken out of the database before its calls go, and put back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from assent.store import counts
from assent.store.counts_schema import (
    ABOUT,
    BUCKET,
    DAY,
    FAMILIES,
    FIRED,
    LATENCIES,
    MONTH,
    TIMES,
    UNTIL,
    columns,
    on_conflict,
    summed,
)
from assent.store.db import transaction

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from assent.store.counts_schema import Family

    Rows = list[list[Any]]

_BEHIND = "U"  # beyond every hour of a day: one goes on with a T
_LAST = """UPDATE rule_months SET last = coalesce((SELECT max(d.last) FROM rule_days d WHERE d.rule = rule_months.rule
    AND d.day >= month AND d.day < month || 'U' AND d.agent = rule_months.agent AND d.project = rule_months.project
    AND d.verdict = rule_months.verdict), last)
  WHERE month = ?"""


def of_day(db: sqlite3.Connection, day: str) -> dict[str, Rows]:
    """The rows of each table that count a day, all its calls counted, in the caller's transaction or one of its own;
    nothing of those without any."""
    if not db.in_transaction:
        with transaction(db):
            return of_day(db, day)
    counts.count(db)
    found = {}
    for family in FAMILIES:
        table, where = family.tables[0][0], _of_day(family)
        rows = db.execute(f"SELECT {', '.join(_columns(family))} FROM {table} WHERE {where}", {"day": day})  # noqa: S608  fixed names
        found[table] = [list(row) for row in rows]
    return {table: rows for table, rows in found.items() if rows}


def put_day(db: sqlite3.Connection, day: str, rows: Mapping[str, Rows]) -> None:
    """Puts back what `of_day` gave, in place of what counts the day now; raises ValueError for other rows, and for what
    is no day: it would stand for many."""
    if len(day) != DAY or date.fromisoformat(day).isoformat() != day:
        raise ValueError(f"no day: {day}")
    for family in FAMILIES:
        (base, _), *wider = family.tables
        for table, _ in wider:
            db.execute(summed(table, base, _of_day(family), "-"), {"day": day})
        taken = db.execute(f"DELETE FROM {base} WHERE {_of_day(family)}", {"day": day}).rowcount  # noqa: S608  fixed names
        _put(db, family, day, rows.get(base, []))
        for table, width in wider:
            db.execute(summed(table, base, _of_day(family)), {"day": day})
            if taken:
                db.execute(f"DELETE FROM {table} WHERE {TIMES[width]} = ? AND n <= 0", (day[:width],))  # noqa: S608  fixed names
        if taken and family is FIRED:
            db.execute(_LAST, (day[:MONTH],))
    close(db, day)


def close(db: sqlite3.Connection, until: str) -> None:
    """From now on no call up to a day is counted any more: a log that is read later would count it twice."""
    db.execute(
        "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = max(value, excluded.value)",
        (UNTIL, until),
    )


def _columns(family: Family) -> tuple[str, ...]:
    return (*columns(family.tables[0][0]), "n", *(("last",) if family.last else ()))


def _of_day(family: Family) -> str:
    time = TIMES[family.tables[0][1]]
    return f"{time} >= :day AND {time} < :day || '{_BEHIND}'"


def _put(db: sqlite3.Connection, family: Family, day: str, rows: Rows) -> None:
    """Writes the rows of a day, older ones in the form they have now."""
    table, named = family.tables[0][0], _columns(family)
    marks = [f"?{at}" for at in range(1, len(named) + 1)]
    if family is LATENCIES:  # once they were kept more exactly
        marks[named.index("tenths")] = BUCKET.replace("@", marks[named.index("tenths")])
    sql = f"INSERT INTO {table} ({', '.join(named)}) VALUES ({', '.join(marks)}) {on_conflict(family)}"  # noqa: S608  fixed names
    for row in rows:
        whole = row
        if family is ABOUT and len(row) == len(named) - 1:  # once nobody told what was answered
            whole = [*row[:-1], "", row[-1]]
        if len(whole) != len(named) or not _is_sound(whole, day, whole[named.index("n")]):
            raise ValueError(f"no row of {table}")
        db.execute(sql, whole)


def _is_sound(row: list[Any], day: str, number: object) -> bool:
    """Whether a row says how many calls there were, and of this day."""
    counts_some = type(number) is int and 0 < number < 1 << 53
    plain = all(isinstance(each, str | int) for each in row)
    return counts_some and plain and str(row[0])[: len(day)] == day
