"""Many new calls written at once: counted by groups in place of one by one; what the sixth step of the schema makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assent.store.calls_schema import COUNTED, counts_a_new_call

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

FEW = 20  # calls that triggers count faster than groups do
# In `meta` while calls that are written are not counted one by one; never there once a transaction is over.
_KEY = "calls:together"
_ALONE = f"NOT EXISTS (SELECT 1 FROM meta WHERE key = '{_KEY}')"  # noqa: S608  a fixed name
_INDEXES = (
    # What people are asked about, in the order in which it is grouped.
    """CREATE INDEX calls_unruled ON calls (tool, subject, project, ts, decision, asked, answer)
  WHERE verdict IN ('silent', 'ask') AND coalesce(asked, 1) = 1 AND decision != ''""",
    # What they answered.
    "CREATE INDEX calls_answered ON calls (ts, subject, tool, answer, agent, project, session) WHERE answer != ''",
)


def _grouped(table: str) -> str:
    """The statement that counts the calls after a number."""
    key, which, _ = COUNTED[table]
    last = table == "rule_days"
    values = ", ".join(key.values()) + ", count(*)" + (", max(@.ts)" if last else "")
    columns = ", ".join(str(place) for place in range(1, len(key) + 1))
    added = "n = n + excluded.n" + (", last = max(last, excluded.last)" if last else "")
    return (
        f"INSERT INTO {table} SELECT {values} FROM calls WHERE number > ? AND {which} GROUP BY {columns}\n"  # noqa: S608  fixed names
        f"  ON CONFLICT DO UPDATE SET {added}"
    ).replace("@", "calls")


_GROUPED = tuple(_grouped(table) for table in COUNTED)
STATEMENTS = (
    *_INDEXES,
    *(f"DROP TRIGGER {table}_added" for table in COUNTED),
    *(counts_a_new_call(table, _ALONE) for table in COUNTED),
)


def insert(db: sqlite3.Connection, statement: str, rows: Sequence[Sequence[Any]]) -> None:
    """Writes new calls with their counts, inside the caller's transaction: without one a failure would leave the calls
    after it uncounted."""
    if len(rows) < FEW or not db.in_transaction:
        db.executemany(statement, rows)
        return
    newest = db.execute("SELECT coalesce(max(number), 0) FROM calls").fetchone()
    db.execute("INSERT INTO meta VALUES (?, '')", (_KEY,))
    db.executemany(statement, rows)
    for counted in _GROUPED:
        db.execute(counted, newest)
    db.execute("DELETE FROM meta WHERE key = ?", (_KEY,))
