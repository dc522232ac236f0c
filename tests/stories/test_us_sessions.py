"""What people ask of their sessions and of the allow list, one test a story, with the real hook and the real commands."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from assent.app import moments
from assent.app.learn import samples
from assent.store import record
from assent.store.paths import paths_of
from tests.cli.conftest import Home, home_in
from tests.recorded import decision

LOGS = Path(__file__).parents[2] / "samples/logs"
LAST = "e78a2331-8a58-4fe8-8f80-942ba2866735"  # the newest of the sample sessions
GIT = "354630645476"  # the rule that the samples teach first


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = home_in(tmp_path)
    made.run("init", "--yes")
    return made


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with the shipped session logs and what they teach, all of it accepted."""
    made = home_in(tmp_path_factory.mktemp("taught"))
    made.keeps_old_days()
    shutil.copytree(LOGS, made.path / ".claude/projects")
    made.run("learn", "--apply", "all", "--as-of", samples.AS_OF)
    return made


def tell(home: Home, event: str, session: str, **more: Any) -> str:
    """What the installed hook says to the person at an event of a session; "" for nothing."""
    groups = json.loads(home.settings.read_text())["hooks"][event]
    line = next(each["command"] for group in groups for each in group["hooks"] if "assent" in each["command"])
    given = {"hook_event_name": event, "session_id": session, "cwd": str(home.project), **more}
    env = {"HOME": str(home.path), "PATH": os.environ["PATH"]}
    done = subprocess.run(["/bin/sh", "-c", line], input=json.dumps(given).encode(), env=env, capture_output=True,
                          cwd=home.project, timeout=60, check=True)  # fmt: skip
    return str(json.loads(done.stdout or b"{}").get("systemMessage", ""))


def test_us_02_what_a_session_came_to_is_told_when_the_next_one_begins(home: Home) -> None:
    home.run("rules", "add", "Bash(zap *)", "--within", "any", "--name", "zap")
    home.run("rules", "deny", "Bash(zip *)", "--name", "no-zip")
    assert "last session" not in tell(home, "SessionStart", "s1", source="startup")
    for number, command in enumerate(["zap one", "zap two", "zip three", "zop four"]):
        home.hook(command, f"t{number}")
    assert tell(home, "SessionEnd", "s1", reason="prompt_input_exit") == ""
    said = tell(home, "SessionStart", "s2", source="startup")
    assert said.startswith(
        "assent, last session here: auto-approved 2, asked 0, blocked 1, left 1 to the agent; more: assent sessions s1"
    )
    page = home.run("sessions", "s1", "--json").data
    assert [page[key] for key in ("calls", "allowed", "asked", "denied", "silent")] == [4, 2, 0, 1, 1]
    assert {each["matched"]: each["calls"] for each in page["rules"]} == {"allow[zap]": 2, "deny[no-zip]": 1}
    assert "blocked" in home.run("sessions", "s1").out


def test_us_06_what_joins_the_allow_list_for_good_is_told_then_and_when_the_next_session_begins(
    home: Home,
) -> None:
    shutil.copytree(LOGS, home.path / ".claude/projects", dirs_exist_ok=True)
    tell(home, "SessionStart", "s1", source="startup")
    home.hook("git status")
    offered = home.run("learn", "--as-of", samples.AS_OF, "--json").data["suggestions"]
    allows = sum(len(each["rules"]) for each in offered if "allow" in each["rule"])
    said = home.run("learn", "--apply", "all", "--as-of", samples.AS_OF).out
    assert re.search(r"Granted \d+ rules", said)
    assert "To take one back: assent rules undo ID" in said
    tell(home, "SessionEnd", "s1", reason="prompt_input_exit")
    told = tell(home, "SessionStart", "s2", source="startup")
    assert "your rules changed: " in told
    assert re.search(r"\(learned \S+ \S+ UTC, \d+ approvals, .*; undo: assent rules undo \w{12}\)", told)
    more = re.search(r" and (\d+) more; how they grew: assent timeline", told)
    assert more, told
    assert int(more[1]) + told.count("; undo: assent rules undo ") == allows, told
    tell(home, "SessionEnd", "s2", reason="prompt_input_exit")
    assert "rules changed" not in tell(home, "SessionStart", "s3", source="startup")


def test_us_11_a_rule_of_a_trusted_file_says_since_when_and_how_to_end_that(home: Home) -> None:
    policy = home.write(
        "work/p/.assent/policy.toml", '[[rule]]\nname = "lint"\nallow = ["Bash(make lint)"]\n'
    )
    home.run("rules", "trust", "--yes")
    shown = home.run("rules", "show", "lint", "--json").data["trusted"]
    assert list(shown) == [str(policy)]
    page = home.run("rules", "show", "lint").out
    day, _ = moments.shown(shown[str(policy)], utc=False)
    assert f"trusted   by you {day}" in page
    assert "take it back: assent rules distrust ~/work/p/.assent/policy.toml" in " ".join(page.split())
    assert "holds     in the project that declares it" in page
    home.run("rules", "distrust")
    assert home.run("rules", "show", "lint", "--json").data["trusted"] == {str(policy): ""}


def test_us_11_a_learned_rule_says_when_why_and_from_which_calls(taught: Home) -> None:
    at = paths_of(str(taught.path), {})
    shown = taught.run("rules", "show", GIT, "--json").data
    (grant,) = shown["provenance"]
    assert {key: grant[key] for key in ("promoted_by", "promoted_tier", "promoted_session", "approvals")} == {
        "promoted_by": "learned", "promoted_tier": 0, "promoted_session": LAST, "approvals": 38,
    }  # fmt: skip
    assert grant["promoted_reasoning"].startswith("38 approvals, ")
    assert (grant["denials"], grant["sessions"], len(grant["calls"])) == (0, grant["sessions"], 8)
    call = grant["calls"][0]
    same = {key: call[key] for key in ("session", "call", "ts")}
    text = {"command": "git ls-tree HEAD atlas"}
    made = record.append(at, decision(**same, input=text, project="/home/dev/atlas"))
    taught.run("log", "--json")
    again = taught.run("rules", "show", GIT, "--json").data["provenance"][0]["calls"][0]
    assert again["decision"] == made["id"]
    short = str(made["id"]).rpartition("-")[2][:7]
    assert f"assent why {short}  git ls-tree HEAD atlas" in taught.run("rules", "show", GIT).out
    assert taught.run("why", short, "--json").data["call"] == call["call"]


def test_us_15_sessions_stand_side_by_side(taught: Home) -> None:
    every = taught.run("sessions", "--json", "-n", "1000").data
    assert (len(every), sum(each["calls"] for each in every), sum(each["yes"] for each in every)) == (
        61,
        774,
        436,
    )
    assert taught.run("learn", "--json").data["events"]["calls"] == 774
    other = next(each["session"] for each in every if each["project"] == "/home/dev/shop")
    first, second = taught.run("sessions", "compare", LAST, other, "--json").data
    assert (first["calls"], first["prompts"], first["yes"], first["by_tool"]["Bash"]["calls"]) == (
        15,
        10,
        10,
        11,
    )
    assert (second["project"], second["calls"] > 0) == ("/home/dev/shop", True)
    said = taught.run("sessions", "compare", LAST, other).out
    assert [line.split()[0] for line in said.splitlines()[:6]] == [
        "session", "began", "length", "project", "mode", "calls",
    ]  # fmt: skip


def test_us_17_the_timeline_tells_how_the_allow_list_grew(taught: Home) -> None:
    grown = taught.run("timeline", "--json").data
    last = len(grown)
    assert last > 10
    assert [each["total"] for each in grown] == list(range(1, last + 1))
    assert {each["by"] for each in grown} == {"learned"}
    assert all(each["why"] and each["calls"] and each["session"] for each in grown)
    # Denials stand in the history too, and not in the timeline.
    (latest,) = taught.run("rules", "history", "-n", "1", "--json").data
    taught.run("rules", "undo", "--to", str(grown[3]["change"]))
    taught.run("rules", "undo", "--to", str(latest["number"]))
    after = taught.run("timeline", "--json").data
    back = last - 4
    totals = [each["total"] for each in after[-2 * back :]]
    assert totals == [*range(last - 1, 3, -1), *range(5, last + 1)]
    assert sorted(each["rule"] for each in after[-back:]) == sorted(each["rule"] for each in grown[4:])
