"""A rule is said to be beaten only where no call could ever tell: shown by rows, and by calls made up at random."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assent.core.decide import decide
from assent.core.facts import Facts
from assent.core.policy import from_rules
from assent.core.rule import Rule
from assent.policy.check import HOME, PROJECT, example_call
from assent.policy.narrowing import beats
from assent.policy.parse import read_rule
from assent.shell.reading import read_call
from tests.coverage.collection import tuned


def rule(verdict: str, *patterns: str, **more: Any) -> Rule:
    problems: list[Any] = []
    made = read_rule({verdict: list(patterns), **more}, "test", "user", "user", problems)
    assert made is not None, problems
    return made.rule


ALLOW, ASK, DENY = "allow", "ask", "deny"
Said = tuple[str, tuple[str, ...], dict[str, Any]]


def said(verdict: str, *patterns: str, **more: Any) -> Said:
    return verdict, patterns, more


# The strong rule, the weak rule. Those that must not be called beaten stand first.
NOT: dict[str, tuple[Said, Said]] = {
    "an allow beats no denial": (said(ALLOW, "Bash"), said(DENY, "Bash(git push)")),
    "an ask beats no denial": (said(ASK, "Bash(git *)"), said(DENY, "Bash(git push *)")),
    "a narrower denial": (said(DENY, "Bash(git push *)"), said(ALLOW, "Bash(git *)")),
    "another program": (said(DENY, "Bash(git *)"), said(ALLOW, "Bash(gh *)")),
    "words in another place": (said(DENY, "Bash(git * --force)"), said(ALLOW, "Bash(git --force *)")),
    "a denial of some effects": (said(DENY, "Bash(git *)", effects=["history"]), said(ALLOW, "Bash(git *)")),
    "a denial with exceptions": (
        said(DENY, "Bash(git *)", **{"except": ["Bash(git log *)"]}), said(ALLOW, "Bash(git *)"),
    ),
    "a denial elsewhere": (said(DENY, "Bash(git *)", **{"in": "~/work/**"}), said(ALLOW, "Bash(git *)")),
    "a denial for another agent": (said(DENY, "Bash(git *)", agents=["other"]), said(ALLOW, "Bash(git *)")),
    "a denial that ends": (said(DENY, "Bash(git *)", expires="2099-01-01"), said(ALLOW, "Bash(git *)")),
    "an ask that gives way": (said(ASK, "Bash(git *)", soft=True), said(ALLOW, "Bash(git *)")),
    "an allow with a smaller cap": (
        said(ALLOW, "Bash(git *)", within=["read-project"]), said(ALLOW, "Bash(git log *)"),
    ),
    "an exact allow reaches further": (said(ALLOW, "Bash(make *)"), said(ALLOW, "Bash(make test)")),
    "an allow with fewer targets": (
        said(ALLOW, "Bash(git *)", to=["origin"]), said(ALLOW, "Bash(git push *)", within=["net-send"]),
    ),
    "one of two patterns": (said(DENY, "Bash(git *)"), said(ALLOW, "Bash(git log *)", "Bash(gh pr list)")),
    "writing is not reading": (said(DENY, "Write(./src/**)"), said(ALLOW, "Read(./src/**)")),
    "a deeper folder": (said(DENY, "Read(./src/app/**)"), said(ALLOW, "Read(./src/**)")),
    "a learned tool names no places": (
        said(ALLOW, "mcp__notes__search", origin="learned", level=2, within=["net-read"]),
        said(ALLOW, "mcp__notes__search", origin="learned", level=2, within=["net-read"], tool="mcp__notes__search",
             fields={"channel": ""}),
    ),
    "a learned tool is not the whole tool": (
        said(ALLOW, "mcp__notes__search", origin="learned", level=2, within=["net-read"]),
        said(ALLOW, "mcp__notes__search", within=["net-read"]),
    ),
    "a folder that begins alike": (said(DENY, "Read(./src/**)"), said(ALLOW, "Read(./srcs/**)")),
    "a host that ends alike": (said(DENY, "WebFetch(domain:*.x.org)"), said(ALLOW, "WebFetch(domain:ax.org)")),
    "the domain itself": (said(DENY, "WebFetch(domain:*.x.org)"), said(ALLOW, "WebFetch(domain:x.org)")),
    "one tool of a server": (said(DENY, "mcp__notes__search"), said(ALLOW, "mcp__notes")),
    "a denial of words also meets other tools": (said(DENY, "Bash"), said(ASK, "Bash(git *)")),
}  # fmt: skip
BEATEN: dict[str, tuple[Said, Said]] = {
    "the same words denied": (said(DENY, "Bash(git push:*)"), said(ALLOW, "Bash(git push *)")),
    "a wider denial": (said(DENY, "Bash(git *)"), said(ALLOW, "Bash(git push *)", "Bash(git pull)")),
    "a wider ask": (said(ASK, "Bash(git *)"), said(ALLOW, "Bash(git log *)")),
    "a wider allow": (said(ALLOW, "Bash(git *)"), said(ALLOW, "Bash(git log *)")),
    "a wider allow with the greater cap": (
        said(ALLOW, "Bash(git *)", within=["read-project", "net-read"]),
        said(ALLOW, "Bash(git log *)", within=["read-project"]),
    ),
    "a wider denial of the same effects": (
        said(DENY, "*", effects=["history", "destroy"]), said(DENY, "Bash(git *)", effects=["history"]),
    ),
    "a denial of everything": (said(DENY, "*"), said(ALLOW, "Read(./**)", "WebFetch(domain:x.org)")),
    "a whole tool": (said(DENY, "Bash"), said(ALLOW, "Bash(make *)")),
    "a whole tree": (said(DENY, "Read(./src/**)"), said(ALLOW, "Read(./src/app/main.py)")),
    "a home": (said(DENY, "Read(~/**)"), said(ALLOW, "Read(~/notes/**)")),
    "a domain": (said(DENY, "WebFetch(domain:*.x.org)"), said(ALLOW, "WebFetch(domain:a.x.org)")),
    "a person's tool": (
        said(ALLOW, "mcp__notes__search", within=["net-read"]),
        said(ALLOW, "mcp__notes__search", origin="learned", level=2, within=["net-read"], tool="mcp__notes__search",
             fields={"channel": ""}),
    ),
    "a server": (said(ASK, "mcp__notes"), said(ALLOW, "mcp__notes__search")),
    "one that ends later": (said(DENY, "Bash(git *)"), said(ALLOW, "Bash(git *)", expires="2099-01-01")),
}  # fmt: skip


def made(given: Said) -> Rule:
    verdict, patterns, more = given
    return rule(verdict, *patterns, **more)


@pytest.mark.parametrize(("strong", "weak"), NOT.values(), ids=NOT)
def test_what_is_not_proven_is_not_said(strong: Said, weak: Said) -> None:
    assert not beats(made(strong), made(weak))


@pytest.mark.parametrize(("strong", "weak"), BEATEN.values(), ids=BEATEN)
def test_what_always_comes_first_is_found(strong: Said, weak: Said) -> None:
    assert beats(made(strong), made(weak))


# ------------------------------------------------------------------------------------------------ at random

PATTERNS = (
    "*", "Bash", "Bash(git *)", "Bash(git log *)", "Bash(git log)", "Bash(git * -5)", "Bash(git l?g *)", "Bash(ls)",
    "Bash(ls *)", "Bash(ls src*)", "Bash(* src)", "Bash(git push *)", "Bash(git push origin *)", "Read", "Read(./**)",
    "Read(./src/**)", "Read(./src/a.py)", "Read(~/**)", "Read(~/notes/**)", "Read(src/*.py)", "Edit(./**)",
    "Write(./src/**)", "Write(./src/a.py)", "Grep(./**)", "Glob(./src/**)", "WebFetch", "WebFetch(domain:x.org)",
    "WebFetch(domain:*.x.org)", "WebFetch(domain:*.a.x.org)", "mcp__notes", "mcp__notes__search", "Agent", "Agent(plan)",
)  # fmt: skip
CALLS = (
    "git log", "git log -5", "git log -p src", "git -C . log -5", "timeout 5 git log", "git push origin main", "git push",
    "ls", "ls src", "ls srcs", "cat src/a.py", "cat ~/notes/x", "head src/b.py | cat", "cp src/a.py src/b.py",
    "echo x > src/a.py", "git log > src/a.py", "sh -c 'git log -5'", "curl https://a.x.org/", "Read(src/a.py)",
    "Read(/home/user/notes/x)", "Read(/etc/hosts)", "Edit(src/a.py)", "Write(src/a.py)", "Write(/home/user/project/x)",
    "NotebookEdit(src/n.ipynb)", "Grep(src)", "Glob(src/*.py)", "LS(src)", "WebFetch(https://x.org/)",
    "WebFetch(https://a.x.org/)", "WebFetch(https://b.a.x.org/)", "mcp__notes__search()", "mcp__notes__add()",
    "Agent(plan)", "Task(plan)", "Agent(other)",
)  # fmt: skip
CAPS: tuple[Any, ...] = (
    None, ["any"], ["read-project"], ["read-project", "read-elsewhere", "net-read"], ["write-project"],
)  # fmt: skip
EFFECTS: tuple[Any, ...] = (None, None, ["net-send"], ["read-project", "net-send"], ["write-project"])


def answer(rules: list[Rule], text: str) -> tuple[str, bool]:
    """The verdict on a call, and whether a rule gave it."""
    call, facts = example_call(text), Facts(HOME, PROJECT)
    found = decide(call, read_call(call, facts), from_rules(rules), facts)
    return found.verdict, found.decider is not None


@st.composite
def any_rule(draw: st.DrawFn) -> Rule:
    verdict = draw(st.sampled_from((ALLOW, ASK, DENY)))
    patterns = draw(st.lists(st.sampled_from(PATTERNS), min_size=1, max_size=2, unique=True))
    if verdict == ALLOW:
        cap = draw(st.sampled_from(CAPS))
        more = {"within": cap} if cap else {}
    else:
        effects = draw(st.sampled_from(EFFECTS))
        more = {"effects": effects} if effects else {}
    return rule(verdict, *patterns, **more)


@settings(max_examples=400, deadline=None)
@given(any_rule(), any_rule())
def test_without_the_beaten_rule_every_call_is_answered_the_same(strong: Rule, weak: Rule) -> None:
    if not beats(strong, weak):
        return
    for text in CALLS:
        assert answer([strong, weak], text) == answer([strong], text), (strong.label, weak.label, text)


@pytest.mark.parametrize("verdict", [ALLOW, ASK, DENY])
def test_every_pair_of_patterns_holds_for_every_call(verdict: str) -> None:
    rules = [(rule(verdict, each), rule(ALLOW, each, within=["any"])) for each in PATTERNS]
    said = {id(each): [answer([each], text)[1] for text in CALLS] for pair in rules for each in pair}
    proven = 0
    for strong, _ in rules:
        for same, allow in rules:
            for weak in (same, allow):
                if strong is weak or not beats(strong, weak):
                    continue
                proven += 1
                missed = [
                    text
                    for text, one, other in zip(CALLS, said[id(weak)], said[id(strong)], strict=True)
                    if one and not other
                ]
                assert not missed, (strong.label, weak.label)
    assert proven > 50


def test_what_an_allow_may_match_a_denial_sees() -> None:
    for text in [*CALLS, *(each.command for each in tuned()[::3])]:
        call, facts = example_call(text), Facts(HOME, PROJECT)
        for part in read_call(call, facts).parts:
            assert set(map(tuple, part.plain)) <= set(map(tuple, part.seen)), text
