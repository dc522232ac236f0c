"""The back-test's time split: which sessions are held back, and what a rule would have been by then."""

from __future__ import annotations

import random

from assent.core import effect
from assent.core.event import APPROVED, INFERRED, REJECTED
from assent.learning.answer import Answer
from assent.learning.backtest import Backtest, caps_before, identity, last_third
from assent.learning.candidate import Candidate
from assent.learning.mine import mine
from tests.learning.answers import FETCHES, READS, TODAY, answered, call, many, seen

ADD = call(seen("git", "add", argv=("git", "add", "."), effects=effect.WRITE_PROJECT))
ADD_READING = call(
    seen("git", "add", argv=("git", "add", "x"), effects=effect.WRITE_PROJECT | effect.READ_PROJECT)
)


def test_the_last_third_is_the_latest_third_of_the_sessions_by_their_first_day() -> None:
    answers = many(READS, 9, days=9)  # s0 today, s8 eight days ago
    assert last_third(answers) == {"s0": TODAY, "s1": TODAY - 1, "s2": TODAY - 2}


def test_a_session_that_goes_on_counts_by_the_day_it_began() -> None:
    answers = many(READS, 3, days=3) + answered(READS, "s2 1".replace(" ", ""))
    answers = [*answers, Answer(READS, APPROVED, TODAY, "s2", "p1")]
    assert last_third(answers) == {"s0": TODAY}


def test_no_third_of_fewer_than_three_sessions() -> None:
    assert last_third(many(READS, 2, days=2)) == {}
    assert last_third([]) == {}


def test_the_order_of_answers_does_not_move_the_split() -> None:
    answers = many(READS, 40) + many(FETCHES, 20, REJECTED)
    mixed = answers.copy()
    random.Random(7).shuffle(mixed)  # noqa: S311  the same each time
    assert last_third(mixed) == last_third(answers)


def of(candidates: list[Candidate], words: tuple[str, ...], scope: str = "p1") -> Candidate:
    (found,) = [
        each for each in candidates if each.shape.words == words and each.scope == scope and not each.members
    ]
    return found


def test_what_came_last_is_not_in_the_cap_of_before() -> None:
    early, late = many(ADD, 6, since=6, days=6), many(ADD_READING, 3, days=3)
    answers = early + [Answer(each.signature, each.label, each.day, f"t{each.day}", "p1") for each in late]
    add = of(mine(answers), ("git", "add"))
    assert add.cap == effect.WRITE_PROJECT | effect.READ_PROJECT
    assert caps_before([add], answers, last_third(answers)) == {identity(add): effect.WRITE_PROJECT}


def test_a_rule_that_nobody_approved_before_has_no_cap_of_before() -> None:
    answers = many(READS, 6, since=6, days=6)
    answers += [Answer(ADD, APPROVED, TODAY - day, f"t{day}", "p1") for day in range(3)]
    add = of(mine(answers), ("git", "add"))
    assert caps_before([add], answers, last_third(answers)) == {}


def test_a_refusal_before_gives_no_cap() -> None:
    answers = many(ADD, 6, REJECTED, since=6, days=6)
    answers += [Answer(ADD, APPROVED, TODAY - day, f"t{day}", "p1") for day in range(3)]
    add = of(mine(answers), ("git", "add"))
    assert caps_before([add], answers, last_third(answers)) == {}


def test_an_estimated_answer_gives_no_cap_to_what_reaches_the_network() -> None:
    answers = many(FETCHES, 6, INFERRED, since=6, days=6)
    answers += [Answer(FETCHES, APPROVED, TODAY - day, f"t{day}", "p1") for day in range(3)]
    fetch = of(mine(answers), ("git", "fetch"))
    assert caps_before([fetch], answers, last_third(answers)) == {}


def test_a_member_of_a_family_has_its_own_cap_of_before() -> None:
    answers = many(ADD, 12, days=12)
    (family,) = [
        each
        for each in mine(answers)
        if each.members and each.scope == "p1" and each.shape.words[0] == "edits"
    ]
    (member,) = family.members.values()
    assert caps_before([member], answers, last_third(answers)) == {identity(member): effect.WRITE_PROJECT}


def test_the_fields_of_the_contract_come_first() -> None:
    made = Backtest(TODAY - 9, TODAY, 4, 20, 7, ["x"], ["y", "y"]).as_json()
    assert list(made)[:2] == ["prompts_saved", "denied_allowed"]
    assert (made["prompts_saved"], made["denied_allowed"], made["tolerated"]) == (7, 1, ["y", "y"])
    assert (made["since"], made["until"]) == ("2024-04-15", "2024-04-24")
