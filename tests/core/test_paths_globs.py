"""Globs at their bounds: no letter counts twice, a class holds what it lists, no wildcard in front stands for a dot."""

from __future__ import annotations

import pytest

from assent.core import paths

# A pattern and a text that share a piece: no letter of the text may count twice.
NOT_TWICE = [
    pytest.param("a*b*b", "ab", id="a-piece-that-is-also-the-end"),
    pytest.param("a*a", "a", id="the-beginning-is-also-the-end"),
    pytest.param("*a*a", "a", id="two-pieces-and-one-letter"),
    pytest.param("ab*ba", "aba", id="the-ends-overlap"),
    pytest.param("*.a*.a", "x.a", id="two-endings"),
]


@pytest.mark.parametrize(("pattern", "text"), NOT_TWICE)
def test_no_letter_counts_for_two_pieces_of_a_glob(pattern: str, text: str) -> None:
    assert not paths.glob(pattern, text)
    assert not paths._globbed(pattern, text)
    assert paths.glob(pattern, text + text)


CLASSES = [
    ("b[a]*", "bcba", False), ("[a-c]", "c", True), ("[a-c]", "d", False), ("[a-c]", "-", False), ("[ac-]", "-", True), ("[-a]", "-", True), ("[!a-c]", "d", True),
    ("[!a-c]", "b", False), ("[^a]", "b", True), ("[^a]", "a", False), ("[a-]", "b", False), ("[ab-dx]", "c", True), ("[ab-dx]", "x", True),
    ("[]a]", "]", True), ("[]a]", "a", True), ("[]", "[", False), ("[a", "[a", True), ("[a", "a", False), ("x[a]y", "xay", True),
    ("[!]a]", "b", True), ("[!]a]", "]", False), ("[!]a]", "a", False), ("[!]a]", "ba]", False), ("[^]a]", "b", True), ("[^]a]", "]", False), ("[!]", "x", False),
    ("[!]", "[!]", True), ("[]", "[]", True), ("[]-a]", "_", True), ("[]-a]", "b", False), ("[a[b]", "[", True), ("[!a[b]", "[", False), ("[^]", "[^]", True),
    ("[a][b]", "ab", True), ("[a]*", "abc", True), ("*[a]", "ba", True),
]  # fmt: skip


@pytest.mark.parametrize(("pattern", "text", "wanted"), CLASSES)
def test_a_class_of_characters_holds_what_it_lists(pattern: str, text: str, wanted: bool) -> None:
    assert paths.glob(pattern, text) == wanted


# A glob of a shell and a name: no wildcard in front stands for a dot, and a class named in words may be anything.
FITS = [
    ("*", ".env", False), ("?env", ".env", False), ("[.]env", ".env", False), ("[[:punct:]]env", ".env", False), (".*", ".env", True), (".e[n]v", ".env", True),
    ("*", "env", True), ("[[:alpha:]]nv", "env", True), ("e[[:digit:]]v", "exyzv", True), ("[[=e=]]nv", "env", True), ("[[.e.]]nv", "env", True),
    ("e[[:x:]]n[y]v", "e1v", True), ("[[:alpha:]]nv", "enw", False), ("e[n]v", "exv", False), ("env", "env", True), ("a*", "env", False),
]  # fmt: skip


@pytest.mark.parametrize(("pattern", "name", "wanted"), FITS)
def test_a_glob_of_a_shell_fits_a_name(pattern: str, name: str, wanted: bool) -> None:
    assert paths.fits(pattern, name) == wanted


# A glob of a shell → what fits whatever a shell reads in it; a class becomes one as long, that any letter is in.
ANY = "!" + chr(0)
WIDENED = [
    ("/a/.[^e]x", f"/a/.[{ANY}]x"), ("[!e]", f"[{ANY}]"), ("[!0]", "[!0]"), ("[a-z]", "[a-z]"), ("[A-Z]x", "[A-Z]x"), ("[0-9]", "[0-9]"), ("[Z-a]", f"[{ANY}{chr(0)}]"),
    ("[+-a]", f"[{ANY}{chr(0)}]"), ("[a-z-]", "[a-z-]"), ("[-a]", "[-a]"), ("[a", "[a"), ("[é]", f"[{ANY}]"), ("é", "é"), ("[[:x:]a]b", "*b"), ("a\\b", "a\\b"),
    ("a\\b*", "a*b*"), ("x[\\]y]z", "x*z"), ("[ab]/[!c]", f"[ab]/[{ANY}]"),
]  # fmt: skip


@pytest.mark.parametrize(("glob", "wanted"), WIDENED)
def test_a_class_that_shells_read_in_more_than_one_way_holds_every_letter(glob: str, wanted: str) -> None:
    assert paths.widened(glob) == wanted


FIXED = [
    ("/a/b/*.c", "/a/b"),
    ("/a/*/c/d?", "/a"),
    ("/*", "/"),
    ("/a/b", "/a/b"),
    ("/a[b]/c", "/"),
    ("/a/b?", "/a"),
]


@pytest.mark.parametrize(("path", "wanted"), FIXED)
def test_what_stands_before_the_first_glob_is_fixed(path: str, wanted: str) -> None:
    assert paths.fixed(path) == wanted
