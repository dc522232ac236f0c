"""The timer of the digest: its units are what systemd reads, whatever the paths hold; nothing foreign is touched."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from assent.app import timer
from assent.store.paths import Paths, paths_of


def place(folder: Path, environ: dict[str, str] | None = None) -> Paths:
    return paths_of(str(folder / "home"), environ or {})


def put_in(at: Paths, every: str = timer.DAILY, environ: dict[str, str] | None = None) -> None:
    units = timer.plan(at, every, environ or {})
    assert timer.problems(units, environ or {}) == []
    assert timer.carry_out(units) == []


def files_in(at: Paths) -> list[str]:
    base = timer.folder(at)
    return sorted(path.relative_to(base).as_posix() for path in base.rglob("*") if not path.is_dir())


ALL = ["assent-digest.service", "assent-digest.timer", "timers.target.wants/assent-digest.timer"]


def test_it_is_put_in_once_changed_and_taken_out(tmp_path: Path) -> None:
    at = place(tmp_path)
    put_in(at)
    assert files_in(at) == ALL
    assert timer.plan(at, timer.DAILY, {}) == []
    assert [each.path.name for each in timer.plan(at, timer.WEEKLY, {})] == ALL[:2]
    put_in(at, timer.WEEKLY)
    assert "--weekly" in (timer.folder(at) / ALL[0]).read_text()
    assert timer.carry_out(timer.undo_plan(at)) == []
    assert files_in(at) == []
    assert timer.undo_plan(at) == []


def test_units_of_others_stay(tmp_path: Path) -> None:
    at = place(tmp_path)
    base = timer.folder(at)
    (base / "timers.target.wants").mkdir(parents=True)
    for name in ALL[:2]:
        (base / name).write_text("[Unit]\nDescription=mine\n")
    (base / ALL[2]).symlink_to("/usr/lib/other.timer")
    units = timer.plan(at, timer.DAILY, {})
    assert [each.where for each in timer.problems(units, {})] == [str(base / name) for name in ALL[:2]]
    assert timer.undo_plan(at) == []


def test_a_place_that_is_kept_elsewhere_is_left_to_its_keeper(tmp_path: Path) -> None:
    at = place(tmp_path)
    (tmp_path / "dotfiles").mkdir()
    timer.folder(at).parent.mkdir(parents=True)
    timer.folder(at).symlink_to(tmp_path / "dotfiles")
    units = timer.plan(at, timer.DAILY, {})
    assert all("link into" in each.what for each in timer.problems(units, {}))
    assert timer.problems(units, {})


# What a path may hold → it is one word for systemd, and means itself.
WORDS = {
    "plain": "/usr/bin/assent",
    "space": "/home/a b/assent",
    "quote": '/home/"x"/assent',
    "backslash": "/home/a\\b/assent",
    "percent": "/home/100%h/assent",
    "dollar": "/home/$HOME/assent",
    "apostrophe": "/home/it's/assent",
}


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd-analyze here")
@pytest.mark.parametrize("word", WORDS.values(), ids=WORDS)
def test_systemd_takes_the_units(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    program = Path(f"{tmp_path}{word}")
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o700)
    monkeypatch.setattr(sys, "argv", [str(program)])
    at = place(tmp_path)
    put_in(at, environ={"XDG_STATE_HOME": str(program.parent)})
    for name in ALL[:2]:
        done = subprocess.run(
            ["systemd-analyze", "verify", "--user", str(timer.folder(at) / name)],
            env={"HOME": str(tmp_path / "home"), "PATH": "/usr/bin:/bin", "XDG_RUNTIME_DIR": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert (done.returncode, [line for line in done.stderr.splitlines() if "assent" in line]) == (0, [])


@pytest.mark.skipif(not shutil.which("systemctl"), reason="there is no systemctl here")
def test_systemd_says_that_it_is_enabled(tmp_path: Path) -> None:
    at = place(tmp_path)
    words = ["systemctl", "--user", "is-enabled", "assent-digest.timer"]
    environ = {
        "HOME": at.home,
        "PATH": "/usr/bin:/bin",
        "SYSTEMD_OFFLINE": "1",
        "XDG_RUNTIME_DIR": str(tmp_path),
    }
    (tmp_path / "home").mkdir()
    before = subprocess.run(words, env=environ, capture_output=True, text=True, check=False, timeout=60)
    assert before.stdout.strip() != "enabled"
    put_in(at)
    after = subprocess.run(words, env=environ, capture_output=True, text=True, check=False, timeout=60)
    assert after.stdout.strip() == "enabled"


def test_a_path_on_two_lines_is_refused(tmp_path: Path) -> None:
    environ = {"XDG_DATA_HOME": "/a\n[Service]\nExecStart=/bin/x"}
    at = place(tmp_path)
    assert timer.problems(timer.plan(at, timer.DAILY, environ), environ)


def test_the_line_for_cron_means_what_the_units_mean(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["assent"])  # not told where it lies
    monkeypatch.setattr(sys, "executable", "/opt/my python/bin/python3")
    line = timer.cron_line(timer.WEEKLY, {"XDG_STATE_HOME": "/data/100%"})
    assert line == (
        r"0 8 * * 1 XDG_STATE_HOME=/data/100\% '/opt/my python/bin/python3' -P -m assent digest --weekly --save"
    )


def test_where_no_systemd_runs_nobody_is_told() -> None:
    assert not timer.has_systemd({})
    assert not timer.has_systemd({"XDG_RUNTIME_DIR": "relative"})
    assert not timer.tell({}, on=True)
