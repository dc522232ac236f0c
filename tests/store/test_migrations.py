"""Databases of every earlier schema move forward whole, step by step, or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import inspect
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from assent.store import decisions, events, migrations, rules, suppressions, trust

SAVED = sorted(Path(__file__).parent.glob("schema-*.sql"))
# A step out there has been run: it is never edited. The hash of each, in order.
STEPS = ("74bdcbb8d09f3166", "3a72764ddc5a502a", "af2af788814f59e8", "293af0dd9ab47643", "accb68554cf1fe0f",
         "1677e8ce32c9c1f6", "61357fd9ed8181c6")  # fmt: skip


@pytest.fixture
def empty() -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        yield db


def schema(db: sqlite3.Connection) -> list[tuple[str, str]]:
    return db.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name").fetchall()


def test_empty_database_takes_every_step_and_notes_each(empty: sqlite3.Connection) -> None:
    assert migrations.migrate(empty) == migrations.NEWEST
    assert migrations.version(empty) == migrations.NEWEST
    numbers = [row[0] for row in empty.execute("SELECT number FROM migrations ORDER BY number")]
    assert numbers == list(range(1, migrations.NEWEST + 1))


def test_database_at_the_newest_schema_takes_none(empty: sqlite3.Connection) -> None:
    migrations.migrate(empty)
    before = schema(empty)
    assert migrations.migrate(empty) == 0
    assert schema(empty) == before


def test_every_schema_has_its_saved_database() -> None:
    assert [file.stem for file in SAVED] == [f"schema-{number}" for number in range(1, migrations.NEWEST + 1)]


@pytest.mark.parametrize("saved", SAVED, ids=lambda file: file.stem)
def test_saved_database_moves_forward_and_keeps_everything(empty: sqlite3.Connection, saved: Path) -> None:
    empty.executescript(saved.read_text(encoding="utf-8"))
    migrations.migrate(empty)
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        migrations.migrate(fresh)
        assert schema(empty) == schema(fresh)
    assert [each.id for each in rules.in_force(empty, "/p/.git")] == ["aaaa00000001", "aaaa00000002"]
    assert rules.overrides(empty) == {"dddd00000001": False}
    assert [each.action for each in rules.history(empty)] == ["disable", "add", "add"]
    assert trust.state(empty, "/p/.assent/policy.toml", "h1") == "trusted"
    assert trust.state(empty, "/q/.assent/policy.toml", "h1") == "refused"
    assert suppressions.known(empty)["git *"].count == 1
    assert events.count(empty) == 1
    assert [each["verdict"] for each in decisions.last(empty)] == ["allow"]
    assert events.file_states(empty)["/log.jsonl"].offset == 50


# Calls of two days, the first of which was dropped: what is left of it are its counts.
DROPPED, KEPT = "2025-12-31", "2026-01-01"
COUNTED = """
INSERT INTO sessions VALUES (1, 'claude', 's', 'p', '', '', '', '', '');
INSERT INTO subjects VALUES (1, 'git push origin', 'command', 'git push');
"""
CALL = """INSERT INTO calls VALUES (NULL, 'claude', ?, ?, 1, 'p', 'Bash', 1, '', '', ?1, 'ask', 'ask', 'r', 'user', '', 'full',
  ?, 'user', 'recorded', 1, ?, 3456, 'ran', 'log', NULL, '')"""


def test_counts_move_forward_and_agree_with_the_calls_that_are_kept(empty: sqlite3.Connection) -> None:
    empty.executescript((Path(__file__).parent / "schema-6.sql").read_text(encoding="utf-8") + COUNTED)
    for number, (day, latency, answer) in enumerate(
        (
            (DROPPED, 181, "no"),
            (DROPPED, 184, "yes"),
            (DROPPED, 1234, ""),
            (KEPT, 1234, "yes"),
            (KEPT, None, "no"),
        )
    ):
        empty.execute(CALL, (f"t{number}", f"{day}T10:00:0{number}.000Z", latency, answer))
    empty.execute("DELETE FROM calls WHERE ts < ?", (DROPPED + "U",))
    empty.execute("INSERT INTO meta VALUES ('calls:until', ?)", (DROPPED,))
    migrations.migrate(empty)

    def held(table: str, columns: str) -> list[tuple[object, ...]]:
        return empty.execute(f"SELECT {columns} FROM {table} ORDER BY 1, 2").fetchall()  # noqa: S608  fixed names

    assert held("month_totals", "month, answer, n") == [
        ("2025-12", "", 1), ("2025-12", "no", 1), ("2025-12", "yes", 1), ("2026-01", "no", 1), ("2026-01", "yes", 1),
    ]  # fmt: skip
    assert held("latencies", "day, tenths, n") == [(DROPPED, 185, 2), (DROPPED, 1230, 1), (KEPT, 1240, 1)]
    assert held("month_latencies", "month, tenths, n") == [
        ("2025-12", 185, 2),
        ("2025-12", 1230, 1),
        ("2026-01", 1240, 1),
    ]
    assert held("subject_years", "year, answer, n") == [
        ("2025", "", 3),
        ("2026", "no", 1),
        ("2026", "yes", 1),
    ]
    assert held("rule_months", "month, n, last") == [
        ("2025-12", 3, f"{DROPPED}T10:00:02.000Z"), ("2026-01", 2, f"{KEPT}T10:00:04.000Z"),
    ]  # fmt: skip
    assert held("month_waits", "month, n") == [("2025-12", 3), ("2026-01", 2)]
    assert held("uncounted", "number, number") == []


def test_step_that_fails_leaves_no_trace(empty: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(db: sqlite3.Connection) -> None:
        db.execute("CREATE TABLE half (a)")
        db.execute("CREATE TABLE rules (a)")

    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, ("broken", broken)))
    monkeypatch.setattr(migrations, "NEWEST", len(migrations.STEPS))
    with pytest.raises(sqlite3.OperationalError, match="already exists"):
        migrations.migrate(empty)
    assert migrations.version(empty) == len(migrations.STEPS) - 1
    assert "half" not in dict(schema(empty))
    assert not empty.in_transaction


def test_newer_database_is_left_alone(empty: sqlite3.Connection) -> None:
    empty.execute("PRAGMA user_version = 77")
    with pytest.raises(migrations.TooNewError, match="77"):
        migrations.migrate(empty)
    assert schema(empty) == []


def test_reading_never_migrates(empty: sqlite3.Connection) -> None:
    with pytest.raises(migrations.BehindError):
        migrations.migrate(empty, readonly=True)
    assert schema(empty) == []


def test_steps_out_there_are_never_edited() -> None:
    sources = [
        inspect.getsource(step) + script
        for (_, step), script in zip(
            migrations.STEPS,
            (
                migrations._FIRST,
                migrations._SECOND,
                migrations._THIRD,
                migrations._FOURTH,
                migrations._FIFTH,
                migrations._SIXTH,
                migrations._SEVENTH,
            ),
            strict=True,
        )
    ]
    assert tuple(hashlib.sha256(text.encode()).hexdigest()[:16] for text in sources) == STEPS
