"""A project is for a module by what lies in it, or right below it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assent.app.modules.fitting import fitting

# id: (names in the project, modules → marks)
FOUND = {
    "nothing": (["README.md"], {}),
    "python": (
        ["pyproject.toml", "requirements-dev.txt"],
        {"python": ["pyproject.toml", "requirements-dev.txt"]},
    ),
    "by-ending": (["main.tf"], {"terraform": ["main.tf"]}),
    "right-below": (["services/api/x", "web/package.json"], {"nodejs": ["package.json"]}),
    "too-deep": (["a/b/package.json"], {}),
    "other-people's": (["node_modules/x/y", "node_modules/package.json", "vendor/go.mod"], {}),
    "hidden": ([".venv/pyproject.toml"], {}),
    "several": (["go.mod", "Dockerfile"], {"docker": ["Dockerfile"], "go": ["go.mod"]}),
    "folder": (["k8s/x.yaml"], {"kubernetes": ["k8s"]}),
}


@pytest.mark.parametrize(("names", "wanted"), FOUND.values(), ids=FOUND)
def test_marks_are_found(tmp_path: Path, names: list[str], wanted: dict[str, list[str]]) -> None:
    for name in names:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert fitting([str(tmp_path)]) == wanted


def test_a_link_is_not_followed_out_of_the_project(tmp_path: Path) -> None:
    outside, project = tmp_path / "outside", tmp_path / "project"
    outside.mkdir()
    (outside / "Cargo.toml").touch()
    project.mkdir()
    (project / "there").symlink_to(outside)
    assert fitting([str(project)]) == {}


def test_several_projects_are_looked_at_and_one_that_is_gone_is_none(tmp_path: Path) -> None:
    for name, mark in (("a", "go.mod"), ("b", "Gemfile")):
        (tmp_path / name).mkdir()
        (tmp_path / name / mark).touch()
    roots = [str(tmp_path / name) for name in ("a", "b", "gone")]
    assert fitting(roots) == {"go": ["go.mod"], "ruby": ["Gemfile"]}
