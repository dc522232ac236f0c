"""Rules that rest, where a person meets them: status, list, learn, the agent's own list; and the way back."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from assent.store import record
from assent.store.paths import paths_of
from tests import screens
from tests.app.sessions import AS_OF, NO, Session, days_of
from tests.app.upkeep.granted import ago, learned
from tests.cli.conftest import Home, home_in
from tests.screens import talk


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_in(tmp_path)


def rule(home: Home, days: int, **fields: Any) -> str:
    return learned(paths_of(str(home.path), {}), home.project, ago(days), **fields)


def states(home: Home) -> dict[str, str]:
    return {
        each["id"]: each["state"] for each in home.run("rules", "list", "--layer", "granted", "--json").data
    }


def notes(home: Home) -> list[dict[str, str]]:
    return [
        each for each in home.run("status", "--json", code=None).data["findings"] if each["what"] == "upkeep"
    ]


def test_status_puts_to_rest_what_is_due_and_says_how_to_bring_it_back(home: Home) -> None:
    identity = rule(home, 70, allow=["Bash(git *)"])
    day = ago(70)[:10]
    (note,) = notes(home)
    assert (note["state"], note["text"]) == ("note", f"allow Bash(git *) is dormant: not used since {day}")
    assert note["hint"] == f"to bring it back: assent rules enable {identity}"
    assert states(home) == {identity: "dormant"}
    assert home.verdict("git log -3") == ""
    told = home.run(*note["hint"].removeprefix("to bring it back: assent ").split()).out
    assert "Switched on: allow Bash(git *)" in told
    assert states(home) == {identity: "on"}
    assert home.verdict("git log -3") == "allow"
    assert notes(home) == []


def test_enabling_what_is_over_is_a_new_yes_also_before_anybody_wrote_that_down(home: Home) -> None:
    identity = rule(
        home,
        91,
        allow=["Bash(git push *)"],
        within=["net-send", "read-project"],
        to=["origin"],
        level=3,
        here=True,
    )
    assert states(home) == {identity: "expired"}
    assert home.verdict("git push origin topic") == "ask"
    home.run("rules", "enable", identity)
    assert states(home) == {identity: "on"}
    assert home.verdict("git push origin topic") == "allow"


def test_what_rests_leaves_the_agents_own_list_and_comes_back_to_it(home: Home) -> None:
    home.run("init", "--yes")
    path = home.project / ".claude/settings.local.json"
    days_of(home.path / ".claude/projects", str(home.project), "make check", 25)
    home.run("learn", "--as-of", AS_OF, "--apply", "all")
    held = json.loads(path.read_text())["permissions"]["allow"]
    assert held == ["Bash(make check)"]
    refuse(home, "make check")
    told = home.run("learn").out
    (identity,) = states(home)
    assert states(home) == {identity: "suspended"}
    assert f"to bring it back: assent rules enable {identity}" in told
    assert not path.exists() or json.loads(path.read_text()).get("permissions", {}).get("allow", []) == []
    home.run("rules", "enable", identity)
    assert json.loads(path.read_text())["permissions"]["allow"] == held


def refuse(home: Home, command: str, name: str = "later") -> None:
    """A refusal of a moment ago, in the agent's own log."""
    session = Session(str(home.project), name, 0)
    session.now = datetime.now(UTC) - timedelta(seconds=2)
    session.run(command, NO)
    session.save(home.path / ".claude/projects")


def test_a_refusal_suspends_and_no_apply_of_all_brings_the_rule_back(home: Home) -> None:
    logs = home.path / ".claude/projects"
    days_of(logs, str(home.project), "make check", 25)
    home.run("learn", "--as-of", AS_OF, "--apply", "all")
    (identity,) = states(home)
    refuse(home, "make check")
    told = home.run("learn", "--apply", "all")
    assert states(home) == {identity: "suspended"}, told
    assert home.verdict("make check") == ""
    (note,) = notes(home)
    assert note["text"].startswith("allow Bash(make check) is suspended: you refused `make check` on ")
    assert identity not in [each["id"] for each in home.run("learn", "--json").data["suggestions"]]
    assert states(home) == {identity: "suspended"}
    listed = home.run("rules", "list").out
    assert "suspended: its own examples no longer hold, or you refused such a call" in listed


def test_learning_as_of_an_earlier_moment_leaves_the_calendar_alone(home: Home) -> None:
    identity = rule(home, 70, allow=["Bash(git *)"])
    home.run("learn", "--as-of", AS_OF)
    assert states(home) == {identity: "on"}
    home.run("learn")
    assert states(home) == {identity: "dormant"}


ANSWERS = {"y": (b"y\n", "on"), "n": (b"n\n", "dormant"), "the end": (b"\x04", "dormant")}


@pytest.mark.parametrize(("answer", "state"), ANSWERS.values(), ids=ANSWERS)
def test_one_key_in_a_review_brings_a_dormant_rule_back(home: Home, answer: bytes, state: str) -> None:
    identity = rule(home, 70, allow=["Bash(git *)"])
    code, text = talk(home.path, "learn", "--review", cwd=home.project, answers=(answer, b""))
    assert code == 0, text
    assert "1 learned rule rests" in text
    assert states(home) == {identity: state}


def test_the_history_says_who_did_it_and_why(home: Home) -> None:
    identity = rule(home, 70, allow=["Bash(git *)"])
    notes(home)
    told = home.run("rules", "history").out
    assert f"assent   dormant  {identity}  allow Bash(git *)  because: not used since {ago(70)[:10]}" in told
    assert "put to rest by assent, not used since" in home.run("timeline").out
    home.run("rules", "undo", identity)
    assert states(home) == {identity: "on"}


def test_a_home_that_assent_never_touched_stays_so(home: Home) -> None:
    home.run("status", code=None)
    home.run("digest")
    assert not (home.path / ".local/share/assent/assent.db").exists()


def test_the_record_alone_gives_the_same_back(home: Home) -> None:
    dormant = rule(home, 70, allow=["Bash(git *)"])
    kept = rule(home, 5, allow=["Bash(make test *)"], within=["run-project"], level=1)
    notes(home)
    before = home.run("rules", "list", "--json").data
    home.run("rebuild", "--force")
    assert home.run("rules", "list", "--json").data == before
    assert states(home) == {dormant: "dormant", kept: "on"}
    assert record.days(paths_of(str(home.path), {}))


@pytest.mark.parametrize("columns", screens.WIDTHS)
def test_the_status_reads_well_on_a_terminal(home: Home, columns: int) -> None:
    rule(home, 70, allow=["Bash(git *)"])
    text = screens.seen(screens.raw(home.path, "status", columns=columns, cwd=home.project), columns)
    assert screens.widest(text) <= columns
    assert "note  upkeep" in text
    text = screens.seen(
        screens.raw(home.path, "learn", columns=columns, cwd=home.project, typed=b""), columns
    )
    assert screens.widest(text) <= columns
