"""The review: what each key does, and when it is over."""

from __future__ import annotations

import pytest

from assent.learning.review import Review
from assent.learning.suggest import suggest
from assent.learning.suggestion import Suggestion
from tests.learning.answers import FETCHES, PUSHES, TODAY, WRITES, many


def three() -> list[Suggestion]:
    answers = [each for signature in (WRITES, FETCHES, PUSHES) for each in many(signature, 60)]
    found = suggest(answers, TODAY).suggestions
    assert len(found) == 3
    return found


# Keys → how many are accepted, rejected, refused for good; which is asked now; what the last key asked for.
WALKS = [
    ("", (0, 0, 0), 0, ""),
    ("y", (1, 0, 0), 1, ""),
    ("n", (0, 1, 0), 1, ""),
    ("e", (0, 0, 0), 0, "e"),
    ("eyn", (1, 1, 0), 2, ""),
    ("a", (3, 0, 0), None, ""),
    ("na", (2, 1, 0), None, ""),
    ("s", (0, 0, 0), None, ""),
    ("ys", (1, 0, 0), None, ""),
    ("yq", (1, 0, 0), None, ""),
    ("?", (0, 0, 0), 0, "?"),
    ("?y", (1, 0, 0), 1, ""),
    ("y?", (1, 0, 0), 1, "?"),
    ("yyyy", (3, 0, 0), None, ""),
    ("y\nx", (1, 0, 0), 1, ""),
    ("v", (0, 0, 1), 1, ""),
    ("ynv", (1, 1, 1), None, ""),
    ("p", (0, 0, 0), 0, "p"),
    ("vp", (0, 0, 1), 1, "p"),
]


@pytest.mark.parametrize(("keys", "decided", "at", "shows"), WALKS)
def test_each_key_does_what_it_says(
    keys: str, decided: tuple[int, int, int], at: int | None, shows: str
) -> None:
    given = three()
    review = Review(given)
    for key in keys:
        review.take_key(key)
    assert (len(review.accepted), len(review.rejected), len(review.never)) == decided
    assert review.question is (None if at is None else given[at])
    assert review.shows == shows


def test_another_suggestion_asked_about_instead_is_what_a_yes_accepts() -> None:
    given = three()
    review = Review(list(given))
    review.ask_instead(given[2])
    review.take_key("y")
    assert review.accepted == [given[2]]
    assert review.question is given[1]


@pytest.mark.parametrize("key", ["", "\n", "Y", "yes", "x"])
def test_another_key_decides_nothing_and_says_so(key: str) -> None:
    review = Review(three())
    assert [review.take_key(key), review.take_key("y"), review.take_key(key)] == [False, True, False]
    assert (len(review.accepted), len(review.rejected)) == (1, 0)


def test_after_the_end_no_key_means_anything() -> None:
    review = Review(three())
    review.take_key("a")
    assert not review.take_key("y")
    assert len(review.accepted) == 3
