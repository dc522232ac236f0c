"""Days whose calls are dropped leave their changes and their seals: what is left is still proven, and rebuilds."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from assent.core.event import Event
from assent.store import (
    counts,
    decisions,
    dropped,
    events,
    heads,
    publish,
    rebuild,
    record,
    replay,
    retention,
    rules,
    seal,
    verified,
)
from assent.store.db import connect, transaction
from assent.store.paths import Paths
from tests.store.world import build, rule

DAYS = [f"2026-03-{day:02d}" for day in range(1, 8)]
CHANGED = DAYS[1]


def call(paths: Paths, day: str, identity: str = "", size: int = 0) -> None:
    entry = {
        "kind": "decision", "ts": f"{day}T00:00:00.000Z", "id": identity or f"of {day}", "verdict": "ask", "why": "-" * size,
    }  # fmt: skip
    record.append(paths, entry)


@pytest.fixture
def week(paths: Paths) -> Paths:
    """Seven sealed days with a call each, and a grant on the second; everything is imported and seen."""
    with contextlib.closing(connect(paths)) as db:
        for day in DAYS:
            call(paths, day)
            if day == CHANGED:
                granting = {**rules.adding(rule("kept")), "ts": f"{CHANGED}T01:00:00.000Z"}
                publish.change(paths, db, [granting], build)
        for day in DAYS:
            seal.seal(paths, day)
        decisions.import_record(db, paths)
        publish.move_epoch(paths, db)
    return paths


def days(paths: Paths) -> list[str]:
    """The days with calls, but for today's, on which drops are noted."""
    return [day for day in record.days(paths) if day in DAYS]


def sound(paths: Paths) -> bool:
    with contextlib.closing(connect(paths)) as db:
        return not (
            verified.whole(paths).faults
            or heads.verify(db, paths)
            or replay.record_problems(paths, replay.read_changes(paths))
        )


def test_days_before_a_day_are_dropped_and_what_is_left_is_sound(week: Paths) -> None:
    assert retention.drop(week, DAYS[3]).days == DAYS[:3]
    assert days(week) == DAYS[3:]
    assert seal.sealed(week) == DAYS
    assert dropped.newest(week).until == DAYS[2]
    assert sound(week)


def test_nothing_is_due_and_nothing_is_noted(week: Paths) -> None:
    before = sorted(path.name for path in Path(week.audit).iterdir())
    assert retention.drop(week, DAYS[0], 50).days == ()
    assert sorted(path.name for path in Path(week.audit).iterdir()) == before


def test_the_oldest_days_go_until_the_record_is_small_enough(paths: Paths) -> None:
    for day in DAYS:
        for number in range(8):
            call(paths, day, f"{day} {number}", 60_000)
        seal.seal(paths, day)
    assert retention.drop(paths, "", 2).days == DAYS[:3]
    assert sum(Path(paths.record(day)).stat().st_size for day in days(paths)) <= 2 << 20


def test_a_day_that_is_not_sealed_stays(week: Paths) -> None:
    Path(week.seal(DAYS[2])).unlink()
    assert retention.drop(week, "2027-01-01").days == DAYS[:2]


def test_a_day_that_contradicts_its_seal_stays_and_all_after_it(week: Paths) -> None:
    file = Path(week.record(DAYS[2]))
    file.write_bytes(file.read_bytes().replace(b'"ask"', b'"yes"'))
    assert retention.drop(week, "2027-01-01").days == DAYS[:2]
    assert {each.file for each in verified.whole(week).faults} == {str(file)}


def test_changes_of_a_dropped_day_stay_and_rebuild_the_rules(week: Paths) -> None:
    retention.drop(week, DAYS[3])
    assert not Path(week.record(CHANGED)).exists()
    kept = [json.loads(line) for line in Path(week.changes(CHANGED)).read_text().splitlines()]
    assert [entry["kind"] for entry in kept] == ["rule"]
    Path(week.db).unlink()
    with contextlib.closing(rebuild.opened(week)) as db:
        assert [each.id for each in rules.in_force(db, "")] == ["kept"]
    assert sound(week)


def test_the_database_forgets_the_calls_too(week: Paths, db: sqlite3.Connection) -> None:
    retention.drop(week, DAYS[3])
    assert [each["id"] for each in decisions.last(db, limit=100)] == [
        f"of {day}" for day in reversed(DAYS[3:])
    ]


def test_the_counts_of_a_dropped_day_stay_and_come_back_from_the_record(week: Paths) -> None:
    counted = [f"{DAYS[0]}T00", "claude", "p", "Bash", "ask", "ask", "user", "recorded", 1, "yes", "ran", 7]
    with contextlib.closing(connect(week)) as db, transaction(db):
        counts.count(db)
        db.execute("DELETE FROM totals WHERE hour = ?", counted[:1])
        db.execute("INSERT INTO totals VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", counted)
    found = retention.drop(week, DAYS[3])
    assert found.freed > 0
    Path(week.db).unlink()
    with contextlib.closing(rebuild.opened(week)) as db:
        assert [list(row) for row in db.execute("SELECT * FROM totals WHERE hour = ?", counted[:1])] == [
            counted
        ]
    assert sound(week)
    retention.drop(week, DAYS[6])  # and once more when the day that tells of it is dropped itself
    assert sound(week)


def test_a_day_that_stands_is_counted_from_its_lines(week: Paths) -> None:
    record.append(
        week, {"kind": record.TOTALS, "day": DAYS[4], "rows": {"totals": []}}, exact=("day", "rows")
    )
    assert [each["kind"] for each in replay.read_changes(week).entries] == ["rule"]


def test_a_later_drop_speaks_for_the_earlier_ones(week: Paths) -> None:
    retention.drop(week, DAYS[3])
    retention.drop(week, DAYS[5])
    note = dropped.newest(week)
    assert (note.until, list(note.kept)) == (DAYS[4], [CHANGED])
    assert sound(week)


def unsaid(paths: Paths) -> None:
    """A day later than the note speaks of is taken away."""
    Path(paths.record(DAYS[4])).unlink()


def without_its_seal(paths: Paths) -> None:
    Path(paths.seal(DAYS[1])).unlink()


def with_another_seal(paths: Paths) -> None:
    file = Path(paths.seal(DAYS[1]))
    file.write_text(file.read_text().replace('"bytes":', '"bytes":1'))


def without_its_changes(paths: Paths) -> None:
    Path(paths.changes(CHANGED)).unlink()


def with_other_changes(paths: Paths) -> None:
    file = Path(paths.changes(CHANGED))
    file.write_text(file.read_text().replace("Bash(kept)", "Bash(*)"))


def without_the_note(paths: Paths) -> None:
    for day in record.days(paths):
        file = Path(paths.record(day))
        if day not in DAYS:
            file.unlink()


FORGED = [
    unsaid,
    without_its_seal,
    with_another_seal,
    without_its_changes,
    with_other_changes,
    without_the_note,
]


@pytest.mark.parametrize("forge", FORGED, ids=lambda forge: forge.__name__)
def test_what_was_not_dropped_or_is_not_what_was_kept_is_named(
    week: Paths, forge: Callable[[Paths], None]
) -> None:
    retention.drop(week, DAYS[3])
    assert sound(week)
    forge(week)
    assert verified.whole(week).faults


def test_a_drop_that_was_cut_short_is_finished_by_the_next(
    week: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(Path, "unlink", lambda *_, **__: (_ for _ in ()).throw(OSError(5, "no")))
        with pytest.raises(Exception, match="no"):
            retention.drop(week, DAYS[3])
    assert sound(week)
    assert retention.drop(week, DAYS[3]).days == DAYS[:3]
    assert sound(week)


def test_what_comes_while_days_are_dropped_is_counted_all_the_same(
    week: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted = retention._note_totals

    def then_another_process(paths: Paths, db: sqlite3.Connection, dropping: Sequence[str]) -> None:
        noted(paths, db, dropping)
        with contextlib.closing(connect(paths)) as other:
            event = Event("late", f"{DAYS[0]}T05:00:00.000Z", "s", "Bash", {"command": "ls"})
            events.insert(other, [(event, None)])

    monkeypatch.setattr(retention, "_note_totals", then_another_process)
    retention.drop(week, DAYS[3])
    with contextlib.closing(connect(week)) as db:
        assert db.execute("SELECT count(*) FROM calls WHERE ts < ?", (DAYS[3],)).fetchone() == (0,)
        with transaction(db):
            counts.count(db)
        assert db.execute("SELECT sum(n) FROM day_totals WHERE day = ?", (DAYS[0],)).fetchone() == (2,)
        assert db.execute("SELECT count(*) FROM uncounted").fetchone() == (0,)


# id: a day of which a line claims that its calls were dropped.
NOT_DROPPED = {
    "far-ahead": "9999-12-31", "all": "9", "many": "2026", "no-text": 9, "no-day": "tomorrow", "this-one": "@",
}  # fmt: skip


@pytest.mark.parametrize("day", NOT_DROPPED.values(), ids=NOT_DROPPED)
def test_no_line_closes_days_that_were_not_dropped(week: Paths, day: object) -> None:
    retention.drop(week, DAYS[3])
    given = record.now()[:10] if day == "@" else day
    record.append(week, {"kind": record.TOTALS, "day": given, "rows": {}}, exact=("day", "rows"))
    rebuild.rebuild(week)
    with contextlib.closing(connect(week)) as db:
        until = db.execute("SELECT value FROM meta WHERE key = 'calls:until'").fetchone()
        assert until == (DAYS[2],)
        with transaction(db):
            counts.count(db)
        found = db.execute("SELECT day FROM day_totals ORDER BY day").fetchall()
    assert [row[0] for row in found if row[0] in DAYS] == DAYS
