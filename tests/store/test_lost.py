"""A database that is not the one the rules were made with is never used: it comes back from the record, or not at all."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from assent.store import identity, publish, record, rules, trust
from assent.store.db import LostError, StoreError, check, connect
from assent.store.paths import Paths
from assent.store.rebuild import opened, rebuild, rebuild_if_lost
from assent.store.snapshot import load
from tests.store.world import allowed, build, denied, home, in_database, rule


def lived(paths: Paths) -> None:
    """Rules as they are after three changes; beside them a copy from before the last, which took an allow away."""
    with contextlib.closing(connect(paths)) as db:
        publish.change(paths, db, [rules.adding(rule("a1")), rules.adding(rule("a2"))], build)
        publish.change(paths, db, [rules.adding(rule("d1", "deny")), trust.refusing("/q/x")], build)
    shutil.copy(paths.db, paths.home + "/older.db")
    with contextlib.closing(connect(paths)) as db:
        publish.change(paths, db, [rules.removing(db, "a2")], build)


def sql(paths: Paths, *statements: str) -> None:
    with contextlib.closing(sqlite3.connect(paths.db, isolation_level=None)) as db:
        for statement in statements:
            db.execute(statement)


def bytes_of(change: Callable[[bytes], bytes]) -> Callable[[Paths], None]:
    def act(paths: Paths) -> None:
        Path(paths.db).write_bytes(change(Path(paths.db).read_bytes()))

    return act


def remove(paths: Paths) -> None:
    for file in Path(paths.data).glob("assent.db*"):
        file.unlink()


def older(paths: Paths) -> None:
    remove(paths)
    shutil.copy(paths.home + "/older.db", paths.db)


def foreign(paths: Paths) -> None:
    """A sound database of the same schema, whose rules allow more."""
    other = home(Path(paths.home) / "other")
    with contextlib.closing(connect(other)) as db:
        publish.change(other, db, [rules.adding(rule(f"a{n}")) for n in range(9)], build)
    remove(paths)
    shutil.copy(other.db, paths.db)


def torn(paths: Paths) -> None:
    """The last change lies only in the write-ahead log, and that is gone."""
    with contextlib.closing(connect(paths)) as db:
        db.execute("PRAGMA wal_autocheckpoint = 0")
        publish.change(paths, db, [rules.adding(rule("d2", "deny"))], build)
        publish.change(paths, db, [rules.removing(db, "d2")], build)
        kept = Path(paths.db).read_bytes()
    remove(paths)
    Path(paths.db).write_bytes(kept)
    Path(paths.db).chmod(0o600)


def directory(paths: Paths) -> None:
    remove(paths)
    Path(paths.db).mkdir()


def statements(*given: str) -> Callable[[Paths], None]:
    return lambda paths: sql(paths, *given)


LOST = {
    "missing": remove,
    "empty": bytes_of(lambda _data: b""),
    "header": bytes_of(lambda data: b"not a database at all" + data[21:]),
    "one-page-left": bytes_of(lambda data: data[:4096]),
    "nothing-in-it": statements("PRAGMA user_version = 0"),
    "older-copy": older,
    "another-database": foreign,
    "log-torn-away": torn,
    "directory": directory,
    "table-dropped": statements("PRAGMA foreign_keys = OFF", "DROP TABLE rules"),
    "denial-deleted": statements("DELETE FROM rules WHERE id = 'd1'"),
    "denial-switched-off": statements("UPDATE rules SET enabled = 0 WHERE id = 'd1'"),
    "denial-turned": statements("UPDATE rules SET verdict = 'allow' WHERE id = 'd1'"),
    "denial-overridden": statements("INSERT INTO overrides VALUES ('d1', 0, '2026-01-01')"),
    "allow-added": statements(
        "INSERT INTO rules SELECT 'a9', layer, source, verdict, name, body, enabled, origin, level, project, "
        "position, created, suspended FROM rules WHERE id = 'a1'"
    ),
    "allow-altered": statements("UPDATE rules SET body = '{\"allow\":[\"Bash(*)\"]}' WHERE id = 'a1'"),
    "trust-added": statements("UPDATE trust SET verdict = 'trusted', hash = 'h'"),
    "number-set-back": statements("UPDATE meta SET value = '1' WHERE key = 'number'"),
    "notes-deleted": statements("DELETE FROM meta"),
    "world-may-write": lambda paths: Path(paths.db).chmod(0o666),
}


@pytest.mark.parametrize("lose", LOST.values(), ids=LOST.keys())
def test_lost_database_is_refused_and_comes_back_from_a_whole_record(
    paths: Paths, lose: Callable[[Paths], None]
) -> None:
    lived(paths)
    lose(paths)
    with pytest.raises(LostError) as caught:
        connect(paths)
    assert "assent rebuild" in caught.value.problem.hint
    with contextlib.closing(opened(paths)) as db:
        assert in_database(db, "allow") == {"a1"}
        assert in_database(db, "deny") == {"d1"}
        assert trust.state(db, "/q/x", "h") == trust.REFUSED
        publish.ensure(paths, db, build)
    assert (allowed(load(paths)), denied(load(paths))) == ({"a1"}, {"d1"})
    assert check(paths) == []


@pytest.mark.parametrize("lose", LOST.values(), ids=LOST.keys())
def test_lost_database_stays_shut_when_the_record_does_not_tell_everything(
    paths: Paths, lose: Callable[[Paths], None]
) -> None:
    lived(paths)
    lose(paths)
    (day,) = record.days(paths)
    file = Path(paths.record(day))
    file.write_bytes(b"".join(line for line in file.read_bytes().splitlines(True) if b'"d1"' not in line))
    with pytest.raises(StoreError, match="does not tell change 3") as caught:
        opened(paths)
    assert "assent rebuild" in caught.value.problem.hint
    assert "d1" in denied(load(paths))
    report = rebuild(paths)  # asked for: what is left is taken, and said
    assert report.lost.startswith("3")
    with contextlib.closing(opened(paths)) as db:
        assert in_database(db, "allow") == {"a1"}
    Path(paths.db).unlink()
    opened(paths).close()  # what was given up is not missed again


def test_a_damaged_page_is_mended_from_the_record(paths: Paths) -> None:
    lived(paths)
    data = bytearray(Path(paths.db).read_bytes())
    for at in range(3 * 4096, len(data), 4096):
        data[at : at + 64] = b"\xff" * 64
    Path(paths.db).write_bytes(data)
    assert check(paths)
    rebuild_if_lost(paths)
    assert check(paths) == []
    with contextlib.closing(connect(paths)) as db:
        assert in_database(db, "allow") == {"a1"}


def test_mending_a_sound_database_leaves_it_as_it_is(paths: Paths) -> None:
    lived(paths)
    before = Path(paths.db).stat().st_ino
    rebuild_if_lost(paths)
    assert Path(paths.db).stat().st_ino == before


def test_nothing_of_ours_is_no_loss(paths: Paths) -> None:
    connect(paths).close()
    assert Path(paths.db).exists()


@pytest.mark.parametrize("left", ["epoch", "snapshot", "denials", "record"])
def test_one_trace_of_rules_is_enough_not_to_begin_anew(paths: Paths, left: str) -> None:
    lived(paths)
    remove(paths)
    traces = {
        "epoch": [Path(paths.epoch)],
        "snapshot": [Path(paths.snapshot())],
        "denials": [Path(paths.denials())],
        "record": list(Path(paths.audit).iterdir()),
    }
    for name, files in traces.items():
        if name != left:
            for file in files:
                file.unlink()
    with pytest.raises(LostError):
        connect(paths)
    assert not Path(paths.db).exists()


def test_a_damaged_database_of_which_nothing_else_tells_is_left_as_it_is(paths: Paths) -> None:
    connect(paths).close()
    remove(paths)
    Path(paths.db).write_bytes(b"broken" * 1000)
    Path(paths.db).chmod(0o600)
    with pytest.raises(StoreError, match="no record and no epoch"):
        opened(paths)
    assert Path(paths.db).read_bytes() == b"broken" * 1000


# ------------------------------------------------------------------------------------------------ order


def test_rebuild_follows_the_order_of_the_changes_and_not_the_clock(paths: Paths) -> None:
    with contextlib.closing(connect(paths)) as db:
        ahead = rules.adding(rule("a1")) | {"ts": "2099-01-02T00:00:00.000Z"}
        publish.change(paths, db, [ahead], build)
        publish.change(paths, db, [rules.removing(db, "a1"), rules.adding(rule("d1", "deny"))], build)
        behind = rules.removing(db, "d1") | {"ts": "2001-01-02T00:00:00.000Z"}
        publish.change(paths, db, [behind], build)
        assert len(record.days(paths)) == 3
        assert (in_database(db, "allow"), in_database(db, "deny")) == (set(), set())
    rebuild(paths)
    with contextlib.closing(connect(paths)) as db:
        assert (in_database(db, "allow"), in_database(db, "deny")) == (set(), set())


def test_changes_are_numbered_without_a_gap_across_connections_and_failures(paths: Paths) -> None:
    for n in range(3):
        with contextlib.closing(connect(paths)) as db:
            publish.change(paths, db, [rules.adding(rule(f"a{n}")), rules.adding(rule(f"d{n}", "deny"))])
            with pytest.raises(StoreError):
                publish.change(paths, db, [rules.adding(rule(f"x{n}")), rules.adding(rule("bad", "maybe"))])
    remove(paths)
    with contextlib.closing(opened(paths)) as db:
        assert in_database(db, "allow") == {"a0", "a1", "a2"}


def test_changes_from_before_they_were_numbered_come_first_in_the_order_of_the_files(paths: Paths) -> None:
    removal = {"kind": "rule", "action": "remove", "rule_id": "a1", "by": "user"}
    record.append(paths, rules.adding(rule("a1")) | {"ts": "2026-01-01T00:00:00.000Z"})
    record.append(paths, removal | {"ts": "2026-01-02T00:00:00.000Z"})
    record.append(paths, rules.adding(rule("a2")) | {"ts": "2026-01-03T00:00:00.000Z"})
    with contextlib.closing(opened(paths)) as db:
        assert in_database(db, "allow") == {"a2"}
        late = rules.removing(db, "a2") | {"ts": "2001-01-01T00:00:00.000Z"}
        publish.change(paths, db, [late])
    rebuild(paths)
    with contextlib.closing(connect(paths)) as db:
        assert in_database(db, "allow") == set()


def test_what_a_killed_writer_recorded_and_did_not_carry_out_is_not_brought_back_later(paths: Paths) -> None:
    lived(paths)
    with contextlib.closing(connect(paths)) as db:
        after = identity.number(db)
        publish._recorded(paths, rules.adding(rule("a7")), after + 1)  # and killed here
        publish.change(paths, db, [rules.adding(rule("a8"))], build)
    remove(paths)
    with contextlib.closing(opened(paths)) as db:
        assert in_database(db, "allow") == {"a1", "a8"}


def test_an_old_database_goes_on_with_its_old_epoch_and_record(paths: Paths) -> None:
    """As 0.1 left it: schema 1, an epoch of one word, entries without numbers."""
    Path(paths.snapshots).mkdir(parents=True, mode=0o700)
    with contextlib.closing(sqlite3.connect(paths.db)) as db:
        db.executescript((Path(__file__).parent / "schema-1.sql").read_text(encoding="utf-8"))
    Path(paths.db).chmod(0o600)
    Path(paths.epoch).write_text("1767225600000000000-0a1b2c3d4e5f\n")
    with contextlib.closing(connect(paths)) as db:
        assert len(rules.in_force(db, "/p/.git")) == 2
        publish.change(paths, db, [rules.adding(rule("a1"))], build)
        assert identity.number(db) == 1
    with contextlib.closing(connect(paths)) as db:
        assert len(rules.in_force(db, "/p/.git")) == 3
