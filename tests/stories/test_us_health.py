"""The stories about whether assent works: what is wrong is named with the command that mends it, and is never "well"."""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from assent.app import moments
from assent.cli.main import COMMANDS
from assent.store import record
from assent.store.paths import paths_of
from tests import own_disk
from tests.cli.conftest import Home, home_in
from tests.cli.test_audit import called
from tests.cli.test_log import decide
from tests.cli.test_programs import ACME, OURS, OWN
from tests.recorded import decision

Damage = Callable[[Home], object]
CLIENT = "#!/bin/sh\necho '2.1.328 (Claude Code)'\n"
DATA = ".local/share/assent"
DAY = ".local/state/assent/audit/2026-11-20.jsonl"
LOOSE = '[[rule]]\nallow = ["Bash(make *)"]\n'


def well(folder: Path) -> Home:
    """A home in which all is well: installed, with a grant and a decision."""
    home = home_in(folder)
    home.write(".local/bin/claude", CLIENT).chmod(0o755)
    home.run("init", "--yes")
    home.run("rules", "add", "Bash(make test)")
    decide(home, 1, "allow", "make test")
    return home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return well(tmp_path)


def found(home: Home, what: str, code: int | None = None) -> list[dict[str, Any]]:
    """What status says of one thing."""
    said = home.run("status", "--json", code=code).data["findings"]
    return [each for each in said if each["what"] == what]


def lose_the_database(home: Home) -> None:
    for each in (home.path / DATA).glob("assent.db*"):
        each.unlink()


def hook_text(home: Home, old: str, new: str) -> None:
    home.settings.write_text(home.settings.read_text().replace(old, new, 1))


def cut_a_seal(home: Home) -> None:
    home.run("log")  # seals the day, which is long over
    path = home.path / DAY
    path.write_text(path.read_text().replace("make test", "make best"))


# What is done to the home → what status then calls bad, and a word of what it says.
BAD: dict[str, tuple[Damage, str, str]] = {
    "not wired": (lambda home: hook_text(home, '"hooks"', '"hocks"'), "hook", "not installed"),
    "not to be started": (lambda home: (home.path / DATA / "hook").chmod(0o600), "hook", "may not be run"),
    "switched off": (
        lambda home: hook_text(home, "{", '{"disableAllHooks": true,'), "hook", "switches it off",
    ),
    "the database lost with its grants": (lose_the_database, "database", "is missing"),
    "all data lost": (lambda home: shutil.rmtree(home.path / DATA), "database", "is missing"),
    "an empty database": (lambda home: (home.path / DATA / "assent.db").write_bytes(b""), "database", "is empty"),
    "a broken policy": (
        lambda home: home.write(".config/assent/policy.toml", "[[rule]]\nalow = 1\n"), "policy", "unknown key 'alow'",
    ),
    "a broken program file": (
        lambda home: home.write(OWN, ACME.replace("does   net-send", "does   net-sent")), "programs", "is no effect",
    ),
    "a broken setting": (
        lambda home: home.write(".config/assent/config.toml", "nosuchkey = []\n"), "config", "nosuchkey",
    ),
    "a changed record": (cut_a_seal, "record", "seal"),
}  # fmt: skip


@pytest.mark.parametrize(("damage", "what", "said"), BAD.values(), ids=BAD)
def test_us_18_whatever_is_wrong_is_bad_and_names_what_mends_it(
    home: Home, damage: Damage, what: str, said: str
) -> None:
    assert not [each for each in home.run("status", "--json").data["findings"] if each["state"] == "bad"]
    damage(home)
    wrong = [each for each in found(home, what, code=1) if each["state"] == "bad"]
    assert any(said in each["text"] for each in wrong), wrong
    assert all(each["hint"] for each in wrong)
    named = [word for each in wrong for word in re.findall(r"assent ([a-z]+)", each["hint"])]
    assert set(named) <= set(COMMANDS)


def test_us_18_a_lost_database_is_said_by_whoever_looks_first_and_its_grants_come_back(home: Home) -> None:
    lose_the_database(home)
    told = home.run("status", code=1).out
    assert told.startswith("1 thing is wrong.")
    assert "is missing" in told
    home.run("rebuild")
    assert home.run("status").out.startswith("All is well.")
    assert home.verdict("make test") == "allow"


@pytest.mark.parametrize("name", [OURS, "work/p/.assent/policy.toml"], ids=["programs", "policy"])
def test_us_18_what_the_project_brings_and_nobody_trusts_is_not_all_well(home: Home, name: str) -> None:
    home.write(name, ACME if name == OURS else LOOSE)
    told = home.run("status").out
    assert not told.startswith("All is well.")
    path = "~/work/p/.assent/programs" if name == OURS else f"~/{name}"
    assert f"{path} is not trusted" in " ".join(told.split())
    assert f"assent rules trust {path}" in told
    home.run("rules", "trust", str(home.path / path[2:]), "--yes")
    assert home.run("status").out.startswith("All is well.")


def test_us_18_it_says_versions_and_the_room_on_the_disk(home: Home) -> None:
    (versions,) = found(home, "versions")
    assert "Claude Code 2.1.328" in versions["text"]
    (disk,) = found(home, "disk")
    assert disk["state"] == "good"
    assert " free, the record takes " in disk["text"]


FULL = """
mount -t tmpfs -o size=4m,mode=0700 tmpfs "$1/.local/state" || exit 77
exec "$2" -m assent status --json
"""


def test_us_18_a_disk_that_is_nearly_full_is_bad(home: Home) -> None:
    done = own_disk.run(FULL, home.path, cwd=home.project)
    (disk,) = [each for each in json.loads(done.stdout)["findings"] if each["what"] == "disk"]
    assert disk["state"] == "bad"
    assert "record.keep_mb" in disk["hint"]


# ------------------------------------------------------------------------------------------------ does the agent ask?


def moment(minutes: int) -> str:
    """So many minutes from now, as a log writes it."""
    return moments.written(datetime.now(UTC) + timedelta(minutes=minutes))


def logged(home: Home, *at: int, session: str = "s-new") -> None:
    """The client's own log of a session with a call at each of these minutes from now."""
    lines = [
        {
            "type": "assistant", "uuid": f"u{at_}", "timestamp": moment(at_), "cwd": str(home.project),
            "sessionId": session, "version": "2.1.328",
            "message": {
                "role": "assistant",
                "content": [{"type": "tool_use", "id": f"toolu_{at_}", "name": "Bash", "input": {"command": "ls"}}],
            },
        }
        for at_ in at
    ]  # fmt: skip
    name = f".claude/projects/-work-p/{session}.jsonl"
    home.write(name, "".join(json.dumps(line) + "\n" for line in lines))


def installed(home: Home, minutes: int) -> None:
    """As if the hook had been installed so many minutes ago."""
    then = time.time() - minutes * 60
    os.utime(home.path / DATA / "installed.json", (then, then))


def decided(home: Home, at: int, session: str = "s-new") -> None:
    entry = decision(ts=moment(at), session=session, call=f"toolu_{at}")
    record.append(paths_of(str(home.path), {}), entry)


def test_us_18_a_session_that_never_asked_is_bad(home: Home) -> None:
    installed(home, 60)
    logged(home, -30, -20)
    (asked,) = found(home, "asked", code=1)
    assert asked["state"] == "bad"
    assert "did not ask assent (session s-new)" in asked["text"]
    assert "assent status" in asked["hint"]


def test_us_18_a_session_that_asks_is_good(home: Home) -> None:
    installed(home, 60)
    logged(home, -30, -20)
    decided(home, -20)
    (asked,) = found(home, "asked", code=0)
    assert asked["state"] == "good"


def test_us_18_a_session_that_stopped_asking_is_bad(home: Home) -> None:
    installed(home, 60)
    logged(home, -30, -20)
    decided(home, -30)
    (asked,) = found(home, "asked", code=1)
    assert "as it did before" in asked["text"]


def test_us_18_a_session_older_than_the_hook_is_a_note(home: Home) -> None:
    installed(home, 25)
    logged(home, -30, -20)
    (asked,) = found(home, "asked", code=0)
    assert asked["state"] == "note"
    assert "start Claude Code again" in asked["hint"]


@pytest.mark.parametrize("at", [(-90, -80), (0,)], ids=["all before the hook", "a moment ago"])
def test_us_18_calls_that_prove_nothing_say_nothing(home: Home, at: tuple[int, ...]) -> None:
    installed(home, 60)
    logged(home, *at)
    assert found(home, "asked", code=0) == []


# ------------------------------------------------------------------------------------------------ beside it


def test_a_broken_program_file_is_shown_as_broken(home: Home) -> None:
    file = home.write(OWN, ACME.replace("does   net-send", "does   net-sent"))
    listed = home.run("programs", "list", "yours").out
    assert "user: broken in line 11 ('net-sent' is no effect); it is not used" in listed
    shown = home.run("programs", "show", "acme").out
    assert "broken in line 11" in shown
    assert f"assent programs check ~/{OWN}" in shown
    (told,) = home.run("programs", "show", "acme", "--json").data
    assert told["state"].startswith("broken in line 11")
    file.write_text(ACME)
    assert "broken" not in home.run("programs", "list", "yours").out


def test_a_broken_program_file_whose_last_good_version_holds_says_so(home: Home) -> None:
    file = home.write(OWN, ACME)
    home.run("rules", "add", "Bash(make lint)")
    file.write_text(ACME.replace("does   net-send", "does   net-sent"))
    assert "the last good version is used" in home.run("programs", "list", "yours").out


def test_a_program_file_that_nobody_trusts_is_shown_as_such(home: Home) -> None:
    file = home.write(OURS, ACME)
    assert (
        "project: not trusted: it can only make calls stricter" in home.run("programs", "list", "yours").out
    )
    assert "assent rules trust ~/work/p/.assent/programs" in home.run("programs", "show", "acme").out
    home.run("rules", "trust", str(file.parent), "--yes")
    assert "not trusted" not in home.run("programs", "list", "yours").out


def test_a_hook_of_an_unknown_agent_names_those_there_are(home: Home) -> None:
    call = {
        "hook_event_name": "PreToolUse",
        "session_id": "s",
        "cwd": "/",
        "tool_name": "Bash",
        "tool_input": {},
    }
    told = home.run("hook", "claude-code", typed=json.dumps(call).encode(), code=None).out
    assert "unknown agent 'claude-code' in the hook command; known: claude" in told


# ------------------------------------------------------------------------------------------------ the record, quickly


def test_us_18_a_sealed_day_that_was_found_whole_is_read_again_once_it_is_touched(home: Home) -> None:
    home.run("status")
    path = home.path / DAY
    before = path.stat()
    text = path.read_text()
    path.write_text(text.replace("make test", "make best"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert "seal" in found(home, "record", code=1)[0]["text"]
    path.write_text(text)
    assert found(home, "record", code=0)[0]["state"] == "good"


def test_us_18_a_line_of_today_that_was_altered_after_it_was_seen_is_bad(home: Home) -> None:
    decided(home, -9)
    home.run("status")
    (path,) = [each for each in (home.path / DAY).parent.glob("*.jsonl") if each.name[:10] == moment(-9)[:10]]
    path.write_text(path.read_text().replace('"command":"ls"', '"command":"id"', 1))
    assert any("was altered after it was seen" in each["text"] for each in found(home, "database", code=1))


# ------------------------------------------------------------------------------------------------ too many prompts, dead weight


def test_us_09_many_calls_that_pass_to_a_prompt_are_worth_a_word(home: Home) -> None:
    called(home, "make test", times=16, verdict="allow", tier="allow")
    called(home, "npm run lint", times=3)
    assert found(home, "prompts") == []
    called(home, "npm run lint", times=2)
    (told,) = found(home, "prompts", code=0)
    assert told["state"] == "note"
    assert "calls in the last 7 days 5 passed to a prompt" in told["text"]
    assert told["hint"].endswith("assent audit")


def test_us_09_what_the_agent_ran_unasked_is_expected(home: Home) -> None:
    called(home, "make test", times=10, verdict="allow", tier="allow")
    called(home, "ls", times=30, prompted=False)
    assert found(home, "prompts") == []


def test_us_10_dead_weight_is_named_and_what_helps_or_guards_is_not(home: Home) -> None:
    home.run("rules", "add", "Bash(terraform plan *)")
    home.run("rules", "add", "Bash(sort *)", "--within", "read-project")
    home.run("rules", "deny", "Bash(terraform destroy *)")
    time.sleep(1.1)
    since = moments.written(datetime.now(UTC))
    rule = home.rules("--layer", "granted")["Bash(make test)"]["id"]
    called(home, "make test", times=12, hours=0, verdict="allow", tier="allow", rule=rule)
    called(home, "make test; sort README", times=12, hours=0, verdict="allow", tier="allow", rule=rule)
    told = home.run("audit", "--since", since, "--json", code=1).data["findings"]
    assert [each["where"] for each in told if each["kind"] == "unused"] == [
        "allow[Bash(terraform plan *)] (granted)"
    ]
    (unused,) = [each for each in told if each["kind"] == "unused"]
    assert "decided none of 24 calls" in unused["what"]
    assert unused["mend"] == f"assent rules remove {unused['rule']}"
    home.run(*unused["mend"].split()[1:])
    left = home.run("audit", "--since", since, "--json", code=None).data["findings"]
    assert [each for each in left if each["kind"] == "unused"] == []


def test_us_10_a_rule_younger_than_the_time_looked_at_is_not_dead_weight(home: Home) -> None:
    called(home, "make test", times=24, verdict="allow", tier="allow")
    told = home.run("audit", "--json", code=None).data["findings"]
    assert [each for each in told if each["kind"] == "unused"] == []
