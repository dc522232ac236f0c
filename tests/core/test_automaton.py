"""The end of a text, the line feed before it, the edges of words and of ranges: a regex holds there as Python's does, searched or
whole, however often and in whatever order it is asked."""

from __future__ import annotations

import re

import pytest

from assent.core import regex
from assent.core.automaton import MOST_CHARS, Automaton

# A regex, a text, whether it is found in it, whether it is the whole of it. Not found comes first.
ENDS = [
    pytest.param("a$", "a\nb", False, False, id="a-line-feed-inside-is-no-end"),
    pytest.param("a$", "a\n\n", False, False, id="two-line-feeds-are-no-end"),
    pytest.param(r"a\Z", "a\n", False, False, id="the-very-end-is-behind-the-line-feed"),
    pytest.param("a$b", "ab", False, False, id="an-end-in-the-middle"),
    pytest.param("a$b", "a\nb", False, False, id="an-end-before-a-line-feed-in-the-middle"),
    pytest.param("^b", "a\nb", False, False, id="a-line-feed-is-no-beginning"),
    pytest.param("^$", "a", False, False, id="empty-is-empty"),
    pytest.param("^$", "\n\n", False, False, id="two-line-feeds-are-not-empty"),
    pytest.param("a.$", "a\n", False, False, id="a-dot-is-no-line-feed"),
    pytest.param(r"$\n\n", "\n", False, False, id="one-line-feed-is-not-two"),
    pytest.param("a$", "a\n", True, False, id="the-end-before-the-last-line-feed-is-not-the-whole"),
    pytest.param("^$", "\n", True, False, id="nothing-before-the-last-line-feed"),
    pytest.param("$", "a\n", True, False, id="some-end"),
    pytest.param("a", "a\n", True, False, id="a-letter-before-the-last-line-feed"),
    pytest.param("a$", "b\na", True, False, id="the-end-behind-a-line-feed"),
    pytest.param("^a$", "a", True, True, id="a-letter"),
    pytest.param(r"a$\n", "a\n", True, True, id="the-line-feed-behind-the-end"),
    pytest.param(r"a$\n\Z", "a\n", True, True, id="the-very-end-behind-both"),
    pytest.param(r"a\n$", "a\n", True, True, id="the-end-behind-the-line-feed"),
    pytest.param(r"a\s\Z", "a\n", True, True, id="the-line-feed-as-a-blank"),
    pytest.param("a[^b]", "a\n", True, True, id="the-line-feed-as-no-b"),
    pytest.param("(?s)a.$", "a\n", True, True, id="a-dot-for-all"),
    pytest.param("^$", "", True, True, id="empty"),
    pytest.param(r"\n", "\n", True, True, id="the-line-feed-alone"),
]
EDGES = [
    pytest.param(r"a\b", "ab", False, False, id="no-edge-within-a-word"),
    pytest.param(r"\b", "", False, False, id="no-edge-in-nothing"),
    pytest.param(r"\b", "\n", False, False, id="no-edge-at-a-line-feed-alone"),
    pytest.param(r"\b ", "  ", False, False, id="no-edge-between-blanks"),
    pytest.param(r"\ba", "_a", False, False, id="an-underscore-belongs-to-a-word"),
    pytest.param(r"a\b", "a\n", True, False, id="an-edge-before-the-last-line-feed"),
    pytest.param(r"a\b", "a\nb", True, False, id="an-edge-before-a-line-feed"),
    pytest.param(r"a\b\n\bb", "a\nb", True, True, id="edges-around-a-line-feed"),
    pytest.param(r"\ba\b", "a", True, True, id="edges-at-both-ends"),
    pytest.param(r"a\b\n", "a\n", True, True, id="an-edge-and-the-last-line-feed"),
    pytest.param("[b-d]", "a", False, False, id="before-the-first-of-a-range"),
    pytest.param("[b-d]", "b", True, True, id="the-first-of-a-range"),
    pytest.param("[b-d]", "d", True, True, id="the-last-of-a-range"),
    pytest.param(r"a\W", "a_", False, False, id="an-underscore-is-no-edge"),
    pytest.param(r"a\W", "a-", True, True, id="what-belongs-to-no-word"),
    pytest.param(r" \ba", " a", True, True, id="an-edge-behind-a-blank"),
]


@pytest.mark.parametrize(("pattern", "text", "found", "whole"), [*ENDS, *EDGES])
def test_an_end_and_an_edge_hold_where_pythons_do(pattern: str, text: str, found: bool, whole: bool) -> None:
    assert (bool(re.search(pattern, text)), bool(re.fullmatch(pattern, text))) == (found, whole)
    made = Automaton(regex.automaton(pattern).program)
    for _ in range(2):  # what it remembers of one question must not answer another
        assert made.run(text, whole=False) == found
        assert made.run(text, whole=True) == whole
    assert made.run(text, whole=True) == whole
    assert made.run(text, whole=False) == found


def test_what_has_been_read_once_costs_no_work_again() -> None:
    made = Automaton(regex.automaton(r"(\bab|b+)*c$").program)
    text = "ab bb abc\n" * 3
    made.run(text, whole=False)
    done = made.work
    made.run(text, whole=False)
    assert made.work == done > 0


def test_a_text_of_many_characters_is_read_right_and_not_remembered_whole() -> None:
    made = Automaton(regex.automaton("[^x]*x?$").program)
    text = "".join(map(chr, range(0x4E00, 0x4E00 + 3 * MOST_CHARS)))
    for _ in range(2):
        assert made.run(text, whole=True)
        assert not made.run(text + "xx", whole=True)
    assert 0 < max(len(state) for state in made.states.values()) <= MOST_CHARS + 1
