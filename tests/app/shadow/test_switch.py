"""Shadow mode in the database and in what is compiled: by entries of the record, place by place."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest

from assent.app import state
from assent.app.rules import in_force
from assent.app.shadow import switch
from assent.core.policy import EVERYWHERE, HERE
from assent.store import record, replay, rules, shadow
from assent.store.paths import Paths
from tests.app.place import Place

MANAGED = """
[[rule]]
name = "whole-machine"
deny = ["Bash(curl *)"]

[[rule]]
name = "whole-machine-asks"
ask = ["Bash(make *)"]

[[rule]]
name = "whole-machine-allows"
allow = ["Bash(ls *)"]
"""
A, B = "/work/a/.git", "/work/b/.git"
# Entries as (action, place, live), and then where it is on: everywhere, in A, in B.
STEPS = {
    "nothing": ([], ("", "", "")),
    "on": ([("on", "", ())], (EVERYWHERE, EVERYWHERE, EVERYWHERE)),
    "on-off": ([("on", "", ()), ("off", "", ())], ("", "", "")),
    "on-in-one": ([("on", A, ())], ("", HERE, "")),
    "on-and-off-in-one": ([("on", "", ()), ("off", A, ())], (EVERYWHERE, "", EVERYWHERE)),
    "on-in-one-and-off-there": ([("on", A, ()), ("off", A, ())], ("", "", "")),
    "on-in-one-and-off-in-another": ([("on", A, ()), ("off", B, ())], ("", HERE, "")),
    "on-in-one-and-off-everywhere": ([("on", A, ()), ("off", "", ())], ("", "", "")),
    "off-in-one-and-on-everywhere": (
        [("on", "", ()), ("off", A, ()), ("on", "", ())],
        (EVERYWHERE, EVERYWHERE, EVERYWHERE),
    ),
    "on-in-both": ([("on", A, ()), ("on", B, ())], ("", HERE, HERE)),
    "live-is-no-off": ([("on", "", ()), ("off", "", ("x",))], (EVERYWHERE, EVERYWHERE, EVERYWHERE)),
    "live-where-it-is-off": ([("off", "", ("x",))], ("", "", "")),
}


@pytest.mark.parametrize(("entries", "wanted"), STEPS.values(), ids=STEPS.keys())
def test_where_it_is_on(
    tmp_path: Path, entries: list[tuple[str, str, tuple[str, ...]]], wanted: tuple[str, ...]
) -> None:
    at = Place(tmp_path).at
    with contextlib.closing(state.opened(at)) as db:
        for entry in entries:
            in_force.change(at, db, [shadow.switching(*entry)])
        assert tuple(shadow.state(db, place).where for place in ("", A, B)) == wanted
        held = db.execute("SELECT value FROM meta WHERE key = ?", (shadow.KEY,)).fetchall()
    with contextlib.closing(replay.in_memory(replay.read_changes(at))) as again:
        assert again.execute("SELECT value FROM meta WHERE key = ?", (shadow.KEY,)).fetchall() == held


def test_the_record_tells_of_it_before_anything_else(tmp_path: Path) -> None:
    at = Place(tmp_path).at
    with contextlib.closing(state.opened(at)) as db:
        assert switch.switch(at, db, shadow.ON, None)
        assert not switch.switch(at, db, shadow.OFF, None, ["x"]) or shadow.state(db, "").live == ("x",)
    found = [entry for entry in record.changes(at) if entry["kind"] == record.SHADOW]
    assert [(each["action"], each["place"], each["by"]) for each in found] == [
        ("on", "", "user"),
        ("off", "", "user"),
    ]


def test_a_project_with_a_state_of_its_own_has_a_policy_of_its_own(tmp_path: Path) -> None:
    place = Place(tmp_path)
    with contextlib.closing(state.opened(place.at)) as db:
        switch.switch(place.at, db, shadow.ON, place.project)
        assert rules.projects(db) == [place.project.key]
    assert in_force.policy(place.project, place.at)[0].shadow == HERE
    elsewhere = type(place.project)("", "/elsewhere", "none")
    assert in_force.policy(elsewhere, place.at)[0].shadow == ""


def test_what_is_managed_still_denies_and_asks_and_allows_nothing(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.write("managed/policy.toml", MANAGED)
    with contextlib.closing(state.opened(place.at)) as db:
        switch.switch(place.at, db, shadow.ON, None)
    policy = in_force.policy(place.project, place.at)[0]
    assert sorted(policy.rule(number).name for number in policy.live) == [
        "whole-machine",
        "whole-machine-asks",
    ]


def test_off_shadow_no_rule_is_marked(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.write("managed/policy.toml", MANAGED)
    policy = in_force.policy(place.project, place.at)[0]
    assert (policy.shadow, list(policy.live)) == ("", [])


# What somebody else wrote into the database; by the record it is on everywhere, or nowhere.
WRITTEN = {
    "no-json": "{",
    "a-list": "[]",
    "a-number-for-a-place": '{"": 5}',
    "on-without-more": '{"": {"on": true}}',
    "of-other-kinds": '{"": {"on": "x", "since": 1, "live": {}}}',
    "live-of-numbers": '{"": {"on": true, "since": "2026-01-01", "live": [1]}}',
    "on-as-we-write-it": '{"": {"live": [], "on": true, "since": "2026-01-01T00:00:00.000Z"}}',
    "off": '{"": {"on": false}}',
}


def put(at: Paths, value: str) -> None:
    with contextlib.closing(sqlite3.connect(at.db, isolation_level=None)) as db:
        db.execute("INSERT OR REPLACE INTO meta VALUES ('shadow', ?)", (value,))
    for each in Path(at.snapshots).glob("*.json"):
        each.unlink()


@pytest.mark.parametrize("value", WRITTEN.values(), ids=WRITTEN.keys())
def test_what_stands_in_the_database_and_not_in_the_record_switches_nothing_off(
    tmp_path: Path, value: str
) -> None:
    place = Place(tmp_path)
    place.grant(deny=["Bash(cargo *)"])
    put(place.at, value)
    held = in_force.policy(place.project, place.at)[0]
    assert held.shadow == ""
    assert place.by(held, "cargo tree") == "deny"


@pytest.mark.parametrize("value", WRITTEN.values(), ids=WRITTEN.keys())
def test_off_always_ends_it(tmp_path: Path, value: str) -> None:
    place = Place(tmp_path)
    with contextlib.closing(state.opened(place.at)) as db:
        switch.switch(place.at, db, shadow.ON, None)
    put(place.at, value)
    with contextlib.closing(state.opened(place.at)) as db:
        switch.switch(place.at, db, shadow.OFF, None)
        assert switch.state(db, None).where == ""
    assert in_force.policy(place.project, place.at)[0].shadow == ""


@pytest.mark.parametrize("value", WRITTEN.values(), ids=WRITTEN.keys())
def test_a_value_of_another_form_is_off_whoever_wrote_it(value: str) -> None:
    with contextlib.closing(replay.in_memory()) as db:
        db.execute("INSERT INTO meta VALUES ('shadow', ?)", (value,))
        ours = value == WRITTEN["on-as-we-write-it"]
        assert shadow.state(db, "").where == (EVERYWHERE if ours else "")
        assert shadow.apply_entry(db, shadow.switching(shadow.OFF))
        assert db.execute("SELECT * FROM meta WHERE key = 'shadow'").fetchall() == []
