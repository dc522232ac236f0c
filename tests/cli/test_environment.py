"""`assent init` from a real environment: refused from inside a project, whatever else would be in order."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

from tests.cli.conftest import SOURCES, Home


def environment(folder: Path) -> Path:
    """A virtual environment with a copy of the package in it; its interpreter."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True, timeout=60)
    site = folder / f"lib/python3.{sys.version_info.minor}/site-packages"
    shutil.copytree(SOURCES / "assent", site / "assent", ignore=shutil.ignore_patterns("__pycache__"))
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "bin/python3"


def init(home: Home, interpreter: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(interpreter), "-m", "assent", "init", "--yes"],
        cwd=home.project,
        env={"HOME": str(home.path), "PATH": "/usr/bin:/bin"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_init_is_refused_from_an_environment_inside_a_project(fresh: Home) -> None:
    done = init(fresh, environment(fresh.project / ".venv"))
    assert done.returncode == 2, done
    assert f"inside the project {fresh.project}" in done.stderr
    assert not fresh.settings.exists()


def test_init_installs_from_an_environment_of_its_own(fresh: Home) -> None:
    done = init(fresh, environment(fresh.path / ".assent-env"))
    assert done.returncode == 0, done
    assert str(fresh.path / ".assent-env") in (fresh.path / ".local/share/assent/hook").read_text()
