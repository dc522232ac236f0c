"""What guards the agent is found from facts, wherever it lies, and every way of changing it is denied."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from assent.app.ours import ours
from assent.app.verdict import decision_on
from assent.core.call import Call
from assent.core.facts import Facts
from assent.core.policy import from_rules
from assent.policy import shipped
from assent.policy.parse import read_rule
from assent.store.paths import paths_of

HOME, PROJECT = "/home/u", "/home/u/p"
GUARD = PROJECT + "/.venv"
PLACES = (
    "/srv/settings/assent", "/home/u/data/assent", "/home/u/.local/state/assent", "/etc/assent", GUARD,
    "/opt/py/bin/python3.12", "/opt/py/lib/python3.12", "/opt/py/lib/python312.zip", "/srv/agent/settings.json",
)  # fmt: skip
FACTS = Facts(HOME, PROJECT, ours=PLACES)
FACTS.agent = "/srv/agent"


def rules() -> list[Any]:
    problems: list[Any] = []
    loose: list[dict[str, Any]] = [
        {"allow": ["Edit(./**)", "Edit(//**)", "Write(~/**)"], "within": ["any"]}, {"allow": ["Bash"], "within": ["any"]},
        {"allow": ["mcp__fs", "Frobnicate", "Monitor", "PowerShell"], "within": ["any"]},
    ]  # fmt: skip
    made = [read_rule(each, "here", "user", "user", problems) for each in loose]
    assert not problems
    return [*(each.rule for each in made if each), *(each.rule for each in shipped.module("defaults")[0])]


POLICY = from_rules(rules())


def verdict(tool: str, facts: Facts = FACTS, /, **given: Any) -> str:
    fresh = Facts(facts.home, facts.project, ours=facts.ours, links=facts.links)
    fresh.agent = facts.agent
    return decision_on(Call(tool, given, PROJECT, PROJECT), POLICY, fresh, disk=False).verdict


TARGETS = [
    GUARD + "/lib/python3.12/site-packages/_json.py", GUARD + "/pyvenv.cfg", "/srv/settings/assent/policy.toml",
    "/home/u/data/assent/assent.db", "/opt/py/lib/python3.12/json/__init__.py", "/opt/py/lib/python312.zip",
    "/opt/py/bin/python3.12", "/srv/agent/settings.json", "/srv/agent/hooks/guard.py",
    "/srv/agent/projects/-p/forged.jsonl", "/srv/agent/.claude.json",
]  # fmt: skip


@pytest.mark.parametrize("path", TARGETS)
@pytest.mark.parametrize(
    ("tool", "field"),
    [("Write", "file_path"), ("Edit", "file_path"), ("MultiEdit", "file_path"), ("NotebookEdit", "notebook_path"),
     ("mcp__fs__write_file", "path"), ("mcp__fs__move", "destination"), ("Frobnicate", "filePath")],
    ids=str,
)  # fmt: skip
def test_no_tool_writes_it(tool: str, field: str, path: str) -> None:
    assert verdict(tool, **{field: path}) == "deny"


SHELL = [
    "echo x > {}", "cp x {}", "mv x {}", "rm {}", "rm -rf {}", "mv {} x", "chmod -x {}", "chown me {}", "ln -sf x {}",
    "ln x {}", "touch {}", "truncate -s 0 {}", "tee {} < x", "sed -i s/a/b/ {}", "install x {}", "dd if=x of={}",
    "bash -c 'echo x > {}'", "timeout 5 rm {}", "env rm {}", "sudo rm {}", "cp --target-directory={} x",
]  # fmt: skip


@pytest.mark.parametrize("form", SHELL)
@pytest.mark.parametrize("path", TARGETS[:7])
def test_no_shell_command_writes_it(form: str, path: str) -> None:
    assert verdict("Bash", command=form.format(path)) == "deny"


SPELLINGS = [
    "cd .venv && echo x > pyvenv.cfg", "echo x > ./.venv/../.venv/pyvenv.cfg", "echo x > .VENV/pyvenv.cfg",
    "echo x > .venv/pyvenv.c*", "rm -rf .v*", "rm -rf .venv/*", "D=.venv; rm -rf $D", "mv .venv old", "mv .venv/lib x",
    "rm -rf .venv", "ln -sfn /tmp/x .venv", "chmod -R 000 .venv", "echo x > link/pyvenv.cfg", "git clone x .venv",
]  # fmt: skip


@pytest.mark.parametrize("command", SPELLINGS)
def test_every_spelling_is_the_same_place(command: str) -> None:
    facts = Facts(HOME, PROJECT, ours=PLACES, links={PROJECT + "/link": GUARD})
    assert verdict("Bash", facts, command=command) == "deny"


# One command a line, the verdict before it.
LINES = [
    line.split(" ", 1) for line in Path(__file__).with_name("ours_commands.txt").read_text().splitlines()
]


@pytest.mark.parametrize(("wanted", "command"), LINES, ids=[command for _, command in LINES])
def test_a_command_that_reaches_it_is_answered(wanted: str, command: str) -> None:
    assert verdict("Bash", command=command) == wanted


PARENTS = [
    "mv ~/.local/state x", "rm -rf ~/data", "mv ~/data ~/old", "ln -sfn /tmp/x ~/data", "chmod 000 ~/.local/state",
    "rm -rf /opt/py", "mv /opt/py /tmp/x", "mv /srv/settings x", "rm -rf /srv/agent", "rm -rf ~/da*", "rm -rf /opt/*",
    "mv /srv/agent x", "ln -s ~/data x",
]  # fmt: skip


@pytest.mark.parametrize("command", PARENTS)
def test_a_folder_that_holds_it_may_not_go(command: str) -> None:
    assert verdict("Bash", command=command) == "deny"


@pytest.mark.parametrize(
    "command",
    [
        "echo x > src/a.py", "cp x .", "mkdir -p src", "rm -rf build", "mv a b", "cat .venv/pyvenv.cfg", "ls .venv",
        "cat /srv/settings/assent/policy.toml", "cp x ~", "python -m pytest", "grep -r x /opt/py/lib/python3.12",
        "cp x /usr/local/lib", "echo x > /srv/settings/other", "rm -rf .venvs", "git status", "mkdir /opt/other",
    ],
)  # fmt: skip
def test_what_is_not_ours_stays_as_it_was(command: str) -> None:
    assert verdict("Bash", command=command) != "deny"


def test_reading_stays_as_it_was() -> None:
    assert verdict("Read", file_path=GUARD + "/pyvenv.cfg") == "allow"


def test_the_answer_says_whose_it_is() -> None:
    call = Call("Edit", {"file_path": TARGETS[0]}, PROJECT, PROJECT)
    assert "changes assent itself" in decision_on(call, POLICY, FACTS, disk=False).why


# -- the facts ------------------------------------------------------------------------------------------------------


def covered(found: list[str], path: Path | str) -> bool:
    return any(str(path) == each or str(path).startswith(each + "/") for each in found)


def test_moved_folders_are_ours() -> None:
    env = {
        "XDG_CONFIG_HOME": "/srv/c",
        "XDG_DATA_HOME": "/srv/d",
        "XDG_STATE_HOME": "/srv/s",
        "CLAUDE_CONFIG_DIR": "/srv/k",
    }
    at = paths_of("/home/u", env)
    found = ours(at, env)
    for path in (at.user_policy, at.db, at.epoch, at.snapshots, at.record("2026-01-01"), at.managed_policy):
        assert covered(found, path)
    for path in (
        "/srv/k/settings.json",
        "/srv/k/.claude.json",
        "/home/u/.claude/settings.json",
        "/etc/claude-code/x",
    ):
        assert covered(found, path)


def test_the_interpreter_and_its_library_are_ours() -> None:
    import json
    import os

    found = ours(paths_of("/home/u", {}), {})
    assert covered(found, os.path.realpath(sys.executable))
    assert covered(found, Path(json.__file__).resolve())
    assert covered(found, Path(__file__).parents[2] / "src/assent/app/hook.py")


def test_an_environment_of_our_own_is_ours_whole(tmp_path: Path) -> None:
    site = tmp_path / "env/lib/python3.12/site-packages"
    (site / "assent").mkdir(parents=True)
    plain = ours(paths_of("/home/u", {}), {}, str(site / "assent"))
    assert covered(plain, site / "_json.py")
    assert not covered(plain, tmp_path / "env/share")
    (tmp_path / "env/pyvenv.cfg").touch()
    assert covered(ours(paths_of("/home/u", {}), {}, str(site / "assent")), tmp_path / "env/bin/assent")


def test_a_place_behind_a_link_is_ours_under_both_names(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "named").symlink_to(tmp_path / "real")
    at = paths_of("/home/u", {"XDG_DATA_HOME": str(tmp_path / "named")})
    found = ours(at, {})
    assert covered(found, tmp_path / "named/assent/x")
    assert covered(found, tmp_path / "real/assent/x")
