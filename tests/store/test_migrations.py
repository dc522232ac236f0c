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
         "1677e8ce32c9c1f6")  # fmt: skip


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
            ),
            strict=True,
        )
    ]
    assert tuple(hashlib.sha256(text.encode()).hexdigest()[:16] for text in sources) == STEPS
