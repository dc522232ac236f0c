"""The bound, its factors and its caps, against known values."""

from __future__ import annotations

import math

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


def binomial(x: float, a: int, b: int) -> float:
    """I_x(a, b) for whole a and b: how likely at least a of a + b - 1 trials succeed."""
    trials = a + b - 1
    return sum(
        math.comb(trials, hits) * x**hits * (1 - x) ** (trials - hits) for hits in range(a, trials + 1)
    )


@pytest.mark.parametrize("x", [0.01, 0.2, 0.5, 0.77, 0.99])
@pytest.mark.parametrize(("a", "b"), [(1, 1), (1, 9), (9, 1), (3, 4), (12, 5), (60, 40), (200, 3)], ids=str)
def test_the_distribution_is_that_of_counting(a: int, b: int, x: float) -> None:
    assert beta_cdf(x, a, b) == pytest.approx(binomial(x, a, b), abs=1e-12)


def test_the_distribution_is_zero_below_and_one_above() -> None:
    assert (beta_cdf(0.0, 2, 3), beta_cdf(-1, 2, 3), beta_cdf(1.0, 2, 3), beta_cdf(2, 2, 3)) == (0, 0, 1, 1)


@given(st.floats(0.01, 3000), st.floats(0, 500))
def test_five_in_a_hundred_such_users_lie_below_the_bound(yes: float, no: float) -> None:
    bound = lower_bound(yes, no)
    assert 0 < bound < 1
    assert beta_cdf(bound, yes + 0.5, no + 0.5) == pytest.approx(0.05, abs=1e-6)


def test_without_an_approval_the_bound_is_zero_whatever_was_refused() -> None:
    assert (lower_bound(0, 5), lower_bound(-1, 0)) == (0.0, 0.0)
    assert lower_bound(0.5, 0) > 0


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


def test_the_undecayed_bound_and_the_plain_counts_are_told_apart() -> None:
    shown = confidence([Day(30, (2, 9), 0.5), Day(90, (1,), 3)])
    assert (shown.raw_yes, shown.raw_no) == (12, 3.5)
    assert shown.undecayed == lower_bound(5, 2.5)
    assert shown.value == lower_bound(4 / 2 + 1 / 8, 0.5 * 2 ** (-1 / 3) + 2 / 2)
    assert shown.consistency == 12 / 15.5
    assert shown.frequency == shown.undecayed / shown.consistency
    assert shown.recency == shown.value / shown.undecayed


def test_nothing_but_refusals_has_no_factors() -> None:
    shown = confidence([Day(0, (), 2)])
    assert (shown.value, shown.undecayed, shown.frequency, shown.consistency, shown.recency, shown.raw_no) == (
        0, 0, 0, 0, 0, 2,
    )  # fmt: skip


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
        day._replace(denials=day.denials + (more if index == at else 0)) for index, day in enumerate(days)
    ]
    assert confidence(changed).value <= confidence(days).value + 1e-9
