"""`assent rules history`: when, who, what and why, also of what was learned."""

from __future__ import annotations

import contextlib
import re

from assent.app import state
from assent.app.rules import in_force
from assent.core.rule import LEARNED
from assent.policy.identity import rule_id
from assent.store import rules
from assent.store.paths import paths_of
from tests.cli.conftest import Home


def test_history_takes_any_number(fresh: Home) -> None:
    fresh.run("rules", "add", "Bash(x)")
    assert len(fresh.run("rules", "history", "-n", str(10**30), "--json").data) == 1


def test_history_names_a_shipped_rule_that_was_switched(fresh: Home) -> None:
    fresh.run("rules", "disable", "sending-asks")
    assert fresh.run("rules", "history").out.rstrip().endswith("  sending-asks")


def test_history_says_who_and_why(fresh: Home) -> None:
    fresh.run("rules", "add", "Bash(make test)", "--why", "the tests are ours")
    at = paths_of(str(fresh.path), {})
    body = {"allow": ["Bash(make lint)"], "origin": LEARNED}
    learned = rules.Stored(rule_id(body, "allow", "user"), "allow", body, origin=LEARNED)
    with contextlib.closing(state.opened(at)) as db:
        in_force.change(at, db, [rules.adding(learned, by=LEARNED, why="12 approvals, 94% sure")])
    fresh.run("rules", "disable", learned.id)
    first, second, third = fresh.run("rules", "history", "--utc").out.splitlines()
    assert re.match(r" +1  \d{4}-\d\d-\d\d \d\d:\d\d:\d\d  user +add ", first)
    assert first.endswith("because: the tests are ours")
    assert re.search(r"  learned  add .*because: 12 approvals, 94% sure$", second)
    assert re.search(r"  user +disable ", third)
    told = fresh.run("rules", "history", "--json").data
    assert [(each["by"], each["why"]) for each in told] == [
        ("user", ""), ("learned", "12 approvals, 94% sure"), ("user", ""),
    ]  # fmt: skip
    fresh.run("rebuild", "--force")
    assert fresh.run("rules", "history", "--json").data == told
