"""The installed hook knows what is its own: in an environment of a project, and with every folder moved."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

from assent.app import install
from assent.store.paths import Paths
from tests.app.test_hook import Home, verdict

LOOSE = """
[[rule]]
name = "all-of-the-project"
allow = ["Edit(./**)", "Edit(//**)", "Bash(touch *)"]
within = ["any"]
"""


def write(home: Home, path: Path | str, **env: str) -> str:
    """What the client hears about writing a file."""
    more = {"tool_name": "Write", "tool_input": {"file_path": str(path), "content": "x"}}
    return verdict(home.raw(home.payload("", **more), **env).stdout)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path)
    made.policy.write_text(LOOSE)
    return made


def test_an_environment_in_the_project_is_not_the_projects(home: Home) -> None:
    environment = home.project / ".venv"
    site = environment / f"lib/python3.{sys.version_info.minor}/site-packages"
    shutil.copytree(install.PACKAGE, site / "assent")
    (environment / "pyvenv.cfg").write_text("home = /usr/bin\n")
    home.command = home.command.replace(str(install.PACKAGE), str(site / "assent"))
    assert write(home, home.project / "src/x.py") == "allow"
    for path in (site / "_json.py", site / "assent/core/decide.py", environment / "pyvenv.cfg"):
        assert write(home, path) == "deny"
    assert home.ask(f"touch {site}/_json.py") == "deny"
    assert home.ask("touch x") == "allow"


def test_moved_folders_and_settings_are_guarded_where_they_are(home: Home) -> None:
    moved = home.home / "elsewhere"
    home.policy.parent.rename(moved.with_name("conf"))
    home.paths = Paths(
        str(home.home), str(moved.with_name("conf")), str(moved / "data"), str(moved / "state")
    )
    home.command = install.hook_command("claude", home.paths)
    env = {"CLAUDE_CONFIG_DIR": str(moved / "client")}
    assert write(home, home.project / "x.py", **env) == "allow"
    for path in (
        home.paths.user_policy, home.paths.db, home.paths.epoch, home.paths.record("2026-01-01"),
        moved / "client/settings.json", moved / "client/hooks/x.py", moved / "client/projects/-p/x.jsonl",
        home.home / ".claude/settings.json", json.__file__, sys.executable,
    ):  # fmt: skip
        assert write(home, path, **env) == "deny", path


def test_settings_that_no_variable_moves_are_an_ordinary_file(home: Home) -> None:
    assert write(home, home.home / "elsewhere/client/settings.json") == "allow"
