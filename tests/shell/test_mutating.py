"""What is put into an allowed command takes its permission away; an option added to one is listed or asked about."""

from __future__ import annotations

import pytest

from assent.shell.programs.shipped import files
from tests.shell import oracle
from tests.shell.mutating import (
    AROUND,
    CAPS,
    LIVE,
    allowing,
    appended,
    blind,
    lives,
    options_of,
    plain_calls,
    policies,
    structural,
    why_inert,
)

POLICIES = policies()
CALLS = [
    "ls -la src",
    "git status",
    "git log --oneline -5",
    "grep -rn 'a b' src",
    "cat a.py b.py",
    "find . -name '*.py'",
    "npm test",
    "cargo build",
    "sort -u a.txt",
    "wc -l a.py",
    "head -n 5 a.py",
    "mkdir -p build/x",
    "make",
    "sed -n 1,5p a.py",
]


@pytest.mark.parametrize("live", LIVE)
def test_no_policy_here_allows_what_is_put_in(live: str) -> None:
    assert allowing(live, POLICIES) == []


def test_every_call_is_allowed_by_some_policy_and_each_policy_allows_some() -> None:
    assert [call for call in CALLS if not allowing(call, POLICIES)] == []
    assert {name for call in [*CALLS, "cat README.md"] for name in allowing(call, POLICIES)} >= set(CAPS)


@pytest.mark.parametrize("seed", range(3))
def test_what_is_put_in_takes_the_permission_away(seed: int) -> None:
    assert [text for text in structural(CALLS, seed, 400) if allowing(text, POLICIES)] == []


@pytest.mark.parametrize("at", range(len(AROUND)))
def test_each_place_to_put_something_in_is_closed(at: int) -> None:
    assert allowing(AROUND[at]("ls", "unheardof -x"), POLICIES) == []


@pytest.mark.skipif(oracle.SHFMT is None, reason="shfmt (shfmt-py) is not installed")
def test_what_is_put_in_blindly_takes_the_permission_away_where_it_is_live() -> None:
    found = list(lives(blind(CALLS, 1, 120)))
    assert len(found) > 30
    assert [text for text in found if allowing(text, POLICIES)] == []


def test_what_stands_in_quotes_is_not_live() -> None:
    assert list(lives([("ls '; unheardof -x'", "unheardof -x"), ("ls; unheardof -x", "unheardof -x")])) == [
        "ls; unheardof -x"
    ]


@pytest.mark.parametrize("call", plain_calls(CALLS))
def test_an_added_option_is_listed_or_asked_about(call: str) -> None:
    own = options_of([call.split(maxsplit=1)[0]])
    wide = {"tools": POLICIES["tools"]}
    unexplained = [
        text
        for text, flag in appended(call, options_of(files())[::40], own, 1)
        if allowing(text, wide) and not why_inert(text, flag, CAPS["tools"])
    ]
    assert unexplained == []


# An option in an allowed command, and whether something says why.
SAID = {
    "listed": ("ls -la src", "-la", "a cluster of listed letters"),
    "single": ("sort -u a.txt", "-u", "listed: takes nothing, adds nothing"),
    "with-value": ("sort -t , a.txt", "-t ,", "listed: takes data, adds nothing"),
    "unheard": ("sort --zzq a.txt", "--zzq", ""),
    "cut-short": ("sort --uniq a.txt", "--uniq", ""),
    "grave-value": ("sort --output=~/.bashrc a.txt", "--output=~/.bashrc", ""),
}


@pytest.mark.parametrize(("text", "flag", "why"), SAID.values(), ids=SAID.keys())
def test_the_reason_of_an_option_is_its_row(text: str, flag: str, why: str) -> None:
    assert why_inert(text, flag, CAPS["broad"]) == why
