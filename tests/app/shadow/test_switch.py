"""Shadow mode in the database and in what is compiled: by entries of the record, place by place."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from assent.app import state
from assent.app.rules import in_force
from assent.app.shadow import switch
from assent.core.policy import EVERYWHERE, HERE
from assent.store import record, replay, rules, shadow
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
