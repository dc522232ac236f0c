"""Which remote git uses when a command names none: as git itself finds it, and unknown wherever that may be otherwise."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from assent.app.observe import facts_of
from assent.core.facts import Facts


def git(at: Path, *words: str) -> str:
    """Git itself, under the settings of a home beside the repository."""
    environ = {"PATH": os.environ["PATH"], "HOME": str(at.parent), "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(
        ["git", "-C", str(at), "-c", "user.name=A", "-c", "user.email=a@example.org", *words],
        check=True, capture_output=True, timeout=60, env=environ,
    )  # fmt: skip
    return done.stdout.decode().strip()


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    made = tmp_path / "shop"
    made.mkdir()
    git(made, "init", "--quiet", "--initial-branch=topic")
    git(made, "commit", "--quiet", "--allow-empty", "--message=first")
    return made


def facts(shop: Path) -> Facts:
    return facts_of(str(shop.parent), str(shop), str(shop), (), git=True)


def remotes(shop: Path, *names: str) -> None:
    for name in names:
        git(shop, "remote", "add", name, f"https://{name}.example/r.git")


CASES = [
    pytest.param(["origin"], [], "origin", "origin", id="the-only-one"),
    pytest.param([], [], "origin", "origin", id="none-yet"),
    pytest.param(["fork", "origin"], [], "origin", "origin", id="origin-among-several"),
    pytest.param(
        ["origin", "fork"], ["branch.topic.remote=fork"], "fork", "fork", id="the-branch-has-another"
    ),
    pytest.param(
        ["origin", "fork"], ["branch.topic.pushRemote=fork"], "origin", "fork", id="pushed-elsewhere"
    ),
    pytest.param(
        ["origin", "fork"], ["remote.pushDefault=fork"], "origin", "fork", id="pushed-elsewhere-by-default"
    ),
    pytest.param(
        ["origin", "fork"], ["branch.main.remote=fork"], "origin", "origin", id="another-branch-has-another"
    ),
    pytest.param(["fork", "mine"], [], "", "", id="none-of-several"),
    pytest.param(["origin"], ["include.path=more"], "", "", id="another-file-may-say-more"),
    pytest.param(["origin"], ["extensions.worktreeConfig=true"], "", "", id="a-work-tree-may-say-more"),
]


@pytest.mark.parametrize(("names", "said", "pulls", "pushes"), CASES)
def test_the_remote_of_no_name_is_the_one_that_git_takes(
    shop: Path, names: list[str], said: list[str], pulls: str, pushes: str
) -> None:
    remotes(shop, *names)
    for each in said:
        git(shop, "config", *each.split("="))
    found = facts(shop)
    assert (found.pulls, found.pushes) == (pulls, pushes)
    if pulls and len(names) > 1:  # what git says itself
        assert git(shop, "ls-remote", "--get-url") == f"https://{pulls}.example/r.git"


def test_the_persons_own_settings_count(shop: Path) -> None:
    remotes(shop, "origin", "fork")
    (shop.parent / ".gitconfig").write_text("[remote]\n\tpushDefault = fork\n")
    assert (facts(shop).pulls, facts(shop).pushes) == ("origin", "fork")


def test_settings_elsewhere_that_are_not_read_may_say_where_to_push(shop: Path) -> None:
    remotes(shop, "origin", "fork")
    (shop.parent / ".gitconfig").write_text('[includeIf "gitdir:~/"]\n\tpath = more\n')
    assert (facts(shop).pulls, facts(shop).pushes) == ("origin", "")


def test_without_a_repository_nothing_is_known(tmp_path: Path) -> None:
    found = facts(tmp_path)
    assert (found.branch, found.pulls, found.pushes, found.remotes) == ("", "", "", ())


def test_where_nobody_looked_for_git_nothing_is_known(shop: Path) -> None:
    remotes(shop, "origin")
    found = facts_of(str(shop.parent), str(shop), str(shop), ())
    assert (found.pulls, found.pushes, found.remotes) == ("", "", ())


def test_a_detached_head_has_no_branch_and_the_remote_of_none(shop: Path) -> None:
    remotes(shop, "fork", "origin")
    git(shop, "config", "branch.topic.remote", "fork")
    git(shop, "checkout", "--quiet", "--detach")
    assert (facts(shop).branch, facts(shop).pulls) == ("", "origin")


def test_an_added_work_tree_has_the_remotes_of_its_repository(shop: Path) -> None:
    remotes(shop, "origin", "fork")
    git(shop, "worktree", "add", "--quiet", "-b", "side", "../side")
    git(shop, "config", "branch.side.remote", "fork")
    git(shop, "config", "branch.side.merge", "refs/heads/side")
    found = facts(shop.parent / "side")
    assert (found.branch, found.upstream, found.pulls, found.remotes) == (
        "side",
        "fork/side",
        "fork",
        ("origin", "fork"),
    )
