"""The file that agents start: what it holds, where it cannot be, and what a shell makes of it when a piece is gone."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from assent.app import install, launcher
from assent.store.paths import Paths, paths_of

CALL = {
    "hook_event_name": "PreToolUse", "session_id": "s", "tool_name": "Bash", "tool_input": {"command": "rm -rf /"},
    "tool_use_id": "t",
}  # fmt: skip


def home(folder: Path) -> Paths:
    made = folder / "it's my home"
    made.mkdir()
    return paths_of(str(made), {})


def ran(line: str, at: Paths, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", "-c", line],
        input=json.dumps(CALL | {"cwd": at.home}),
        env={"HOME": at.home, "PATH": os.environ["PATH"], **env},
        cwd=at.home,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_it_starts_the_hook_from_places_that_nothing_moves(tmp_path: Path) -> None:
    at = home(tmp_path)
    launcher.write(at)
    moved = {
        "HOME": "/nonexistent",
        "XDG_DATA_HOME": "/nonexistent",
        "PYTHONPATH": at.home,
        "PYTHONHOME": "/x",
    }
    done = ran(install.command("claude", at), at, **moved)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["hookSpecificOutput"]["permissionDecision"] == "deny"
    assert Path(at.audit).is_dir()
    assert launcher.path(at).stat().st_mode & 0o777 == 0o700


def test_without_it_the_line_fails_and_refuses_nothing(tmp_path: Path) -> None:
    at = home(tmp_path)
    done = ran(install.command("claude", at), at)
    assert (done.returncode, done.stdout) == (127, "")


def test_without_its_interpreter_the_line_fails_and_refuses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = home(tmp_path)
    monkeypatch.setattr(launcher, "interpreter", lambda: "/nowhere/python3")
    launcher.write(at)
    done = ran(install.command("claude", at), at)
    assert done.returncode in (126, 127)
    assert done.stdout == ""


def test_without_the_package_it_fails_with_advice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = home(tmp_path)
    monkeypatch.setattr(launcher, "script", lambda: "/nowhere/assent/app/start/launch.py")
    launcher.write(at)
    done = ran(install.command("claude", at), at)
    assert (done.returncode, done.stdout) == (1, "")
    for word in ("assent cannot run here", "/nowhere/assent", "assent status", "assent init"):
        assert word in done.stderr


# An interpreter that a first line cannot name → what is said.
UNFIT = {
    "a blank": ("/opt/my python/bin/python3", "cannot name"),
    "another alphabet": ("/opt/pÿthon/bin/python3", "cannot name"),
    "too long": (f"/opt/{'x' * 120}/bin/python3", "too long"),
}


@pytest.mark.parametrize(("program", "said"), UNFIT.values(), ids=UNFIT)
def test_where_a_first_line_cannot_name_the_interpreter_the_command_is_the_long_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, said: str
) -> None:
    at = home(tmp_path)
    monkeypatch.setattr(launcher, "interpreter", lambda: program)
    assert said in launcher.unfit(at)
    assert install.command("claude", at) == install.hook_command("claude", at)
    assert program in install.command("claude", at)


def test_the_longest_first_line_that_fits_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    longest = launcher.FIRST_LINE - len("#! -IS")
    for length, fits in ((longest, True), (longest + 1, False)):
        monkeypatch.setattr(launcher, "interpreter", lambda length=length: "/" + "x" * (length - 1))
        assert (launcher.unfit(home_of(tmp_path)) == "") == fits


def home_of(folder: Path) -> Paths:
    return paths_of(str(folder), {})


def test_where_no_program_may_be_started_the_command_is_the_long_one(tmp_path: Path) -> None:
    mounted = next(
        (
            each.split()[1]
            for each in Path("/proc/mounts").read_text().splitlines()
            if "noexec" in each.split()[3].split(",")
        ),
        "",
    )
    if not mounted:
        pytest.skip("every folder here lets programs start")
    at = home(tmp_path)
    there = Paths(at.home, at.config, f"{mounted}/assent-data", at.state)
    assert "no program may be started" in launcher.unfit(there)
    assert "launch.py" in install.command("claude", there)
