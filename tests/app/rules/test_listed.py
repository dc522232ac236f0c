"""Changes of rules where the command cannot easily lead: suspended rules, ids of digits, several rules of one name."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Connection

import pytest

from assent.app import amend, project, state
from assent.app.rules import in_force
from assent.app.rules import listed as app
from assent.policy.parse import Declared
from assent.store import rules
from assent.store.db import connect
from assent.store.paths import Paths, paths_of


@dataclass(frozen=True, slots=True)
class Desk:
    """A home with its database open."""

    at: Paths
    db: Connection

    def grant(self, **fields: object) -> str:
        declared = app.read(fields, "user", "test", [])
        assert isinstance(declared, Declared)
        amend.grant(self.at, self.db, [declared])
        return declared.rule.id

    def listed(self) -> dict[str, app.Listed]:
        place = project.find(self.at.home, self.at.home)
        return {each.id: each for each in app.listed(self.at, self.db, place)}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    at = paths_of(str(tmp_path), {}, managed=str(tmp_path / "managed"))
    state.opened(at).close()  # begun: who only looks makes none
    in_force.policy(project.find(at.home, at.home), at)
    with contextlib.closing(connect(at)) as db:
        yield Desk(at, db)


def test_a_suspended_rule_comes_back_only_when_its_examples_hold(desk: Desk) -> None:
    sound = desk.grant(allow=["Bash(git log *)"], yes=["git log -5"])
    rules.suspend(desk.db, sound, "the tables changed")
    assert desk.listed()[sound].state == app.SUSPENDED
    entries, problems = amend.switching(desk.db, [sound], on=True)
    assert problems == []
    assert amend.carry_out(desk.at, desk.db, entries).changed == [sound]
    assert desk.listed()[sound].state == app.ON
    broken = desk.grant(allow=["Bash(git show *)"], yes=["git push"])
    assert desk.listed()[broken].state == app.SUSPENDED
    entries, problems = amend.switching(desk.db, [broken], on=True)
    assert entries == []
    assert "yes example 'git push' gets no allow" in problems[0].what


def test_a_managed_rule_is_not_switched(tmp_path: Path, desk: Desk) -> None:
    (tmp_path / "managed").mkdir()
    (tmp_path / "managed/policy.toml").write_text('[[rule]]\nname = "theirs"\ndeny = ["Bash(x)"]\n')
    in_force.policy(project.find(desk.at.home, desk.at.home), desk.at)
    entries, problems = amend.switching(desk.db, ["theirs"], on=False)
    assert entries == []
    assert "is managed" in problems[0].what


def test_an_id_of_digits_comes_before_a_history_number(desk: Desk) -> None:
    first, second = desk.grant(allow=["Bash(a)"]), desk.grant(allow=["Bash(b)"])
    desk.db.execute("UPDATE rule_history SET rule = '2' WHERE rule = ?", (first,))
    entry, _ = amend.undoing(desk.db, "2")
    assert entry is not None
    assert entry["rule_id"] == "2"
    entry, _ = amend.undoing(desk.db, "1")
    assert entry is not None
    assert entry["rule_id"] == "2"
    entry, _ = amend.undoing(desk.db, second)
    assert entry is not None
    assert entry["rule_id"] == second


def test_a_name_of_two_rules_is_refused_with_both_ids(desk: Desk) -> None:
    both = [desk.grant(allow=[f"Bash({word})"], name="twins") for word in "ab"]
    ids, problems = app.pick(desk.db, ["twins"], "remove")
    assert ids == []
    assert all(each in problems[0].what for each in both)


def test_a_granted_rule_that_no_longer_reads_back_is_listed_as_suspended(desk: Desk) -> None:
    identity = desk.grant(allow=["Bash(a)"])
    desk.db.execute("UPDATE rules SET body = '{\"allow\": 1}' WHERE id = ?", (identity,))
    found = desk.listed()[identity]
    assert (found.state, found.declared) == (app.SUSPENDED, None)
    assert found.as_json()["line"] is None


def test_taking_back_a_switch_restores_the_override(desk: Desk) -> None:
    entries, _ = amend.switching(desk.db, ["no-raw-devices"], on=False)
    amend.carry_out(desk.at, desk.db, entries)
    assert rules.overrides(desk.db)
    entry, _ = amend.undoing(desk.db, None)
    assert entry is not None
    amend.carry_out(desk.at, desk.db, [entry])
    assert rules.overrides(desk.db) == {}
