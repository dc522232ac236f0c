"""Which project a directory belongs to, and that none can be made wide."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from assent.app.observe import facts_of, links_of, real_path
from assent.app.project import find, read_small


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


def branch_of(tree: str, home: Path) -> tuple[str, str]:
    facts = facts_of(str(home), tree, tree, (), git=True)
    return facts.branch, facts.upstream


def test_the_branch_and_its_upstream_are_read(home: Path) -> None:
    git(home / "work/p")
    (home / "work/p/.git/config").write_text(
        '[branch "topic"]\n\tremote = origin\n\tmerge = refs/heads/main\n'
    )
    assert branch_of(str(home / "work/p"), home) == ("topic", "origin/main")


def test_links_are_followed_and_loops_lead_nowhere_good(home: Path) -> None:
    (home / "a").symlink_to("b")
    (home / "b").symlink_to("a")
    (home / "c").symlink_to("/etc")
    assert real_path(str(home / "a/x"), {}) == "/proc/loop"
    assert real_path(str(home / "c/../passwd"), {}) == f"{home}/passwd"
    assert links_of([str(home / "c/x"), str(home / "work")]) == {str(home / "c/x"): "/etc/x"}


def test_too_many_paths_are_not_trusted() -> None:
    assert links_of([f"/x{number}" for number in range(1000)]) is None


# ---------------------------------------------------------------------------- a project is what its own git data proves


def real_git(folder: Path, *words: str) -> None:
    """Git itself, under settings of nobody."""
    subprocess.run(
        ["git", "-C", str(folder), "-c", "protocol.file.allow=always", *words],
        check=True, capture_output=True, timeout=60,
        env={
            "PATH": os.environ["PATH"], "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org",
            "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org",
        },
    )  # fmt: skip


@pytest.fixture
def shop(home: Path) -> Path:
    """A real repository with a real added work tree beside it, `shop-topic`."""
    made = home / "work/shop"
    made.mkdir()
    real_git(made, "init", "--quiet")
    real_git(made, "commit", "--quiet", "--allow-empty", "--message=first")
    real_git(made, "worktree", "add", "--quiet", "-b", "topic", "../shop-topic")
    return made


def key(folder: Path, home: Path) -> tuple[str, str]:
    found = find(str(folder), str(home))
    return found.root, found.key


def test_an_added_work_tree_shares_the_project(shop: Path, home: Path) -> None:
    tree = home / "work/shop-topic"
    (tree / "src").mkdir()
    assert key(tree / "src", home) == (str(tree), f"{shop}/.git")
    assert branch_of(str(tree), home) == ("topic", "")


def test_an_added_work_tree_with_relative_paths_shares_the_project(shop: Path, home: Path) -> None:
    tree = home / "work/shop-topic"
    (tree / ".git").write_text("gitdir: ../shop/.git/worktrees/shop-topic\n")
    (shop / ".git/worktrees/shop-topic/gitdir").write_text("../../../../shop-topic/.git\n")
    assert key(tree, home) == (str(tree), f"{shop}/.git")


def test_an_added_work_tree_of_a_bare_repository_belongs_to_it(shop: Path, home: Path) -> None:
    real_git(home / "work", "clone", "--quiet", "--bare", str(shop), "bare.git")
    real_git(home / "work/bare.git", "worktree", "add", "--quiet", "../of-bare", "topic")
    assert key(home / "work/of-bare", home) == (f"{home}/work/of-bare", f"{home}/work/bare.git")


def test_a_submodule_is_the_module_its_parent_keeps(shop: Path, home: Path) -> None:
    real_git(home / "work/p", "init", "--quiet")
    real_git(home / "work/p", "submodule", "--quiet", "add", str(shop), "lib/shop")
    module = home / "work/p/.git/modules/lib/shop"
    assert key(home / "work/p/lib/shop", home) == (f"{home}/work/p/lib/shop", str(module))
    real_git(
        home / "work/p/lib/shop", "sparse-checkout", "set", "src"
    )  # moves core.worktree to config.worktree
    assert key(home / "work/p/lib/shop", home)[1] == str(module)


def test_a_submodule_in_an_added_work_tree_is_its_own_module(shop: Path, home: Path) -> None:
    top = home / "work/p"
    real_git(top, "init", "--quiet")
    real_git(top, "submodule", "--quiet", "add", str(shop), "lib")
    real_git(top, "commit", "--quiet", "--message=with lib")
    real_git(top, "worktree", "add", "--quiet", "../q")
    real_git(home / "work/q", "submodule", "--quiet", "update", "--init")
    assert key(home / "work/q/lib", home) == (f"{home}/work/q/lib", f"{top}/.git/worktrees/q/modules/lib")


def test_a_separate_git_directory_leaves_a_project_of_its_own_place(home: Path) -> None:
    real_git(home / "work", "init", "--quiet", "--separate-git-dir=meta", "tree")
    (home / "work/tree/src").mkdir()
    assert key(home / "work/tree/src", home) == (f"{home}/work/tree", f"{home}/work/tree/.git")


def point(folder: Path, text: str) -> None:
    (folder / ".git").write_text(text)


def made_up(evil: Path, shop: Path) -> Path:
    """A git directory of the attacker's own that points back to him and shares the other's common directory."""
    meta = evil / "meta"
    meta.mkdir()
    (meta / "HEAD").write_text("ref: refs/heads/main\n")
    (meta / "commondir").write_text(f"{shop}/.git\n")
    (meta / "gitdir").write_text(f"{evil}/.git\n")
    (meta / "config").write_text(f"[core]\n\tworktree = {evil}\n")
    return meta


def linked_list(evil: Path, shop: Path) -> None:
    """A list of work trees made up in place, its common directory behind a link."""
    (evil / "meta/worktrees/x").mkdir(parents=True)
    (evil / "meta/worktrees/x/commondir").write_text(f"{shop}/.git\n")
    (evil / "meta/worktrees/x/gitdir").write_text(f"{evil}/.git\n")
    (evil / "meta/HEAD").write_text("ref: refs/heads/main\n")
    point(evil, "gitdir: meta/worktrees/x\n")


def over_the_edge(evil: Path, _: Path) -> None:
    """`..` behind a link: as text the path is the other's, on disk the attacker's."""
    deep = evil / "one/two"
    deep.mkdir(parents=True)
    (evil / "hop").symlink_to(deep)
    point(evil, f"gitdir: {evil}/hop/../../../shop/.git/worktrees/shop-topic\n")


def folder_with_commondir(evil: Path, shop: Path) -> None:
    git(evil)
    (evil / ".git/commondir").write_text(f"{shop}/.git\n")


# what an attacker's directory beside the project holds → it borrows nothing
BORROWERS: dict[str, Callable[[Path, Path], object]] = {
    "relative": lambda evil, _: point(evil, "gitdir: ../shop/.git\n"),
    "absolute": lambda evil, shop: point(evil, f"gitdir: {shop}/.git\n"),
    "no-blank": lambda evil, shop: point(evil, f"gitdir:{shop}/.git"),
    "through-dots": lambda evil, _: point(evil, f"gitdir: {evil}/../shop/./.git/\n"),
    "through-proc": lambda evil, shop: point(evil, f"gitdir: /proc/self/root{shop}/.git\n"),
    "listed-work-tree-of-another": lambda evil, _: point(evil, "gitdir: ../shop/.git/worktrees/shop-topic\n"),
    "work-tree-not-listed": lambda evil, _: point(evil, "gitdir: ../shop/.git/worktrees/nosuch\n"),
    "commondir-in-own-directory": lambda evil, shop: point(evil, f"gitdir: {made_up(evil, shop)}\n"),
    "made-up-list": linked_list,
    "dots-behind-a-link": over_the_edge,
    "second-name-of-a-listed-file": lambda evil, _: (evil / ".git").hardlink_to(evil.parent / "shop-topic/.git"),
    "link-to-a-listed-file": lambda evil, _: (evil / ".git").symlink_to("../shop-topic/.git"),
    "link-to-the-directory": lambda evil, _: (evil / ".git").symlink_to("../shop/.git"),
    "directory-with-commondir": folder_with_commondir,
    "longer-than-4-KB": lambda evil, _: point(evil, "gitdir: " + "./" * 3000 + "../shop/.git\n"),
    "behind-4-KB-of-blanks": lambda evil, shop: point(evil, "gitdir: " + " " * 5000 + f"{shop}/.git\n"),
    "with-a-NUL": lambda evil, shop: point(evil, f"gitdir: {shop}/.git\0x\n"),
}  # fmt: skip


@pytest.mark.parametrize("make", BORROWERS.values(), ids=BORROWERS)
def test_a_directory_that_the_other_does_not_name_back_borrows_no_project(
    shop: Path, home: Path, make: Callable[[Path, Path], object]
) -> None:
    evil = home / "work/evil"
    evil.mkdir()
    make(evil, shop)
    root, found = key(evil, home)
    assert root == str(evil)
    assert found in (f"{evil}/.git", str(evil), f"{evil}/meta")
    assert found != key(shop, home)[1]


def test_a_moved_copy_of_a_work_tree_is_a_project_of_its_own(shop: Path, home: Path) -> None:
    shutil.copytree(home / "work/shop-topic", home / "work/copy")
    assert key(home / "work/copy", home)[1] == f"{home}/work/copy/.git"
    assert key(home / "work/shop-topic", home)[1] == f"{shop}/.git"


def test_a_module_directory_that_names_another_work_tree_is_not_borrowed(shop: Path, home: Path) -> None:
    real_git(home / "work/p", "init", "--quiet")
    real_git(home / "work/p", "submodule", "--quiet", "add", str(shop), "lib")
    evil = home / "work/evil"
    evil.mkdir()
    point(evil, "gitdir: ../p/.git/modules/lib\n")
    assert key(evil, home)[1] == f"{evil}/.git"


@pytest.mark.parametrize("name", [".git", ".git/HEAD", ".git/commondir", ".git/config"])
def test_a_pipe_in_place_of_a_git_file_holds_nothing_up(home: Path, name: str) -> None:
    evil = home / "work/evil"
    evil.mkdir()
    if name != ".git":
        git(evil)
        (evil / name).unlink(missing_ok=True)
    os.mkfifo(evil / name)
    writer = os.open(evil / name, os.O_RDWR)  # held open: a plain read would wait for its text
    try:
        assert key(evil, home)[0] == str(evil)
        branch_of(str(evil), home)
    finally:
        os.close(writer)


def test_a_device_in_place_of_a_git_file_is_not_read(home: Path) -> None:
    (home / "work/p/.git").symlink_to("/dev/zero")
    assert find(str(home / "work/p"), str(home)).method != "git"
    assert read_small("/dev/zero") == ""
