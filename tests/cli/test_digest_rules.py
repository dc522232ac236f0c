"""The digest of a week by rules: what each let run unasked and how to end it, what joined a family, what rests."""

from __future__ import annotations

import contextlib
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assent.app import state
from assent.app.rules import in_force
from assent.store import rules
from assent.store.paths import paths_of
from assent.store.rules import Stored
from tests.app.upkeep.granted import ago, learned
from tests.cli.conftest import Home, home_in


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_in(tmp_path)


def rule(home: Home, days: int, **fields: Any) -> str:
    return learned(paths_of(str(home.path), {}), home.project, ago(days), **fields)


def test_what_ran_unasked_is_told_by_rule_with_the_command_that_ends_it(home: Home) -> None:
    home.run("init", "--yes")
    home.run("rules", "add", "--within", "run-project", "Bash(make *)", "--name", "made")
    given = home.rules("--layer", "granted")["Bash(make *)"]["id"]
    for number, command in enumerate(["make test", "make test", "make lint"]):
        assert home.hook(command, f"t{number}")
    home.hook("frobnicate", "t9")
    found = home.run("digest", "--weekly", "--json").data
    (ran,) = found["unasked"]
    assert {key: ran[key] for key in ("rule", "rule_id", "patterns", "family", "times", "examples", "end")} == {
        "rule": "allow[made]", "rule_id": given, "patterns": ["Bash(make *)"], "family": None, "times": 3,
        "examples": ["make test", "make lint"], "end": f"assent rules remove {given}",
    }  # fmt: skip
    text = home.run("digest", "--weekly").out
    assert "## Ran without asking" in text
    assert "`Bash(make *)`, 3 times: `allow[made]`, last " in text
    home.run(*ran["end"].removeprefix("assent ").split())
    assert home.verdict("make test") == ""
    (ran,) = home.run("digest", "--weekly", "--json").data["unasked"]
    assert (ran["times"], ran["end"]) == (3, None)  # it is told what it did, and there is nothing left to end


def test_a_shipped_rule_is_ended_by_switching_it_off(home: Home) -> None:
    home.run("init", "--yes")
    assert home.hook("cat README.md", "t1") or True
    found = home.run("digest", "--json").data["unasked"]
    for each in found:
        assert each["end"].startswith("assent rules disable ")
        home.run(*each["end"].removeprefix("assent ").split())


def test_what_rests_is_told_with_the_way_back(home: Home) -> None:
    identity = rule(home, 70, allow=["Bash(git *)"])
    found = home.run("digest", "--weekly", "--json").data
    assert [(each["rule_id"], each["state"], each["back"]) for each in found["resting"]] == [
        (identity, "dormant", f"assent rules enable {identity}")
    ]
    assert not found["quiet"]
    text = home.run("digest", "--weekly").out
    assert (
        f"- `Bash(git *)`: dormant, not used since {ago(70)[:10]}; to bring it back: assent rules enable"
        in text
    )
    assert "put to rest `Bash(git *)`" in text
    home.run("rules", "enable", identity)
    assert home.run("digest", "--weekly", "--json").data["resting"] == []


def grant(home: Home, *stored: Stored) -> None:
    at = paths_of(str(home.path), {})
    with contextlib.closing(state.opened(at)) as db:
        in_force.change(at, db, [rules.adding(each, "learned") for each in stored])


def member(identity: str, pattern: str, family: str = "checks", project: str = "") -> Stored:
    body = {"allow": [pattern], "within": ["run-project"], "origin": "learned", "level": 1}
    body |= {"family": family} if family else {}
    return Stored(identity, "allow", body, origin="learned", level=1, project=project)


def test_a_member_that_joined_its_family_is_told_and_taken_back_alone(home: Home) -> None:
    grant(home, replace(member("aaaa11112222", "Bash(pytest *)"), created=ago(1)))
    assert home.run("digest", "--json").data["joined"] == []  # the first of its kind joined nothing
    grant(
        home,
        member("bbbb11112222", "Bash(ruff check *)"),
        member("cccc11112222", "Bash(npm run build)", "runs"),
        member("dddd11112222", "Bash(make)", ""),
        member("eeee11112222", "Bash(cargo check *)", project="/elsewhere"),
    )
    (told,) = [
        each for each in home.run("digest", "--json").data["joined"] if each["rule_id"] == "bbbb11112222"
    ]
    assert (told["family"], told["patterns"], told["beside"]) == (
        "checks",
        ["Bash(ruff check *)"],
        ["Bash(pytest *)"],
    )
    assert "Bash(cargo check *)" not in told["beside"]
    home.run(*told["undo"].removeprefix("assent ").split())
    left = [each["id"] for each in home.run("rules", "list", "--layer", "granted", "--json").data]
    assert "bbbb11112222" not in left
    assert "aaaa11112222" in left
    assert [
        each["rule_id"] for each in home.run("digest", "--json").data["joined"] if each["family"] == "checks"
    ] == []


def commands(line: str) -> list[str]:
    """The commands of ours that a line of the digest names."""
    return re.findall(r"assent (rules \w+ \w+)", line)


def test_a_family_is_one_line_and_each_member_that_joined_is_taken_back_by_the_command_in_it(
    home: Home,
) -> None:
    grant(home, replace(member("aaaa11112222", "Bash(pytest *)"), created=ago(1)))
    grant(home, member("bbbb11112222", "Bash(vue-tsc *)"), member("cccc11112222", "Bash(tsc *)"))
    text = home.run("digest", "--weekly").out
    (line,) = [each for each in text.splitlines() if each.startswith("- checks: `+ ")]
    assert set(line.split("`")[1].removeprefix("+ ").split(", ")) == {"vue-tsc", "tsc"}
    assert "beside 1 other; to take one back: " in line
    assert sorted(commands(line)) == ["rules undo bbbb11112222", "rules undo cccc11112222"]
    (added,) = [
        each for each in text.splitlines() if each.startswith("- added checks: ") and "3 rules" in each
    ]
    assert "tsc" in added
    home.run(*commands(line)[0].split())
    left = [each["id"] for each in home.run("rules", "list", "--layer", "granted", "--json").data]
    assert sorted([*left, commands(line)[0].split()[-1]]) == ["aaaa11112222", "bbbb11112222", "cccc11112222"]


def test_what_a_family_let_run_is_one_line_that_ends_all_of_it(home: Home) -> None:
    home.run("init", "--yes")
    for pattern in ("Bash(make test)", "Bash(make lint)"):
        rule(home, 0, allow=[pattern], within=["run-project"], family="checks")
    for number, command in enumerate(["make test", "make test", "make lint"]):
        assert home.hook(command, f"t{number}")
    lines = [each for each in home.run("digest", "--weekly").out.splitlines() if "to end" in each]
    (line,) = [each for each in lines if "make" in each]
    assert line.startswith("- checks: `make test, make lint`, 3 times: last ")
    assert "such as make test; make lint; to end all of them: assent rules remove checks" in line
    home.run(*commands(line)[0].split())
    assert home.run("rules", "list", "--layer", "granted", "--json").data == []


def test_what_rests_of_a_family_is_one_line_and_each_comes_back_alone(home: Home) -> None:
    for pattern in ("Bash(pytest *)", "Bash(mypy *)"):
        rule(home, 70, allow=[pattern], family="checks")
    text = home.run("digest", "--weekly").out
    (line,) = [each for each in text.splitlines() if each.startswith("- checks: ") and "dormant" in each]
    assert len(commands(line)) == 2
    home.run(*commands(line)[0].split())
    assert len(home.run("digest", "--weekly", "--json").data["resting"]) == 1


def test_a_family_that_came_in_one_review_joined_nothing(home: Home) -> None:
    grant(
        home,
        member("aaaa11112222", "Bash(pytest *)"),
        member("bbbb11112222", "Bash(ruff check *)"),
        member("cccc11112222", "Bash(mypy *)"),
    )
    found = home.run("digest", "--json").data
    assert found["joined"] == []
    assert len(found["rules"]) == 3


def test_a_quiet_week_without_rules_of_ones_own_stays_one_line(home: Home) -> None:
    home.run("init", "--yes")
    assert len(home.run("digest", "--weekly").out.splitlines()) == 1
