"""Rules with their hits: used, unused, new, off, gone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from assent.analytics.registry import analyses

if TYPE_CHECKING:
    from tests.analytics.conftest import Record

NOW = "2026-03-01T12:00:00.000Z"


def add(record: Record, identity: str, layer: str = "granted", enabled: int = 1, **more: str) -> None:
    """An allow rule for the command of its id."""
    values = (identity, layer, more.get("name", ""), json.dumps({"allow": [f"Bash({identity})"]}), enabled)
    record.db.execute(
        "INSERT INTO rules (id, layer, verdict, name, body, enabled, origin, created, suspended) "
        "VALUES (?, ?, 'allow', ?, ?, ?, 'person', ?, ?)",
        (*values, more.get("created", "2026-01-01T00:00:00.000Z"), more.get("suspended", "")),
    )


def states(record: Record, **scope: str) -> dict[str, tuple[str, int, str | None]]:
    """Rule → its state, its hits, when it decided last."""
    rows = record.answer(analyses()["rules"], NOW, **scope).records()
    return {row["id"]: (row["state"], row["hits"], row["last_used"]) for row in rows}


def test_each_rule_has_its_state_hits_and_last_use(record: Record) -> None:
    for hit in ("2026-02-10T08:00:00.000Z", "2026-02-12T08:00:00.000Z"):
        record.call(hit, rule="busy")
    for rule in ("once", "idle-off", "removed"):
        record.call("2026-02-11T08:00:00.000Z", rule=rule)
    for rule in ("busy", "once", "idle"):
        add(record, rule)
    add(record, "young", created="2026-02-25T00:00:00.000Z")
    add(record, "idle-off", enabled=0)
    add(record, "never-on", enabled=0)
    add(record, "suspended", suspended="its examples no longer hold")
    assert states(record) == {
        "busy": ("used", 2, "2026-02-12T08:00:00.000Z"),
        "removed": ("gone", 1, "2026-02-11T08:00:00.000Z"),
        "idle-off": ("off", 1, "2026-02-11T08:00:00.000Z"),
        "once": ("used", 1, "2026-02-11T08:00:00.000Z"),
        "young": ("new", 0, None),
        "idle": ("unused", 0, None),
    }
    assert next(iter(states(record))) == "busy"


def test_a_declared_rule_is_off_by_its_override_and_on_by_it(record: Record) -> None:
    add(record, "declared", "user")
    add(record, "dormant", "user", 0)
    record.db.execute("INSERT INTO overrides VALUES ('declared', 0, ''), ('dormant', 1, '')")
    assert states(record) == {"dormant": ("unused", 0, None)}


def test_a_rule_in_two_files_is_one_and_counts_when_one_of_them_does(record: Record) -> None:
    add(record, "twice", "user", 0)
    add(record, "twice", "granted")
    record.call("2026-02-11T08:00:00.000Z", rule="twice")
    assert states(record) == {"twice": ("used", 1, "2026-02-11T08:00:00.000Z")}


def test_a_rule_that_was_removed_keeps_its_name(record: Record) -> None:
    record.call("2026-02-11T08:00:00.000Z", rule="old")
    before = json.dumps({"rule": {"name": "my-old-rule"}, "override": None})
    record.db.execute(
        'INSERT INTO rule_history (entry, rule, action, ts, "by", before, after) '
        "VALUES ('e', 'old', 'remove', '', 'user', ?, ?)",
        (before, json.dumps({"rule": None, "override": None})),
    )
    (row,) = record.answer(analyses()["rules"], NOW).records()
    assert (row["name"], row["state"], row["layer"]) == ("my-old-rule", "gone", None)


def test_hits_outside_of_what_was_asked_for_do_not_count(record: Record) -> None:
    add(record, "busy")
    record.call("2026-02-10T08:00:00.000Z", rule="busy")
    assert states(record, since="2026-02-11T00:00:00.000Z") == {"busy": ("unused", 0, None)}
