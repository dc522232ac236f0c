"""Few, large rules: which of the admissible candidates are chosen, and what they spare."""

from __future__ import annotations

import pytest

from assent.core.event import APPROVED, INFERRED, REJECTED
from assent.learning.answer import Answer, Signature
from assent.learning.confidence import confidence
from assent.learning.cover import Want, cover, wants
from assent.learning.gates import Judged
from assent.learning.ladder import Ladders
from assent.learning.levels import USER
from assent.learning.mine import hear, mine
from assent.learning.shapes import PartSummary
from tests.learning.answers import FETCHES, READS, TODAY, WRITES, call, seen

STATUS, LOG, ADD = READS.parts[0], seen("git", "log"), WRITES.parts[0]


def judged(*parts: PartSummary, projects: str = "p1") -> list[Judged]:
    """Every candidate that these parts make, all of them admissible."""
    answers = [
        Answer(call(each), APPROVED, TODAY, "s", project) for each in parts for project in projects.split()
    ]
    return [Judged(each, confidence(())) for each in mine(answers)]


LADDERS = Ladders()


def want(parts: tuple[PartSummary, ...], project: str, weight: float) -> Want:
    """A call that is still to be covered."""
    return Want(tuple(LADDERS[part] for part in parts), project, weight)


def chosen(found: list[Judged], *wanted: Want) -> list[tuple[str, str, float]]:
    """What is chosen: scope, kind and words, and the prompts spared."""
    return [
        (
            each.candidate.scope,
            " ".join((each.candidate.shape.kind, *each.candidate.shape.words)),
            round(gain, 6),
        )
        for each, gain, _ in cover(found, list(wanted)).chosen
    ]


@pytest.mark.parametrize(("weight", "offered"), [(1.0, 1), (0.95, 0), (0.0, 0)], ids=str)
def test_a_rule_must_spare_a_prompt_in_thirty_days(weight: float, offered: int) -> None:
    assert len(chosen(judged(ADD), want((ADD,), "p1", weight))) == offered


def test_what_may_not_be_offered_is_not_chosen() -> None:
    found = judged(ADD)
    for each in found:
        each.lacking.append("1 more day")
    assert chosen(found, want((ADD,), "p1", 9)) == []


def test_of_equal_rules_the_narrower_scope_and_shape_is_chosen() -> None:
    assert chosen(judged(STATUS, projects="p1 p2"), want((STATUS,), "p1", 9)) == [
        ("p1", "verb git status", 9)
    ]


def test_a_wider_rule_is_chosen_for_what_it_spares_more() -> None:
    wanted = (want((STATUS,), "p1", 5), want((LOG,), "p1", 3))
    assert chosen(judged(STATUS, LOG), *wanted) == [("p1", "program git", 8)]
    both = (want((STATUS,), "p1", 5), want((STATUS,), "p2", 3))
    assert chosen(judged(STATUS, projects="p1 p2"), *both) == [(USER, "verb git status", 8)]


def test_a_rule_of_one_project_spares_nothing_in_another() -> None:
    assert chosen(judged(ADD), want((ADD,), "p2", 5)) == [(USER, "verb git add", 5)]


def test_part_of_a_call_spares_its_share_and_the_rest_of_it_the_rest() -> None:
    assert chosen(judged(STATUS, ADD), want((STATUS, ADD), "p1", 8), want((ADD,), "p1", 1)) == [
        ("p1", "verb git add", 5),
        ("p1", "verb git status", 8),
    ]


def test_a_cap_that_does_not_hold_a_part_spares_nothing() -> None:
    worse = seen("git", "add", effects=ADD.effects | FETCHES.parts[0].effects)
    assert chosen(judged(ADD), want((worse,), "p1", 9)) == []


def test_what_is_covered_already_is_not_paid_for_twice() -> None:
    wanted = (want((STATUS,), "p1", 9), want((LOG,), "p1", 0.5))
    assert chosen(judged(STATUS, LOG), *wanted) == [("p1", "program git", 9.5)]


# Answers → the weight of what is wanted: label, days ago, how many.
WEIGHED = [
    pytest.param(APPROVED, 0, 3, 3.0, id="today"),
    pytest.param(APPROVED, 30, 4, 2.0, id="thirty-days-ago"),
    pytest.param(APPROVED, -5, 3, 3.0, id="still-to-come"),
    pytest.param(INFERRED, 0, 4, 1.0, id="estimated"),
]


@pytest.mark.parametrize(("label", "ago", "count", "weight"), WEIGHED)
def test_a_kind_of_call_is_wanted_as_often_as_it_was_approved_lately(
    label: str, ago: int, count: int, weight: float
) -> None:
    heard = hear([Answer(WRITES, label, TODAY - ago, "s", "p1", count)])
    (wanted,) = wants(heard, TODAY)
    assert (wanted.parts, wanted.project) == ((heard.ladders[ADD],), "p1")
    assert wanted.weight == pytest.approx(weight)


def test_answers_to_one_call_add_up_in_each_project() -> None:
    answers = [
        Answer(WRITES, APPROVED, TODAY, session, project) for session in "ab" for project in ("p1", "p2")
    ]
    assert [(each.project, each.weight) for each in wants(hear(answers), TODAY)] == [("p1", 2.0), ("p2", 2.0)]


def test_refused_and_covered_calls_are_not_wanted() -> None:
    half = Signature("Bash", "git status && git add .", (STATUS, ADD), (True, False))
    whole = Signature("Bash", "git status", (STATUS,), (True,))
    answers = [
        Answer(WRITES, REJECTED, TODAY, "s", "p1"),
        *(Answer(each, APPROVED, TODAY, "s", "p1") for each in (half, whole)),
    ]
    heard = hear(answers)
    assert [each.parts for each in wants(heard, TODAY)] == [(heard.ladders[ADD],)]
