"""What git obeys in a repository below the project is looked at on this machine, whoever put it there and when."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from assent.app import observe, project
from assent.app.verdict import decision_on
from assent.core.call import Call
from assent.core.decision import Decision
from assent.core.policy import from_rules
from assent.policy.parse import read_policy

WIDE = """[[rule]]
allow = ["Bash(*)"]
within = ["read-project", "read-elsewhere", "net-read", "write-project", "write-tmp"]
"""
NORMAL = """[core]
\trepositoryformatversion = 0
\tfilemode = true
\tbare = false
[remote "origin"]
\turl = https://e.example/a/b
\tfetch = +refs/heads/*:refs/remotes/origin/*
[branch "main"]
\tremote = origin
\tmerge = refs/heads/main
[filter "lfs"]
\tclean = git-lfs clean -- %f
\tprocess = git-lfs filter-process
\trequired = true
[lfs]
\trepositoryformatversion = 0
"""
# Settings that make git run something, or work elsewhere, each with what else may hide it.
STRANGE = {
    "a monitor": "[core]\n\tfsmonitor = ./x\n",
    "a pager": "[core]\n\tpager = ./x\n",
    "a pager of one command": "[pager]\n\tlog = ./x\n",
    "behind its section": "[core] fsmonitor = ./x\n",
    "behind two sections": "[user][core] fsmonitor = ./x\n",
    "in capitals": "[CORE]\n\tFSMonitor = ./x\n",
    "behind a mark": "\ufeff[core]\n\tfsmonitor = ./x\n",
    "in a carried line": "[core]\n\tbare = false\\\n[alias]\n\tfsmonitor = ./x\n",
    "no equal sign but an include": "[include]\n\tpath = other\n",
    "an include on a condition": '[includeIf "gitdir:/"]\n\tpath = other\n',
    "a text converter": '[diff "x"]\n\ttextconv = ./x\n',
    "a filter": '[filter "x"]\n\tclean = ./x\n',
    "a filter of a known name": '[filter "lfs"]\n\tclean = ./x\n',
    "an ssh command": "[core]\n\tsshCommand = ./x\n",
    "a credential helper": '[credential "https://x"]\n\thelper = !./x\n',
    "a program for signatures": "[gpg]\n\tprogram = ./x\n",
    "a work tree elsewhere": "[core]\n\tworktree = /srv\n",
    "an old-style section": "[filter.x]\n\tclean = ./x\n",
    "a bracket in a name": '[filter "a]b"]\n\tclean = ./x\n',
    "a quote in a name": '[remote "a\\"]\n[core"]\n\tfsmonitor = ./x\n',
    "a hook among settings that name none": "[gc]\n\trecentObjectsHook = ./x\n",
    "what nobody knows": "[core]\n\tnewProgram = ./x\n",
    "behind much": "#" + "x" * 70000 + "\n[core]\n\tfsmonitor = ./x\n",
}
# Calls in a repository at `vendor/x`, by the directory they start from.
CALLS = {
    "by an option": ("", "git -C vendor/x status"),
    "after a cd": ("", "cd vendor/x && git log"),
    "from a folder in it": ("", "git -C vendor/x/deep diff"),
    "where the agent stands": ("vendor/x", "git status"),
    "behind a link": ("", "git -C linked status"),
    "in a shell of its own": ("", "bash -c 'cd vendor/x; git status'"),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with a link in it, and a repository below it."""
    made = tmp_path / "home" / "p"
    (made / ".git").mkdir(parents=True)
    (made / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    (made / "src").mkdir()
    repository(made / "vendor/x")
    (made / "vendor/x/deep").mkdir()
    (made / "linked").symlink_to("vendor/x")
    return made


def repository(at: Path, config: str = NORMAL, *, bare: bool = False) -> Path:
    git = at if bare else at / ".git"
    for name in ("objects", "refs/heads", "hooks"):
        (git / name).mkdir(parents=True)
    (git / "HEAD").write_text("ref: refs/heads/main\n")
    (git / "config").write_text(config)
    (git / "hooks" / "pre-commit.sample").write_text("#!/bin/sh\n")
    return git


def decided(root: Path, command: str, cwd: str = "") -> Decision:
    """The answer where a person's rule allows whatever is no more than reading and writing here."""
    home, here = str(root.parent), str(root / cwd).rstrip("/")
    place = project.find(here, home)
    facts = observe.facts_of(home, place.root, here, (), git=True)
    facts.nested = place.root != str(root)
    policy = from_rules([each.rule for each in read_policy(WIDE, "policy.toml", "user")[0]])
    return decision_on(Call("Bash", {"command": command}, here, place.root), policy, facts, disk=True)


@pytest.mark.parametrize("setting", STRANGE.values(), ids=STRANGE)
def test_a_setting_that_runs_something_is_not_allowed(root: Path, setting: str) -> None:
    (root / "vendor/x/.git/config").write_text(NORMAL + setting if setting[0] == "[" else setting + NORMAL)
    decision = decided(root, "git -C vendor/x status")
    assert decision.verdict == "ask"
    assert "vendor/x" in decision.why


@pytest.mark.parametrize(("cwd", "command"), CALLS.values(), ids=CALLS)
def test_it_is_seen_from_wherever_git_works_there(root: Path, cwd: str, command: str) -> None:
    assert decided(root, command, cwd).verdict == "allow"
    (root / "vendor/x/.git/config").write_text(STRANGE["a monitor"])
    assert decided(root, command, cwd).verdict == "ask"


def bare(root: Path) -> None:
    repository(root / "src/y", STRANGE["a monitor"], bare=True)


def shared(root: Path) -> None:
    (root / "src/y/.git").mkdir(parents=True)
    (root / "src/y/.git/commondir").write_text("../../meta\n")
    repository(root / "src/meta", STRANGE["a monitor"], bare=True)


def pointed(root: Path) -> None:
    (root / "src/y").mkdir()
    (root / "src/y/.git").write_text("gitdir: ../meta\n")
    repository(root / "src/meta", STRANGE["a monitor"], bare=True)


def linked(root: Path) -> None:
    (root / "src/y").mkdir()
    (root / "src/y/.git").symlink_to("../meta")
    repository(root / "src/meta", STRANGE["a monitor"], bare=True)


def linked_settings(root: Path) -> None:
    git = repository(root / "src/y")
    (git / "config").unlink()
    (git / "config").symlink_to("../../other")
    (root / "src/other").write_text(STRANGE["a monitor"])


def more_settings(root: Path) -> None:
    git = repository(root / "src/y", NORMAL + "[extensions]\n\tworktreeConfig = true\n")
    (git / "config.worktree").write_text(STRANGE["a monitor"])


def head_of_nothing(root: Path) -> None:
    repository(root / "src/y", STRANGE["a monitor"], bare=True)
    (root / "src/y/HEAD").unlink()
    (root / "src/y/HEAD").symlink_to("refs/heads/none")


def hooked(root: Path) -> None:
    (repository(root / "src/y") / "hooks" / "post-index-change").write_text("#!/bin/sh\n")


def hooked_elsewhere(root: Path) -> None:
    git = repository(root / "src/y", NORMAL + "[core]\n\thooksPath = my\n")
    (git.parent / "my").mkdir()
    (git.parent / "my" / "post-index-change").write_text("#!/bin/sh\n")


def hooked_behind_many(root: Path) -> None:
    git = repository(root / "src/y")
    for number in range(400):
        (git / "hooks" / f"{number}.sample").write_text("")
    (git / "hooks" / "post-index-change").write_text("#!/bin/sh\n")


def deep(root: Path) -> None:
    repository(root / "src/y", STRANGE["a monitor"])
    (root / "src/y" / "/".join("abcdefghijklmnopqrst")).mkdir(parents=True)


LAID = [
    bare,
    shared,
    pointed,
    linked,
    linked_settings,
    more_settings,
    head_of_nothing,
    hooked,
    hooked_elsewhere,
    hooked_behind_many,
]


@pytest.mark.parametrize("lay", LAID, ids=[each.__name__ for each in LAID])
def test_every_form_of_a_repository_is_looked_at(root: Path, lay: object) -> None:
    lay(root)  # type: ignore[operator]  # rows of functions
    assert decided(root, "git -C src/y status").verdict == "ask"


def test_a_hook_is_minded_where_the_subcommand_runs_it(root: Path) -> None:
    (root / "vendor/x/.git/hooks/pre-commit").write_text("#!/bin/sh\n")
    assert decided(root, "git -C vendor/x status").verdict == "allow"
    assert decided(root, "git -C vendor/x commit -m x").verdict == "ask"
    assert (
        decided(root, "git commit -m x", "vendor/x").verdict == "allow"
    )  # as in each project that has hooks


def test_a_repository_far_above_is_not_missed(root: Path) -> None:
    deep(root)
    assert decided(root, "git -C src/y/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r/s/t status").verdict == "ask"


ORDINARY = {
    "the project": ("", "git status"),
    "a folder of the project": ("src", "git log"),
    "a folder named": ("", "git -C src diff"),
    "a folder that is not there": ("", "git -C none status"),
    "a repository of its own": ("", "git -C vendor/x log"),
    "one that a file points to": ("", "git -C sub status"),
    "a tree that was added": ("", "git -C tree status"),
    "a folder with a file that is called config": ("", "git -C plain status"),
}


@pytest.mark.parametrize(("cwd", "command"), ORDINARY.values(), ids=ORDINARY)
def test_what_is_ordinary_stays_allowed(root: Path, cwd: str, command: str) -> None:
    submodule = repository(
        root / ".git/modules/sub", NORMAL + "[core]\n\tworktree = ../../../sub\n", bare=True
    )
    (submodule / "index").write_text("")
    (root / "sub").mkdir()
    (root / "sub/.git").write_text("gitdir: ../.git/modules/sub\n")
    added = root / ".git/worktrees/tree"
    added.mkdir(parents=True)
    (added / "HEAD").write_text("ref: refs/heads/other\n")
    (added / "commondir").write_text("../..\n")
    (root / ".git/config").write_text(NORMAL)
    (root / "tree").mkdir()
    (root / "tree/.git").write_text(f"gitdir: {added}\n")
    (root / "plain").mkdir()
    (root / "plain/config").write_text("host = example\n[server]\nrun = ./x\n")
    assert decided(root, command, cwd).verdict == "allow"


def test_what_else_was_looked_at_makes_an_ordinary_folder_no_strange_one(root: Path) -> None:
    (root / "package.json").write_text('{"scripts": {"x": "ls"}}')
    found = decided(root, "npm run x; git -C src status; git -C vendor/x status; git -C none status")
    told = " ".join(why for part in found.reading.parts for _, why in part.notes)
    assert "repository" not in told


def test_git_itself_obeys_what_is_called_strange(root: Path) -> None:
    """The first row is no theory: the real git runs it."""
    tree = root / "real"
    clean = {"HOME": str(root.parent), "PATH": os.environ["PATH"], "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", "init", "-q", str(tree)], env=clean, check=True, timeout=60)
    (tree / "x").write_text("#!/bin/sh\ntouch ran\n")
    (tree / "x").chmod(0o755)
    with (tree / ".git/config").open("a") as config:
        config.write(STRANGE["a monitor"])
    subprocess.run(["git", "status"], cwd=tree, env=clean, check=False, timeout=60, capture_output=True)
    assert (tree / "ran").exists()
    assert decided(root, "git -C real status").verdict == "ask"
