"""A text is found in the newest decisions wherever it stands, in older ones by what they were about and their rules."""

from __future__ import annotations

import contextlib
import re
import sqlite3
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assent.app import searching
from assent.app.searching import Search, search_for
from assent.core.problem import Problem
from assent.store import db as database
from assent.store import decisions, record, searches
from assent.store.decisions import Wanted
from assent.store.paths import Paths, paths_of

COMMANDS = (
    "git status",
    'say "50%_off\\now"',
    "make docs",
    "GIT push",
    "grüße ÄRA",
    "make all",
    "ls",
    "make last",
)
RULED = 2  # the command that a rule decided


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return paths_of(str(tmp_path), {})


@pytest.fixture
def held(paths: Paths) -> Iterator[sqlite3.Connection]:
    """A database that has taken over a decision for each command, oldest first."""
    for number, command in enumerate(COMMANDS):
        ruled = {"rule": "abc123abc123", "name": "docs-rule"} if number == RULED else {"rule": "", "name": ""}
        entry = {
            "kind": "decision", "ts": f"2026-01-01T00:00:{number:02d}.000Z", "id": f"1-2-{number:08x}", "session": "s",
            "agent": "claude", "call": f"t{number}", "tool": "Bash", "input": {"command": command, "description": "odd"},
            "verdict": "ask", "tier": "none", "why": f"because of {number}", **ruled,
        }  # fmt: skip
        record.append(paths, entry)
    with contextlib.closing(database.connect(paths)) as db:
        decisions.import_record(db, paths)
        yield db


def found(db: sqlite3.Connection, text: str, limit: int = 20, **wanted: str) -> list[int]:
    search = search_for(text)
    assert isinstance(search, Search)
    return [int(each["id"][-8:], 16) for each in searching.latest(db, Wanted(**wanted), search, limit)]


# id: text → the commands in which it stands, newest first, when all are read and when all but the newest two are old.
TEXTS: dict[str, tuple[str, list[int], list[int]]] = {
    "word": ("make", [7, 5, 2], [7, 5, 2]),
    "another-case": ("git", [3, 0], [3, 0]),
    "signs-of-sql": ("50%_off", [1], [1]),
    "a-sign-stands-for-itself": ("g%t", [], []),
    "quotes-and-backslashes": ('"50%_off\\now"', [1], [1]),
    "letters-beyond-ascii": ("äRa", [4], [4]),
    "regex-without-a-group": (r"/make \w+s$/", [2], [2]),
    "regex-beyond-ascii": ("/^gr.*e äRa/", [4], [4]),
    "regex-of-a-reason": ("/because of [67]/", [7, 6], [7, 6]),
    "regex-with-a-quote": (r'/say "50%_off.*"/', [1], [1]),
    "regex": ("/^make (docs|last)$/", [7, 2], [7, 2]),
    "name-of-a-rule": ("docs-RULE", [2], [2]),
    "id-of-a-rule": ("abc123", [2], [2]),
    "reason": ("because", [7, 6, 5, 4, 3, 2, 1, 0], [7, 6]),
    "another-field": ("odd", [7, 6, 5, 4, 3, 2, 1, 0], [7, 6]),
    "nowhere": ("frob", [], []),
    "what-is-no-text-of-the-call": ("claude", [], []),
}


@pytest.mark.parametrize(("text", "all_read", "few_read"), TEXTS.values(), ids=TEXTS)
def test_a_text_is_found_in_new_and_old_decisions(
    held: sqlite3.Connection,
    monkeypatch: pytest.MonkeyPatch,
    text: str,
    all_read: list[int],
    few_read: list[int],
) -> None:
    assert found(held, text) == all_read
    monkeypatch.setattr(searches, "NEWEST", 2)
    assert found(held, text) == few_read


def test_filters_and_the_limit_hold_for_old_ones_too(
    held: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searches, "NEWEST", 2)
    assert found(held, "make", limit=2) == [7, 5]
    assert found(held, "make", until="2026-01-01T00:00:07.000Z") == [5, 2]
    assert found(held, "make", since="2026-01-01T00:00:03.000Z") == [7, 5]
    assert found(held, "make", verdict="deny") == []


# id: regular expression → what stands in all that it matches.
NEEDED = {
    "plain": ("make docs", "make docs"), "classes-and-signs": (r"^verb-3 \d+ [a-z]at\.$", "verb-3 "), "a-sign-for-itself": (r"a\.b", "a.b"),
    "once-or-more": ("ab+cd", "ab"), "perhaps": ("lonely?x", "lonel"), "any-number": ("abc*de", "ab"), "so-many": ("abc{0,3}d", "ab"),
    "a-bracket-in-a-class": (r"x[\]a]bcd", "bcd"), "a-bracket-first-in-a-class": ("x[]a]bcd", "bcd"), "lazy": ("ab*?cd", "cd"),
    "one-of-two": ("make|build", ""), "a-group": ("make (docs)?", ""), "nothing": (".*", ""),
}  # fmt: skip


@pytest.mark.parametrize(
    "regex", [r"\x67it status", r"\147it status", r"\u0067it status", r"\U00000067it status", r"g\151t st"]
)
def test_a_letter_told_by_its_number_is_found(held: sqlite3.Connection, regex: str) -> None:
    assert found(held, f"/{regex}/") == [0]


@pytest.mark.parametrize(("regex", "text"), NEEDED.values(), ids=NEEDED)
def test_the_text_that_a_regular_expression_needs(regex: str, text: str) -> None:
    assert searching.needed(regex) == text


pieces = st.sampled_from(
    (
        "a",
        "b",
        ".",
        "[ab]",
        "[^a]",
        r"\d",
        r"\.",
        r"\w",
        r"\x61",
        r"\141",
        r"\u0062",
        "*",
        "+",
        "?",
        "{2}",
        "{0,1}",
        "^",
        "$",
        "c",
        "*?",
        "]",
        "}",
        "[]b]",
    )
)


@given(regex=st.lists(pieces, min_size=1, max_size=7).map("".join), text=st.text("abcABC.1]}", max_size=12))
def test_it_stands_in_whatever_matches(regex: str, text: str) -> None:
    with contextlib.suppress(re.error), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if re.search(regex, text, re.IGNORECASE):
            assert searching.needed(regex).lower() in text.lower()


def test_what_is_no_regular_expression_is_a_problem() -> None:
    assert isinstance(search_for("/(/"), Problem)
    assert isinstance(search_for("("), Search)
    assert isinstance(search_for("//"), Search)
