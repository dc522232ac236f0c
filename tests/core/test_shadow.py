"""What is really said in shadow mode: nothing, or what the rules say that decide already; never more than all of them."""

from __future__ import annotations

import pytest

from assent.core.call import Call
from assent.core.decide import decide
from assent.core.facts import Facts
from assent.core.policy import EVERYWHERE, HERE, Policy, from_body, from_rules, merged
from assent.core.rule import Rule
from assent.core.shadow import said
from assent.policy.parse import read_rule
from assent.shell.reading import read_call

ALLOW, ASK, DENY, SILENT = "allow", "ask", "deny", "silent"
RULES = (
    {"allow": ["Bash(git *)"]},
    {"deny": ["Bash(curl *)"]},
    {"ask": ["Bash(make *)"]},
    {"allow": ["Bash(ls *)"]},
    {"deny": ["Bash(git push *)"]},
    {"ask": ["Bash(git tag *)"]},
)


def rule(fields: dict[str, list[str]]) -> Rule:
    declared = read_rule(fields, "test", "user", "user", [])
    assert declared is not None
    return declared.rule


def verdict(command: str, live: list[int]) -> str:
    policy = from_rules([rule(each) for each in RULES])
    policy.shadow, policy.live = EVERYWHERE, live
    call, facts = Call("Bash", {"command": command}, "/p", "/p"), Facts("/h", "/p", "/p")
    full = decide(call, read_call(call, facts), policy, facts)
    found = said(full, call, policy, facts)
    return SILENT if found.silent else found.verdict


# command, which rules decide already, what is said
SAID = [
    ("git status", [], SILENT),
    ("curl x", [], SILENT),
    ("make x", [], SILENT),
    ("git status", [0], ALLOW),
    ("curl x", [0], SILENT),
    ("git status; curl x", [0], SILENT),
    ("git status; make x", [0], SILENT),
    ("git status; ls", [0], SILENT),
    ("git push origin x", [0], SILENT),
    ("git tag x", [0], SILENT),
    ("git push origin x", [0, 4], DENY),
    ("git tag x", [0, 5], ASK),
    ("git status; ls", [0, 3], ALLOW),
    ("git status; frobnicate", [0, 3], SILENT),
    ("curl x", [1], DENY),
    ("git status; curl x", [0, 1], DENY),
    ("make x", [2], ASK),
    ("make x; curl x", [2], ASK),
    ("make x; curl x", [1, 2], DENY),
    ("git status; make x", [0, 2], ASK),
    ("git status; make x; curl x", [0, 2], ASK),
]


@pytest.mark.parametrize(("command", "live", "wanted"), SAID, ids=[f"{row[0]}-{row[1]}" for row in SAID])
def test_only_live_rules_speak_and_none_allows_what_another_would_stop(
    command: str, live: list[int], wanted: str
) -> None:
    assert verdict(command, live) == wanted


def test_a_call_that_is_cut_off_is_silent_as_no_rule_asks() -> None:
    assert verdict("true;" * 3000 + "git status", [0, 1, 2, 3]) == SILENT


@pytest.mark.parametrize("where", ["", EVERYWHERE, HERE])
def test_a_policy_comes_back_with_its_shadow_mode(where: str) -> None:
    policy = from_rules([rule(each) for each in RULES])
    policy.shadow, policy.live = where, [1]
    again = from_body(policy.body())
    assert (again.shadow, list(again.live)) == (where, [1])


@pytest.mark.parametrize("body", [{}, {"shadow": "on"}, {"shadow": True}, {"shadow": 1, "live": "x"}])
def test_whatever_else_a_body_says_is_no_shadow_mode(body: dict[str, object]) -> None:
    made = from_body({"rows": [], "index": {}, **body})
    assert (made.shadow, list(made.live)) == ("", [])


def test_policies_put_together_are_never_in_shadow() -> None:
    policy = Policy([], {})
    policy.shadow = EVERYWHERE
    assert merged([policy]).shadow == ""
