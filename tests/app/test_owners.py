"""A policy, a snapshot or settings that others could have written may tighten and never loosens."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assent.store.snapshot import Stale, load
from tests.app.place import Place

USER = ".config/assent/policy.toml"
TEXT = '[[rule]]\ndeny = ["Bash(one)"]\n[[rule]]\nallow = ["Bash(free)"]\n'
STRANGER = 54321
root_only = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@pytest.mark.parametrize("file", [USER, "managed/policy.toml"])
def test_a_policy_that_everybody_may_write_denies_and_does_not_allow(place: Place, file: str) -> None:
    place.write(file, TEXT).chmod(0o666)
    assert (place.verdict("one"), place.verdict("free")) == ("deny", "")
    assert "everybody may write it" in place.told()
    (place.home / file).chmod(0o644)
    assert (place.verdict("one"), place.verdict("free")) == ("deny", "allow")
    assert place.told() == ""


@root_only
@pytest.mark.parametrize("file", [USER, "managed/policy.toml"])
def test_a_policy_of_another_user_denies_and_does_not_allow(place: Place, file: str) -> None:
    os.chown(place.write(file, TEXT), STRANGER, STRANGER)
    assert (place.verdict("one"), place.verdict("free")) == ("deny", "")
    assert "belongs to" in place.told()


def test_a_policy_made_writable_makes_the_snapshot_stale_at_once(place: Place) -> None:
    """The hook itself looks at no owner: a change of owner or mode changes the time that it compares."""
    file = place.write(USER, TEXT)
    os.utime(file, (1, 1))
    assert place.verdict("free") == "allow"
    file.chmod(0o666)
    found = load(place.at, place.project.key, place.project.root, stamp())
    assert isinstance(found, Stale)
    assert USER in found.reason


def stamp() -> str:
    from assent.app.rules.stamp import STAMP_NOW

    return STAMP_NOW


def test_a_good_text_that_becomes_writable_and_is_replaced_keeps_the_good_one(place: Place) -> None:
    file = place.write(USER, TEXT)
    assert place.verdict("free") == "allow"
    file.chmod(0o666)
    assert (place.verdict("one"), place.verdict("free")) == ("deny", "allow")  # still the text we knew
    file.write_text('[[rule]]\nallow = ["Bash(one)"]\n[[rule]]\ndeny = ["Bash(two)"]\n')
    assert (place.verdict("one"), place.verdict("free"), place.verdict("two")) == ("deny", "allow", "deny")


def test_settings_that_everybody_may_write_are_named(place: Place) -> None:
    place.write(".config/assent/config.toml", "modules = []\n").chmod(0o666)
    assert "config.toml" in place.told()
    assert place.verdict("cat ~/.ssh/id_rsa") == "deny"


def test_a_projects_own_policy_may_belong_to_anybody(place: Place) -> None:
    place.write("work/p/.assent/policy.toml", TEXT).chmod(0o666)
    assert (place.verdict("one"), place.verdict("free")) == ("deny", "")
    assert place.told() == ""
