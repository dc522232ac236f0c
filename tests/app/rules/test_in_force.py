"""What is in force: layers together, changes seen at once, nothing looser after damage."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest

from assent.app import state
from assent.app.rules import compiler, in_force
from assent.store import identity as store
from assent.store import record, rules, verified
from assent.store.db import connect
from tests.app.place import Place


def sign(db: sqlite3.Connection) -> None:
    """Makes a rule altered by hand pass for one that was recorded so: an example fails when our tables have changed."""
    store.advance(db, 0)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_a_grant_is_in_force_at_once(place: Place) -> None:
    assert place.verdict("frobnicate") == ""
    place.grant(allow=["Bash(frobnicate)"])
    assert place.verdict("frobnicate") == "allow"


def test_a_denial_of_any_layer_beats_every_allow(place: Place) -> None:
    place.grant(allow=["Bash(frobnicate)"])
    place.write("managed/policy.toml", '[[rule]]\ndeny=["Bash(frobnicate)"]\n')
    assert place.verdict("frobnicate") == "deny"


def test_a_module_added_in_a_subfolder_is_seen(place: Place) -> None:
    place.write("work/p/.claude/permissions/a.json", '{"deny": ["Bash(one)"]}')
    assert place.verdict("two") == ""
    place.write("work/p/.claude/permissions/sub/deny.json", '["Bash(two)"]')
    assert place.verdict("two") == "deny"
    place.write("work/p/.claude/permissions/sub/deny.json", '["Bash(two)", "Bash(three)"]')
    assert place.verdict("three") == "deny"


def test_a_broken_module_keeps_its_last_good_denials(place: Place) -> None:
    place.write("work/p/.claude/permissions/deny.json", '["Bash(one)"]')
    assert place.verdict("one") == "deny"
    place.write("work/p/.claude/permissions/deny.json", '["Bash(one)"')
    assert place.verdict("one") == "deny"


def test_a_project_cannot_drown_us_in_modules(place: Place) -> None:
    for number in range(compiler.MOST_MODULES + 50):
        place.write(f"work/p/.claude/permissions/m{number:04}.json", '["Bash(x)"]')
    assert place.verdict("frobnicate") == "ask"  # one of those not read might deny it
    assert any(
        "more than 200 modules" in str(problem) for problem in in_force.problems(place.at, place.project)
    )


def test_a_deleted_database_comes_back_from_the_record(place: Place) -> None:
    place.grant(deny=["Bash(frobnicate)"])
    for path in Path(place.at.data).glob("assent.db*"):
        path.unlink()
    for path in Path(place.at.snapshots).glob("*.json"):
        path.unlink()
    assert place.verdict("frobnicate") == "deny"


def test_looking_never_changes_what_is_in_force(place: Place) -> None:
    identity = place.grant(allow=["Bash(git status)"], yes=["git status"])
    with contextlib.closing(connect(place.at)) as db:
        db.execute("DELETE FROM meta WHERE key = ?", (f"checked:{identity}",))
        db.execute(
            "UPDATE rules SET body = replace(body, '\"git status\"]', '\"git frob\"]') WHERE id = ?",
            (identity,),
        )
        sign(db)
    found = in_force.problems(place.at, place.project)
    assert any("git frob" in str(problem) for problem in found)
    with contextlib.closing(connect(place.at)) as db:
        assert [rule.suspended for rule in rules.find(db, identity)] == [""]


def test_a_granted_denial_with_a_pattern_that_is_no_longer_accepted_still_denies(place: Place) -> None:
    identity = place.grant(deny=["Bash(zap *)"])
    with contextlib.closing(connect(place.at)) as db:
        db.execute(
            "UPDATE rules SET body = replace(body, 'Bash(zap *)', ?) WHERE id = ?",
            ('Bash(zap *)", "Bash(make; ls)', identity),
        )
        db.execute("DELETE FROM meta WHERE key = ?", (f"checked:{identity}",))
        sign(db)
    in_force.refresh(place.at)
    assert place.held("zap all") == "deny"
    assert identity in place.told()


def test_a_granted_rule_whose_example_fails_is_suspended_alone_and_comes_back(place: Place) -> None:
    identity = place.grant(allow=["Bash(git status)"], yes=["git status"])
    other = place.grant(allow=["Bash(git log)"])
    with contextlib.closing(connect(place.at)) as db:
        db.execute(
            'UPDATE rules SET body = replace(body, \'"yes":["git status"]\', \'"yes":["git frob"]\') WHERE id = ?',
            (identity,),
        )
        db.execute("DELETE FROM meta WHERE key = ?", (f"checked:{identity}",))
        sign(db)
    in_force.refresh(place.at)
    assert (place.verdict("git status"), place.verdict("git log")) == ("", "allow")
    with contextlib.closing(connect(place.at)) as db:
        assert [bool(rules.find(db, each)[0].suspended) for each in (identity, other)] == [True, False]
        db.execute(
            "UPDATE rules SET body = replace(body, 'git frob', 'git status') WHERE id = ?", (identity,)
        )
        sign(db)
    in_force.refresh(place.at)
    assert place.verdict("git status") == "allow"


def test_settings_with_a_mistake_leave_the_defaults(place: Place) -> None:
    place.write(".config/assent/config.toml", 'modules = "core"\n[learning]\n')
    assert place.verdict("cat ~/.ssh/id_rsa") == "deny"
    found = [str(problem) for problem in in_force.problems(place.at, place.project)]
    assert len([text for text in found if "config.toml" in text]) == 2


def test_a_switched_off_default_is_off_and_a_managed_rule_cannot_be(place: Place) -> None:
    place.write("managed/policy.toml", '[[rule]]\nname="m"\ndeny=["Bash(frobnicate)"]\n')
    assert place.verdict("cat .env") == "deny"
    with contextlib.closing(connect(place.at)) as db:
        (env,) = rules.find(db, "no-env-files")
        (managed,) = rules.find(db, "m")
        in_force.change(place.at, db, [rules.enabling(db, env.id, on=False)])
        with pytest.raises(Exception, match="managed"):
            rules.enabling(db, managed.id, on=False)
    assert place.verdict("cat .env") == ""
    assert place.verdict("frobnicate") == "deny"


def test_days_that_are_over_are_sealed_and_today_is_not(place: Place) -> None:
    record.append(place.at, {"kind": "event", "ts": "2026-01-02T03:04:05.678Z"})
    record.append(place.at, {"kind": "event"})
    state.seal_old(place.at)
    assert [path.name for path in sorted(Path(place.at.audit).glob("*.seal"))] == ["2026-01-02.seal"]
    assert verified.whole(place.at).faults == []


def test_of_a_file_that_never_was_good_the_denials_hold_and_the_allows_do_not(place: Place) -> None:
    place.write(
        ".config/assent/policy.toml",
        '[[rule]]\ndeny=["Bash(one)"]\n[[rule]]\nallow=["Bash(two)"]\nyes=["three"]\n',
    )
    assert (place.verdict("one"), place.verdict("two")) == ("deny", "")
