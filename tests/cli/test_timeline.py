"""`assent timeline` and the origin of a rule: how the allow list grew, who let it, and on the strength of which calls."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from assent.app import state
from assent.app.rules import in_force
from assent.core.rule import LEARNED
from assent.policy.identity import rule_id
from assent.store import rules
from assent.store.paths import paths_of
from tests import screens
from tests.analytics import filled
from tests.cli.conftest import Home, home_in

BODY = {
    "name": "git-describe",
    "allow": ["Bash(git describe *)"],
    "within": ["read-project"],
    "origin": LEARNED,
}
CALLS = [
    {"agent": "claude", "call": "toolu_2", "ts": "2026-02-19T10:00:00.000Z", "session": "0c7d5b1e-2f8a"},
    {"agent": "claude", "call": "toolu_1", "ts": "2026-02-18T10:00:00.000Z", "session": "0c7d5b1e-2f8a"},
    {"agent": "claude", "call": "toolu_0", "ts": "2026-02-17T10:00:00.000Z", "session": "before"},
]
EVIDENCE = {
    "scope": "user", "level": 1, "confidence": 0.94, "approvals": 12, "denials": 0, "sessions": 4, "days": 3,
    "projects": 1, "last_used": "2026-02-19", "session": "0c7d5b1e-2f8a", "calls": CALLS,
}  # fmt: skip
ID = rule_id(BODY, "allow", "user")


def grown(folder: Path) -> Home:
    """A rule learned from three calls, of which two were recorded; one given by hand and taken back; a denial."""
    home = home_in(folder)
    at = paths_of(str(home.path), {})
    with contextlib.closing(state.opened(at)) as db:
        for number in (1, 2):
            ts = f"2026-02-1{7 + number}T10:00:00.000Z"
            filled.call(db, ts, "silent", call=f"toolu_{number}", decision=f"18ea-2eff-{number}a0b1c2d",
                        text="git describe --all", session="0c7d5b1e-2f8a")  # fmt: skip
        db.execute("DELETE FROM meta WHERE key = 'calls'")
        learned = rules.Stored(ID, "allow", BODY, "git-describe", origin=LEARNED, level=1)
        in_force.change(at, db, [rules.adding(learned, LEARNED, "12 approvals, 94% sure", EVIDENCE)])
    home.run("rules", "add", "Bash(make test)", "--name", "tests", "--why", "they are ours")
    home.run("rules", "deny", "Bash(curl *)")
    home.run("rules", "undo", "tests")
    return home


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return grown(tmp_path_factory.mktemp("grown"))


def test_every_change_says_who_why_and_from_which_calls(home: Home) -> None:
    first, second, third = home.run("timeline", "--json").data
    assert (first["effect"], first["by"], first["tier"], first["session"], first["total"]) == (
        "joined", "learned", 1, "0c7d5b1e-2f8a", 1,
    )  # fmt: skip
    assert [each["decision"] for each in first["calls"]] == ["18ea-2eff-2a0b1c2d", "18ea-2eff-1a0b1c2d", None]
    assert (second["by"], second["why"], second["undone"], second["total"]) == (
        "user",
        "they are ours",
        True,
        2,
    )
    assert (third["action"], third["effect"], third["total"]) == ("undo", "left", 1)


def test_denials_are_an_option(home: Home) -> None:
    assert [each["verdict"] for each in home.run("timeline", "--all", "--json").data].count("deny") == 1


def test_it_reads_as_a_story(home: Home) -> None:
    said = home.run("timeline").out
    assert said.startswith("Your allow list: 2 joined, 1 left; 1 granted now\n")
    assert f"+ allow Bash(git describe *), only what reads the project  allow[git-describe]  {ID}" in said
    assert "change 1: learned from your answers, 12 approvals, 94% sure, level 1; 1 rule then" in said
    assert "from 2026-02-19: assent why 2a0b1c2  git describe --all" in said
    assert "allow[tests]" in said
    assert "(undone)" in said
    assert said.endswith("assent rules undo --to NUMBER\n")


def test_a_span_without_changes_says_so(home: Home) -> None:
    assert home.run("timeline", "--until", "2020-01-01").out == (
        "No change of the allow list is like that: until 2020-01-01\n"
    )


def test_an_empty_history_says_what_to_do(fresh: Home) -> None:
    assert "assent learn" in fresh.run("timeline").out
    assert fresh.run("timeline", "--json").data == []
    assert not (fresh.path / ".local").exists()


def test_a_rule_shows_where_it_comes_from(home: Home) -> None:
    told = home.run("rules", "show", "git-describe", "--json").data["provenance"][0]
    assert {key: told[key] for key in told if key.startswith("promoted_") and key != "promoted_at"} == {
        "promoted_by": "learned", "promoted_tier": 1, "promoted_reasoning": "12 approvals, 94% sure",
        "promoted_session": "0c7d5b1e-2f8a",
    }  # fmt: skip
    said = home.run("rules", "show", "git-describe").out
    assert "accepted by you, learned from your answers: 12 approvals, 94% sure (change 1)" in said
    assert "12 approvals and 0 denials in 4 sessions on 3 days, level 1" in said
    assert "from 2026-02-18: assent why 1a0b1c2  git describe --all" in said


def test_a_rule_given_by_hand_shows_who_and_why(home: Home) -> None:
    denied = home.rules("--layer", "granted")["Bash(curl *)"]["id"]
    assert " given by you (change 3)" in home.run("rules", "show", denied).out


def test_a_shipped_rule_has_no_grant(home: Home) -> None:
    assert home.run("rules", "show", "reading", "--json").data["provenance"] == []
    assert "\ngranted " not in home.run("rules", "show", "reading").out


def test_it_comes_back_whole_from_the_record(tmp_path: Path) -> None:
    home = grown(tmp_path)
    before = home.run("timeline", "--json").data
    home.run("rebuild", "--force")
    after = home.run("timeline", "--json").data
    for each in (*before, *after):
        each["calls"] = [call["call"] for call in each["calls"]]  # the calls themselves were put in by hand
    assert after == before


@pytest.mark.parametrize("columns", screens.WIDTHS)
def test_no_line_is_wider_than_the_terminal(home: Home, columns: int) -> None:
    for words in (["timeline", "--all"], ["rules", "show", "git-describe"]):
        text = screens.seen(screens.raw(home.path, *words, columns=columns), columns)
        assert screens.widest(text) <= columns
