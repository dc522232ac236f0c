"""New calls taken into the counts, many at a time: until then who counts reads them themselves."""

from __future__ import annotations

from collections import Counter
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from assent.store.counts_schema import COLUMNS, DAY, FAMILIES, FIRED, TIMES, columns, on_conflict

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from assent.store.counts_schema import Family

    Key = tuple[Any, ...]

MOST = 1000  # calls that may wait to be counted: so many are read one by one in no time
_NEW = f"SELECT {', '.join(COLUMNS)} FROM uncounted CROSS JOIN counted USING (number)"  # noqa: S608  fixed names
_OLD = f"SELECT {', '.join(COLUMNS)} FROM changed"  # noqa: S608  fixed names
_DUE = "SELECT EXISTS (SELECT 1 FROM changed) OR (SELECT count(*) FROM uncounted) >= ?"
_AT = {name: at for at, name in enumerate(COLUMNS)}
# The last call of a rule in a span of days, by its calls, while they are kept; in a longer one, by its days.
_LAST_OF_A_DAY = """UPDATE rule_days SET last = coalesce((SELECT ts FROM calls WHERE rule = ?4 AND rule != ''
    AND ts >= ?1 AND ts < ?1 || 'U' AND agent = ?2 AND project = ?3 AND verdict = ?5 ORDER BY ts DESC LIMIT 1), last)
  WHERE day = ?1 AND agent = ?2 AND project = ?3 AND rule = ?4 AND verdict = ?5"""
_LAST_OF_A_MONTH = """UPDATE rule_months SET last = coalesce((SELECT max(last) FROM rule_days WHERE rule = ?4
    AND day >= ?1 AND day < ?1 || 'U' AND agent = ?2 AND project = ?3 AND verdict = ?5), last)
  WHERE month = ?1 AND agent = ?2 AND project = ?3 AND rule = ?4 AND verdict = ?5"""


def count_due(db: sqlite3.Connection) -> None:
    """Counts what waits for it, once that is much; at once where a call was counted already and has changed: what is
    read one by one only ever adds. Inside the caller's transaction."""
    if db.execute(_DUE, (MOST,)).fetchone()[0]:
        count(db)


def count(db: sqlite3.Connection) -> None:
    """Counts every call that waits for it, inside the caller's transaction."""
    new, old = db.execute(_NEW).fetchall(), db.execute(_OLD).fetchall()
    for family in FAMILIES:
        _keep(db, family, new, old)
    db.execute("DELETE FROM uncounted")
    db.execute("DELETE FROM changed")


def _keep(db: sqlite3.Connection, family: Family, new: list[Key], old: list[Key]) -> None:
    """Adds new calls to the tables of a family, and takes out what calls were before they changed."""
    (base, width), *wider = family.tables
    key = itemgetter(*(_AT[each] for each in (TIMES[width], *columns(base)[1:])))
    added, taken = _with(family, new), _with(family, old)
    numbers = Counter(map(key, added))
    numbers.subtract(map(key, taken))
    last = (
        {key(row): row[_AT["ts"]] for row in sorted(added, key=itemgetter(_AT["ts"]))} if family.last else {}
    )
    gone = set(map(key, taken))
    _write(db, family, base, numbers, last)
    _mend(db, family, base, gone)
    for table, letters in wider:
        cut = _cut(letters)
        longer: Counter[Key] = Counter()
        for each, number in numbers.items():
            longer[cut(each)] += number
        _write(db, family, table, longer, _latest(last, cut))
        _mend(db, family, table, set(map(cut, gone)))


def _with(family: Family, rows: list[Key]) -> list[Key]:
    """Those that have what a family counts."""
    if not family.which:
        return rows
    at = _AT[family.which]
    return [row for row in rows if row[at] is not None and row[at] != ""]


def _cut(letters: int) -> Callable[[Key], Key]:
    """From the key of a span to that of the longer one around it."""
    return lambda key: (key[0][:letters], *key[1:])


def _latest(last: dict[Key, str], cut: Callable[[Key], Key]) -> dict[Key, str]:
    return {cut(key): ts for key, ts in sorted(last.items(), key=itemgetter(1))}


def _write(
    db: sqlite3.Connection, family: Family, table: str, numbers: Counter[Key], last: dict[Key, str]
) -> None:
    named = (*columns(table), "n", *(("last",) if family.last else ()))
    sql = f"INSERT INTO {table} ({', '.join(named)}) VALUES ({', '.join('?' * len(named))}) {on_conflict(family)}"  # noqa: S608  fixed names
    rows = ((*key, number) for key, number in numbers.items() if number or key in last)
    db.executemany(sql, ((*row, last.get(row[:-1], "")) for row in rows) if family.last else rows)


def _mend(db: sqlite3.Connection, family: Family, table: str, keys: set[Key]) -> None:
    """After something was taken out: what counts nothing goes, and of the rest it is seen when there last was one."""
    where = " AND ".join(f"{each} = ?" for each in columns(table))
    db.executemany(f"DELETE FROM {table} WHERE {where} AND n <= 0", keys)  # noqa: S608  fixed names
    if family is FIRED:
        db.executemany(_LAST_OF_A_DAY if dict(FIRED.tables)[table] == DAY else _LAST_OF_A_MONTH, keys)
