"""Rules' regexes: they match what Python's do, in work bounded by the text; what cannot be bounded is refused."""

from __future__ import annotations

import _sre  # type: ignore[import-not-found]  # a builtin without stubs
import re
import sys
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assent.core import automaton, regex

# Every text is tried against every regex, both ways; Python is the oracle.
REGEXES = {
    "literal": "abc", "empty": "", "either": "a|bc|", "class": "[a-c]x", "negated": "[^a-c]x", "bracket-first": "[]a]b",
    "dash-last": "[a-]", "dash-first": "[-a]", "class-kinds": r"[\d_]+[^\w]", "dot": "a.c", "dot-all": "(?s)a.c", "star": "ab*c",
    "plus": "(ab)+", "maybe": "ab?c", "count": "a{2,3}b", "at-least": "a{2,}", "at-most": "^a{,2}$", "exactly": "^a{3}$",
    "brace-literal": "a{x}", "brace-empty": "a{}", "brace-open": "a{", "lazy": "a+?b*?", "start": "^ab", "end": "ab$",
    "very-start": r"\Aab", "very-end": r"ab\Z", "word-edge": r"\bab\b", "digits": r"^\d+$", "blanks": r"\s", "words": r"^\w+$",
    "non-word": r"\W", "non-digit": r"^\D+$", "non-blank": r"\S\s\S", "escapes": r"\.\*\n\t\x41\u0042", "fold": "(?i)AbC",
    "fold-class": "(?i)[k-s]+$", "fold-negated": "(?i)[^a-m]", "named": "(?P<x>a)b", "nested": "((a|b)*c)+$", "empty-loop": "(a*)*b",
    "empty-either": "(|a)+$", "edge-loop": r"(\b|a)+c", "start-in-loop": "(^|,)a", "end-in-loop": "(a|$)+", "newline-end": "a$",
    "backspace": "[\\b]", "class-escapes": r"[\]\\\-]", "count-zero": "^a{0}b", "group-count": "^(ab){2}$",
}  # fmt: skip
TEXTS = [
    "", "a", "b", "ab", "abc", "ABC", "aab", "aaa", "aaab", "abab", "ababc", "ac", "a\nc", "ab\n", "ab\n\n", "\n", "a\n", "a{x}",
    "a{}", "a{", "x-", "]b", "12_ ", "12", "١٢", "x y", "ab cd", "cd ab", "é", "_", "naïve", "K", "K", "\u017f", "\u0131", "\u0130", ".*\n\tAB",
    ",a", "b,a", "bbbb", "\b", "\\", "]", "\ud800", "c", "aac", "ax", "dx", "\u2028", "ẞ", "\x1c",
]  # fmt: skip


@pytest.mark.parametrize("pattern", REGEXES.values(), ids=REGEXES.keys())
def test_a_regex_matches_what_pythons_does(pattern: str) -> None:
    ours = {text: (regex.search(pattern, text), regex.full(pattern, text)) for text in TEXTS}
    theirs = {text: (bool(re.search(pattern, text)), bool(re.fullmatch(pattern, text))) for text in TEXTS}
    assert ours == theirs


def test_kinds_and_lower_case_are_pythons_for_every_character() -> None:
    for code in range(sys.maxunicode + 1):
        char = chr(code)
        assert ord(char.lower()[0]) == _sre.unicode_tolower(code), hex(code)
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    for kind in "dDwWsS":
        assert {char for char in every if automaton._KIND[kind](char)} == set(
            re.findall("\\" + kind, every)
        ), kind


REFUSED = {
    "back-reference": r"(a)\1", "named-reference": "(?P<a>x)(?P=a)", "ahead": "a(?=b)", "not-ahead": "a(?!b)",
    "behind": "(?<=a)b", "possessive": "a++", "possessive-maybe": "a?+", "atomic": "(?>a)", "conditional": "(a)?(?(1)b|c)",
    "comment": "(?#x)", "late-flag": "a(?i)", "multi-line": "(?m)^a", "verbose": "(?x)a b", "scoped-flag": "(?i:a)",
    "open-group": "(a", "open-class": "[a", "closed-too-often": "a)", "nothing-to-repeat": "*a", "twice": "a**",
    "repeat-of-anchor": "^*", "bad-escape": r"\q", "cut-escape": "a\\", "octal": r"\012", "cut-hex": r"\x1", "no-character": r"\UFFFFFFFF",
    "range-backwards": "[b-a]", "range-of-kind": r"[\d-z]", "not-edge": r"\B", "count-backwards": "a{3,2}", "fold-beyond-ascii": "(?i)é",
    "count-too-large": "a{1001}", "count-huge": "a{99999999999999999999}", "counts-multiply": "((a{30}){30}){30}",
    "empty-repeated": "(?:){99999}", "too-deep": "(" * 5000 + ")" * 5000, "empty": "(?P<>a)", "bad-group": "(?", "deep-counts": "(" * 30 + "a" + "){9}" * 30,
}  # fmt: skip


@pytest.mark.parametrize("pattern", REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_bounded_or_read_is_refused(pattern: str) -> None:
    with pytest.raises(regex.RefusedError):
        regex.automaton(pattern)


# Regexes that take other engines for ever, and a text that makes them.
SLOW = {
    "nested-plus": ("^((a+))+$", "a" * 5000 + "!"), "same-either": ("^(a|a)*$", "a" * 5000 + "!"),
    "dots": ("(.|.)*Z", "a" * 5000), "dot-or-not": ("(.|[^x])*Z", "a" * 5000), "twelve-dots": (".*" * 12 + "Z", "a" * 5000),
    "five-dots": (".*" * 5 + "Z", "a" * 5000), "maybes": ("(?:a?){40}a{40}", "a" * 39), "nested-counts": ("((a{1,5}){1,5}){1,5}Z", "a" * 2000 + "!"),
    "many-states": ("(a|b)*a(a|b){14}$", "abaab" * 800 + "b" * 9), "edges": (r"(\b\w*\b\s?)*Z", "ab cd " * 900),
}  # fmt: skip


def work(pattern: str, text: str, *, whole: bool) -> tuple[int, int]:
    """Instructions looked at, and the bound that every accepted regex keeps."""
    made = automaton.Automaton(regex.automaton(pattern).program)
    made.run(text, whole=whole)
    return made.work, 5 * (len(text) + 2) * len(made.program)


@pytest.mark.parametrize(("pattern", "text"), SLOW.values(), ids=SLOW.keys())
def test_a_regex_made_to_hang_is_linear(pattern: str, text: str) -> None:
    assert not regex.search(pattern, text)
    done, bound = work(pattern, text, whole=False)
    assert done <= bound


def test_states_are_forgotten_before_they_fill_the_memory() -> None:
    made = automaton.Automaton(regex.automaton("(a|b)*a(a|b){14}$").program)
    text = "".join("ab"[(number * number >> 3) & 1] for number in range(30_000)) + "!"
    assert not made.run(text, whole=False)
    assert len(made.states) <= automaton.MOST_STATES


SAMPLE = max(300, settings().max_examples)
ATOMS = st.sampled_from(
    [
        "a",
        "b",
        ".",
        "[ab]",
        "[^a]",
        r"\w",
        r"\W",
        r"\s",
        "^",
        "$",
        r"\b",
        r"\Z",
        r"\d",
        "é",
        " ",
        "\n",
        "[^\\w]",
        "A",
    ]
)


def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    repeat = st.sampled_from(["*", "+", "?", "{2}", "{0,2}", "{1,}", "*?", "+?"])
    return st.one_of(
        st.builds("{}{}".format, inner, inner),
        st.builds("(?:{}|{})".format, inner, inner),
        st.builds("({}){}".format, inner, repeat),
    )


PATTERNS = st.builds(
    "{}{}".format, st.sampled_from(["", "", "(?i)", "(?s)"]), st.recursive(ATOMS, grown, max_leaves=8)
)
SHORT = st.text(st.sampled_from("abAé1_ \n!"), max_size=8)


@given(PATTERNS, SHORT)
@settings(max_examples=SAMPLE)
def test_an_accepted_regex_agrees_with_python(pattern: str, text: str) -> None:
    try:
        ours = regex.search(pattern, text), regex.full(pattern, text)
    except regex.RefusedError:
        return
    assert ours == (bool(re.search(pattern, text)), bool(re.fullmatch(pattern, text)))


@given(PATTERNS, st.text(st.sampled_from("ab !"), max_size=40), st.booleans())
@settings(max_examples=SAMPLE)
def test_an_accepted_regex_is_linear(pattern: str, text: str, whole: bool) -> None:
    try:
        done, bound = work(pattern, text * 30, whole=whole)
    except regex.RefusedError:
        return
    assert done <= bound


@pytest.mark.filterwarnings("ignore::FutureWarning")  # what a later Python may read otherwise
@given(st.text(st.sampled_from(list("ab()[]{}?*+|^$\\.,-0123dwisP<>=!:")), max_size=14), SHORT)
@settings(max_examples=SAMPLE)
def test_any_text_is_refused_or_read_as_python_reads_it(pattern: str, text: str) -> None:
    try:
        ours = regex.search(pattern, text)
    except regex.RefusedError:
        return
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", FutureWarning
        )  # `[[`, which may mean a nested set to a Python to come
        assert ours == bool(re.search(pattern, text))
