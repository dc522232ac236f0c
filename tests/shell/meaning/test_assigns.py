"""Variables that name a program to start: one that shows or keeps a text as it is changes nothing, any other may."""

from __future__ import annotations

import pytest

from tests.shell.world import covered, read

OBEYED = [
    "PAGER=./x git diff", "PAGER='cat x' git diff", "PAGER='cat;x' git log", "PAGER=./cat git log", "PAGER=$X git diff",
    "PAGER git diff", "GIT_PAGER=less git log", "GIT_PAGER=sh git log", "MANPAGER=true man ls", "GIT_EDITOR=vim git log",
    "GIT_EDITOR=cat git log", "EDITOR='true x' git log", "EDITOR= git log", "export PAGER=./x; git log", "GIT_EXTERNAL_DIFF=cat git diff",
    "GIT_EDITOR+=true git log", "PAGER+=cat git log", "GIT_ASKPASS=true git fetch", "GIT_SSH=true git fetch", "PATH=. PAGER=cat git diff",
    "GIT_EDITOR=true git rebase --continue x", "LESSOPEN=cat less x", "GIT_PAGER=c* git log",
]  # fmt: skip
AS_IT_IS = [
    "PAGER=cat git diff", "GIT_PAGER=cat git log -3", "GIT_PAGER='' git log", "env PAGER=cat git diff", "export PAGER=cat; git log",
    "GIT_EDITOR=true git log", "AWS_PAGER='' aws --version", "SYSTEMD_PAGER=cat git status", "EDITOR=: git log",
]  # fmt: skip


@pytest.mark.parametrize("text", OBEYED)
def test_a_program_that_a_variable_names_may_be_started(text: str) -> None:
    assert not covered(read(text))


@pytest.mark.parametrize("text", AS_IT_IS)
def test_one_that_leaves_a_text_as_it_is_changes_nothing(text: str) -> None:
    assert covered(read(text))
