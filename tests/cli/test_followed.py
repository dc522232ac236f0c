"""The agent's own list never goes on allowing what no rule grants any more, whoever was killed on the way."""

from __future__ import annotations

import contextlib
import json
import threading
from pathlib import Path
from typing import Any

import pytest

from assent.app import files, install, state
from assent.app.rules import in_force
from assent.store import rules
from assent.store.paths import Paths, paths_of
from tests.app.sessions import AS_OF, days_of
from tests.cli.conftest import Home

LEARN = ("learn", "--as-of", AS_OF, "--apply", "all", "--json")


def granted(home: Home) -> str:
    home.keeps_old_days()
    days_of(home.path / ".claude/projects", str(home.project), "make check", 12)
    (identity,) = home.run(*LEARN).data["applied"]["rules"]
    assert allowed(home) == ["Bash(make check)"]
    return str(identity)


def local(home: Home) -> Path:
    return home.project / ".claude/settings.local.json"


def allowed(home: Home) -> list[str]:
    """What the agent itself lets through in the project."""
    if not local(home).exists():
        return []
    given: dict[str, Any] = json.loads(local(home).read_text()).get("permissions", {})
    return list(given.get("allow", ()))


def at_of(home: Home) -> Paths:
    return paths_of(str(home.path), {})


GONE = {
    "suspended": lambda _db, rule: rules.taking_out(rule, "suspend", "you refused it"),
    "removed": rules.removing,
    "switched-off": lambda db, rule: rules.enabling(db, rule, on=False),
    "undone": lambda db, _rule: rules.undoing(db),
}


@pytest.mark.parametrize("gone", GONE.values(), ids=GONE.keys())
@pytest.mark.parametrize("look", [("status",), ("learn",), ("digest",), ("rules", "prune")], ids=" ".join)
def test_whoever_looks_next_makes_it_follow_a_change_whose_writer_was_killed(
    fresh: Home, gone: Any, look: tuple[str, ...]
) -> None:
    identity = granted(fresh)
    at = at_of(fresh)
    with contextlib.closing(state.opened(at)) as db:
        in_force.change(at, db, [gone(db, identity)])  # and killed here
    assert allowed(fresh) == ["Bash(make check)"]
    fresh.run(*look, code=None)
    assert allowed(fresh) == []


def test_what_was_written_and_not_yet_noted_is_known_to_be_ours(fresh: Home, monkeypatch: Any) -> None:
    identity = granted(fresh)
    at = at_of(fresh)
    fresh.run("rules", "disable", identity)
    assert allowed(fresh) == []
    told: list[list[str]] = []
    real = files.replace

    def seen(path: Path, text: str) -> None:
        if path == local(fresh):
            told.append(install.recorded(at)[str(path)].allow)
        real(path, text)

    monkeypatch.setattr(files, "replace", seen)
    from assent.app import amend

    with contextlib.closing(state.opened(at)) as db:
        amend.carry_out(at, db, [rules.enabling(db, identity, on=True)])
    assert told == [["Bash(make check)"]]


def test_what_a_person_wrote_there_stays(fresh: Home) -> None:
    identity = granted(fresh)
    given = json.loads(local(fresh).read_text())
    given["permissions"]["allow"].append("Bash(mine:*)")
    local(fresh).write_text(json.dumps(given))
    at = at_of(fresh)
    with contextlib.closing(state.opened(at)) as db:
        in_force.change(at, db, [rules.removing(db, identity)])
    fresh.run("status", code=None)
    assert allowed(fresh) == ["Bash(mine:*)"]


def test_two_that_change_rules_at_once_leave_no_entry_behind(fresh: Home) -> None:
    identity = granted(fresh)
    days_of(fresh.path / ".claude/projects", str(fresh.project), "make lint", 12)
    crowd = [
        threading.Thread(target=fresh.run, args=words, kwargs={"code": None})
        for words in (LEARN, ("rules", "undo", identity), LEARN)
    ]
    for each in crowd:
        each.start()
    for each in crowd:
        each.join()
    fresh.run("status", code=None)
    held = {
        each["patterns"][0]
        for each in fresh.run("rules", "list", "--json").data
        if each["layer"] == "granted"
    }
    assert set(allowed(fresh)) <= held
    assert "no-self-change" in fresh.run("rules", "list").out
