"""A checkout is installed by pip as the README says: the command answers, and its manual page lies where `man` looks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.pages import DOCS, ROOT


@pytest.fixture(scope="module")
def prefix(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where `pip install .` put it; what it needs is there already, so nothing is fetched."""
    folder = tmp_path_factory.mktemp("installed")
    words = [
        "install",
        "--quiet",
        "--ignore-installed",
        "--no-index",
        "--no-deps",
        "--no-build-isolation",
        "--prefix",
        str(folder),
        str(ROOT),
    ]
    subprocess.run(
        [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", *words],
        check=True,
        capture_output=True,
        text=True,
    )
    return folder


def test_the_installed_command_answers(prefix: Path, tmp_path: Path) -> None:
    (packages,) = prefix.glob("lib/python*/site-packages")
    done = subprocess.run(
        [str(prefix / "bin/assent"), "check", "--json", "cat .env"],
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(packages)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert '"verdict":"deny"' in done.stdout


def test_the_manual_page_is_installed(prefix: Path) -> None:
    assert (prefix / "share/man/man1/assent.1").read_text() == (DOCS / "man/assent.1").read_text()


def test_the_readme_names_a_way_for_each_common_system() -> None:
    text = (ROOT / "README.md").read_text()
    assert [
        way for way in ("pipx install .", "uv tool install .", "-m venv ~/.venvs/assent") if way not in text
    ] == []
