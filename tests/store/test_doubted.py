"""Lines that somebody else put into the record make no rule, take no denial away, and are said."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from assent.store import identity, publish, record, replay, rules, shadow, suppressions, trust
from assent.store.chained import known
from assent.store.db import StoreError, connect
from assent.store.paths import Paths
from assent.store.rebuild import rebuild, rebuild_if_lost
from tests.store.world import build, in_database, rule

TS = "2026-03-04T05:06:07.008Z"


def lived(paths: Paths) -> dict[str, dict[str, Any]]:
    """Six changes; returns the entries by what they did."""
    with contextlib.closing(connect(paths)) as db:
        publish.change(paths, db, [rules.adding(rule("a1")), rules.adding(rule("d1", "deny"))], build)
        publish.change(paths, db, [rules.adding(rule("a2"))], build)
        publish.change(paths, db, [rules.removing(db, "a2")], build)
        publish.change(paths, db, [trust.refusing("/q/x"), suppressions.rejecting({"k": 1.0})], build)
    return {
        f"{each.get('action', each['kind'])} {each.get('rule_id', '')}".strip(): each for each in told(paths)
    }


def told(paths: Paths) -> list[dict[str, Any]]:
    return list(record.changes(paths))


def lost(paths: Paths) -> None:
    for file in Path(paths.data).glob("assent.db*"):
        file.unlink()


def forge(paths: Paths, linked: bool = True, **fields: Any) -> None:
    """One line at the end of the record, linked to the line before it as ours are."""
    head = known(paths)
    assert head is not None
    entry = {"v": 1, "ts": TS, "id": "forged", "by": "user", **fields}
    if linked:
        entry |= {"prev": head.last, "n": head.lines + 1}
    with Path(paths.record(head.day, head.file)).open("a") as out:
        out.write(json.dumps(entry, separators=(",", ":")) + "\n")


def added(identity: str, verdict: str = "allow") -> dict[str, Any]:
    given = asdict(rule(identity, verdict)) | {"created": TS}
    return {"kind": "rule", "action": "add", "rule_id": identity, "rule": given}


REMOVE = {"kind": "rule", "action": "remove", "rule_id": "d1"}
NUMBERS = {"without-a-number": None, "the-next-number": 7, "a-number-given-before": 4, "far-beyond": 1 << 50}
# What a line says, which would loosen something.
FORGED: dict[str, dict[str, Any]] = {
    "an-allow": added("x9"),
    "a-denial-removed": REMOVE,
    "a-denial-made-another": added("d1", "deny") | {"rule": asdict(rule("x", "deny")) | {"id": "d1"}},
    "a-denial-turned": added("d1"),
    "a-denial-switched-off": {"kind": "rule", "action": "disable", "rule_id": "d1", "granted": True},
    "a-denial-put-to-rest": {
        "kind": "rule", "action": "dormant", "rule_id": "d1", "granted": True, "why": "x", "by": "assent",
    },
    "a-shipped-denial-off": {"kind": "rule", "action": "disable", "rule_id": "m1", "granted": False},
    "everything-restored": {
        "kind": "rule", "action": "restore", "rule_id": "d1", "state": {"rule": None, "override": None}, "to": 0,
    },
    "trust": {"kind": "trust", "path": "/p/x", "hash": "h", "verdict": "trusted"},
    "shadow-mode": {"kind": "shadow", "action": "on", "place": "", "live": []},
    "a-no-taken-back": {"kind": "unreject", "suggestion": "s", "keys": ["k"]},
    "a-void-of-a-span": {"kind": "void", "of": [], "from": 1, "to": 3},
}  # fmt: skip
CASES = [
    pytest.param(said, number, id=f"{name}-{how}")
    for name, said in FORGED.items()
    for how, number in NUMBERS.items()
    if not ("from" in said and number is None)  # a span without a number says nothing
]


def state(db: sqlite3.Connection) -> dict[str, object]:
    return {
        "allow": in_database(db, "allow"),
        "deny": in_database(db, "deny"),
        "deny bodies": [each.body for each in rules.all_rules(db) if each.id == "d1"],
        "off": [each for each, on in rules.overrides(db).items() if not on],
        "trust": [row for row in db.execute("SELECT path, verdict FROM trust") if row[1] == "trusted"],
        "shadow": shadow.state(db, "").where,
        "silent": sorted(suppressions.known(db)),
    }


@pytest.mark.parametrize(("said", "number"), CASES)
def test_a_forged_change_loosens_nothing_when_the_database_is_made_again(
    paths: Paths, said: dict[str, Any], number: int | None
) -> None:
    lived(paths)
    with contextlib.closing(connect(paths)) as db:
        before = state(db)
    forge(paths, **(said if number is None else said | {"number": number}))
    lost(paths)
    with pytest.raises(StoreError, match="whose number"):  # by itself nothing is made of such a record
        rebuild_if_lost(paths)
    report = rebuild(paths)
    assert report.doubted
    with contextlib.closing(connect(paths)) as db:
        assert state(db) == before
        identity_after = identity.number(db)
        publish.change(paths, db, [rules.adding(rule("a3"))], build)
        assert identity.number(db) > identity_after
    assert rebuild(paths).doubted == []  # told once
    with contextlib.closing(connect(paths)) as db:
        assert state(db) == before | {"allow": {"a1", "a3"}}


@pytest.mark.parametrize("fields", [{}, {"from": 1, "to": 3}], ids=["of-it", "of-a-span"])
def test_a_void_without_a_number_voids_nothing(paths: Paths, fields: dict[str, Any]) -> None:
    denial = lived(paths)["add d1"]
    forge(paths, kind="void", of=[] if fields else [denial["id"]], **fields)
    rebuild(paths)
    with contextlib.closing(connect(paths)) as db:
        assert in_database(db, "deny") == {"d1"}


def test_a_line_of_the_number_that_took_an_allow_away_does_not_bring_it_back(paths: Paths) -> None:
    number = lived(paths)["remove a2"]["number"]
    forge(paths, **added("x9"), number=number)
    for _ in range(2):
        rebuild(paths)
        with contextlib.closing(connect(paths)) as db:
            assert in_database(db, "allow") == {"a1"}
    with contextlib.closing(connect(paths)) as db:
        publish.change(paths, db, [rules.adding(rule("a2"))], build)  # a person may say yes to it again
    rebuild(paths)
    with contextlib.closing(connect(paths)) as db:
        assert in_database(db, "allow") == {"a1", "a2"}


def test_a_number_that_is_given_out_after_it_was_forged_is_in_doubt_too(paths: Paths) -> None:
    lived(paths)
    forge(paths, **added("x9"), number=7)
    with contextlib.closing(connect(paths)) as db:
        publish.change(paths, db, [rules.adding(rule("d7", "deny")), rules.adding(rule("a8"))], build)
    rebuild(paths)
    with contextlib.closing(connect(paths)) as db:
        assert (in_database(db, "allow"), in_database(db, "deny")) == ({"a1", "a8"}, {"d1", "d7"})


def test_the_same_line_twice_is_no_doubt(paths: Paths) -> None:
    lived(paths)
    (day,) = record.days(paths)
    file = Path(paths.record(day))
    file.write_bytes(file.read_bytes() + file.read_bytes().splitlines(keepends=True)[2])
    assert rebuild(paths).doubted == []


def test_what_failed_and_was_voided_is_no_doubt(paths: Paths) -> None:
    lived(paths)
    for _ in range(2):
        with contextlib.closing(connect(paths)) as db, pytest.raises(StoreError):
            publish.change(paths, db, [rules.adding(rule("a5")), rules.adding(rule("bad", "maybe"))], build)
        assert replay.record_problems(paths, replay.read_changes(paths)) == []
    lost(paths)
    rebuild_if_lost(paths)
    with contextlib.closing(connect(paths)) as db:
        assert in_database(db, "allow") == {"a1"}


def test_a_writer_killed_between_number_and_line_leaves_no_doubt(paths: Paths) -> None:
    lived(paths)
    identity.note_number_given(paths, 7)  # and killed here
    with contextlib.closing(connect(paths)) as db:
        publish.change(paths, db, [rules.adding(rule("a7"))], build)
    assert replay.record_problems(paths, replay.read_changes(paths)) == []
    assert rebuild(paths).doubted == []
    with contextlib.closing(connect(paths)) as db:
        assert in_database(db, "allow") == {"a1", "a7"}
