"""Links behind a glob: what `g*` may lead to is judged as the place where it really leads."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from assent.app.observe import MOST_ENTRIES, matches_behind_links, shell_of
from assent.app.verdict import decision_on
from assent.core.call import Call
from assent.core.effect import names_of
from assent.core.facts import Facts
from assent.core.policy import from_rules
from assent.policy import shipped

if TYPE_CHECKING:
    from pathlib import Path

    from assent.core.decision import Decision

DEFAULTS = from_rules([each.rule for each in shipped.module(shipped.DEFAULTS)[0]])


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with links to a secret folder, to its git folder and to a harmless file of its own."""
    root = tmp_path.resolve() / "home/project"
    for folder in (".git", "src", "g2", "../.ssh"):
        (root / folder).mkdir(parents=True)
    (root / "../.ssh/id_rsa").write_text("x")
    (root / "src/a").write_text("x")
    (root / "key1").symlink_to("../.ssh")
    (root / "g1").symlink_to(".git")
    (root / "same").symlink_to("src/a")
    (root / "src/deep").mkdir()
    (root / "src/deep/away").symlink_to(root / "../.ssh/id_rsa")
    return root


def judged(text: str, root: Path) -> Decision:
    """The decision about a shell call in the project, with the facts of the disk."""
    call = Call("Bash", {"command": text}, str(root), str(root))
    return decision_on(call, DEFAULTS, Facts(str(root.parent), str(root), str(root)), disk=True)


SECRET = [
    "cat key?/id_rsa",
    "cat key*/*",
    "cat key[1]/id_rsa",
    "for d in key?; do cat $d/id_rsa; done",
    "head ./k*/id_rsa",
    "cat src/*/away",
]
OBEYED = [
    "cp src/a g?/config",
    "cat src/a > g1*/config",
    'for d in g*; do cp src/a "$d/config"; done',
    "tee g?/hooks/x < src/a",
]
PLAIN = ["cat sam*", "cat src/*", "ls g2*", "wc -l sr?/a"]


@pytest.mark.parametrize("text", SECRET)
def test_a_secret_behind_a_glob_is_one(project: Path, text: str) -> None:
    assert "read-secret" in names_of(judged(text, project).reading.effects)


@pytest.mark.parametrize("text", OBEYED)
def test_what_git_obeys_behind_a_glob_runs_code(project: Path, text: str) -> None:
    assert "run-code" in names_of(judged(text, project).reading.effects)


@pytest.mark.parametrize("text", PLAIN)
def test_a_glob_without_such_links_means_what_it_says(project: Path, text: str) -> None:
    reading = judged(text, project).reading
    assert names_of(reading.effects) == ["read-project"]
    assert reading.coverage == "full"


def test_below_two_stars_links_are_found_at_any_depth(project: Path) -> None:
    hits = matches_behind_links([f"{project}/**/away"])[f"{project}/**/away"]
    assert hits is not None
    assert str(project.parent / ".ssh/id_rsa") in hits


def test_a_folder_with_more_than_is_looked_through_is_not_known(project: Path) -> None:
    many = project / "many"
    many.mkdir()
    (many / "0").write_text("x")
    for number in range(1, MOST_ENTRIES + 2):
        os.link(many / "0", many / str(number))
    assert matches_behind_links([f"{many}/*"]) == {f"{many}/*": None}
    assert judged("cat many/*", project).reading.coverage == "meaning"


def test_more_globs_than_are_looked_at_are_not_known(project: Path) -> None:
    globs = [f"{project}/{number}*" for number in range(100)]
    assert matches_behind_links(globs) == dict.fromkeys(globs)


SHELLS = [
    ({"SHELL": "/bin/bash"}, "bash"),
    ({"SHELL": "/bin/zsh"}, "zsh"),
    ({"SHELL": "/bin/bash", "CLAUDE_CODE_SHELL": "/opt/zsh"}, "zsh"),
    ({"SHELL": "/bin/bash", "CLAUDE_CODE_SHELL": "/opt/fish"}, ""),
    ({"SHELL": "/usr/bin/fish"}, ""),
    ({"SHELL": "/opt/my-bash"}, ""),
    ({}, ""),
]


@pytest.mark.parametrize(("environ", "shell"), SHELLS)
def test_the_shell_is_what_the_environment_says_for_sure(environ: dict[str, str], shell: str) -> None:
    assert shell_of(environ, "CLAUDE_CODE_SHELL") == shell
