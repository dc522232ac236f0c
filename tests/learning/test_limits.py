"""Why no wider and no narrower rule: the next one by name, and what stops it."""

from __future__ import annotations

import pytest

from assent.core import effect
from assent.core.event import REJECTED
from assent.learning.answer import Answer
from assent.learning.gates import SAID_NO
from assent.learning.levels import USER
from assent.learning.limits import COMMANDS_END, ENDS, NO_MORE, Limit, closer, wider
from assent.learning.silence import Suppression
from assent.learning.suggest import suggest
from assent.learning.suggestion import Suggestion
from tests.learning.answers import FETCHES, READS, STRANGE, TODAY, WRITES, call, many, seen

LOGS = call(seen("git", "log"))
SHOWS = call(seen("git", "show"))
TESTS = call(seen("pytest", argv=("pytest", "-q"), effects=effect.RUN_PROJECT))
CHECKS = call(seen("mypy", argv=("mypy", "src"), effects=effect.RUN_PROJECT))
PAGES = call(seen("WebFetch", "api.example", tool="WebFetch", effects=effect.NET_READ, to=("api.example",)))


def only(answers: list[Answer], **setting: object) -> tuple[Limit, Limit, Suggestion]:
    learned = suggest(answers, TODAY, **setting)  # type: ignore[arg-type]  # tables name real parameters
    (found,) = learned.suggestions
    return wider(learned, found), closer(learned, found), found


def test_a_rule_of_a_program_stops_at_the_number_of_programs() -> None:
    above, below, found = only(many(READS, 30) + many(LOGS, 20))
    assert found.text == "Bash(git:*) within read-project"
    assert above == Limit("Bash(*) within read-project", "p1", "it needs 4 more programs")
    assert below.text == "Bash(git status:*) within read-project"
    assert below.why == "it holds 30 of these 50 approvals"


def test_a_rule_stops_at_what_the_person_keeps_refusing() -> None:
    answers = many(READS, 30) + many(LOGS, 8) + many(LOGS, 8, REJECTED)
    above, _, found = only(answers)
    assert found.text == "Bash(git status:*) within read-project"
    assert above.text == "Bash(git:*) within read-project"
    assert above.why.startswith("you ")


def test_a_rule_stops_at_what_was_said_no_to() -> None:
    learned = suggest(many(READS, 30) + many(LOGS, 20), TODAY)
    key = learned.suggestions[0].judged.candidate.key()
    again = suggest(many(READS, 30) + many(LOGS, 20), TODAY, {key: Suppression(TODAY + 30)})
    found = next(each for each in again.suggestions if each.title == "Bash(git status:*)")
    assert wider(again, found) == Limit("Bash(git:*) within read-project", "p1", SAID_NO)


def test_a_rule_of_one_project_stops_at_the_number_of_projects() -> None:
    above, below, found = only(many(STRANGE, 60) * 1)
    assert found.judged.candidate.level == 4
    assert above == Limit("", "", COMMANDS_END[4])
    assert below == Limit("", "", "it is as narrow as a rule gets")
    above, _, found = only(many(WRITES, 60))
    assert above.scope == USER
    assert above.text == found.text
    assert above.why == "it needs 2 more projects"


def test_a_rule_for_all_projects_is_narrower_in_one_of_them() -> None:
    answers = many(READS, 30) + many(READS, 20, project="p2")
    above, below, found = only(answers)
    assert found.judged.candidate.scope == USER
    assert (below.scope, below.text, below.why) == ("p1", found.text, "it holds 30 of these 50 approvals")
    assert above.text


def test_a_family_is_wider_than_any_of_its_members_alone() -> None:
    _, below, found = only(many(TESTS, 8, days=8) + many(CHECKS, 4, days=4))
    assert found.family == "checks"
    assert below.text == "Bash(pytest:*) within run-project"
    assert below.why


@pytest.mark.parametrize(
    ("signature", "why"), [(FETCHES, COMMANDS_END[2]), (PAGES, ENDS["fetches"])], ids=["remote", "host"]
)
def test_where_nothing_wider_was_looked_at_the_ladder_ends(signature: object, why: str) -> None:
    answers = [each for project in ("p1", "p2", "p3") for each in many(signature, 40, project=project)]  # type: ignore[arg-type]  # a signature
    above, _, found = only(answers)
    assert found.judged.candidate.scope == USER
    assert above == Limit("", "", why)


def test_a_wider_rule_that_would_spare_nothing_more_is_said_to() -> None:
    # All that is asked about is one subcommand of a program, so the program's rule comes second.
    lists = call(seen("ruff", "check", argv=("ruff", "check", "."), effects=effect.READ_PROJECT))
    above, _, found = only(many(lists, 40))
    assert found.text == "Bash(ruff check:*) within read-project"
    assert above == Limit("Bash(ruff:*) within read-project", "p1", NO_MORE)
