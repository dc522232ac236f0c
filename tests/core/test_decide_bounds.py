"""Where an allow ends and what is told of it: each part's verdict and reason, where, when and for whom a rule holds, the
fields it reads, the words it vouches for."""

from __future__ import annotations

from typing import Any

import pytest

from assent.core import effect
from assent.core.call import Call, Part
from assent.core.facts import Facts
from assent.core.rule import LEARNED, Rule
from tests.core.test_decide import GIT, HOME, PROJECT, part, rule, verdict

# ------------------------------------------------------------------------------------------- why, and who decided

EACH = [
    pytest.param([GIT], [part("git", "log"), part("rm", "x")], ["allow", "ask"], "rm x: no rule speaks about it", id="one-is-missing"),
    pytest.param([GIT], [part("frob"), part("git", "log")], ["ask", "allow"], "frob: no rule speaks about it", id="the-first-is-missing"),
    pytest.param([GIT], [part("git", "log"), part("head", effects=0, inert=True)], ["allow", "allow"], "allowed by your rule Bash(git *)", id="one-rides-along"),
    pytest.param([], [part("head", effects=0, inert=True)], ["allow"], "no effect that a rule could speak about", id="nothing-to-allow"),
    pytest.param([], [part("frob", None), part("brob")], ["ask", "ask"], "frob ?: no rule speaks about it", id="the-first-missing-is-named"),
    pytest.param([rule("allow", "Bash(git *)", name="g", within=1)], [part("git", "push", effects=effect.NET_SEND)], ["ask"], "git push: your rule g almost allows it, but it does not cover net-send, only read-project", id="almost"),
    pytest.param([rule("allow", "Bash(git *)", name="g", within=0)], [part("git", "x")], ["ask"], "does not cover read-project, only what has no effect", id="a-cap-of-nothing"),
    pytest.param([rule("allow", "Bash(git *)", name="g")], [part("git", "x", effects=effect.DESTROY)], ["ask"], "does not cover destroy, only what is not read-secret, destroy", id="the-cap-of-a-wildcard"),
    pytest.param([rule("allow", "Bash(git *)", name="g", within=effect.ALL, to=["a", "b"])], [part("git", "x", targets=["a", None])], ["ask"], "it may only reach a, b", id="a-target-unknown"),
    pytest.param([GIT], [part("git", None, opaque=True)], ["ask"], "a word that decides what it does cannot be known", id="a-word-unknown"),
]  # fmt: skip


@pytest.mark.parametrize(("rules", "parts", "each", "said"), EACH)
def test_each_part_has_its_verdict_and_the_first_that_is_missing_is_told(
    rules: list[Rule], parts: list[Part], each: list[str], said: str
) -> None:
    decision = verdict(rules, *parts)
    assert list(decision.verdicts) == each
    assert decision.silent == (len(decision.matches) == 0 or "ask" in each)
    assert said in decision.why


def test_a_text_not_read_in_full_has_no_part_that_is_allowed() -> None:
    decision = verdict([GIT], part("git", "log"), form="a quote is open")
    assert (list(decision.verdicts), decision.silent) == (["ask"], True)
    assert "a quote is open" in decision.why


def test_all_rules_that_hold_are_told_once_and_the_first_decides() -> None:
    other = rule("allow", "Bash(ls *)", name="ls")
    decision = verdict([GIT, other], part("git", "log"), part("git", "diff"), part("ls"))
    assert [each.label for each in decision.matches] == ["Bash(git *)", "ls"]
    assert decision.decider is not None
    assert decision.decider.label == "Bash(git *)"
    double = verdict([GIT, rule("allow", "Bash(git log)", name="again")], part("git", "log"))
    assert [each.label for each in double.matches] == ["Bash(git *)"]


def test_a_rule_that_is_not_in_force_is_no_near_miss() -> None:
    late = rule("allow", "Bash(git *)", name="late", within=0, expires="2026-11-20")
    assert verdict([late], part("git", "log")).near == []


def test_every_denial_that_met_is_told() -> None:
    decision = verdict(
        [rule("deny", "Bash(rm *)", name="a", why="w"), rule("deny", "Bash(rm x)", name="b"), GIT],
        part("rm", "x"),
        part("git", "log"),
    )
    assert ([each.name for each in decision.matches], list(decision.verdicts)) == (
        ["a", "b"],
        ["deny", "deny"],
    )
    assert decision.why == "rm x: w (your rule a)"
    assert (
        verdict([rule("ask", "Bash(rm *)", name="b")], part("rm", "x")).why
        == "rm x: your rule b asks about it"
    )


# ------------------------------------------------------------------------------------------------ where, when, whose

PLACES = [
    pytest.param({"where": ["project"]}, "/elsewhere", False, id="outside-its-project"),
    pytest.param({"where": ["~/q"]}, PROJECT, False, id="another-folder"),
    pytest.param({"where": ["~/pp"]}, PROJECT, False, id="a-longer-name"),
    pytest.param({"where": ["/home/u/p/sub"]}, PROJECT, False, id="below-where-it-runs"),
    pytest.param({"where": ["~x"]}, PROJECT, False, id="a-name-with-a-tilde"),
    pytest.param({"expires": "2026-11-20"}, PROJECT, False, id="ends-today"),
    pytest.param({"expires": "2026-11-19"}, PROJECT, False, id="ended"),
    pytest.param({"agents": ["codex", "gemini"]}, PROJECT, False, id="other-agents"),
    pytest.param({"where": ["project"]}, PROJECT + "/sub", True, id="in-its-project"),
    pytest.param({"where": ["~/q", "~/p/**"]}, PROJECT, True, id="one-of-two-folders"),
    pytest.param({"where": ["~"]}, PROJECT, True, id="the-home"),
    pytest.param({"where": ["/home/*/p"]}, PROJECT, True, id="a-glob"),
    pytest.param({"where": ["~/p"]}, "/elsewhere", True, id="its-project-wherever-it-runs"),
    pytest.param({"where": ["/elsewhere/**"]}, "/elsewhere/x", True, id="where-it-runs"),
    pytest.param({"expires": "2026-11-21"}, PROJECT, True, id="ends-tomorrow"),
    pytest.param({"agents": ["codex", "claude"]}, PROJECT, True, id="one-of-two-agents"),
]


@pytest.mark.parametrize(("more", "cwd", "holds"), PLACES)
def test_a_rule_holds_where_when_and_for_whom_it_says(more: dict[str, Any], cwd: str, holds: bool) -> None:
    call = Call("Bash", {"command": "x"}, cwd, PROJECT)
    for kind in ("allow", "ask", "deny"):
        made = verdict([rule(kind, "Bash(git *)", **more)], part("git", "log"), call=call)
        assert (made.decider is not None) == holds
    assert verdict([rule("deny", "Bash(git *)", expires="2026-11-19")], part("git"), facts=Facts(HOME, PROJECT)).verdict == "deny"  # fmt: skip


# --------------------------------------------------------------------------------------------- fields of the input

GIVEN: dict[str, Any] = {
    "command": "make",
    "x": "abc",
    "n": 7,
    "yes": True,
    "no": False,
    "none": None,
    "list": ["abc"],
    "deep": {"x": "abc"},
    "f": 0.5,
}
FIELDS = [
    ("Bas", {"x": "a"}, False), ("Bash", {"x": "z"}, False), ("Bash", {"y": "a"}, False), ("Bash", {"none": "."}, False), ("Bash", {"list": "a"}, False), ("Bash", {"deep": "a"}, False),
    ("Bash", {"x": "a", "y": "a"}, False), ("Bash", {"x": "a", "n": "8"}, False), ("Bash", {"yes": "^True$"}, False), ("Bash", {"no": "true"}, False),
    ("Ba.*", {"x": "b"}, True), ("Bash", {"x": "a", "n": "^7$"}, True), ("Bash", {"yes": "^true$"}, True), ("Bash", {"no": "^false$"}, True), ("Bash", {"f": "^0.5$"}, True),
    ("Bash", {}, True),
]  # fmt: skip


@pytest.mark.parametrize(("tool", "fields", "holds"), FIELDS, ids=str)
def test_a_rule_of_fields_holds_where_each_regex_finds_its_words(
    tool: str, fields: dict[str, str], holds: bool
) -> None:
    call = Call("Bash", GIVEN, PROJECT, PROJECT)
    for kind in ("allow", "ask", "deny"):
        made = verdict([rule(kind, "*", tool=tool, fields=fields)], part("make"), call=call)
        assert (made.decider is not None) == holds


@pytest.mark.parametrize(
    ("more", "met"), [({}, False), ({"effects": effect.DESTROY}, True), ({"tool": "Bash"}, True)]
)
def test_a_denial_without_patterns_needs_something_else_to_speak_of(more: dict[str, Any], met: bool) -> None:
    assert (verdict([rule("deny", **more)], part("x", effects=effect.DESTROY)).verdict == "deny") == met


# ---------------------------------------------------------------------------------------------- exact words and caps

EXACT = [
    pytest.param({"origin": LEARNED}, {"effects": effect.UNKNOWN}, False, id="learned-and-not-of-level-4"),
    pytest.param({"origin": LEARNED, "level": 3}, {"effects": effect.UNKNOWN}, False, id="learned-at-level-3"),
    pytest.param({"origin": LEARNED, "level": 5}, {"effects": effect.UNKNOWN}, False, id="learned-at-level-5"),
    pytest.param({"within": effect.READ_PROJECT}, {"effects": effect.RUN_CODE}, False, id="its-own-cap"),
    pytest.param({}, {"effects": effect.RUN_CODE, "cwd": ""}, False, id="nobody-knows-where"),
    pytest.param({}, {"effects": effect.RUN_CODE, "cwd": "/srv"}, False, id="elsewhere"),
    pytest.param({}, {"extra": effect.WRITE_PROJECT}, False, id="a-write-beside-its-words"),
    pytest.param({}, {"extra": effect.READ_SECRET}, False, id="a-secret-beside-its-words"),
    pytest.param({}, {"extra": effect.READ_ELSEWHERE | effect.READ_PROJECT, "effects": effect.ALL}, True, id="a-read-beside-its-words"),
    pytest.param({"origin": LEARNED, "level": 4}, {"effects": effect.UNKNOWN}, True, id="learned-at-level-4"),
    pytest.param({}, {"effects": effect.ALL, "cwd": PROJECT + "/sub"}, True, id="below-the-project"),
]  # fmt: skip


@pytest.mark.parametrize(("more", "given_", "holds"), EXACT)
def test_exact_words_are_vouched_for_and_nothing_beside_them(
    more: dict[str, Any], given_: dict[str, Any], holds: bool
) -> None:
    made = verdict([rule("allow", "Bash(make test)", **more)], part("make", "test", **given_))
    assert (made.verdict == "allow") == holds


def test_the_exact_pattern_of_a_rule_counts_before_its_wildcard() -> None:
    for texts in (("Bash(make *)", "Bash(make test)"), ("Bash(make test)", "Bash(make *)")):
        made = rule("allow", *texts)
        assert verdict([made], part("make", "test", effects=effect.RUN_CODE)).verdict == "allow"
        assert verdict([made], part("make", "x", effects=effect.RUN_CODE)).verdict == "ask"
