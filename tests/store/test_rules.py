"""Granted rules change by entries that can be taken back; declared ones are mirrored and switched by overrides."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assent.store import changes, rules
from assent.store.db import StoreError, transaction
from assent.store.migrations import migrate
from assent.store.rules import Stored
from tests.store.world import in_database, rule


def do(db: sqlite3.Connection, entry: dict[str, Any]) -> bool:
    with transaction(db):
        return changes.apply_entry(db, entry)


def on(db: sqlite3.Connection, identity: str) -> list[bool]:
    return [each.enabled for each in rules.all_rules(db) if each.id == identity]


@pytest.fixture
def stocked(db: sqlite3.Connection) -> sqlite3.Connection:
    do(db, rules.adding(rule("aaaa1111")))
    rules.mirror(db, "user", "/u/policy.toml", [rule("uuuu1111", "deny"), rule("uuuu2222")])
    rules.mirror(db, "modules", "defaults", [rule("mmmm1111", "ask")])
    rules.mirror(db, "managed", "/etc/assent/policy.toml", [rule("gggg1111", "deny")])
    return db


def test_granted_rule_comes_back_as_it_was(db: sqlite3.Connection) -> None:
    body = {"allow": ["Bash(ä *)"], "yes": ["x"], "fields": {"a": "b"}}
    full = Stored("i", "allow", body, "näme", level=3, project="/p", origin="learned")
    do(db, rules.adding(full))
    (found,) = rules.in_force(db, "/p")
    assert found == replace(full, created=found.created)
    assert found.created


def test_rule_of_one_project_counts_only_there(db: sqlite3.Connection) -> None:
    do(db, rules.adding(rule("here", project="/p")))
    do(db, rules.adding(rule("everywhere")))
    assert in_database(db, "allow") == {"everywhere"}
    assert in_database(db, "allow", "/p") == {"here", "everywhere"}
    assert rules.projects(db) == ["/p"]


def test_disabled_and_suspended_rules_do_not_count(db: sqlite3.Connection) -> None:
    for identity in ("one", "two"):
        do(db, rules.adding(rule(identity)))
    do(db, rules.enabling(db, "one", on=False))
    rules.suspend(db, "two", "an example no longer holds")
    assert in_database(db, "allow") == set()
    assert [each.suspended for each in rules.in_force(db, suspended=True)] == ["an example no longer holds"]
    rules.suspend(db, "two", "")
    do(db, rules.enabling(db, "one", on=True))
    assert in_database(db, "allow") == {"one", "two"}


def test_same_entry_twice_is_done_once(db: sqlite3.Connection) -> None:
    entry = rules.adding(rule("one"))
    assert do(db, entry)
    do(db, rules.removing(db, "one"))
    assert not do(db, entry)
    assert in_database(db, "allow") == set()


def test_rule_granted_again_keeps_its_first_day(db: sqlite3.Connection) -> None:
    do(db, rules.adding(replace(rule("one"), created="2026-01-01T00:00:00.000Z")))
    do(db, rules.adding(replace(rule("one"), name="other", created="2026-02-02T00:00:00.000Z")))
    (found,) = rules.in_force(db)
    assert (found.name, found.created) == ("other", "2026-01-01T00:00:00.000Z")


def test_declared_rule_is_switched_by_an_override_that_survives_mirroring(
    stocked: sqlite3.Connection,
) -> None:
    do(stocked, rules.enabling(stocked, "uuuu1111", on=False))
    assert on(stocked, "uuuu1111") == [False]
    rules.mirror(stocked, "user", "/u/policy.toml", [rule("uuuu1111", "deny")])
    assert on(stocked, "uuuu1111") == [False]
    assert on(stocked, "uuuu2222") == []
    do(stocked, rules.undoing(stocked))
    assert on(stocked, "uuuu1111") == [True]


REFUSED = {
    "remove-declared": (lambda db: rules.removing(db, "uuuu1111"), "declared in"),
    "remove-unknown": (lambda db: rules.removing(db, "none"), "no rule"),
    "switch-unknown": (lambda db: rules.enabling(db, "none", on=True), "no rule"),
    "switch-managed": (lambda db: rules.enabling(db, "gggg1111", on=False), "managed"),
    "undo-unknown": (lambda db: rules.undoing(db, 99), "nothing to undo"),
}


@pytest.mark.parametrize(("make", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_change_that_cannot_be_is_refused_with_a_hint(
    stocked: sqlite3.Connection, make: Any, said: str
) -> None:
    with pytest.raises(StoreError, match=said) as caught:
        make(stocked)
    assert caught.value.problem.hint


def test_override_of_a_managed_rule_has_no_effect_even_if_written(stocked: sqlite3.Connection) -> None:
    stocked.execute("INSERT INTO overrides VALUES ('gggg1111', 0, '')")
    assert on(stocked, "gggg1111") == [True]


def test_granted_rules_cannot_be_mirrored_away(stocked: sqlite3.Connection) -> None:
    with pytest.raises(ValueError, match="granted"):
        rules.mirror(stocked, "granted", "", [])
    assert in_database(stocked, "allow") == {"aaaa1111"}


FOUND = {
    "id": ("aaaa1111", ["aaaa1111"]),
    "beginning": ("aaaa", ["aaaa1111"]),
    "too-short": ("aaa", []),
    "ambiguous": ("uuuu", ["uuuu1111", "uuuu2222"]),
    "nothing": ("", []),
    "wildcard-is-no-beginning": ("____", []),
}


@pytest.mark.parametrize(("word", "expected"), FOUND.values(), ids=FOUND.keys())
def test_rules_are_found_by_id_name_and_beginning(
    stocked: sqlite3.Connection, word: str, expected: list[str]
) -> None:
    assert [each.id for each in rules.find(stocked, word)] == expected


def test_name_is_found_before_the_beginning_of_an_id(stocked: sqlite3.Connection) -> None:
    do(stocked, rules.adding(replace(rule("zzzz9999"), name="aaaa")))
    assert [each.id for each in rules.find(stocked, "aaaa")] == ["zzzz9999"]


# ------------------------------------------------------------------------------------------------ history


def test_history_tells_every_change_newest_first(db: sqlite3.Connection) -> None:
    do(db, rules.adding(rule("one"), by="learned"))
    do(db, rules.enabling(db, "one", on=False))
    do(db, rules.adding(rule("two")))
    do(db, rules.undoing(db, 2))
    told = [(each.number, each.rule, each.action, each.undone) for each in rules.history(db)]
    assert told == [
        (4, "one", "undo", False),
        (3, "two", "add", False),
        (2, "one", "disable", True),
        (1, "one", "add", False),
    ]
    assert [each.number for each in rules.history(db, "two")] == [3]
    assert rules.history(db)[-1].by == "learned"


def test_undo_restores_a_removed_rule_whole(db: sqlite3.Connection) -> None:
    do(db, rules.adding(replace(rule("one"), level=2, project="/p")))
    before = rules.in_force(db, "/p")
    do(db, rules.removing(db, "one"))
    do(db, rules.undoing(db))
    assert rules.in_force(db, "/p") == before


def test_undo_walks_back_one_change_at_a_time_and_then_says_so(db: sqlite3.Connection) -> None:
    do(db, rules.adding(rule("one")))
    do(db, rules.adding(rule("two")))
    do(db, rules.undoing(db))
    assert in_database(db, "allow") == {"one"}
    do(db, rules.undoing(db))
    assert in_database(db, "allow") == set()
    with pytest.raises(StoreError, match="nothing to undo"):
        rules.undoing(db)


def test_change_under_a_later_one_is_not_undone(db: sqlite3.Connection) -> None:
    do(db, rules.adding(rule("one")))
    do(db, rules.enabling(db, "one", on=False))
    with pytest.raises(StoreError, match="undo 2 first"):
        rules.undoing(db, 1)


def test_undo_itself_can_be_undone_by_its_number(db: sqlite3.Connection) -> None:
    do(db, rules.adding(rule("one")))
    do(db, rules.undoing(db))
    do(db, rules.undoing(db, 2))
    assert in_database(db, "allow") == {"one"}


ACTS = st.lists(
    st.tuples(st.sampled_from(["add", "remove", "on", "off", "undo"]), st.sampled_from(["x", "y"])),
    max_size=14,
)


def entry_of(db: sqlite3.Connection, act: str, identity: str) -> dict[str, Any]:
    if act == "add":
        return rules.adding(rule(identity))
    if act == "remove":
        return rules.removing(db, identity)
    if act == "undo":
        return rules.undoing(db)
    return rules.enabling(db, identity, on=act == "on")


@given(ACTS)
def test_replaying_the_entries_gives_the_same_rules_and_undoing_all_gives_none(
    acts: list[tuple[str, str]],
) -> None:
    first, second = (sqlite3.connect(":memory:", isolation_level=None) for _ in range(2))
    migrate(first)
    migrate(second)
    entries = []
    for act, identity in acts:
        try:
            entry = entry_of(first, act, identity)
        except StoreError:
            continue
        entries.append(entry)
        do(first, entry)
    for entry in entries:
        do(second, entry)
    assert rules.all_rules(first) == rules.all_rules(second)
    while True:
        try:
            do(first, rules.undoing(first))
        except StoreError:
            break
    assert rules.all_rules(first) == []
    first.close()
    second.close()
