"""A long record made at once, for `record.py`: two years of working days as a database, its counts by the same SQL that
the counting is checked against, and as the files of a record, a few lines a day, sealed and packed."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import random
import sqlite3
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assent.store import decisions, migrations, packing, record, seal
from assent.store.calls import COLUMNS, DUE
from assent.store.counts_schema import COUNTS, TIMES
from assent.store.db import connect
from assent.store.searches import NEWEST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assent.store.paths import Paths

NOW = "2026-03-01T18:00:00.000Z"
DAYS, A_SESSION, SUBJECTS, RULES, LINES = 730, 120, 40_000, 60, 20
INSERT = f"INSERT INTO calls ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608  fixed names
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
        sessions = [("claude", session(n), PROJECTS[n % 12], "", "", "", "default", "2.1.328")
                    for n in range(calls // A_SESSION + 1)]  # fmt: skip
        columns = "agent, session, project, began, ended, last, mode, version"
        db.executemany(f"INSERT INTO sessions ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", sessions)  # noqa: S608  fixed names
        db.executemany(INSERT, made(calls, random.Random(1)))
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
        db.execute("DELETE FROM meta WHERE key = ?", (DUE,))  # there they are
        db.execute("COMMIT")


def count(db: sqlite3.Connection) -> None:
    """Every table of counts by a recount of the calls, month by month: all at once would take a gigabyte."""
    months = [row[0] for row in db.execute("SELECT DISTINCT substr(ts, 1, 7) FROM calls ORDER BY 1")]
    for table, (family, width) in COUNTS.items():
        key = ", ".join([f"substr(ts, 1, {width})", "agent", "project", *family.key])
        named = ", ".join([TIMES[width], "agent", "project", *family.key])
        which = f"coalesce({family.which}, '') != ''" if family.which else "1"
        n, last, latest = (
            ("n, last", ", max(ts)", ", last = max(last, excluded.last)") if family.last else ("n", "", "")
        )
        for month in months:
            rows = (
                f"SELECT {key}, count(*){last} FROM counted WHERE ts >= ?1 AND ts < ?1 || 'U' AND {which} "  # noqa: S608  fixed names
                f"GROUP BY {', '.join(str(at + 1) for at in range(len(family.key) + 3))}"
            )
            sql = f"INSERT INTO {table} ({named}, {n}) {rows} ON CONFLICT DO UPDATE SET n = n + excluded.n{latest}"
            db.execute(sql, (month,))


def files(paths: Paths) -> None:
    """The record of the same days, each with its first decisions: sealed, packed, and taken over by the database."""
    with contextlib.closing(sqlite3.connect(paths.db)) as db:
        for (day,) in db.execute("SELECT DISTINCT day FROM day_totals ORDER BY day").fetchall():
            first = "SELECT body FROM decisions WHERE ts >= ?1 AND ts < ?1 || 'U' ORDER BY ts LIMIT ?2"
            for (body,) in db.execute(first, (day, LINES)).fetchall():
                record.append(paths, {"kind": record.DECISION, **json.loads(body)})
    for day in record.days(paths):
        seal.seal(paths, day)
        for path in record.parts(paths)[day]:
            os.utime(path, (time.time() - 3600,) * 2)
    while packing.pack(paths):
        pass
    Path(paths.config).mkdir(parents=True, exist_ok=True)
    Path(paths.settings).write_text("[record]\nkeep_days = 36500\n", encoding="utf-8")
    with contextlib.closing(connect(paths)) as db:
        decisions.import_record(db, paths)


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
        "ts": ts, "id": identity, "agent": agent, "call": call, "tool": tool, "input": {"command": text},
        "verdict": verdict, "tier": tier, "rule": rule, "name": rule and f"name-{rule}",
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
            "default", "", f"{n:x}-1-{chance_of(n):08x}", verdict, tier, rule, "user" if rule else "", "read-project",
            "full",
            latencies[k], decider, known, asked, answer, end, "log" if end != "?" else "",
            latencies[k] * 40 if answer == "yes" else None, 300, "",
        )  # fmt: skip
