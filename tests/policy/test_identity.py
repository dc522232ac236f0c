"""What makes two rules one: verdict, patterns, cap, conditions and scope; not what is said about them."""

from __future__ import annotations

import pytest

from assent.policy.identity import rule_id

PLAIN = {"deny": ["Bash(a)", "Bash(b)"]}
# A word of a rule that changes what it decides → two values of it, either of which makes another rule.
DECIDES = {
    "within": (["read-project"], ["net-read"]),
    "to": (["origin"], ["upstream"]),
    "in": (["project"], ["/srv/**"]),
    "agents": (["claude"], ["codex"]),
    "expires": ("2027-01-01", "2027-01-02"),
    "effects": (["destroy"], ["history"]),
    "effects_all": (["net-send"], ["read-secret"]),
    "tool": ("Bash", "Web.*"),
    "fields": ({"command": "x"}, {"command": "y"}),
    "except": (["Bash(a)"], ["Bash(b)"]),
}
SAYS = {
    "name": "x", "why": "x", "yes": ["x"], "no": ["x"], "enabled": False, "origin": "learned", "level": 2,
}  # fmt: skip


@pytest.mark.parametrize("word", DECIDES)
def test_what_a_rule_decides_makes_it_another(word: str) -> None:
    ids = {rule_id(PLAIN | {word: value}, "deny", "user") for value in DECIDES[word]}
    assert len(ids | {rule_id(PLAIN, "deny", "user")}) == 3


def test_a_soft_ask_is_another_rule_than_a_hard_one() -> None:
    asks = {"ask": ["Bash(a)"]}
    assert rule_id(asks | {"soft": True}, "ask", "user") != rule_id(asks, "ask", "user")
    assert rule_id(asks | {"soft": False}, "ask", "user") == rule_id(asks, "ask", "user")


@pytest.mark.parametrize("word", SAYS)
def test_what_is_said_about_a_rule_leaves_it_the_same(word: str) -> None:
    assert rule_id(PLAIN | {word: SAYS[word]}, "deny", "user") == rule_id(PLAIN, "deny", "user")


@pytest.mark.parametrize("word", DECIDES)
def test_an_empty_word_is_no_word(word: str) -> None:
    empty = type(DECIDES[word][0])()
    assert rule_id(PLAIN | {word: empty}, "deny", "user") == rule_id(PLAIN, "deny", "user")


def test_scope_verdict_and_patterns_make_a_rule_and_their_order_does_not() -> None:
    same = {rule_id({"deny": ["Bash(b)", "Bash(a)"]}, "deny", "user"), rule_id(PLAIN, "deny", "user")}
    others = {
        rule_id(PLAIN, "deny", "/srv/shop/.git"),
        rule_id({"ask": PLAIN["deny"]}, "ask", "user"),
        rule_id({"deny": ["Bash(a)"]}, "deny", "user"),
    }
    assert (len(same), len(others - same)) == (1, 3)


def test_ids_are_the_ones_that_databases_hold() -> None:
    """An id stands in databases, records and suppressions: it may never change for the same rule."""
    assert rule_id({"allow": ["Bash(git *)"], "within": ["read-project"]}, "allow", "user") == "354630645476"
    assert rule_id({"deny": ["Read(~/.ssh/**)"]}, "deny", "/srv/shop/.git") == "74c9091cb04c"
