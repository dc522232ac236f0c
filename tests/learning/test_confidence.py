"""The bound, its factors and its caps, against known values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assent.learning.confidence import Day, beta_cdf, capped, confidence, evidence, lower_bound

KNOWN = [
    pytest.param(89, 2, 0.9405, id="the-seeds-94-percent"),
    pytest.param(152, 15, 0.869, id="the-seeds-87-percent"),
    pytest.param(3, 0, 0.556, id="three-answers-are-too-few"),
    pytest.param(4, 0, 0.638, id="four-answers-reach-reading"),
]


@pytest.mark.parametrize(("yes", "no", "bound"), KNOWN)
def test_the_bound_has_its_known_value(yes: int, no: int, bound: float) -> None:
    assert lower_bound(yes, no) == pytest.approx(bound, abs=6e-4)


def test_the_bound_of_89_and_2_rounds_to_9405() -> None:
    assert round(lower_bound(89, 2), 4) == 0.9405


@pytest.mark.parametrize(
    ("least", "answers"), [(0.60, 4), (0.75, 7), (0.80, 9), (0.85, 12), (0.90, 18)], ids=str
)
def test_each_threshold_needs_so_many_answers(least: float, answers: int) -> None:
    assert lower_bound(answers, 0) >= least > lower_bound(answers - 1, 0)


def test_no_approval_is_no_confidence() -> None:
    assert lower_bound(0, 0) == 0.0
    assert confidence([Day(0, (), 2)]).value == 0.0


def test_the_distribution_is_symmetric() -> None:
    assert beta_cdf(0.3, 2.5, 7.5) == pytest.approx(1 - beta_cdf(0.7, 7.5, 2.5), abs=1e-12)
    assert beta_cdf(0.5, 3, 3) == pytest.approx(0.5, abs=1e-12)


def test_a_session_counts_twice_and_a_day_four_times_at_most() -> None:
    assert capped(Day(0, (50,), 0)) == (2, 0)
    assert capped(Day(0, (2, 2, 2, 2), 0)) == (4, 0)
    assert capped(Day(0, (1,), 9)) == (1, 2)


def test_the_shown_confidence_is_the_product_of_its_factors() -> None:
    days = [Day(age, (2, 1), 0.5 if age == 3 else 0) for age in range(10)]
    shown = confidence(days)
    assert shown.frequency * shown.consistency * shown.recency == pytest.approx(shown.value)


def test_older_approvals_weigh_half_after_thirty_days_and_denials_after_ninety() -> None:
    assert evidence([Day(30, (2,), 0)])[0] == pytest.approx(1.0)
    assert evidence([Day(90, (), 2)])[1] == pytest.approx(1.0)


DAYS = st.lists(
    st.builds(
        Day,
        st.floats(0, 200),
        st.lists(st.floats(0, 60), max_size=4).map(tuple),
        st.floats(0, 5),
    ),
    max_size=8,
)


@given(DAYS, st.integers(0, 7), st.floats(0, 5))
def test_a_denial_never_raises_the_bound(days: list[Day], at: int, more: float) -> None:
    changed = [
        Day(day.age, day.approvals, day.denials + (more if index == at else 0))
        for index, day in enumerate(days)
    ]
    assert confidence(changed).value <= confidence(days).value + 1e-9
