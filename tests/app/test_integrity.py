"""`status` says where database, snapshots and record no longer agree: each kind of touch is named, with what to do."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from assent.app import integrity, state, status
from assent.app.rules import in_force
from assent.core.policy import from_rules
from assent.core.wire import encode
from assent.store import db as database
from assent.store import (
    decisions,
    identity,
    placed,
    record,
    rules,
    seal,
    snapshot,
    suppressions,
    trust,
)
from assent.store.db import connect
from tests.app.place import Place

PAST = ("2026-01-01", "2026-01-02", "2026-01-03")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Some days of use: sealed days, a decision today, rules, trust, a rejection, snapshots, all of it looked at."""
    place = Place(tmp_path)
    place.write(".config/assent/config.toml", "[record]\nkeep_days = 36500\n")
    for day in PAST:
        for n in range(3):
            told(place, f"{day}T00:00:00.00{n}Z")
    place.write(".config/assent/policy.toml", '[[rule]]\ndeny = ["Bash(one)"]\n')
    place.write("work/p/.assent/policy.toml", '[[rule]]\ndeny = ["Bash(project)"]\n')
    state.seal_old(place.at)
    place.grant(name="mine", deny=["Bash(granted)"])
    place.grant(name="free", allow=["Bash(free)"])
    with contextlib.closing(connect(place.at)) as db:
        in_force.change(place.at, db, [trust.refusing("/q/x"), suppressions.rejecting({"git *": 3.5})])
    told(place)
    place.verdict("one")
    look(place)
    return place


def told(place: Place, ts: str = "") -> None:
    record.append(place.at, {"kind": "decision", "verdict": "deny", **({"ts": ts} if ts else {})})


def look(place: Place) -> list[str]:
    """What status says is bad, as lines; like the command, it takes over what is new in the record."""
    found = status.findings(place.at, str(place.root))
    return [
        f"{each.text} ({each.hint})" for each in found if each.state == status.BAD and each.what != "hook"
    ]


def today(place: Place) -> Path:
    return Path(place.at.record(record.days(place.at)[-1]))


def sql(*statements: str) -> Callable[[Place], None]:
    def act(place: Place) -> None:
        with contextlib.closing(sqlite3.connect(place.at.db, isolation_level=None)) as db:
            for statement in statements:
                db.execute(statement)
            db.execute(
                "INSERT OR REPLACE INTO meta VALUES ('rules', ?)", (identity.held(db),)
            )  # and knows of it

    return act


def forge(place: Place, alter: Callable[[dict[str, object]], None], *, project: bool = False) -> None:
    """A snapshot with the right header and other contents."""
    path = place.at.snapshot(*((place.project.key, place.project.root) if project else ()))
    body = snapshot.read_body(path)
    alter(body)
    placed.put(path, snapshot.framed(encode(body).encode()))


def other_policy(place: Place) -> None:
    forge(place, lambda body: body.update(policy=from_rules([]).body()), project=True)


def no_policy(place: Place) -> None:
    forge(place, lambda body: body.update(policy={"rows": 7}), project=True)


def no_sources(place: Place) -> None:
    forge(place, lambda body: body.update(sources=[]), project=True)


def no_projects(place: Place) -> None:
    place.grant(name="here", deny=["Bash(here)"])
    with contextlib.closing(connect(place.at)) as db:
        db.execute("UPDATE meta SET value = value WHERE key = 'store'")
    forge(place, lambda body: body.update(projects=["/none"]))


def denials_gone(place: Place) -> None:
    Path(place.at.denials(place.project.key, place.project.root)).unlink()


def rewrite(path: Path, change: Callable[[bytes], bytes]) -> None:
    path.write_bytes(change(path.read_bytes()))


def altered(data: bytes) -> bytes:
    return data.replace(b'"deny"', b'"none"', 1)


def past(place: Place, n: int) -> Path:
    return Path(place.at.record(PAST[n]))


def day_removed(n: int) -> Callable[[Place], None]:
    def act(place: Place) -> None:
        past(place, n).unlink()
        Path(place.at.seal(PAST[n])).unlink()

    return act


def sealed_again(place: Place) -> None:
    rewrite(past(place, 2), altered)
    Path(place.at.seal(PAST[2])).unlink()
    seal.seal(place.at, PAST[2])


def today_replaced(place: Place) -> None:
    data = today(place).read_bytes()
    today(place).write_bytes(altered(data) + b"\n" * 9)


def change_cut_out(place: Place) -> None:
    lines = today(place).read_bytes().splitlines(keepends=True)
    today(place).write_bytes(b"".join(line for line in lines if b'"mine"' not in line))


def fifo(place: Place) -> None:
    path = today(place)
    path.unlink()
    os.mkfifo(path)


def folder_for_today(place: Place) -> None:
    path = today(place)
    path.unlink()
    path.mkdir()


def no_folder(place: Place) -> None:
    Path(place.at.audit).rename(place.at.audit + ".away")
    Path(place.at.audit).write_text("in the way")


def no_snapshots(place: Place) -> None:
    Path(place.at.snapshots).rename(place.at.snapshots + ".away")
    Path(place.at.snapshots).write_text("in the way")


def database_gone(place: Place) -> None:
    for file in Path(place.at.data).glob("assent.db*"):
        file.unlink()


TOUCHED: dict[str, tuple[Callable[[Place], None], str]] = {
    "rule-added": (
        sql(
            "INSERT INTO rules SELECT 'a9', layer, source, 'allow', 'evil', body, enabled, origin, level, project, "
            "position, created, suspended FROM rules WHERE name = 'free'"
        ),
        "rule a9 is in the database and was never recorded",
    ),
    "rule-removed": (sql("DELETE FROM rules WHERE name = 'mine'"), "is recorded and is not in the database"),
    "rule-altered": (
        sql("UPDATE rules SET body = '{}' WHERE name = 'mine'"),
        "is not what was recorded",
    ),
    "rule-switched-off": (
        sql("UPDATE rules SET enabled = 0 WHERE name = 'mine'"),
        "is not what was recorded",
    ),
    "override-added": (
        sql("INSERT INTO overrides VALUES ('dddd', 0, '2026-01-01')"),
        "the switch of rule dddd",
    ),
    "trust-added": (sql("INSERT INTO trust VALUES ('/evil', 'h', 'trusted', '')"), "the trust in /evil"),
    "refusal-removed": (sql("DELETE FROM trust"), "the trust in /q/x"),
    "rejection-removed": (sql("DELETE FROM suppressions"), "the rejection of git *"),
    "digest-not-adapted": (
        lambda place: execute(place, "DELETE FROM rules WHERE name = 'mine'"),
        "holds other rules",
    ),
    "snapshot-policy": (other_policy, "is not what the sources and the database say"),
    "snapshot-no-policy": (no_policy, "is not what the sources and the database say"),
    "snapshot-sources": (no_sources, "does not name the sources"),
    "snapshot-projects": (no_projects, "does not name the projects"),
    "denials-removed": (denials_gone, "has no sound denials"),
    "sealed-day-altered": (
        lambda place: rewrite(past(place, 1), altered),
        "was altered",
    ),
    "sealed-day-cut": (lambda place: rewrite(past(place, 2), lambda data: data[:-40]), "was cut"),
    "first-day-removed": (day_removed(0), "is gone"),
    "middle-day-removed": (day_removed(1), "is gone"),
    "newest-sealed-day-removed": (day_removed(2), "is gone"),
    "day-sealed-again": (sealed_again, "was sealed again"),
    "today-cut": (lambda place: rewrite(today(place), lambda data: data[:-40]), "was cut"),
    "today-altered": (lambda place: rewrite(today(place), altered), "was altered"),
    "today-altered-and-longer": (today_replaced, "was altered"),
    "today-removed": (lambda place: today(place).unlink(), "is gone"),
    "change-cut-out-of-today": (change_cut_out, "does not tell change 1"),
    "record-a-fifo": (fifo, "cannot be written"),
    "record-a-folder": (folder_for_today, "cannot be written"),
    "no-record-folder": (no_folder, "cannot be written"),
    "database-gone": (database_gone, "is missing"),
    "database-empty": (lambda place: rewrite(Path(place.at.db), lambda _data: b""), "is empty"),
    "snapshots-a-file": (
        no_snapshots,
        "is no folder",
    ),
    "record-others-write": (lambda place: today(place).chmod(0o666), "everybody may write it"),
}


def execute(place: Place, statement: str) -> None:
    with contextlib.closing(sqlite3.connect(place.at.db, isolation_level=None)) as db:
        db.execute(statement)


def test_what_nobody_touched_is_good(place: Place) -> None:
    assert look(place) == []
    told(place)
    place.grant(name="more", deny=["Bash(more)"])
    assert look(place) == []
    assert look(place) == []


@pytest.mark.parametrize(("touch", "said"), TOUCHED.values(), ids=TOUCHED.keys())
def test_every_touch_is_named_with_what_to_do(
    place: Place, touch: Callable[[Place], None], said: str
) -> None:
    touch(place)
    found = [line for line in look(place) if said in line]
    assert found, look(place)
    assert all(line.endswith(")") and not line.endswith("()") for line in found)


@pytest.mark.parametrize(("touch", "said"), TOUCHED.values(), ids=TOUCHED.keys())
def test_every_touch_is_named_by_a_look_at_what_is_large_too(
    place: Place, monkeypatch: pytest.MonkeyPatch, touch: Callable[[Place], None], said: str
) -> None:
    monkeypatch.setattr(database, "_SMALL", 0)
    assert look(place) == []  # from here on it is known which files tell of no change
    touch(place)
    assert any(said in line for line in look(place)), look(place)


@pytest.mark.parametrize("name", ["today-altered", "today-cut", "newest-sealed-day-removed"])
def test_what_was_altered_stays_named_when_the_record_goes_on(place: Place, name: str) -> None:
    touch, said = TOUCHED[name]
    touch(place)
    for _ in range(3):
        told(place)
        with contextlib.closing(state.opened(place.at)) as db:
            decisions.import_record(db, place.at)
        assert any(said in line or "was altered" in line for line in look(place))


def test_a_newest_seal_removed_is_seen_without_the_database_by_the_epoch(place: Place) -> None:
    day_removed(2)(place)
    with contextlib.closing(connect(place.at)) as db:
        db.execute("DELETE FROM heads")
    assert any("lost its seal" in line for line in integrity_of(place))


def integrity_of(place: Place) -> list[str]:
    return [str(each) for each in integrity.differences(place.at)]


def test_a_database_made_again_is_noted_with_where_the_old_one_lies(place: Place) -> None:
    database_gone(place)
    Path(place.at.db).write_bytes(b"broken" * 999)
    place.held("one")
    state.opened(place.at).close()
    notes = [each.text for each in status.findings(place.at, str(place.root)) if each.state == status.NOTE]
    assert any("assent.db.broken-" in text for text in notes)
    with contextlib.closing(state.opened(place.at)) as db:
        assert {each.name for each in rules.in_force(db)} == {"mine", "free"}
