"""What an answer counts for, for whom, and against whom."""

from __future__ import annotations

import pytest

from assent.core import effect
from assent.core.event import APPROVED, AUTO, INFERRED, INTERRUPTED, REDIRECTED, REJECTED, UNDONE
from assent.learning.answer import Answer, Signature
from assent.learning.candidate import Candidate
from assent.learning.habit import everyday_counts, read_only_counts
from assent.learning.levels import USER
from assent.learning.mine import hear, mine
from assent.learning.shapes import PartSummary
from tests.learning.answers import FETCHES, PUSHES, READS, TODAY, WRITES, call, seen

STATUS, ADD = READS.parts[0], WRITES.parts[0]
LOG = seen("git", "log")


def answer(signature: Signature, label: str = APPROVED, count: int = 1, project: str = "p1") -> Answer:
    return Answer(signature, label, TODAY, "s", project, count)


def tallies(answers: list[Answer], scope: str = "p1") -> dict[str, tuple[float, float]]:
    """Approvals and refusals of each candidate of a scope, by kind and words."""
    return {
        " ".join((each.shape.kind, *each.shape.words)): (
            sum(sum(day.values()) for day in each.tally.yes.values()),
            sum(each.tally.no.values()),
        )
        for each in mine(answers)
        if each.scope == scope
    }


# Label → what one answer adds: (approvals, refusals).
WEIGHTS = [
    (APPROVED, (2.0, 0.0)),
    (INFERRED, (1.25, 0.0)),
    (REJECTED, (1.0, 1.0)),
    (UNDONE, (1.0, 1.0)),
    (REDIRECTED, (1.0, 0.5)),
    (INTERRUPTED, (1.0, 0.0)),
    (AUTO, (1.0, 0.0)),
]


@pytest.mark.parametrize(("label", "counted"), WEIGHTS)
def test_each_kind_of_answer_has_its_weight(label: str, counted: tuple[float, float]) -> None:
    assert tallies([answer(READS), answer(READS, label)])["verb git status"] == counted
    assert read_only_counts(hear([answer(READS), answer(READS, label)])) == counted


def test_equal_answers_count_as_many() -> None:
    answers = [answer(READS, count=3), answer(READS, REDIRECTED, 3)]
    assert tallies(answers)["verb git status"] == (3.0, 1.5)
    assert read_only_counts(hear(answers)) == (3.0, 1.5)


def test_an_answer_counts_once_unless_it_says_more() -> None:
    assert Answer(READS, APPROVED, TODAY, "s", "p1").count == 1


def test_how_often_a_user_redirects_is_told_by_calls_that_only_read() -> None:
    mixed, nothing = call(STATUS, ADD), Signature("Bash", "", ())
    assert read_only_counts(hear([answer(each) for each in (WRITES, FETCHES, mixed, nothing)])) == (0.0, 0.0)
    assert read_only_counts(hear([answer(call(STATUS, LOG))])) == (1.0, 0.0)


# Parts of a refused call → the blame of each verb; a call of several parts is refused for its worst.
BLAME = [
    pytest.param((STATUS, LOG), {"verb git status": 0.5, "verb git log": 0.5}, id="shared-among-equals"),
    pytest.param((STATUS, ADD), {"verb git status": 0.0, "verb git add": 1.0}, id="the-higher-level-alone"),
    pytest.param(
        (STATUS, PUSHES.parts[0]), {"verb git status": 0.0, "verb git log": 0.0}, id="not-what-was-not-meant"
    ),
    pytest.param(
        (STATUS, seen("rm", effects=effect.DESTROY)), {"verb git status": 0.0}, id="what-is-never-learned"
    ),
]


@pytest.mark.parametrize(("parts", "blamed"), BLAME)
def test_a_refusal_falls_on_the_parts_of_the_highest_level(
    parts: tuple[PartSummary, ...], blamed: dict[str, float]
) -> None:
    known = [answer(call(each)) for each in (STATUS, LOG, ADD)]
    found = tallies([*known, answer(call(*parts), REJECTED)])
    assert {name: found[name][1] for name in blamed} == blamed


def test_a_refused_call_of_no_parts_blames_nothing() -> None:
    assert tallies([answer(READS), answer(Signature("Bash", "", ()), REJECTED)])["verb git status"] == (
        1.0,
        0.0,
    )


def test_a_refusal_reaches_its_own_project_and_the_user() -> None:
    answers = [answer(READS), answer(READS, project="p2"), answer(READS, REJECTED)]
    assert [tallies(answers, scope)["verb git status"] for scope in ("p1", "p2", USER)] == [
        (1.0, 1.0), (1.0, 0.0), (2.0, 1.0),
    ]  # fmt: skip


def test_a_refusal_of_more_than_the_cap_holds_is_not_of_the_rule() -> None:
    worse = call(seen("git", "add", effects=effect.WRITE_PROJECT | effect.RUN_PROJECT))
    assert tallies([answer(WRITES), answer(worse, REJECTED)])["verb git add"] == (1.0, 0.0)


def test_an_estimated_answer_speaks_for_local_calls_and_not_for_the_network() -> None:
    assert set(tallies([answer(WRITES, INFERRED), answer(FETCHES, INFERRED)])) == {
        "verb git add",
        "form git add ",
        "family edits",
        "family edits-by git",
    }


def test_a_call_speaks_once_for_a_rule_that_holds_several_of_its_parts() -> None:
    found = tallies([answer(call(STATUS, LOG, STATUS))])
    assert found["program git"] == found["verb git status"] == (1.0, 0.0)


def candidate(answers: list[Answer], kind: str, scope: str = "p1") -> Candidate:
    (found,) = [each for each in mine(answers) if (each.shape.kind, each.scope) == (kind, scope)]
    return found


def test_a_rule_reaches_the_effects_that_were_approved() -> None:
    more = call(seen("git", "add", effects=effect.WRITE_TMP))
    assert candidate([answer(WRITES), answer(more)], "verb").cap == effect.WRITE_PROJECT | effect.WRITE_TMP


def test_programs_projects_sessions_and_days_are_counted() -> None:
    answers = [
        Answer(call(seen(program)), APPROVED, day, session, project)
        for program, day, session, project in [
            ("ls", 1, "a", "p1"),
            ("cat", 1, "b", "p1"),
            ("ls", 2, "a", "p2"),
        ]
    ]
    tally = candidate(answers, "class", USER).tally
    assert (tally.kinds, tally.projects, tally.sessions) == ({"ls", "cat"}, {"p1", "p2"}, {"a", "b"})
    assert [(day.age, day.approvals, day.denials) for day in tally.days(2)] == [
        (1, (1.0, 1.0), 0),
        (0, (1.0,), 0),
    ]


def test_two_verbs_are_one_program() -> None:
    assert candidate([answer(READS), answer(call(LOG))], "class").tally.kinds == {"git"}


def test_a_day_still_to_come_is_today_and_a_day_of_refusals_alone_counts() -> None:
    answers = [answer(READS), Answer(READS, REJECTED, TODAY + 5, "s", "p1")]
    days = candidate(answers, "verb").tally.days(TODAY - 1)
    assert [(day.age, day.approvals, day.denials) for day in days] == [(0, (1.0,), 0), (0, (), 1.0)]


def test_each_text_keeps_the_last_day_it_was_approved() -> None:
    answers = [Answer(READS, APPROVED, day, "s", "p1") for day in (5, 9, 7)]
    assert candidate(answers, "verb").yes_texts == {"git status": 9}


def test_refusals_keep_their_day_and_text() -> None:
    answers = [answer(READS), Answer(READS, REJECTED, 7, "s", "p1")]
    assert candidate(answers, "verb").no_days == [(7, "git status")]


def often(name: str, yes: int, no: int, effects: int = effect.RUN_PROJECT) -> list[Answer]:
    signature = call(seen(name, argv=(name, "x"), effects=effects))
    labels = [APPROVED] * yes + [REJECTED] * no
    return [Answer(signature, label, TODAY - at, f"s{at}", f"p{at % 3}") for at, label in enumerate(labels)]


def test_a_habit_of_saying_no_is_the_share_in_the_middle_of_what_is_often_asked() -> None:
    usual = [each for name in ("a", "b", "c", "d") for each in often(name, 18, 2)]
    assert everyday_counts(mine(usual + often("e", 18, 2))) == (90.0, 10.0)
    assert everyday_counts(mine(usual + often("e", 4, 16))) == (90.0, 10.0)
    clean = [each for name in ("a", "b", "c", "d") for each in often(name, 20, 0)]
    assert everyday_counts(mine(clean + often("e", 10, 10))) == (100.0, 0.0)


def test_a_habit_is_told_from_several_kinds_each_asked_often() -> None:
    assert everyday_counts(mine([each for name in "abcd" for each in often(name, 18, 2)])) == (0.0, 0.0)
    assert everyday_counts(mine([each for name in "abcde" for each in often(name, 6, 1)])) == (0.0, 0.0)
    abroad = [each for name in "abcde" for each in often(name, 18, 2, effect.NET_SEND)]
    assert everyday_counts(mine(abroad)) == (0.0, 0.0)
