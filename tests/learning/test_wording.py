"""A candidate as the rule that people read and policy files hold."""

from __future__ import annotations

from datetime import date

import pytest

from assent.core import effect
from assent.core.effect import names_of
from assent.core.event import REDIRECTED
from assent.core.pattern import Pattern
from assent.learning.answer import Signature
from assent.learning.candidate import Candidate
from assent.learning.levels import USER
from assent.learning.shapes import PartSummary, Shape
from assent.learning.suggest import suggest
from assent.learning.wording import name_of, quoted
from assent.policy.identity import rule_id
from assent.policy.pattern import read_pattern, words_of
from tests.learning.answers import BY_LEVEL, TODAY, answered, call, many, seen, texts

WORDS = [
    ("plain-1.0_x/y:=@%+^,", "plain-1.0_x/y:=@%+^,"),
    ("", "''"),
    ("a b", "'a b'"),
    ("*", "'*'"),
    ('say "x"', "'say \"x\"'"),
    ("it's", '"it\'s"'),
    ('it\'s "x\\y"', 'it\\\'s\\ \\"x\\\\y\\"'),
]


@pytest.mark.parametrize(("word", "token"), WORDS)
def test_a_word_is_written_so_that_it_matches_only_itself(word: str, token: str) -> None:
    assert quoted(word) == token
    assert [text for text, _ in words_of(token) or ()] == [word]


# Kind, tool, words, scope → the label.
NAMES = [
    ("verb", "Bash", ("git", "log"), USER, "git-log"),
    ("verb", "Bash", ("git", "log"), "p1", "git-log-here"),
    ("class", "Bash", (), USER, "any-reading"),
    ("dir-ext", "Edit", ("src", "**", "*.py"), "p1", "edit-src-.py-here"),
    ("exact", "Bash", ("make", "--all", "a_b"), USER, "make-all-a_b"),
    ("exact", "Bash", ("x" * 60,), USER, "x" * 48),
]


@pytest.mark.parametrize(("kind", "tool", "words", "scope", "name"), NAMES)
def test_a_rule_is_named_after_its_words(
    kind: str, tool: str, words: tuple[str, ...], scope: str, name: str
) -> None:
    assert name_of(Candidate(Shape(kind, tool, words), scope, 0)) == name


WRITE, NET, ELSEWHERE = effect.WRITE_PROJECT, effect.NET_READ, effect.READ_ELSEWHERE
# A part approved often → pattern, text, and where it is bound.
RULES = [
    pytest.param(
        seen("git", "add", effects=WRITE),
        "Bash(git add *)",
        "Bash(git add:*) within write-project",
        None,
        id="verb",
    ),
    pytest.param(
        seen(argv=("python3", "a b.py"), effects=effect.RUN_PROJECT),
        "Bash(python3 'a b.py')",
        "Bash(python3 'a b.py') within run-project",
        None,
        id="exact",
    ),
    pytest.param(
        seen("git", "fetch", effects=NET, to=("origin",)),
        "Bash(git fetch *)",
        "Bash(git fetch:*) within net-read, only to origin",
        ["origin"],
        id="network",
    ),
    pytest.param(
        seen("curl", argv=("curl", "x.y"), effects=NET),
        "Bash(curl x.y)",
        "Bash(curl x.y) within net-read",
        None,
        id="network-without-a-place",
    ),
    pytest.param(
        seen("git", "push", effects=effect.NET_SEND, to=("origin",)),
        "Bash(git push *)",
        "Bash(git push:*) within net-send, only to origin",
        ["origin"],
        id="outward",
    ),
    pytest.param(
        seen("npm", "add", argv=("npm", "add", "x"), effects=effect.INSTALL, to=("npmjs.org",)),
        "Bash(npm add *)",
        "Bash(npm add:*) within install, only to npmjs.org",
        ["npmjs.org"],
        id="install",
    ),
    pytest.param(
        seen("WebFetch", "docs.rs", tool="WebFetch", effects=NET, to=("docs.rs",)),
        "WebFetch(domain:docs.rs)",
        "WebFetch(domain:docs.rs) within net-read, only to docs.rs",
        ["docs.rs"],
        id="host",
    ),
    pytest.param(
        seen("mcp__n__get", "n", tool="mcp__n__get", effects=NET, to=("n",)),
        "mcp__n__get",
        "mcp__n__get within net-read, only to n",
        ["n"],
        id="tool",
    ),
    pytest.param(
        seen("Edit", "a.py", tool="Edit", effects=WRITE),
        "Edit(./a.py)",
        "Edit(./a.py) within write-project",
        None,
        id="file",
    ),
    pytest.param(
        seen("Read", "/", "etc", "hosts", tool="Read", effects=ELSEWHERE),
        "Read(//etc/hosts)",
        "Read(//etc/hosts) within read-elsewhere",
        None,
        id="file-of-the-system",
    ),
    pytest.param(
        seen("Read", "~", "x", tool="Read", effects=ELSEWHERE),
        "Read(~/x)",
        "Read(~/x) within read-elsewhere",
        None,
        id="file-of-the-home",
    ),
    pytest.param(
        seen("Edit", "", "x", tool="Edit", effects=WRITE),
        "Edit(./x)",
        "Edit(./x) within write-project",
        None,
        id="no-empty-folder",
    ),
]


@pytest.mark.parametrize(("part", "pattern", "text", "to"), RULES)
def test_a_rule_is_written_in_the_words_of_policy_files(
    part: PartSummary, pattern: str, text: str, to: list[str] | None
) -> None:
    (only,) = suggest(many(call(part), 120), TODAY).suggestions
    assert (only.rule["allow"], only.text, only.rule.get("to")) == ([pattern], text, to)
    assert isinstance(read_pattern(pattern, "allow"), Pattern)


@pytest.mark.parametrize("signature", BY_LEVEL, ids=["reading", "local", "network", "outward", "unknown"])
def test_a_suggested_rule_is_learned_capped_and_known_by_its_own_id(signature: Signature) -> None:
    (only,) = suggest(many(signature, 120), TODAY).suggestions
    candidate, rule = only.judged.candidate, only.rule
    assert (rule["origin"], rule["level"], rule["within"]) == (
        "learned",
        candidate.level,
        names_of(candidate.cap),
    )
    assert (rule["name"], rule["yes"]) == (name_of(candidate), [signature.text])
    assert only.id == rule_id(rule, "allow", candidate.scope)


def test_a_rule_for_any_reading_has_the_pattern_of_every_command() -> None:
    answers = [each for name in "abcdef" for each in many(call(seen(name)), 20)]
    assert texts(suggest(answers, TODAY)) == ["Bash(*) within read-project"]


def test_a_rule_says_in_words_what_it_stands_on() -> None:
    answers = answered(call(seen("git", "add", effects=WRITE)), "a2b2 a2c2 - d2e1")
    answers += answered(call(seen("git", "add", effects=WRITE)), "a1", REDIRECTED, since=70)
    (only,) = suggest(answers, TODAY).suggestions
    last = date.fromordinal(TODAY).isoformat()
    sure = only.judged.confidence.value
    assert only.rule["why"] == (
        f"learned: 11 approvals, 0.5 denials in 5 sessions on 3 days, last {last}; {sure:.0%} sure"
    )
