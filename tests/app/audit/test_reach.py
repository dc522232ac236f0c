"""A wildcard is called dangerous only with a call that it lets through."""

from __future__ import annotations

import pytest

from assent.app.audit import reach
from assent.app.verdict import decision_on
from assent.core.facts import Facts
from assent.core.policy import from_rules
from assent.policy.check import HOME, OURS, PROJECT, example_call
from tests.app.audit.rules import paragraph, standing

ANY = '["any"]'
HARMLESS = {
    "a wildcard with the usual reach": paragraph("allow", "Bash(git *)"),
    "one that only looks": paragraph("allow", "Bash(git *)", within='["read-project"]'),
    "the very call": paragraph("allow", "Bash(rm -rf build)"),
    "a denial": paragraph("deny", "Bash"),
    "a program that is not described": paragraph("allow", "Bash(acme-deploy *)", within=ANY),
    "files of the project": paragraph("allow", "Edit(./src/**)"),
    "a subcommand that is harmless": paragraph(
        "allow", "Bash(git log *)", within='["read-project", "destroy"]'
    ),
}
DANGEROUS = {
    "git without bounds": (paragraph("allow", "Bash(git *)", within=ANY), "git "),
    "harmless words, and an output anywhere": (paragraph("allow", "Bash(sleep *)", within=ANY), "sleep 1 > "),
    "removing": (paragraph("allow", "Bash(rm *)", within='["destroy", "write-project"]'), "rm "),
    "every command": (paragraph("allow", "Bash"), "curl "),
    "every command without bounds": (paragraph("allow", "Bash", within=ANY), "rm "),
    "writing anywhere": (paragraph("allow", "Write(~/**)", within=ANY), "Write(/home/user/.bashrc)"),
    "writing in the whole home": (paragraph("allow", "Write(~/**)"), "Write(/home/user/notes.txt)"),
}


@pytest.mark.parametrize("text", HARMLESS.values(), ids=HARMLESS)
def test_what_does_no_harm_is_left_alone(text: str) -> None:
    assert reach.findings(standing(text), {}) == []


@pytest.mark.parametrize(("text", "begins"), DANGEROUS.values(), ids=DANGEROUS)
def test_a_dangerous_one_is_shown_by_a_call_that_it_allows(text: str, begins: str) -> None:
    rules = standing(text)
    (one,) = reach.findings(rules, {})
    call = one.figures["call"]
    assert call.startswith(begins)
    facts = Facts(HOME, PROJECT, ours=OURS)
    found = decision_on(example_call(call), from_rules([each.rule for each in rules]), facts, disk=False)
    assert found.verdict == "allow"
    assert one.figures["effects"]


def test_what_another_rule_denies_is_not_let_through() -> None:
    text = paragraph("allow", "Bash(rm *)", within=ANY) + paragraph(
        "deny", "Bash(rm *)", effects='["destroy"]'
    )
    assert [
        each.figures["call"] for each in reach.findings(standing(text), {}) if "destroy" in each.what
    ] == []
