"""What is kept of reviews: whatever else stands there lowers nothing and stops nobody."""

from __future__ import annotations

import contextlib

import pytest

from assent.learning import meta
from assent.store import replay, reviews


@pytest.mark.parametrize(
    "value",
    ["{", "{}", "[5]", '[["a","b",{"1":[1,-5,0]}]]', '[["a","b",{"1":"abc"}]]', '[["a","b",{"x":[1,1,1]}]]'],
)
def test_reviews_that_somebody_else_wrote_lower_no_threshold(value: str) -> None:
    with contextlib.closing(replay.in_memory()) as db:
        db.execute("INSERT INTO meta VALUES (?, ?)", (reviews.KEPT, value))
        found = meta.standings(reviews.all_reviews(db))
        assert meta.raised(found) == {}
        assert all(each.accepted >= 0 and each.refused >= 0 for each in found.values())
        assert reviews.apply_entry(db, reviews.reviewing({1: (2, 0, 2)}))
        assert meta.raised(meta.standings(reviews.all_reviews(db))).keys() == {1}
