"""The database comes back from the record: what was granted, trusted, rejected, answered and decided."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest

from assent.store import decisions, identity, publish, record, rules, suppressions, trust
from assent.store.db import StoreError, check, connect, rebuilding
from assent.store.paths import Paths
from assent.store.rebuild import rebuild
from assent.store.snapshot import Stale, load
from tests.store.world import build, denied, in_database, rule


def told(db: sqlite3.Connection) -> dict[str, object]:
    history = [(each.rule, each.action, each.ts, each.by, each.undone) for each in rules.history(db)]
    return {
        "rules": rules.all_rules(db),
        "history": history,
        "overrides": rules.overrides(db),
        "trust": db.execute("SELECT * FROM trust ORDER BY path").fetchall(),
        "suppressions": suppressions.known(db),
        "decisions": decisions.last(db, limit=99),
        "answers": db.execute("SELECT * FROM answers").fetchall(),
    }


def live(paths: Paths) -> dict[str, object]:
    """Some days of use; returns what the database then tells."""
    with contextlib.closing(connect(paths)) as db:
        first = [
            rules.adding(rule("a1")),
            rules.adding(rule("a2", project="/p")),
            rules.adding(rule("d1", "deny")),
        ]
        publish.change(paths, db, first, build)
        secret = rules.Stored("a3", "allow", {"allow": ["Bash(x --token=abcdefghijklmnop)"]})
        publish.change(paths, db, [rules.adding(secret)], build)
        publish.change(paths, db, [rules.removing(db, "a1")], build)
        publish.change(paths, db, [rules.undoing(db)], build)
        others = [trust.trusting("/p/x", "h"), trust.refusing("/q/x"), suppressions.rejecting({"git": 3.5})]
        publish.change(paths, db, others, build)
        with pytest.raises(StoreError):
            publish.change(paths, db, [rules.adding(rule("bad", "maybe"))], build)
        record.append(paths, {"kind": "decision", "verdict": "allow", "rule": "a1", "session": "s"})
        record.append(paths, {"kind": "answer", "answer": "allow", "call": "t1"})
        decisions.import_record(db, paths)
        return told(db)


def test_database_made_from_the_record_tells_the_same(paths: Paths) -> None:
    before = live(paths)
    Path(paths.db).write_bytes(b"broken" * 1000)
    report = rebuild(paths)
    with contextlib.closing(connect(paths)) as db:
        assert told(db) == before
        assert decisions.import_record(db, paths) == 0
    assert Path(report.kept).read_bytes() == b"broken" * 1000
    assert check(paths) == []
    assert not Path(rebuilding(paths)).exists()


def test_missing_database_is_made_from_the_record(paths: Paths) -> None:
    before = live(paths)
    for file in Path(paths.data).glob("assent.db*"):
        file.unlink()
    assert rebuild(paths).kept == ""
    with contextlib.closing(connect(paths)) as db:
        assert told(db) == before


def test_rebuild_takes_snapshots_away_and_keeps_the_denials(paths: Paths) -> None:
    live(paths)
    rebuild(paths)
    found = load(paths)
    assert isinstance(found, Stale)
    assert denied(found) == {"d1"}


def test_no_record_gives_an_empty_database(paths: Paths) -> None:
    report = rebuild(paths)
    assert (report.applied, report.skipped) == (0, 0)
    with contextlib.closing(connect(paths)) as db:
        assert rules.all_rules(db) == []


@pytest.mark.parametrize("at", ["before", "between", "after"])
def test_interrupted_rebuild_keeps_the_database_shut_until_it_is_run_again(paths: Paths, at: str) -> None:
    before = live(paths)
    Path(rebuilding(paths)).mkdir(mode=0o700)
    if at != "before":
        (Path(rebuilding(paths)) / "assent.db").write_bytes(b"half")
    if at == "between":
        Path(paths.db).unlink()
    with pytest.raises(StoreError, match="being rebuilt"):
        connect(paths)
    rebuild(paths)
    with contextlib.closing(connect(paths)) as db:
        assert told(db) == before


HEAD = b'{"v":1,"ts":"2026-03-04T05:06:07.008Z","id":"a","kind":'
FOREIGN = {
    "binary": b"\x00\xff\xfe",
    "half": HEAD + b'"ru',
    "rule-without-fields": HEAD + b'"rule"}',
    "rule-of-another-shape": HEAD + b'"rule","rule_id":"x","action":"add","by":"u","rule":{"nope":1}}',
    "rule-of-no-verdict": HEAD
    + b'"rule","rule_id":"x","action":"add","by":"u","rule":{"id":"x","verdict":"yes","body":{}}}',
    "trust-without-path": HEAD + b'"trust","verdict":"trusted"}',
    "reject-no-day": b'{"v":1,"ts":"yesterday","id":"a","kind":"reject","keys":{"k":1}}',
    "reject-keys-a-number": HEAD + b'"reject","keys":7}',
    "reject-for-a-list": HEAD + b'"reject","keys":{"k":[1]}}',
    "reject-for-too-much": HEAD + b'"reject","keys":{"k":' + b"9" * 30 + b"}}",
    "rule-too-deep": HEAD
    + b'"rule","rule_id":"x","action":"add","by":"u","rule":{"id":"x","verdict":"allow","body":'
    + b"[" * 2000
    + b"]" * 2000
    + b"}}",
    "void-of-nothing": HEAD + b'"void","of":7}',
    "kind-unknown": HEAD + b'"later"}',
}


@pytest.mark.parametrize("line", FOREIGN.values(), ids=FOREIGN.keys())
def test_broken_and_foreign_entries_are_skipped_and_hide_no_other(paths: Paths, line: bytes) -> None:
    with contextlib.closing(connect(paths)) as db:
        publish.change(paths, db, [rules.adding(rule("a1"))], build)
        (day,) = record.days(paths)
        with Path(paths.record(day)).open("ab") as out:
            out.write(line + b"\n")
        publish.change(paths, db, [rules.adding(rule("a2"))], build)
    rebuild(paths)
    with contextlib.closing(connect(paths)) as db:
        assert in_database(db, "allow") == {"a1", "a2"}


def voids(paths: Paths) -> list[tuple[object, object, object]]:
    """What the record gives up: (first, last, the number of the entry that says so)."""
    found = [each for each in record.changes(paths) if each["kind"] == record.VOID and "from" in each]
    return [(each["from"], each["to"], each["number"]) for each in found]


def test_each_span_that_is_given_up_has_a_number_of_its_own(paths: Paths) -> None:
    with contextlib.closing(connect(paths)) as db:
        for n in range(1, 7):
            publish.change(paths, db, [rules.adding(rule(f"a{n}"))], build)
    (day,) = record.days(paths)
    file = Path(paths.record(day))
    lost = (b'"a2"', b'"a3"', b'"a5"')
    kept = [line for line in file.read_bytes().splitlines(True) if not any(each in line for each in lost)]
    file.write_bytes(b"".join(kept))
    assert rebuild(paths).lost == "2-3, 5"
    assert voids(paths) == [(2, 3, 7), (5, 5, 8)]
    assert identity.last_number_given(paths) == 8
    with contextlib.closing(connect(paths)) as db:
        assert identity.number(db) == 8
        assert in_database(db, "allow") == {"a1", "a4", "a6"}
        publish.change(paths, db, [rules.adding(rule("a9"))], build)
        assert identity.number(db) == 9
    assert rebuild(paths).lost == ""
    assert len(voids(paths)) == 2
    with contextlib.closing(connect(paths)) as db:
        assert in_database(db, "allow") == {"a1", "a4", "a6", "a9"}


def test_a_whole_record_gives_nothing_up(paths: Paths) -> None:
    live(paths)
    rebuild(paths)
    assert voids(paths) == []
