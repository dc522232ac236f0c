"""Which rule for all projects makes a rule of one project idle there, and which does not."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import pytest

from assent.app import state
from assent.app.learn import covered
from assent.app.rules import in_force
from assent.app.rules.listed import read
from assent.core.rule import Rule
from assent.policy.identity import rule_id
from assent.store import rules
from assent.store.paths import Paths, paths_of


def rule(**fields: Any) -> Rule:
    declared = read(fields, "user", "a rule", [])
    assert declared is not None
    return declared.rule


MINE = {"allow": ["Bash(git describe *)"], "within": ["read-project"]}
COVERING: dict[str, tuple[dict[str, Any], bool]] = {
    "the-same": (MINE, True),
    "a-wider-pattern": ({"allow": ["Bash(git *)"], "within": ["read-project"]}, True),
    "one-of-several-patterns": ({"allow": ["Bash(ls *)", "Bash(git *)"], "within": ["read-project"]}, True),
    "more-effects": ({"allow": ["Bash(git describe *)"], "within": ["read-project", "write-project"]}, True),
    "any-effect": ({"allow": ["Bash(git *)"], "within": ["any"]}, True),
    "no-bounds-but-the-usual": ({"allow": ["Bash(git *)"]}, True),
    "fewer-effects": ({"allow": ["Bash(git *)"], "within": ["write-tmp"]}, False),
    "a-longer-beginning": ({"allow": ["Bash(git describe --all *)"], "within": ["read-project"]}, False),
    "another-subcommand": ({"allow": ["Bash(git show *)"], "within": ["read-project"]}, False),
    "only-to-one-remote": ({**MINE, "to": ["origin"]}, False),
    "only-for-one-agent": ({**MINE, "agents": ["codex"]}, False),
    "ends-one-day": ({**MINE, "expires": "2999-01-31"}, False),
}


@pytest.mark.parametrize(("wide", "covers"), COVERING.values(), ids=COVERING)
def test_only_a_rule_that_allows_all_of_it_covers_it(wide: dict[str, Any], covers: bool) -> None:
    assert bool(covered.by(rule(**MINE), [rule(**wide)])) == covers


def test_it_is_named_with_its_bounds_and_its_id() -> None:
    wide = rule(allow=["Bash(git *)"], within=["read-project"])
    assert covered.by(rule(**MINE), [wide]) == f"Bash(git:*) within read-project ({wide.id})"


@pytest.fixture
def at(tmp_path: Path) -> Paths:
    return paths_of(str(tmp_path / "home"), {}, managed=str(tmp_path / "etc"))


def stored(fields: dict[str, Any], **more: Any) -> rules.Stored:
    return rules.Stored(rule_id(fields, "allow", more.get("project", "") or "user"), "allow", fields, **more)


def test_what_is_switched_off_or_of_one_project_covers_nothing(at: Paths) -> None:
    wide = {"allow": ["Bash(git *)"], "within": ["read-project"]}
    with contextlib.closing(state.opened(at)) as db:
        in_force.change(at, db, [rules.adding(stored(wide, project="/srv/p"))])
        assert not covered.by(rule(**MINE), covered.everywhere(at, db))
        everywhere = stored(wide)
        in_force.change(at, db, [rules.adding(everywhere)])
        assert covered.by(rule(**MINE), covered.everywhere(at, db)).endswith(f"({everywhere.id})")
        in_force.change(at, db, [rules.enabling(db, everywhere.id, on=False)])
        assert not covered.by(rule(**MINE), covered.everywhere(at, db))
