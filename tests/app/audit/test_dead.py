"""A rule is said to meet nothing only where no call could."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assent.app.audit import dead
from assent.app.audit.found import NEVER
from assent.app.rules.listed import EXPIRED
from tests.app.audit.rules import paragraph, standing

HERE = dead.Here("/home/user", "/home/user/project", {}, {"Bash", "Frob"})
ALIVE = {
    "a program": paragraph(
        "allow", "Bash(git push *)", within='["read-project"]'
    ),  # `git push --help` it may
    "the very call": paragraph("allow", "Bash(make test)"),
    "the very call in its bounds": paragraph("allow", "Bash(cat notes.txt)", within='["read-project"]'),
    "a branch that is not protected": paragraph(
        "allow", "Bash(git push origin topic)", within='["net-send", "read-project"]'
    ),
    "one of two": paragraph("allow", "WebFetch(domain:x.org)", "Bash(ls)", within='["read-project"]'),
    "a tool that was called": paragraph("deny", "Frob"),
    "a tool of a server": paragraph("allow", "mcp__notes__search"),
    "every tool of a kind": paragraph("deny", "Notebook*"),
    "a regex of a tool": paragraph("deny", tool='"Bash|Read"'),
    "a regex of a server": paragraph("deny", tool='"mcp__.*"'),
    "in another place": paragraph("allow", "Bash(ls)", within='["net-read"]', **{"in": '"~/work/**"'}),
    "a host": paragraph("allow", "WebFetch(domain:*.x.org)", within='["net-read"]'),
}
DEAD = {
    "a host without the network": (
        paragraph("allow", "WebFetch(domain:x.org)", within='["read-project"]'), "does not cover net-read",
    ),
    "the very call beyond its bounds": (
        paragraph("allow", "Bash(ls -la)", within='["write-project"]'), "does not cover read-project",
    ),
    "writing that may not write": (
        paragraph("allow", "Edit(./src/**)", within='["read-project"]'), "not what Edit does",
    ),
    "reading that may not read": (
        paragraph("allow", "Read(./**)", within='["net-read"]'), "not what Read does",
    ),
    "a tool that there is not": (paragraph("deny", "Frobnicate"), "there is no tool Frobnicate"),
    "a regex of no tool": (paragraph("deny", tool='"Bsh"'), "there is no tool that its `tool` 'Bsh' names"),
}  # fmt: skip


@pytest.mark.parametrize("text", ALIVE.values(), ids=ALIVE)
def test_what_some_call_meets_is_alive(text: str) -> None:
    assert dead.findings(standing(text), [], HERE) == []


@pytest.mark.parametrize(("text", "said"), DEAD.values(), ids=DEAD)
def test_what_no_call_can_meet_says_why(text: str, said: str) -> None:
    (one,) = dead.findings(standing(text), [], HERE)
    assert one.kind == NEVER
    assert said in one.what
    assert one.mend.startswith("take it out of ")


def test_outside_of_a_project_no_command_is_tried() -> None:
    text = paragraph("allow", "Bash(ls -la)", within='["write-project"]')
    assert dead.findings(standing(text), [], replace(HERE, root="")) == []


def test_a_rule_that_is_over_is_named_with_the_command_that_removes_it() -> None:
    (each,) = standing(paragraph("allow", "Bash(ls)", name="a"), "granted")
    over = replace(each.listed, state=EXPIRED, note="since 2026-01-01")
    (one,) = dead.findings([], [over], HERE)
    assert one.what == "no longer counts: expired, since 2026-01-01"
    assert one.mend == f"assent rules remove {each.rule.id}"
