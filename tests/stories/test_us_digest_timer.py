"""US-16 with a real systemd of a user's own, and with the shell of cron: the digest is made by itself."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from assent.app import timer
from tests.cli.conftest import SOURCES, Home, home_in

SCRIPT = Path(__file__).with_name("systemd_user.sh")
MANAGER = Path("/usr/lib/systemd/systemd")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = home_in(tmp_path)
    made.run("init", "--yes")
    return made


def saved(home: Home) -> list[str]:
    """The kinds of the digests that are kept."""
    return sorted(
        path.name.rpartition("Z-")[2] for path in (home.path / ".local/state/assent/digests").glob("*")
    )


def namespaces() -> bool:
    """Whether a systemd can be started here beside whatever runs: it needs a mount and a cgroup of its own."""
    unshare = shutil.which("unshare")
    if unshare is None or not MANAGER.exists() or not shutil.which("systemctl"):
        return False
    tried = ["sh", "-c", "mount -t tmpfs none /run"]
    return subprocess.run([unshare, "-mC", *tried], capture_output=True, check=False).returncode == 0


@pytest.mark.slow
@pytest.mark.skipif(
    not namespaces(), reason="no systemd can be started here: no systemd, or no namespaces for it"
)
def test_a_systemd_of_the_users_runs_the_timer_and_makes_the_digest(home: Home) -> None:
    done = subprocess.run(
        [
            "unshare",
            "-mC",
            "--fork",
            "--kill-child",
            "sh",
            str(SCRIPT),
            str(home.path),
            sys.executable,
            str(SOURCES),
        ],
        env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"},
        cwd=home.project,
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )
    told = dict(line.split("=", 1) for line in done.stdout.splitlines())
    assert told.pop("NextElapseUSecRealtime", "").split()[2:3] == ["08:00:00"], done
    assert told == {
        "running": "active", "enabled": "enabled", "Result": "success", "ExecMainStatus": "0", "undone": "inactive",
    }  # fmt: skip
    assert saved(home) == ["daily.html", "daily.md"]


def test_the_line_for_cron_makes_the_digest_and_prints_what_cron_mails(home: Home) -> None:
    command = timer.cron_line(timer.WEEKLY, {}).split(" ", 5)[5].replace("\\%", "%")
    done = subprocess.run(
        ["/bin/sh", "-c", command],  # as cron does
        env={
            "HOME": str(home.path),
            "LOGNAME": "u",
            "SHELL": "/bin/sh",
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": str(SOURCES),
        },
        cwd=home.path,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr.partition(" ")[0]) == (0, "Kept"), done
    assert saved(home) == ["weekly.html", "weekly.md"]
    assert done.stdout.strip()
