"""What each level asks for, told on both sides of every bound; vetoes, suppressions, and what is wider than what."""

from __future__ import annotations

import pytest

from assent.core import effect
from assent.core.event import APPROVED, REDIRECTED, REJECTED, UNDONE
from assent.learning.answer import Answer, Signature
from assent.learning.gates import Setting, needed, reached
from assent.learning.levels import USER
from assent.learning.mine import mine
from assent.learning.shapes import PartSummary
from assent.learning.silence import Suppression
from assent.learning.suggest import narrower, suggest
from assent.learning.wider import ancestors, by_words
from tests.learning.answers import (
    BY_LEVEL,
    FETCHES,
    PUSHES,
    READS,
    STRANGE,
    TODAY,
    WRITES,
    answered,
    call,
    many,
    seen,
    texts,
    verdict,
)

# Level, answers of the days from today on, what is still lacking. Enough of them first, then the same without one.
ENOUGH = [
    pytest.param(0, "a2b1 a1", [], id="0-four-answers"),
    pytest.param(0, "a1b1 a1", ["more answers: 55% sure, reading needs 60%"], id="0-three-answers"),
    pytest.param(0, "a2b2", ["1 more day"], id="0-one-day"),
    pytest.param(0, "a2 a2", ["1 more session"], id="0-one-session"),
    pytest.param(1, "a2b2 a2 c1", [], id="1-seven-answers"),
    pytest.param(
        1, "a2b2 a1 c1", ["more answers: 73% sure, work in the project needs 75%"], id="1-six-answers"
    ),
    pytest.param(1, "a2b2 a2c2", ["1 more day"], id="1-two-days"),
    pytest.param(1, "a2b2 a2b2 a1", ["1 more session"], id="1-two-sessions"),
    pytest.param(2, "a2b2 a2c2 d1", [], id="2-nine-answers"),
    pytest.param(2, "a2b2 a2c1 d1", ["more answers: 78% sure, the network needs 80%"], id="2-eight-answers"),
    pytest.param(2, "a2b2 a2b2 c2", ["1 more session"], id="2-three-sessions"),
    pytest.param(
        2, "a2b2 c2d2", ["1 more day", "more answers: 79% sure, the network needs 80%"], id="2-two-days"
    ),
    pytest.param(3, "a2b2 a2c2 d2e1 e1", [], id="3-twelve-answers"),
    pytest.param(
        3,
        "a2b2 a2c2 d2 e1",
        ["more answers: 83% sure, sending and installing needs 85%"],
        id="3-eleven-answers",
    ),
    pytest.param(3, "a2b2 c2d2 a2b2 a2", ["1 more session"], id="3-four-sessions"),
    pytest.param(3, "a2b2 a2c2 d2e2", ["1 more day"], id="3-three-days"),
    pytest.param(4, "a2b2 a2c2 d2e1 e1", [], id="4-twelve-answers"),
    pytest.param(
        4,
        "a2b2 a2c2 d2 e1",
        ["more answers: 83% sure, an unfamiliar command needs 85%"],
        id="4-eleven-answers",
    ),
    pytest.param(4, "a2b2 c2d2 a2b2 a2", ["1 more session"], id="4-four-sessions"),
    pytest.param(4, "a2b2 a2c2 d2e2", ["1 more day"], id="4-three-days"),
]


@pytest.mark.parametrize(("level", "days", "lacking"), ENOUGH)
def test_each_level_asks_for_so_many_answers_sessions_and_days(
    level: int, days: str, lacking: list[str]
) -> None:
    judged = verdict(answered(BY_LEVEL[level], days))
    assert (judged.candidate.level, judged.lacking, judged.admissible) == (level, lacking, not lacking)


def test_a_day_less_than_enough_is_named_with_its_number() -> None:
    assert verdict(answered(PUSHES, "a2b2")).lacking[:2] == ["3 more sessions", "3 more days"]


# The projects it takes until a rule holds for all of the user's: one fewer is one too few.
PROJECTS = [
    pytest.param(READS, 2, id="reading"),
    pytest.param(WRITES, 3, id="local"),
    pytest.param(FETCHES, 3, id="network"),
]


@pytest.mark.parametrize(("signature", "least"), PROJECTS)
def test_a_rule_for_every_project_takes_answers_in_several(signature: Signature, least: int) -> None:
    def in_projects(count: int) -> list[Answer]:
        listed = [many(signature, 60, project=f"p{number}") for number in range(count)]
        return [each for answers in listed for each in answers]

    assert verdict(in_projects(least), scope=USER).admissible
    fewer = verdict(in_projects(least - 1), scope=USER)
    assert fewer.lacking == ["1 more project"]
    assert not fewer.admissible


@pytest.mark.parametrize("signature", [PUSHES, STRANGE], ids=["outward", "unknown"])
def test_no_number_of_projects_makes_a_rule_for_all_of_what_leaves_or_is_unknown(
    signature: Signature,
) -> None:
    answers = [each for number in range(8) for each in many(signature, 60, project=f"p{number}")]
    scopes = {each.scope for each in mine(answers)}
    assert scopes == {f"p{number}" for number in range(8)}


def test_answers_in_two_projects_do_not_add_up_to_a_local_rule_for_all() -> None:
    answers = answered(WRITES, "a2b1 c1", project="p1") + answered(WRITES, "d1e1 f2", project="p2")
    assert texts(suggest(answers, TODAY)) == []


# Signature, ρ, refusals of 1000 calls that are still borne and that are not; all long ago, so that only the rate counts.
RATES = [
    pytest.param(READS, 0.0, 195, 205, id="reading"),
    pytest.param(WRITES, 0.0, 58, 62, id="local"),
    pytest.param(FETCHES, 0.0, 48, 52, id="network"),
    pytest.param(PUSHES, 0.0, 29, 31, id="outward"),
    pytest.param(STRANGE, 0.0, 0, 1, id="unknown"),
    pytest.param(READS, 0.1, 345, 355, id="reading-of-one-who-redirects"),
    pytest.param(WRITES, 0.1, 205, 215, id="local-of-one-who-redirects"),
    pytest.param(FETCHES, 0.1, 48, 52, id="network-of-one-who-redirects"),
]


@pytest.mark.parametrize(("signature", "rho", "borne", "too_many"), RATES)
def test_each_level_bears_its_rate_of_refusals_and_no_more(
    signature: Signature, rho: float, borne: int, too_many: int
) -> None:
    def refusing(count: int) -> str:
        answers = many(signature, 1000 - count, days=40)
        answers += many(signature, count, REJECTED, since=100, days=3)
        return verdict(answers, Setting(TODAY, rho)).barred

    assert refusing(borne) == ""
    assert refusing(too_many) == f"you refused {too_many / 1000:.0%} of these calls"


# Refusals of 1000 readings lately: label, how many, how long ago, whether they bar the rule.
LATELY = [
    pytest.param(REJECTED, 31, 60, True, id="sixty-days-ago"),
    pytest.param(REJECTED, 31, 61, False, id="sixty-one-days-ago"),
    pytest.param(REJECTED, 29, 10, False, id="under-three-percent"),
    pytest.param(UNDONE, 31, 10, True, id="taken-back"),
    pytest.param(REDIRECTED, 61, 10, True, id="redirected"),
    pytest.param(REDIRECTED, 57, 10, False, id="redirected-under-three-percent"),
]


@pytest.mark.parametrize(("label", "count", "ago", "barred"), LATELY)
def test_what_was_refused_lately_weighs_more(label: str, count: int, ago: int, barred: bool) -> None:
    answers = many(READS, 1000 - count, days=40) + many(READS, count, label, since=ago, days=1)
    assert verdict(answers).barred.endswith("lately") == barred


@pytest.mark.parametrize(
    ("label", "count", "barred"), [(REJECTED, 2, True), (REJECTED, 1, False), (REDIRECTED, 3, False)], ids=str
)
def test_two_refusals_lately_are_needed(label: str, count: int, barred: bool) -> None:
    answers = many(READS, 20) + many(READS, count, label, days=count)
    assert bool(verdict(answers).barred) == barred


def test_patience_with_one_who_redirects_holds_for_what_was_refused_lately_too() -> None:
    answers = many(READS, 900, days=40) + many(READS, 100, REJECTED, since=10, days=1)
    assert verdict(answers, Setting(TODAY, 0.0)).barred
    assert not verdict(answers, Setting(TODAY, 0.1)).barred


# Approvals and refusals of one verb beside 400 approvals of two others.
CHILDREN = [
    pytest.param(7, 2, True, id="two-of-nine"),
    pytest.param(79, 21, True, id="twenty-one-of-a-hundred"),
    pytest.param(8, 2, False, id="two-of-ten"),
    pytest.param(1, 1, False, id="one-of-two"),
]


@pytest.mark.parametrize(("yes", "no", "barred"), CHILDREN)
def test_a_verb_that_is_refused_keeps_its_program_from_being_learned(yes: int, no: int, barred: bool) -> None:
    stash = call(seen("git", "stash"))
    answers = many(READS, 200) + many(call(seen("git", "log")), 200)
    answers += many(stash, yes, days=yes) + many(stash, no, REJECTED, since=100, days=no)
    assert verdict(answers, kind="program").barred == ("you keep refusing git stash" if barred else "")


@pytest.mark.parametrize(("count", "lacking"), [(5, []), (4, ["1 more program"])], ids=str)
def test_any_reading_is_learned_from_five_programs(count: int, lacking: list[str]) -> None:
    answers = [each for name in "abcde"[:count] for each in many(call(seen(name)), 20)]
    assert verdict(answers, kind="class").lacking == lacking


# ρ, the floor, answers, whether that is enough: a user who redirects much is met halfway, down to the floor.
FLOORS = [
    pytest.param(READS, "a2b1 a1", 0.1, None, True, id="four-answers"),
    pytest.param(READS, "a1b1 a1", 0.1, None, False, id="never-below-the-floor"),
    pytest.param(READS, "a1b1 a1", 0.1, 0.5, True, id="a-lower-floor"),
    pytest.param(READS, "a1b1 a1", 0.0, 0.1, False, id="the-level-asks-for-more-than-a-low-floor"),
    pytest.param(READS, "a2b1 a1", 0.0, 0.65, False, id="a-higher-floor"),
    pytest.param(WRITES, "a2b2 a1 c1", 0.1, None, True, id="local-is-met-halfway"),
    pytest.param(WRITES, "a2b2 a1 c1", 0.01, None, False, id="local-is-not-met-further"),
    pytest.param(FETCHES, "a2b2 a2c1 d1", 0.1, None, False, id="the-network-is-not"),
]


@pytest.mark.parametrize(("signature", "days", "rho", "floor", "enough"), FLOORS)
def test_the_bound_gives_way_to_who_redirects_but_not_below_the_floor(
    signature: Signature, days: str, rho: float, floor: float | None, enough: bool
) -> None:
    setting = Setting(TODAY, rho) if floor is None else Setting(TODAY, rho, floor)
    assert verdict(answered(signature, days), setting).admissible == enough


@pytest.mark.parametrize(
    ("days", "floor", "offered"), [("a2b1 a1", None, 1), ("a1b1 a1", 0.1, 0), ("a2b1 a1", 0.7, 0)], ids=str
)
def test_suggestions_keep_to_the_floor(days: str, floor: float | None, offered: int) -> None:
    answers = answered(READS, days)
    learned = suggest(answers, TODAY) if floor is None else suggest(answers, TODAY, floor=floor)
    assert len(learned.suggestions) == offered


# What is held against 60 approvals: the day the silence ends, the approvals at the refusal, whether it is silent.
SILENCES = [
    pytest.param(TODAY + 1, 30, True, id="until-tomorrow"),
    pytest.param(TODAY, 30, False, id="until-today"),
    pytest.param(TODAY + 1, 21, True, id="not-yet-three-times-the-evidence"),
    pytest.param(TODAY + 1, 20, False, id="three-times-the-evidence"),
    pytest.param(TODAY + 1, 0.5, False, id="little-evidence"),
    pytest.param(TODAY + 1, 0, True, id="evidence-unknown"),
]


@pytest.mark.parametrize(("until", "evidence", "silent"), SILENCES)
def test_a_no_silences_until_its_day_or_three_times_the_evidence(
    until: int, evidence: float, silent: bool
) -> None:
    answers = many(WRITES, 60)
    held = {each.key(): Suppression(until, evidence) for each in mine(answers)}
    judged = verdict(answers, Setting(TODAY, suppressed=held))
    assert judged.barred == ("you said no to it" if silent else "")


def test_a_no_without_its_evidence_silences_until_its_day() -> None:
    answers = many(WRITES, 60)
    held = {each.key(): Suppression(TODAY + 1) for each in mine(answers)}
    assert verdict(answers, Setting(TODAY, suppressed=held)).barred == "you said no to it"


def test_a_line_whose_program_is_not_told_is_learned_word_for_word() -> None:
    line = Signature("Bash", "x y", (PartSummary("Bash", (), ("x", "y"), effect.WRITE_PROJECT),))
    assert verdict(many(line, 60)).admissible


def test_what_lacks_answers_is_not_called_refused() -> None:
    answers = answered(READS, "a1")
    held = {each.key(): Suppression(TODAY + 1) for each in mine(answers)}
    assert suggest(answers, TODAY, held).suppressed == []


def edits(*folders: str) -> Answer:
    name = "x.py"
    return Answer(
        call(seen("Edit", *folders, name, effects=effect.WRITE_PROJECT, tool="Edit")),
        "approved",
        TODAY,
        "s",
        "p1",
    )


# The words of a refused candidate, and which other ones a refusal silences with it.
WIDER = [
    pytest.param(
        [Answer(READS, "approved", TODAY, "s", "p1"), Answer(call(seen("npm", "ls")), "approved", TODAY, "s", "p1")],
        "p1|0|Bash|verb|git|status",
        {
            "p1|0|Bash|program|git", "p1|0|Bash|class", "user|0|Bash|verb|git|status", "user|0|Bash|program|git",
            "user|0|Bash|class",
        },
        id="a-verb",
    ),
    pytest.param(
        [Answer(READS, "approved", TODAY, "s", "p1"), Answer(READS, "approved", TODAY, "s", "p2")],
        "user|0|Bash|program|git",
        {"p1|0|Bash|program|git", "p1|0|Bash|class", "p2|0|Bash|program|git", "p2|0|Bash|class", "user|0|Bash|class"},
        id="refused-for-all-projects-is-refused-for-each",
    ),
    pytest.param(
        [Answer(READS, "approved", TODAY, "s", "p1"), Answer(READS, "approved", TODAY, "s", "p2")],
        "p1|0|Bash|program|git",
        {"p1|0|Bash|class", "user|0|Bash|program|git", "user|0|Bash|class"},
        id="refused-in-one-project-is-not-refused-in-another",
    ),
    pytest.param(
        [edits("src"), edits("src", "a"), edits("doc")],
        "p1|1|Edit|dir|src|a|**",
        {
            "p1|1|Edit|dir|src|**", "p1|1|Edit|tree|src|**", "user|1|Edit|dir|src|a|**", "user|1|Edit|dir|src|**",
            "user|1|Edit|tree|src|**", "p1|1|Edit|tree|*|*|**", "user|1|Edit|tree|*|*|**",
        },
        id="a-folder",
    ),
    pytest.param(
        [edits("src")],
        "p1|1|Edit|file|src|x.py",
        {
            "p1|1|Edit|dir-ext|src|**|*.py", "p1|1|Edit|dir|src|**", "user|1|Edit|file|src|x.py",
            "p1|1|Edit|tree|src|**", "user|1|Edit|tree|src|**", "user|1|Edit|dir-ext|src|**|*.py", "user|1|Edit|dir|src|**", "p1|1|Edit|tree|*|*|**", "user|1|Edit|tree|*|*|**",
        },
        id="a-file",
    ),
    pytest.param(
        [Answer(READS, "approved", TODAY, "s", "p1"), Answer(WRITES, "approved", TODAY, "s", "p1")],
        "p1|1|Bash|verb|git|add",
        {"user|1|Bash|verb|git|add"},
        id="what-may-do-less-is-not-wider",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("answers", "refused", "silenced"), WIDER)
def test_a_no_silences_what_is_wider_and_nothing_else(
    answers: list[Answer], refused: str, silenced: set[str]
) -> None:
    def named(key: str) -> str:
        scope, level, shape = key.split("|", 2)
        tool, kind, *words = shape.split("\x1e")[0].strip("\x1f").split("\x1f")
        return "|".join((scope, level, tool, kind, *words))

    found = mine(answers)
    (candidate,) = [each for each in found if named(each.key()) == refused]
    keys = [named(key) for key in ancestors(candidate, by_words(found))]
    assert (keys[0], set(keys[1:])) == (refused, silenced)


SHOWN = [
    pytest.param(0.8499, "84%", "85%", id="just-below"),
    pytest.param(0.85, "85%", "85%", id="exact"),
    pytest.param(0.7351, "73%", "74%", id="between"),
    pytest.param(0.6, "60%", "60%", id="exact-in-binary-less"),
]


@pytest.mark.parametrize(("value", "sure", "least"), SHOWN)
def test_what_is_not_sure_enough_is_never_shown_with_the_number_it_needs(
    value: float, sure: str, least: str
) -> None:
    assert (reached(value), needed(value)) == (sure, least)


def asked(label: str = APPROVED, count: int = 9, project: str = "p1", **fields: str) -> list[Answer]:
    """So many answers about a tool of a server with these fields."""
    part = PartSummary(
        "mcp__hub__list",
        ("mcp__hub__list",),
        None,
        effect.NET_READ,
        ("hub",),
        fields=tuple(sorted(fields.items())),
    )
    return many(Signature("mcp__hub__list", f"mcp__hub__list({fields})", (part,)), count, label, project)


def edit_in_place(count: int, label: str = APPROVED, project: str = "p1") -> list[Answer]:
    part = seen("sed", argv=("sed", "-i", "s/a/b/", "x"), effects=effect.READ_PROJECT | effect.WRITE_PROJECT)
    return many(call(part), count, label, project)


def print_lines(count: int, label: str = REJECTED, project: str = "p1") -> list[Answer]:
    return many(call(seen("sed", argv=("sed", "-n", "1p", "x"))), count, label, project)


def stash(*words: str, count: int = 12, label: str = APPROVED, project: str = "p1") -> list[Answer]:
    part = seen("git", "stash", *words, effects=effect.READ_PROJECT | effect.WRITE_PROJECT)
    return many(call(part), count, label, project)


# Answers, and what nothing on offer may begin with: what is refused lies inside of it.
INSIDE = [
    pytest.param([*stash(), *stash("pop", count=3, label=REJECTED)], "Bash(git stash:*)", id="longer-subcommand"),
    pytest.param([*edit_in_place(120), *print_lines(3)], "Bash(sed:*)", id="form-that-does-less"),
    pytest.param(
        [each for repo in "abcd" for each in asked(count=40, owner="acme", repo=repo)] + asked(REJECTED, 3, owner="acme", repo="x"),
        "mcp__hub__list where owner = acme with any repo within",
        id="one-target-of-a-tool-with-a-field-held",
    ),
    pytest.param(
        [each for repo in "abcd" for each in asked(count=40, repo=repo)] + asked(REJECTED, 3, repo="x"),
        "mcp__hub__list with any repo within",
        id="one-target-of-a-tool",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("answers", "wide"), INSIDE)
def test_what_is_always_refused_keeps_what_holds_it_from_being_offered(
    answers: list[Answer], wide: str
) -> None:
    approved = [each for each in answers if each.label == APPROVED]
    assert any(text.startswith(wide) for text in texts(suggest(approved, TODAY)))
    learned = suggest(answers, TODAY)
    assert not any(text.startswith(wide) for text in texts(learned))
    for each in learned.suggestions:
        other = narrower(learned, each)
        assert other is None or not other.text.startswith(wide)


def test_what_is_always_refused_in_one_project_is_not_offered_for_all() -> None:
    answers = [each for project in ("p1", "p2", "p3") for each in stash(count=40, project=project)]
    assert "user" in {each.judged.candidate.scope for each in suggest(answers, TODAY).suggestions}
    answers += stash(count=3, label=REJECTED, project="p4")
    assert "user" not in {each.judged.candidate.scope for each in suggest(answers, TODAY).suggestions}
    # Two refusals among many answers elsewhere are a person's noise.
    answers = [*answers[:-1]]
    assert sum(each.label == REJECTED for each in answers) == 2
    assert "user" in {each.judged.candidate.scope for each in suggest(answers, TODAY).suggestions}
