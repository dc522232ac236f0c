"""An environment inside a project is no place to guard that project from."""

from __future__ import annotations

from pathlib import Path

import pytest

from assent.app import environment


def site(root: Path) -> Path:
    package = root / "lib/python3.12/site-packages/assent"
    package.mkdir(parents=True)
    return package


@pytest.mark.parametrize("marker", ["pyproject.toml", ".git/HEAD", "package.json"])
@pytest.mark.parametrize("name", [".venv", "tools/env"])
def test_an_environment_in_a_project_is_refused(tmp_path: Path, marker: str, name: str) -> None:
    project = tmp_path / "home/work/p"
    package = site(project / name)
    (project / marker).parent.mkdir(exist_ok=True)
    (project / marker).write_text("ref: refs/heads/main\n")
    (found,) = environment.problems(str(tmp_path / "home"), str(project / name), package)
    assert str(project / name) in found.what
    assert "pipx install assent" in found.hint


@pytest.mark.parametrize(
    "name", [".local/share/pipx/venvs/assent", ".local/share/uv/tools/assent", ".assent-env"]
)
def test_an_environment_of_its_own_is_fine(tmp_path: Path, name: str) -> None:
    package = site(tmp_path / "home" / name)
    (tmp_path / "home/.git").mkdir()
    (tmp_path / "home/.git/HEAD").write_text("ref: refs/heads/main\n")
    assert environment.problems(str(tmp_path / "home"), str(tmp_path / "home" / name), package) == []
    assert environment.notes(str(tmp_path / "home"), package) == []


def test_a_checkout_is_said_and_not_refused(tmp_path: Path) -> None:
    package = tmp_path / "home/code/assent/src/assent"
    package.mkdir(parents=True)
    (tmp_path / "home/code/assent/pyproject.toml").touch()
    outside = site(tmp_path / "home/.cache/env").parents[3]
    assert environment.problems(str(tmp_path / "home"), str(outside), package) == []
    assert environment.problems(str(tmp_path / "home"), str(package.parent), package) == []
    (note,) = environment.notes(str(tmp_path / "home"), package)
    assert str(tmp_path / "home/code/assent") in note


def test_the_environment_of_these_tests_is_no_project() -> None:
    assert environment.problems(str(Path.home())) == []
