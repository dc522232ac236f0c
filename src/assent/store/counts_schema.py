"""What is counted of calls, by which spans of time: what the seventh step of the schema makes."""

from __future__ import annotations

from typing import NamedTuple

HOUR, DAY, MONTH, YEAR = 13, 10, 7, 4  # letters of a time that name a span of it
TIMES = {HOUR: "hour", DAY: "day", MONTH: "month", YEAR: "year"}


class Family(NamedTuple):
    """What is counted: calls that have a `which` (all for ""), by the columns of a `key` beside agent and project, in
    the order in which it is asked for; in a table for each span of time, by the letters of it, the shortest span first.
    `last` tells also when there last was one."""

    key: tuple[str, ...]
    tables: tuple[tuple[str, int], ...]
    which: str = ""
    last: bool = False


_KIND = ("verdict", "asked", "known", "tool", "decider", "tier", "answer", '"end"')
KINDS = Family(_KIND, (("totals", HOUR), ("day_totals", DAY), ("month_totals", MONTH)))
LATENCIES = Family(("tenths",), (("latencies", DAY), ("month_latencies", MONTH)), "tenths")
WAITS = Family(("tenths_of_a_second",), (("waits", DAY), ("month_waits", MONTH)), which="tenths_of_a_second")
FIRED = Family(("rule", "verdict"), (("rule_days", DAY), ("rule_months", MONTH)), which="rule", last=True)
ABOUT = Family(
    ("tool", "shape", "verdict", "asked", "answer"),
    (("subject_days", DAY), ("subject_months", MONTH), ("subject_years", YEAR)),
)
FAMILIES = (KINDS, LATENCIES, WAITS, FIRED, ABOUT)
COUNTS = {table: (family, width) for family in FAMILIES for table, width in family.tables}
UNTIL = "calls:until"  # in `meta`: the last day whose calls were dropped

# Up to the next half of a millisecond, from 100 ms on the next whole one, from a second on the next ten.
BUCKET = """CASE WHEN @ <= 1000 THEN (@ + 4) / 5 * 5 WHEN @ <= 10000 THEN (@ + 9) / 10 * 10
    ELSE (@ + 99) / 100 * 100 END"""
# A call as it is counted: columns of its row, and what is made of them (`@` is the row).
PLAIN = ("ts", "agent", "project", "tool", "verdict", "tier", "decider", "known", "answer", '"end"', "rule")
MADE = {
    "hour": f"substr(@.ts, 1, {HOUR})",
    "day": f"substr(@.ts, 1, {DAY})",
    "asked": "coalesce(@.asked, -1)",  # -1 unknown
    "tenths": BUCKET.replace("@", "@.latency"),
    "tenths_of_a_second": "@.waited / 100",
    "shape": "(SELECT shape FROM subjects WHERE id = @.subject)",
}
COLUMNS = (*PLAIN, *MADE)
_MATTERS = (*PLAIN, "subject", "asked", "latency", "waited")  # columns of a call that are counted somewhere
_NUMBERS = ("asked", "tenths", "tenths_of_a_second")


def columns(table: str) -> tuple[str, ...]:
    """The columns of a table of counts, in their order, without the numbers."""
    family, width = COUNTS[table]
    return (TIMES[width], "agent", "project", *(_TOTALS if family is KINDS else family.key))


# In the order that databases and records out there have.
_TOTALS = ("tool", "verdict", "tier", "decider", "known", "asked", "answer", '"end"')


def _typed(column: str) -> str:
    return f"{column} {'INTEGER' if column in _NUMBERS else 'TEXT'}"


def _table(table: str) -> str:
    """A table sorted in the order in which questions group it: agent and project are seldom asked for."""
    family, width = COUNTS[table]
    named = ", ".join(map(_typed, columns(table)))
    last = ", last TEXT NOT NULL" if family.last else ""
    key = ", ".join((TIMES[width], *family.key, "agent", "project"))
    return f"CREATE TABLE {table} (\n  {named}, n INTEGER NOT NULL{last},\n  PRIMARY KEY ({key})\n) WITHOUT ROWID"


def _moved(table: str) -> tuple[str, ...]:
    """The statements that make a table anew, sorted in another order, with what it held."""
    family, _ = COUNTS[table]
    more = ("n", "last") if family.last else ("n",)
    named = ", ".join((*columns(table), *more))
    return (
        f"ALTER TABLE {table} RENAME TO old_{table}",
        _table(table),
        f"INSERT INTO {table} ({named}) SELECT {named} FROM old_{table}",  # noqa: S608  fixed names
        f"DROP TABLE old_{table}",
    )


def summed(table: str, base: str, where: str = "1", sign: str = "") -> str:
    """The statement that adds what a table of counts holds to one of longer spans."""
    family, width = COUNTS[table]
    _, *rest = columns(table)
    named = ", ".join((TIMES[width], *rest, "n", *(("last",) if family.last else ())))
    time = TIMES[COUNTS[base][1]]
    values = ", ".join(
        (f"substr({time}, 1, {width})", *rest, f"{sign}n", *(("last",) if family.last else ()))
    )
    return f"INSERT INTO {table} ({named}) SELECT {values} FROM {base} WHERE {where} {on_conflict(family)}"  # noqa: S608  fixed names


def on_conflict(family: Family) -> str:
    last = ", last = max(last, excluded.last)" if family.last else ""
    return f"ON CONFLICT DO UPDATE SET n = n + excluded.n{last}"


# What of the day `?` is counted again from its calls.
AGAIN = tuple(
    f"INSERT INTO {table} ({named}, n) SELECT {named}, count(*) FROM counted WHERE ts >= ?1 AND ts < ?1 || 'U' "  # noqa: S608  fixed names
    f"{'AND tenths IS NOT NULL ' if table == 'latencies' else ''}GROUP BY {named}"
    for table in ("latencies", "subject_days")
    for named in (", ".join(columns(table)),)
)
AFTER = f"SELECT DISTINCT day FROM day_totals WHERE day > coalesce((SELECT value FROM meta WHERE key = '{UNTIL}'), '')"  # noqa: S608  a fixed name
_BEFORE = f"WHERE day <= (SELECT value FROM meta WHERE key = '{UNTIL}')"  # noqa: S608  a fixed name
_OLD_LATENCY = f"day, agent, project, {BUCKET.replace('@', 'tenths')}"
_OLD_ABOUT = "day, agent, project, tool, shape, verdict, asked"


def _view() -> str:
    made = ", ".join(f"{value} AS {name}" for name, value in MADE.items()).replace("@.", "calls.")
    return f"CREATE VIEW counted AS SELECT number, session, {', '.join(PLAIN)}, {made} FROM calls"  # noqa: S608  fixed names


_NEW = """CREATE TRIGGER calls_new AFTER INSERT ON calls BEGIN
  INSERT OR IGNORE INTO uncounted VALUES (NEW.number);
END"""
_CHANGED = """CREATE TRIGGER calls_changed AFTER UPDATE OF {columns} ON calls
  WHEN NOT EXISTS (SELECT 1 FROM uncounted WHERE number = OLD.number) AND ({differs}) BEGIN
  INSERT INTO changed SELECT {was};
  INSERT INTO uncounted VALUES (NEW.number);
END"""


def _triggers() -> tuple[str, str]:
    """A new call waits to be counted. So does one that has changed; what it was counted as is kept until then."""
    differs = " OR ".join(f"OLD.{each} IS NOT NEW.{each}" for each in _MATTERS)
    was = ", ".join((*(f"@.{each}" for each in PLAIN), *MADE.values())).replace("@", "OLD")
    return _NEW, _CHANGED.format(columns=", ".join(_MATTERS), differs=differs, was=was)


# Refused, asked about, or risky and let run: what a digest tells of one by one.
_RISKY = " OR ".join(
    f"instr(' ' || effects || ' ', ' {name} ')"
    for name in ("destroy", "net-send", "history", "privilege", "weaken")
)
_NOTABLE = f"""CREATE INDEX calls_notable ON calls
  (ts, tool, subject, rule, verdict, decider, effects, asked, answer, "end", agent, session)
  WHERE (verdict = 'deny' OR "end" = 'refused') OR coalesce(asked, verdict = 'ask')
    OR (({_RISKY}) AND "end" IN ('ran', 'failed', 'stopped'))"""
_DROPPED = tuple(
    f"DROP TRIGGER {table}_{when}"
    for table in ("totals", "day_totals", "latencies", "waits", "subject_days", "rule_days")
    for when in ("added", "moved")
)
STATEMENTS = (
    *_DROPPED,
    "DROP VIEW counted",
    "CREATE TABLE uncounted (number INTEGER PRIMARY KEY)",
    f"CREATE TABLE changed ({', '.join(map(_typed, COLUMNS))})",
    _view(),
    *_triggers(),
    *(each for table in ("day_totals", "waits", "rule_days") for each in _moved(table)),
    *(_table(table) for table in ("month_totals", "month_latencies", "month_waits", "rule_months",
                                  "subject_months", "subject_years")),
    "ALTER TABLE latencies RENAME TO old_latencies",
    _table("latencies"),
    f"INSERT INTO latencies SELECT {_OLD_LATENCY}, n FROM old_latencies {_BEFORE} {on_conflict(LATENCIES)}",  # noqa: S608  fixed names
    "DROP TABLE old_latencies",
    "ALTER TABLE subject_days RENAME TO old_subject_days",
    _table("subject_days"),
    f"INSERT INTO subject_days SELECT {_OLD_ABOUT}, '', n FROM old_subject_days {_BEFORE}",  # noqa: S608  fixed names
    "DROP TABLE old_subject_days",
    "CREATE INDEX sessions_by_began ON sessions (began, number)",
    "DROP INDEX calls_answered",
    _NOTABLE,
    "CREATE INDEX decisions_judged ON decisions (ts) WHERE tier IN ('green', 'yellow', 'red')",
    "CREATE INDEX sessions_by_last ON sessions (last, number)",
)  # fmt: skip
# Once the days are counted: what is made of them.
SUMS = tuple(
    summed(table, base)
    for family in FAMILIES
    for (base, _), (table, width) in zip(family.tables, family.tables[1:], strict=False)
    if width < DAY
)
