"""What the user's own regexes match is erased in addition, and nothing is erased less because of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assent.core.redact import extra
from assent.core.redact.text import also, redact


@pytest.fixture(autouse=True)
def nothing_more() -> Iterator[None]:
    """What a test erases is erased for that test only."""
    yield
    also(())


REGEXES = ["a+b", "(ab|ba)+", "a.c?", "[ab]{2,3}", "b(a|c)*b", "abc|bc", "(?i)A", "a?b?c"]


def covered(spans: list[tuple[int, int, str]]) -> set[int]:
    return {place for begin, end, _ in spans for place in range(begin, end)}


@given(st.sampled_from(REGEXES), st.text("abc\n", max_size=12))
def test_exactly_what_lies_in_some_match_is_found(regex: str, text: str) -> None:
    pattern = re.compile(regex)
    places = range(len(text) + 1)
    wanted = [(a, b, "") for a in places for b in places[a + 1 :] if pattern.fullmatch(text, a, b)]
    assert covered(extra.spans(text, [regex])) == covered(wanted)


@pytest.mark.parametrize(
    ("regex", "text", "wanted"),
    [
        pytest.param(
            "ticket-[0-9]+", "see ticket-41, ticket-2", "see [erased:extra], [erased:extra]", id="twice"
        ),
        pytest.param("^top", "top top", "[erased:extra] top", id="beginning"),
        pytest.param("end$", "end end\n", "end [erased:extra]\n", id="end-before-the-last-line-feed"),
        pytest.param(r"\bcat\b", "cat concat cats", "[erased:extra] concat cats", id="words"),
        pytest.param("acme", "acmeacme", "[erased:extra][erased:extra]", id="side-by-side"),
        pytest.param(".*", "a\nb", "[erased:extra]\n[erased:extra]", id="everything-of-a-line"),
        pytest.param("zürich", "in zürich", "in [erased:extra]", id="other-letters"),
    ],
)
def test_what_matches_is_erased(regex: str, text: str, wanted: str) -> None:
    also([regex])
    assert redact(text) == wanted
    assert redact(redact(text)) == wanted


@pytest.mark.parametrize("regex", ["password", "token=", "erased", "[a-z]+", "ghp", "=", "."])
def test_a_secret_that_is_known_by_itself_stays_erased_whatever_else_is(regex: str) -> None:
    secret = "hunter2-Xk39vQ"
    texts = [f"curl -H 'x' --data password={secret} u", f"export API_TOKEN={secret}"]
    for text in texts:
        assert secret not in redact(text)
        also([regex])
        assert secret not in redact(text)
        also(())


def test_a_mark_is_left_as_it_is() -> None:
    also(["erased", "extra", "password"])
    text = "[erased:password] and [erased:extra]"
    assert redact(text) == text


def test_a_text_that_takes_too_long_is_erased_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extra, "MOST_WORK", 50)
    assert extra.spans("s" * 100 + "secret", ["secret"]) == [(0, 106, extra.KIND)]
    assert extra.spans("x" * 100 + "secret", ["secret"]) == [(100, 106, extra.KIND)]


def test_all_regexes_of_a_text_share_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extra, "MOST_WORK", 100)
    text = "s" * 30 + "secret"
    assert extra.spans(text, ["secret"]) == [(30, 36, extra.KIND)]
    assert extra.spans(text, ["secret"] * 9) == [(0, 36, extra.KIND)]


def test_steps_that_take_no_character_are_work_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extra, "MOST_WORK", 200)
    assert extra.spans("x" * 20, ["(|||||||||x)+"]) == [(0, 20, extra.KIND)]


@pytest.mark.parametrize("regex", [r"\bkey", "^key", "(a|)key", "k?e?y", "(|x)*key$"])
def test_a_place_where_no_match_begins_is_passed_over_and_no_other(regex: str) -> None:
    text = "-- key aakey ey y\nkey"
    wanted = {place for found in re.finditer(regex, text) for place in range(*found.span())}
    erased = {place for begin, end, _ in extra.spans(text, [regex]) for place in range(begin, end)}
    assert wanted <= erased
    assert extra.spans("x" * 100, ["secret"]) == []
