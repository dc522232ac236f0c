"""Which project a directory belongs to, and that none can be made wide."""

from __future__ import annotations

from pathlib import Path

import pytest

from assent.app.observe import branch_of, links_of, real_path
from assent.app.project import find


@pytest.fixture
def home(tmp_path: Path) -> Path:
    made = tmp_path / "home"
    (made / "work/p/src").mkdir(parents=True)
    return made


def git(folder: Path) -> None:
    (folder / ".git").mkdir(parents=True)
    (folder / ".git/HEAD").write_text("ref: refs/heads/topic\n")


def test_the_nearest_git_directory_is_the_project(home: Path) -> None:
    git(home / "work")
    git(home / "work/p")
    found = find(str(home / "work/p/src"), str(home))
    assert (found.root, found.key, found.method) == (f"{home}/work/p", f"{home}/work/p/.git", "git")


def test_git_beats_a_nearer_marker(home: Path) -> None:
    git(home / "work/p")
    (home / "work/p/src/package.json").write_text("{}")
    assert find(str(home / "work/p/src"), str(home)).root == f"{home}/work/p"


def test_a_marker_stands_in_for_git(home: Path) -> None:
    (home / "work/p/pyproject.toml").write_text("")
    found = find(str(home / "work/p/src"), str(home))
    assert (found.root, found.method) == (f"{home}/work/p", "marker")


def test_an_empty_git_directory_is_no_repository(home: Path) -> None:
    (home / "work/.git").mkdir()
    assert find(str(home / "work/p"), str(home)).root == f"{home}/work/p"


@pytest.mark.parametrize("wide", ["", "..", "../.."])
def test_a_home_or_what_holds_it_is_never_a_project(home: Path, wide: str) -> None:
    folder = (home / wide).resolve()
    git(folder)
    assert find(str(folder), str(home)).root == ""


@pytest.mark.parametrize("wide", ["/", "/etc", "/usr", "/home"])
def test_a_system_directory_is_never_a_project(wide: str) -> None:
    assert find(wide, "/home/u").root == ""


def test_without_any_sign_the_session_start_is_the_project_only_for_what_lies_in_it(home: Path) -> None:
    assert find(str(home / "work/p/src"), str(home), str(home / "work/p")).root == f"{home}/work/p"
    assert find(str(home / "work/p"), str(home), str(home / "work/q")).root == f"{home}/work/p"
    assert find(str(home / "work/p"), str(home), "/").root != "/"


def test_the_branch_and_its_upstream_are_read(home: Path) -> None:
    git(home / "work/p")
    (home / "work/p/.git/config").write_text(
        '[branch "topic"]\n\tremote = origin\n\tmerge = refs/heads/main\n'
    )
    assert branch_of(str(home / "work/p")) == ("topic", "main")


def test_links_are_followed_and_loops_lead_nowhere_good(home: Path) -> None:
    (home / "a").symlink_to("b")
    (home / "b").symlink_to("a")
    (home / "c").symlink_to("/etc")
    assert real_path(str(home / "a/x"), {}) == "/proc/loop"
    assert real_path(str(home / "c/../passwd"), {}) == f"{home}/passwd"
    assert links_of([str(home / "c/x"), str(home / "work")]) == {str(home / "c/x"): "/etc/x"}


def test_too_many_paths_are_not_trusted() -> None:
    assert links_of([f"/x{number}" for number in range(1000)]) is None
