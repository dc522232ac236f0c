"""What people ask of a long record, and how fast it answers: `python benchmarks/record.py [--calls 10000000]`.

A state folder with that many calls is made at once (see `make_record.py`); then each question is asked eleven times in
one process with a warm page cache, and the commands are run as people run them, beside the same in an empty home.
Figures: medians, of questions by the processor's time, what counting adds to keeping one call, and peak memory.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import random
import resource
import shlex
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import make_record
from make_record import INSERT, NOW, PROJECTS, made

from assent.analytics.registry import analyses
from assent.analytics.scope import Scope
from assent.store import counts
from assent.store.counts_schema import COUNTS
from assent.store.paths import paths_of

A_WEEK, RUNS = "2026-02-22T18:00:00.000Z", 11
SOURCES = str(Path(__file__).resolve().parents[1] / "src")
A_CALL, A_SESSION = 77_777, make_record.session(100)
# What these questions are always asked with: the page of sessions lists so many, and a session is named.
ASKED_WITH: dict[str, dict[str, Any]] = {"sessions": {"limit": 20}, "session": {"session": A_SESSION}}
PLAIN = """SELECT verdict, sum(n) FROM scope GROUP BY verdict"""
# What a command reads, where its question is no analysis: each must stay fast on a long record.
QUESTIONS = {
    "stats, today": (PLAIN, {"since": NOW[:10]}),
    "stats, 7 days from now": (PLAIN, {"since": A_WEEK}),
    "stats, all": (PLAIN, {}),
    "stats, all, one project": (PLAIN, {"projects": PROJECTS[:1]}),
    "stats, one session": (PLAIN, {"session": A_SESSION}),
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


# What people type; the text of the second search stands in old decisions alone, that of the third nowhere.
COMMANDS = (
    "stats", "stats --json", "trends", "trends --json", "why", f"why {make_record.chance_of(A_CALL):08x}", "sessions",
    "log", "log --grep verb-3", "log --grep 'verb-3 77'", "log --grep nowhere", "log --grep '/verb-3 7+/'",
    "stats tools", "stats commands", "stats rules", "stats savings", "stats latency", "stats friction",
)  # fmt: skip


def main() -> None:
    """Make the state folder, ask, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=10_000_000)
    parser.add_argument("--folder", type=Path, help="where the state folder is made (about 10 GB), and kept")
    given = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = given.folder or Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="assent-bench-"))
        )
        home = folder / f"calls-{given.calls}"
        file = Path(paths_of(str(home), {}).db)
        if not file.exists():
            begin = time.perf_counter()
            file.parent.mkdir(parents=True, mode=0o700)
            make_record.make(file, given.calls)
            make_record.files(paths_of(str(home), {}))
            print(f"made in {time.perf_counter() - begin:.0f} s, {file.stat().st_size / 1e9:.1f} GB")
        db = stack.enter_context(contextlib.closing(sqlite3.connect(file, isolation_level=None)))
        for table in ("calls", "decisions", "subjects", "sessions", *COUNTS):
            print(f"{table}: {db.execute(f'SELECT count(*) FROM {table}').fetchone()[0]} rows")  # noqa: S608  fixed names
        commands(home, folder / "empty")
        ask_all(db)
        append(db)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def commands(home: Path, empty: Path) -> None:
    """The median of each command as a process of its own: the time that passes, the processor's, and the same where
    nothing is recorded."""
    empty.mkdir(exist_ok=True)
    for command in COMMANDS:
        long, none = whole(home, command), whole(empty, command)
        print(
            f"{command}: {long[0]:.0f} ms, {long[1]:.0f} of the processor; on nothing {none[0]:.0f} and {none[1]:.0f}; "
            f"so the long record takes {long[1] - none[1]:.0f}"
        )
    print(f"peak memory of a command {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MB")


def whole(home: Path, command: str) -> tuple[float, float]:
    """Milliseconds that pass, and that the processor works, in the median."""
    words = [sys.executable, "-m", "assent", *shlex.split(command)]
    environment = {
        "HOME": str(home),
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "PYTHONPATH": SOURCES,
    }
    passed, worked = [], []
    for _ in range(RUNS):
        before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(words, env=environment, cwd=home, capture_output=True, check=False)
        passed.append((time.perf_counter() - begin) * 1000)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        worked.append((after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000)
    return statistics.median(passed[1:]), statistics.median(worked[1:])


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
        begin = time.process_time()
        db.execute(text, values).fetchall()
        taken.append((time.process_time() - begin) * 1000)
    return statistics.median(taken[1:])


def append(db: sqlite3.Connection) -> None:
    """What keeping one more call takes, by the processor's time: each told alone, together, and not counted; nothing is
    kept. They are the calls of two weeks, as an import brings them."""
    rows = [
        (*row[:1], f"new-{n}", *row[2:])
        for n, row in enumerate(itertools.islice(made(1_000_000, random.Random(2)), 20_000))
    ]
    alone, together = kept(db, rows, counted=True, at_once=1), kept(db, rows, counted=True, at_once=len(rows))
    bare_alone, bare = (
        kept(db, rows, counted=False, at_once=1),
        kept(db, rows, counted=False, at_once=len(rows)),
    )
    print(f"a call kept in {alone:.1f} us alone, {alone - bare_alone:.1f} us of it for the counts")
    print(f"among many in {together:.1f} us, {together - bare:.1f} us of it for the counts")


def kept(db: sqlite3.Connection, rows: list[tuple[object, ...]], *, counted: bool, at_once: int) -> float:
    """Microseconds a call, when so many are written at once; what is left to count at the end is counted too."""
    db.execute("BEGIN")
    if not counted:
        db.execute("DROP TRIGGER calls_new")
    begin = time.process_time()
    for at in range(0, len(rows), at_once):
        db.executemany(INSERT, rows[at : at + at_once])
        if counted:
            counts.count_due(db)
    if counted:
        counts.count(db)
    took = (time.process_time() - begin) / len(rows) * 1e6
    db.execute("ROLLBACK")
    return took


if __name__ == "__main__":
    main()
