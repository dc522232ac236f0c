"""What people ask of a long record, and how fast it answers: `python benchmarks/record.py [--calls 10000000]`.

A database of that many calls is made at once, two years of working days, its counts by the same SQL that the triggers
are checked against; then each question is asked eleven times in one process with a warm page cache. Figures: medians,
what the triggers add to keeping one call, and peak memory.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import random
import resource
import sqlite3
import statistics
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assent.analytics.registry import analyses
from assent.analytics.scope import Scope
from assent.store import calls_together, migrations
from assent.store.calls import COLUMNS
from assent.store.calls_schema import COUNTS
from assent.store.searches import NEWEST

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW, A_WEEK = "2026-03-01T18:00:00.000Z", "2026-02-22T18:00:00.000Z"
DAYS, A_SESSION, SUBJECTS, RULES, RUNS = 730, 120, 40_000, 60, 11
# What these questions are always asked with: the page of sessions lists so many, and a session is named.
ASKED_WITH: dict[str, dict[str, Any]] = {"sessions": {"limit": 20}, "session": {"session": "session-100"}}
PROJECTS = [f"/home/u/project-{n}/.git" for n in range(12)]
SHAPES = [f"program-{n % 90} verb-{n % 7}" for n in range(400)]
# verdict, tier, decider, known, asked, answer, end; how many among a thousand.
STORIES = [
    (("allow", "allow", "assent", "recorded", None, "", "ran"), 620),
    (("allow", "green", "assent", "recorded", None, "", "ran"), 120),
    (("allow", "allow", "assent", "recorded", None, "", "failed"), 30),
    (("silent", "none", "rule", "recorded", 0, "", "ran"), 120),
    (("silent", "none", "user", "recorded", 1, "yes", "ran"), 50),
    (("silent", "none", "user", "inferred", 1, "yes", "ran"), 10),
    (("silent", "none", "", "", None, "", "?"), 10),
    (("ask", "ask", "user", "recorded", 1, "yes", "ran"), 20),
    (("ask", "ask", "user", "recorded", 1, "no", "not run"), 6),
    (("deny", "deny", "assent", "recorded", None, "", "refused"), 14),
]
PLAIN = """SELECT verdict, sum(n) FROM scope GROUP BY verdict"""
# What a command reads, where its question is no analysis: each must stay fast on a long record.
QUESTIONS = {
    "stats, today": (PLAIN, {"since": NOW[:10]}),
    "stats, 7 days from now": (PLAIN, {"since": A_WEEK}),
    "stats, all": (PLAIN, {}),
    "stats, all, one project": (PLAIN, {"projects": PROJECTS[:1]}),
    "stats, one session": (PLAIN, {"session": "session-100"}),
    "tools, all": ("SELECT tool, verdict, sum(n) FROM scope GROUP BY tool, verdict", {}),
    "latency, all": ("SELECT tenths, sum(n) FROM latency GROUP BY tenths ORDER BY tenths", {}),
    "latency, from half a day on": ("SELECT tenths, sum(n) FROM latency GROUP BY tenths",
                                    {"since": "2026-02-27T11:30:00.000Z"}),
    "rules, all": ("SELECT rule, sum(n), max(last) FROM fired GROUP BY rule", {}),
    "subjects, 30 days": ("SELECT tool, shape, sum(n) FROM about GROUP BY tool, shape ORDER BY 3 DESC LIMIT 20",
                          {"since": "2026-01-30"}),
    "trends, 90 days": ("SELECT day, sum(n), sum(n * (asked = 1)) FROM scope GROUP BY day", {"since": "2025-12-01"}),
    "trends, all": ("SELECT day, sum(n), sum(n * (asked = 1)) FROM scope GROUP BY day", {}),
    "hours of the day, all": ("SELECT substr(hour, 12), sum(n) FROM scope GROUP BY 1", {}),
    "sessions, the last 20": ("""SELECT s.session, count(*), sum(c.asked = 1), sum(c.verdict = 'allow')
       FROM (SELECT * FROM sessions ORDER BY last DESC LIMIT 20) s JOIN calls c ON c.session = s.number
       GROUP BY s.number""", {}),
    "outcome of one call": ("""SELECT * FROM calls WHERE agent = 'claude' AND call = 'toolu_000000077777'
       AND call != ''""", {}),
    "log, the last 20": ("SELECT * FROM calls ORDER BY ts DESC LIMIT 20", {}),
    "log --grep, a word in 40,000 subjects": ("""SELECT * FROM calls WHERE subject IN (SELECT id FROM subjects WHERE
       instr(text, 'verb-3 77')) ORDER BY ts DESC LIMIT 20""", {}),
}  # fmt: skip


def main() -> None:
    """Make the database, ask, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=10_000_000)
    parser.add_argument("--folder", type=Path, help="where the database is made (about 4 GB), and kept")
    given = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = given.folder or Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="assent-bench-"))
        )
        file = folder / f"calls-{given.calls}.db"
        if not file.exists():
            begin = time.perf_counter()
            make(file, given.calls)
            print(f"made in {time.perf_counter() - begin:.0f} s, {file.stat().st_size / 1e9:.1f} GB")
        db = stack.enter_context(contextlib.closing(sqlite3.connect(file, isolation_level=None)))
        for table in ("calls", *COUNTS, "subjects", "sessions"):
            print(f"{table}: {db.execute(f'SELECT count(*) FROM {table}').fetchone()[0]} rows")  # noqa: S608  fixed names
        ask_all(db)
        append(db)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def ask_all(db: sqlite3.Connection) -> None:
    """The median of each question, then of each analysis there is, over everything and over the last week."""
    for name, (sql, scope) in QUESTIONS.items():
        print(f"{name}: {timed(db, sql, Scope(NOW, **scope)):.1f} ms")
    for name, question in analyses().items():
        took = [
            timed(db, question.SQL, Scope(NOW, since, **ASKED_WITH.get(name, {}))) for since in ("", A_WEEK)
        ]
        named = "".join(f", {key} {value}" for key, value in ASKED_WITH.get(name, {}).items())
        print(f"{name}{named}: all {took[0]:.1f} ms, a week {took[1]:.1f} ms")


def timed(db: sqlite3.Connection, sql: str, scope: Scope) -> float:
    text, values = scope.asked(sql)
    taken = []
    for _ in range(RUNS):
        begin = time.perf_counter()
        db.execute(text, values).fetchall()
        taken.append((time.perf_counter() - begin) * 1000)
    return statistics.median(taken[1:])


def append(db: sqlite3.Connection) -> None:
    """What keeping one more call takes, by the processor's time: counted one by one, together, not; nothing is kept.
    They are the calls of two weeks, as an import brings them."""
    rows = [
        (*row[:1], f"new-{n}", *row[2:])
        for n, row in enumerate(itertools.islice(made(1_000_000, random.Random(2)), 20_000))
    ]
    insert = f"INSERT INTO calls ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608  fixed names
    took = []
    for write, counted in (
        (sqlite3.Connection.executemany, True),
        (calls_together.insert, True),
        (sqlite3.Connection.executemany, False),
    ):
        db.execute("BEGIN")
        for table in () if counted else COUNTS:
            db.execute(f"DROP TRIGGER {table}_added")
        begin = time.process_time()
        write(db, insert, rows)
        took.append((time.process_time() - begin) / len(rows) * 1e6)
        db.execute("ROLLBACK")
    alone, together, bare = took
    print(f"a call kept in {alone:.1f} us alone, {alone - bare:.1f} us of it for the counts")
    print(f"among many in {together:.1f} us, {together - bare:.1f} us of it for the counts")


def make(file: Path, calls: int) -> None:
    """The database, its counts made once all calls are there."""
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as db:
        db.execute("PRAGMA synchronous = OFF")
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("PRAGMA cache_size = -60000")
        migrations.migrate(db)
        made_later = db.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE tbl_name IN ('calls', 'decisions') AND sql IS NOT NULL "
            "AND type IN ('trigger', 'index')"
        ).fetchall()
        for kind, name, _ in made_later:
            db.execute(f"DROP {kind} {name}")
        db.execute("BEGIN")
        named = [
            (f"program-{n % 90} verb-{n % 7} {n}", "command", SHAPES[n % len(SHAPES)])
            for n in range(SUBJECTS)
        ]
        db.executemany("INSERT INTO subjects (text, kind, shape) VALUES (?, ?, ?)", named)
        insert = f"INSERT INTO calls ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608  fixed names
        sessions = [("claude", session(n), PROJECTS[n % 12], "", "", "", "default", "2.1.328")
                    for n in range(calls // A_SESSION + 1)]  # fmt: skip
        columns = "agent, session, project, began, ended, last, mode, version"
        db.executemany(f"INSERT INTO sessions ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", sessions)  # noqa: S608  fixed names
        db.executemany(insert, made(calls, random.Random(1)))
        db.executemany(
            f"INSERT INTO decisions VALUES ({', '.join('?' * 12)})",  # noqa: S608  as many as it has columns
            map(decided, itertools.count(1), made(calls, random.Random(1)), itertools.repeat(calls)),
        )
        for kind, _, sql in made_later:
            if kind == "index":
                db.execute(sql)
        count(db)
        for kind, _, sql in made_later:
            if kind == "trigger":
                db.execute(sql)
        db.execute(
            "UPDATE sessions SET (began, last) = "
            "(SELECT min(ts), max(ts) FROM calls WHERE session = sessions.number)"
        )
        db.execute("COMMIT")


def count(db: sqlite3.Connection) -> None:
    """Every table of counts by a recount of the calls."""
    for table in COUNTS:
        columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})") if row[1] not in ("n", "last")]
        key = ", ".join(f'"{each}"' for each in columns)
        some = [f'"{each}" IS NOT NULL' for each in columns if "tenths" in each]
        where = " AND ".join([*some, "rule != ''" if table == "rule_days" else "1"])
        last = ", max(ts)" if table == "rule_days" else ""
        rows = f"SELECT {key}, count(*){last} FROM counted WHERE {where} GROUP BY {key}"  # noqa: S608  fixed names
        db.execute(f"INSERT INTO {table} {rows}")


def session(number: int) -> str:
    """The id of a session."""
    return f"{chance_of(number):08x}-s{number}"


def chance_of(number: int) -> int:
    """A number that looks like chance, another for each number."""
    return number * 2_654_435_761 & 0xFFFFFFFF


def decided(number: int, row: tuple[Any, ...], calls: int) -> tuple[object, ...]:
    """The decision about a call: as long as real ones where a search reads them one by one, shorter before."""
    (agent, call, ts, at, project, tool, about, mode, _, identity, verdict, tier, rule, layer, *_) = row
    text = f"program-{about % 90} verb-{about % 7} {about}"
    body = {
        "ts": ts, "id": identity, "agent": agent, "call": call, "tool": tool, "input": {"command": text}, "verdict": verdict,
        "tier": tier, "rule": rule, "name": rule and f"name-{rule}",
    }  # fmt: skip
    if number > calls - 2 * NEWEST:
        body |= {
            "kind": "decision", "session": session(at - 1), "cwd": project.removesuffix("/.git"), "project": project,
            "why": f"rule {rule} says so" if rule else "no rule speaks",
            "input": {"command": text, "description": "Looks at what the program has to say about it" * 3},
            "mode": mode, "subagent": "", "layer": layer, "effects": ["read-project"], "coverage": "full",
            "near": ["git-read: `--force` is an option that it does not cover"], "ms": 18.2, "assent": "0.4.0",
            "agent_version": "2.1.328", "epoch": 12, "prev": f"{chance_of(number):064x}", "n": number,
        }  # fmt: skip
    whole = json.dumps(body, separators=(",", ":"))
    return number, identity, ts, ts[:10], agent, session(at - 1), project, tool, verdict, tier, rule, whole


def made(calls: int, chance: random.Random) -> Iterator[tuple[object, ...]]:
    """Rows of calls, oldest first: ten working hours a day, sessions one after the other, four projects a day."""
    stories = chance.choices([each for each, _ in STORIES], [weight for _, weight in STORIES], k=1 << 16)
    subjects = [min(int(chance.paretovariate(0.6)), SUBJECTS) for _ in range(1 << 16)]
    tools = chance.choices(
        ("Bash", "Read", "Edit", "Grep", "WebFetch", "mcp__x__y"), (60, 20, 12, 5, 2, 1), k=1 << 16
    )
    latencies = [int(chance.lognormvariate(5.2, 0.4)) for _ in range(1 << 16)]
    start = datetime.fromisoformat(NOW[:10]) - timedelta(days=DAYS)
    a_day = max(1, calls // DAYS)
    for n in range(calls):
        day, within = divmod(n, a_day)
        at = start + timedelta(days=min(day, DAYS - 1), seconds=8 * 3600 + within * 36_000 / a_day)
        ts = at.isoformat(timespec="milliseconds") + "Z"
        k = n * 40_503 & 0xFFFF
        verdict, tier, decider, known, asked, answer, end = stories[k]
        rule = f"rule{subjects[k] % RULES:08d}" if verdict not in ("silent", "") else ""
        yield (
            "claude", f"toolu_{n:012d}", ts, n // A_SESSION + 1, PROJECTS[n * 4 // a_day % 12],
            tools[subjects[k] % len(SHAPES)], subjects[k],
            "default", "", f"{n:x}-1-{chance_of(n):08x}", verdict, tier, rule, "user" if rule else "", "read-project", "full",
            latencies[k], decider, known, asked, answer, end, "log" if end != "?" else "",
            latencies[k] * 40 if answer == "yes" else None, 300, "",
        )  # fmt: skip


if __name__ == "__main__":
    main()
