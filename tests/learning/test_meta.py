"""What is refused raises what a level needs; nothing ever brings it below its default or moves a level."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assent.learning import meta
from assent.learning.gates import Setting, judge, least_bound
from assent.learning.levels import LEVELS
from assent.learning.meta import Kept, Standing, health, raised, standings
from assent.learning.mine import mine
from tests.learning.answers import READS, TODAY, WRITES, many

Review = dict[int, tuple[int, int, int]]
COUNTS = st.tuples(st.integers(0, 20), st.integers(0, 20), st.integers(0, 20))
REVIEWS = st.lists(st.dictionaries(st.integers(0, 6), COUNTS, max_size=5), max_size=30)

# id → reviews, and by how much level 1 is raised after them
RAISED: dict[str, tuple[list[Review], float]] = {
    "nothing-was-ever-shown": ([], 0.0),
    "shown-and-not-answered": ([{1: (5, 0, 0)}] * 9, 0.0),
    "one-no": ([{1: (1, 0, 1)}], 0.02 * 1 / 6),
    "two-noes-at-once": ([{1: (2, 0, 2)}], 0.02 * 2 / 7),
    "two-noes-one-after-the-other": ([{1: (1, 0, 1)}] * 2, 0.02 * 1 / 6 + 0.02 * 2 / 7),
    "as-many-yes-as-no": ([{1: (2, 1, 1)}], 0.0),
    "a-yes-before-does-not-save-up": ([{1: (9, 9, 0)}], 0.0),
    "what-was-accepted-counts-against": ([{1: (9, 9, 0)}, {1: (1, 0, 1)}], 0.0),
    "a-no-then-as-many-yes-stays": ([{1: (1, 0, 1)}, {1: (1, 1, 0)}], 0.02 * 1 / 6),
    "a-no-then-more-yes-comes-back": ([{1: (1, 0, 1)}, {1: (4, 4, 0)}], 0.0),
    "another-level": ([{2: (1, 0, 1)}], 0.0),
}


@pytest.mark.parametrize(("reviews", "expected"), RAISED.values(), ids=RAISED)
def test_a_level_is_raised_by_this_much(reviews: list[Review], expected: float) -> None:
    assert standings(reviews)[1].raised == pytest.approx(expected, abs=1e-12)


@given(REVIEWS)
def test_no_level_ever_needs_less_than_by_default_nor_more_than_the_most(reviews: list[Review]) -> None:
    found = raised(standings(reviews))
    for level in LEVELS:
        need = least_bound(level.number, Setting(TODAY, raised=found))
        assert level.bound <= need <= max(0.97, level.bound) + 1e-12


def test_a_thousand_refusals_reach_the_most_and_stop_there() -> None:
    found = standings([{level.number: (1, 0, 1) for level in LEVELS}] * 1_000)
    assert [level.bound + found[level.number].raised for level in LEVELS] == pytest.approx([0.97] * 5)


@given(REVIEWS)
def test_reviews_nobody_answered_move_nothing_wherever_they_stand(reviews: list[Review]) -> None:
    empty: Review = {level.number: (3, 0, 0) for level in LEVELS}
    between = [each for review in reviews for each in (empty, review, empty)]
    assert raised(standings(between)) == raised(standings(reviews))


@given(REVIEWS)
def test_what_is_admissible_with_raised_levels_is_so_without(reviews: list[Review]) -> None:
    candidates = mine(many(READS, 5) + many(WRITES, 60))
    with_, without = (
        {each.candidate.key() for each in judge(candidates, setting) if each.admissible}
        for setting in (Setting(TODAY, raised=raised(standings(reviews))), Setting(TODAY))
    )
    assert with_ <= without
    assert without


def test_a_level_that_is_not_known_counts_for_nothing() -> None:
    assert raised(standings([{9: (1, 0, 1), -1: (1, 0, 1)}])) == {}


HEALTH = {
    "two-answers-say-nothing": (2, 0, "not known yet"),
    "nine-in-ten": (9, 1, "excellent"),
    "four-in-five": (4, 1, "excellent"),
    "half": (5, 5, "good"),
    "a-third": (3, 6, "fair"),
    "a-fourth": (1, 3, "poor"),
    "none": (0, 3, "poor"),
}


@pytest.mark.parametrize(("accepted", "refused", "word"), HEALTH.values(), ids=HEALTH)
def test_health_in_a_word(accepted: int, refused: int, word: str) -> None:
    assert health({1: Standing(accepted + refused, accepted, refused)}, []) == word


SOUND = Kept("r", "r", 0, 0.8, 100, 2)
BROKEN = Kept("b", "b", 0, 0.95, 100, 30)


def test_health_falls_by_a_word_when_more_than_one_rule_in_twenty_breaks_its_promise() -> None:
    good = {1: Standing(10, 9, 1)}
    assert health(good, [SOUND] * 19 + [BROKEN]) == "excellent"
    assert health(good, [SOUND] * 18 + [BROKEN]) == "good"
    assert health({1: Standing(10, 0, 10)}, [BROKEN]) == "poor"


PROMISES = {
    "all-stood": (Kept("r", "r", 0, 0.94, 50, 0), 1.0, False),
    "less-than-stated-by-chance": (Kept("r", "r", 0, 0.94, 10, 1), 0.9, False),
    "less-than-stated-and-no-chance": (Kept("r", "r", 0, 0.94, 40, 9), 31 / 40, True),
    "all-taken-back": (Kept("r", "r", 0, 0.6, 5, 5), 0.0, True),
    "too-few": (Kept("r", "r", 0, 0.94, 4, 4), None, False),
}


@pytest.mark.parametrize(("kept", "share", "broken"), PROMISES.values(), ids=PROMISES)
def test_a_promise_is_broken_only_beyond_chance(kept: Kept, share: float | None, *, broken: bool) -> None:
    assert kept.realised == (share if share is None else pytest.approx(share))
    assert kept.broken is broken


def test_the_chance_of_a_broken_promise_is_that_of_the_binomial() -> None:
    from math import comb

    for against in range(41):
        kept = replace(SOUND, stated=0.9, uses=40, against=against)
        chance = sum(comb(40, stood) * 0.9**stood * 0.1 ** (40 - stood) for stood in range(41 - against))
        assert kept.broken is (chance < meta.UNLIKELY and (40 - against) / 40 < 0.9)
