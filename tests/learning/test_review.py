"""The review: what each key does, and when it is over."""

from __future__ import annotations

import pytest

from assent.learning.review import Review
from assent.learning.suggest import Suggestion, suggest
from tests.learning.answers import FETCHES, PUSHES, TODAY, WRITES, many


def three() -> list[Suggestion]:
    answers = [each for signature in (WRITES, FETCHES, PUSHES) for each in many(signature, 60)]
    found = suggest(answers, TODAY).suggestions
    assert len(found) == 3
    return found


# Keys → how many are accepted, rejected, narrowed; which is asked now; whether its card is shown.
WALKS = [
    ("", (0, 0, 0), 0, False),
    ("y", (1, 0, 0), 1, False),
    ("n", (0, 1, 0), 1, False),
    ("e", (0, 0, 1), 1, False),
    ("yne", (1, 1, 1), None, False),
    ("a", (3, 0, 0), None, False),
    ("na", (2, 1, 0), None, False),
    ("s", (0, 0, 0), None, False),
    ("ys", (1, 0, 0), None, False),
    ("yq", (1, 0, 0), None, False),
    ("?", (0, 0, 0), 0, True),
    ("?y", (1, 0, 0), 1, False),
    ("y?", (1, 0, 0), 1, True),
    ("yyyy", (3, 0, 0), None, False),
    ("y\nx", (1, 0, 0), 1, False),
]


@pytest.mark.parametrize(("keys", "decided", "at", "card"), WALKS)
def test_each_key_does_what_it_says(
    keys: str, decided: tuple[int, int, int], at: int | None, card: bool
) -> None:
    given = three()
    review = Review(given)
    for key in keys:
        review.take_key(key)
    assert (len(review.accepted), len(review.rejected), len(review.narrowed)) == decided
    assert review.question is (None if at is None else given[at])
    assert review.card == card


@pytest.mark.parametrize("key", ["", "\n", "Y", "yes", "x"])
def test_another_key_decides_nothing_and_says_so(key: str) -> None:
    review = Review(three())
    assert [review.take_key(key), review.take_key("y"), review.take_key(key)] == [False, True, False]
    assert (len(review.accepted), len(review.rejected), len(review.narrowed)) == (1, 0, 0)


def test_after_the_end_no_key_means_anything() -> None:
    review = Review(three())
    review.take_key("a")
    assert not review.take_key("y")
    assert len(review.accepted) == 3
