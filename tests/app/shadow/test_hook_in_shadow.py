"""Shadow mode as the agent meets it: the installed hook as a real process says nothing, and writes down what it would."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from assent.agents import registry
from assent.app import hook, project
from assent.app.shadow import here
from assent.core.facts import Facts
from assent.core.policy import EVERYWHERE
from assent.store.snapshot import read_body
from tests.app.test_hook import BAD_INPUT, Home, spoil, verdict

SOURCES = Path(__file__).parents[3] / "src"
PROJECT = "CLAUDE_PROJECT_DIR"


class Stage(Home):
    """A home in which shadow mode is switched by the command."""

    def assent(self, *words: str, code: int = 0) -> str:
        env = {"HOME": str(self.home), "PATH": os.environ["PATH"], "PYTHONPATH": str(SOURCES)}
        argv = [sys.executable, "-m", "assent", *words]
        done = subprocess.run(argv, env=env, cwd=self.project, capture_output=True, check=False, timeout=60)
        assert done.returncode == code, done
        return done.stdout.decode()

    def decision(self) -> dict[str, Any]:
        return [each for each in self.record() if each["kind"] == "decision"][-1]

    def other(self) -> Path:
        """Another project."""
        path = self.home / "work/other"
        (path / ".git").mkdir(parents=True, exist_ok=True)
        (path / ".git/HEAD").write_text("ref: refs/heads/main\n")
        return path

    def ask_in(self, command: str, cwd: Path, session: Path | None) -> str:
        """The verdict for a call made in `cwd` by a session that began elsewhere."""
        env = {PROJECT: str(session)} if session else {}
        done = self.raw(self.payload(command, cwd=str(cwd)), **env)
        assert done.returncode == 0, done.stderr
        return verdict(done.stdout)


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path)


# id, the call's fields, what would be said.
CALLS = [
    ("allow", {"tool_input": {"command": "git status"}}, "allow"),
    ("deny", {"tool_input": {"command": "curl x"}}, "deny"),
    ("ask", {"tool_input": {"command": "make test"}}, "ask"),
    ("soft-ask", {"tool_input": {"command": "git push --force"}}, "ask"),
    ("silence", {"tool_input": {"command": "frobnicate"}}, "silent"),
    ("our-own-policy", {"tool_name": "Write", "tool_input": {"file_path": "~/.config/assent/policy.toml", "content": ""}},
     "deny"),
    ("a-secret", {"tool_name": "Read", "tool_input": {"file_path": "/home/u/.ssh/id_rsa"}}, "deny"),
    ("our-own-command", {"tool_input": {"command": "assent shadow off"}}, "deny"),
    ("nobody-is-asked", {"tool_input": {"command": "make test"}, "permission_mode": "dontAsk"}, "ask"),
    ("padded", {"tool_input": {"command": "true;" * 3000 + "true"}}, "ask"),
]  # fmt: skip


def test_no_call_is_answered_and_each_is_written_down_with_what_would_have_been_said(stage: Stage) -> None:
    stage.assent("shadow", "on")
    for name, given, wanted in CALLS:
        fields = json.loads(
            json.dumps(given).replace("~", str(stage.home)).replace("/home/u", str(stage.home))
        )
        done = stage.raw(stage.payload("", **fields))
        assert (done.returncode, done.stdout) == (0, b""), name
        entry = stage.decision()
        assert entry["shadow"] == wanted, name
        assert (entry["verdict"], entry["tier"], entry["rule"]) == ("ask", "none", ""), name
        assert bool(entry["shadow_rules"]) == (wanted != "silent" and name != "padded"), name


def test_what_would_have_decided_is_named(stage: Stage) -> None:
    stage.assent("shadow", "on")
    stage.ask("git status && curl x")
    entry = stage.decision()
    assert (entry["shadow_name"], entry["shadow_layer"]) == ("no-curl", "user")
    assert entry["effects"]


def test_switched_off_the_next_call_is_answered(stage: Stage) -> None:
    assert stage.ask("curl x") == "deny"
    stage.assent("shadow", "on")
    assert stage.ask("curl x") == ""
    stage.assent("shadow", "off")
    assert stage.ask("curl x") == "deny"
    assert "shadow" not in stage.decision()


def test_a_policy_changed_meanwhile_ends_nothing(stage: Stage) -> None:
    stage.assent("shadow", "on")
    stage.policy.write_text(stage.policy.read_text() + '[[rule]]\nname="x"\ndeny=["Bash(frobnicate)"]\n')
    assert stage.ask("frobnicate") == ""
    assert stage.decision()["shadow"] == "deny"


@pytest.mark.parametrize("data", BAD_INPUT[:4])
def test_what_is_no_call_is_an_ask_as_nobody_knows_where_it_belongs(stage: Stage, data: bytes) -> None:
    stage.assent("shadow", "on")
    assert verdict(stage.raw(data).stdout) == "ask"


def test_what_cannot_be_read_brings_the_denials_back(stage: Stage) -> None:
    stage.assent("shadow", "on")
    assert stage.ask("curl x") == ""
    gap = '{"v":1,"ts":"2026-01-01T00:00:00.000Z","id":"x","kind":"rule","number":7}\n'
    Path(stage.paths.record("2026-01-01")).write_text(gap)
    spoil(stage)
    assert stage.ask("curl x") == "deny"
    assert stage.ask("make test") == "ask"
    assert "shadow" not in stage.decision()


def test_a_lost_database_comes_back_from_the_record_with_shadow_mode(stage: Stage) -> None:
    stage.assent("shadow", "on")
    spoil(stage)
    assert stage.ask("curl x") == ""


def test_a_damaged_snapshot_is_made_again_and_shadow_mode_goes_on(stage: Stage) -> None:
    stage.assent("shadow", "on")
    for path in Path(stage.paths.snapshots).glob("*.json"):
        path.write_bytes(b"damaged")
    assert stage.ask("curl x") == ""


def test_the_last_good_denials_are_never_in_shadow(stage: Stage) -> None:
    stage.assent("shadow", "on")
    body = read_body(stage.paths.denials())["denials"]
    assert isinstance(body, dict)
    assert (body["shadow"], body["live"]) == ("", [])
    policy = read_body(stage.paths.snapshot())["policy"]
    assert isinstance(policy, dict)
    assert policy["shadow"] == EVERYWHERE


def test_a_rebuild_from_the_record_keeps_it(stage: Stage) -> None:
    stage.assent("shadow", "on")
    stage.assent("shadow", "off", "no-curl")
    stage.assent("store", "rebuild")
    stage.assent("store", "verify")
    assert stage.ask("curl x") == "deny"
    assert stage.ask("make test") == ""


def test_a_database_that_says_otherwise_than_the_record_is_told_of(stage: Stage) -> None:
    import sqlite3

    stage.assent("shadow", "off")
    stage.ask("git status")
    with sqlite3.connect(stage.paths.db) as db:
        state = {"": {"live": [], "on": True, "since": "2026-01-01T00:00:00.000Z"}}
        db.execute("INSERT INTO meta VALUES ('shadow', ?)", (json.dumps(state),))
    db.close()
    env = {"HOME": str(stage.home), "PATH": os.environ["PATH"], "PYTHONPATH": str(SOURCES)}
    argv = [sys.executable, "-m", "assent", "store", "verify"]
    done = subprocess.run(argv, env=env, capture_output=True, check=False, timeout=60)
    assert done.returncode == 1
    assert b"the state of shadow is in the database and was never recorded" in done.stderr


# ------------------------------------------------------------------------------------------------ time is up


def asked_in(stage: Stage, *, shadow: bool) -> hook.Asked:
    asked = hook.Asked(registry.speaker("claude"))
    payload = json.loads(stage.payload("frobnicate"))
    asked.given = registry.speaker("claude").parse_hook(payload)
    assert asked.given is not None
    asked.paths = stage.paths
    asked.place = project.find(str(stage.project), str(stage.home))
    asked.call = asked.given.call(asked.place.root)
    asked.facts = Facts(str(stage.home), asked.place.root, str(stage.project))
    asked.shadow = shadow
    return asked


def test_a_call_that_cannot_be_judged_in_time_is_not_asked_about(stage: Stage) -> None:
    assert asked_in(stage, shadow=True).short("it took too long") == b""
    assert verdict(asked_in(stage, shadow=False).short("it took too long")) == "ask"


def test_as_soon_as_it_is_known_the_spare_answer_is_none(stage: Stage) -> None:
    stage.assent("shadow", "on")
    asked = hook.Asked(registry.speaker("claude"))
    told: list[str] = []
    asked.mute = lambda: told.append("mute")
    assert hook.respond(stage.payload("curl x"), "claude", stage.paths, asked)[0] == b""
    assert told == ["mute"]


# ------------------------------------------------------------------------------------------------ one project


def test_of_one_project_it_leaves_the_others_guarded(stage: Stage) -> None:
    other = stage.other()
    stage.assent("shadow", "on", "--project", ".")
    assert stage.ask_in("curl x", stage.project, stage.project) == ""
    assert stage.ask_in("curl x", other, other) == "deny"


def test_a_session_from_elsewhere_is_guarded_in_it(stage: Stage) -> None:
    other = stage.other()
    stage.assent("shadow", "on", "--project", ".")
    assert stage.ask_in("curl x", stage.project, other) == "deny"
    assert stage.ask_in("curl x", stage.project, None) == "deny"
    assert stage.ask_in("curl x", stage.project / "sub", stage.project) == ""


def test_a_session_in_it_is_guarded_elsewhere(stage: Stage) -> None:
    stage.assent("shadow", "on", "--project", ".")
    assert stage.ask_in("curl x", stage.other(), stage.project) == "deny"


def test_a_project_is_taken_out_of_what_is_on_everywhere(stage: Stage) -> None:
    other = stage.other()
    stage.assent("shadow", "on")
    stage.assent("shadow", "off", "--project", ".")
    assert stage.ask_in("curl x", stage.project, stage.project) == "deny"
    assert stage.ask_in("curl x", other, other) == ""
    stage.assent("shadow", "off")
    assert stage.ask_in("curl x", other, other) == "deny"


def test_off_ends_it_in_every_project(stage: Stage) -> None:
    stage.assent("shadow", "on", "--project", ".")
    stage.assent("shadow", "off")
    assert stage.ask_in("curl x", stage.project, stage.project) == "deny"


# ------------------------------------------------------------------------------------------------ rules that decide


def test_a_rule_that_was_taken_out_decides_and_the_others_are_silent(stage: Stage) -> None:
    stage.assent("shadow", "on")
    stage.assent("shadow", "off", "git-read")
    assert stage.ask("git status") == "allow"
    assert stage.ask("curl x") == ""
    assert stage.ask("make test") == ""
    stage.assent("shadow", "off", "no-curl", "ask-make")
    assert stage.ask("git status; curl x") == "deny"
    assert stage.ask("make test") == "ask"


# Each would be stopped by a rule that is still in shadow, or needs one to be allowed.
STOPPED = [
    "git status; curl x",
    "git log $(curl x)",
    "git status; make test",
    "git status && cargo frobnicate",
]


@pytest.mark.parametrize("command", STOPPED)
def test_it_allows_nothing_that_all_the_rules_would_not(stage: Stage, command: str) -> None:
    stage.assent("shadow", "on")
    stage.assent("shadow", "off", "git-read")
    assert stage.ask(command) == ""


def test_an_allow_that_needs_a_rule_in_shadow_is_not_said(stage: Stage) -> None:
    stage.policy.write_text(stage.policy.read_text() + '[[rule]]\nname="frob"\nallow=["Bash(frobnicate)"]\n')
    assert stage.ask("git status; frobnicate") == "allow"
    stage.assent("shadow", "on")
    stage.assent("shadow", "off", "git-read")
    assert stage.ask("git status; frobnicate") == ""
    stage.assent("shadow", "off", "frob")
    assert stage.ask("git status; frobnicate") == "allow"


def test_a_module_is_taken_out_whole(stage: Stage) -> None:
    stage.assent("shadow", "on")
    stage.assent("shadow", "off", "defaults")
    assert stage.ask("cat ~/.ssh/id_rsa") == "deny"
    assert stage.ask("curl x") == ""


def test_what_there_is_not_or_what_is_not_in_shadow_is_named(stage: Stage) -> None:
    stage.assent("shadow", "off", "no-curl", code=2)
    stage.assent("shadow", "on")
    stage.assent("shadow", "off", "frobnicate", code=2)
    stage.assent("shadow", "off", "no-curl", "--project", ".", code=2)
    assert stage.ask("curl x") == ""


# ------------------------------------------------------------------------------------------------ it is loud


def test_status_line_and_greeting_say_that_nothing_is_guarded(stage: Stage) -> None:
    start = stage.payload("", hook_event_name="SessionStart", source="startup", tool_name="")
    said = json.dumps({"session_id": "s", "cwd": str(stage.project)}).encode()

    def statusline() -> str:
        env = {"HOME": str(stage.home), "PATH": os.environ["PATH"], "PYTHONPATH": str(SOURCES)}
        argv = [sys.executable, "-m", "assent", "statusline"]
        return subprocess.run(
            argv, env=env, input=said, capture_output=True, check=True, timeout=60
        ).stdout.decode()

    stage.ask("git status")
    assert "SHADOW" not in statusline()
    for words in (["on"], ["on", "--project", "."]):
        stage.assent("shadow", "off")
        stage.assent("shadow", *words)
        assert statusline() == "assent SHADOW: nothing is guarded\n", words
        assert here.TOLD in stage.raw(start, **{PROJECT: str(stage.project)}).stdout.decode(), words
        status = stage.assent("status", code=1)
        assert "nothing is decided, and nothing is guarded" in " ".join(status.split()), words


def test_the_greeting_says_so_though_it_is_switched_off(stage: Stage) -> None:
    stage.assent("shadow", "on")
    (stage.home / ".config/assent/config.toml").write_text("[notices]\nsessions = false\n")
    start = stage.payload("", hook_event_name="SessionStart", source="startup", tool_name="")
    assert here.TOLD in stage.raw(start).stdout.decode()


def test_the_status_of_another_project_names_the_one_that_is_not_guarded(stage: Stage) -> None:
    stage.assent("shadow", "on", "--project", str(stage.other()))
    assert f"shadow mode is on in {stage.other()}" in json.dumps(
        json.loads(stage.assent("status", "--json", code=1))
    )
