"""Answers for people: what is worth a word gets one, what is not known says so, and every question has an answer."""

from __future__ import annotations

import pytest

from assent.analytics import judge
from assent.analytics.base import Table
from assent.cli import answers

SILENCE = ("kind", "calls", "share", "recorded", "inferred", "estimated")


def silence(gap: int) -> str:
    rows = (("decided", 80, 0.8, 80, 0, 0), ("expected", 0, 0.0, 0, 0, 0), ("gap", gap, 0.2, gap, 0, 0))
    return "\n".join(answers.told("silence", Table(SILENCE, (*rows, ("unknown", 0, 0.0, 0, 0, 0)), ""), None))


# id: minutes, minutes a week → what is said of them.
TOOK = {
    "seconds": (0.0, 0.0, "They took under a minute."),
    "less-a-week": (2.0, 0.4, "They took 2.0 minutes, under a minute a week."),
    "more": (70.5, 10.0, "They took 70.5 minutes, about 10.0 a week."),
}


@pytest.mark.parametrize(("minutes", "weekly", "told"), TOOK.values(), ids=TOOK)
def test_a_short_time_is_not_told_as_none(minutes: float, weekly: float, told: str) -> None:
    row = {
        "answers": 3, "p50_seconds": 1.0, "p95_seconds": 2.0, "quick": 0, "quick_share": 0.0, "minutes": minutes,
        "minutes_a_week": weekly, "known": "inferred",
    }  # fmt: skip
    assert told in answers.told("waits", Table(tuple(row), (tuple(row.values()),), ""), 80)
    saved = ("tool", "shape", "prompts", "approved", "refused", "minutes")
    line = answers.told("savings", Table(saved, (("Bash", "ls", 1, 1, 0, minutes),), ""), 80)[1]
    assert line.split()[-1] == ("<1" if minutes < 1 else str(minutes))


def test_many_prompts_without_a_rule_are_worth_a_word_and_few_are_not() -> None:
    assert "20% of the calls met no rule and cost you a prompt" in silence(20)
    assert "assent learn" in silence(20)
    assert "prompt" not in silence(19)


def test_what_was_never_refused_stands_first_and_that_is_said_where_it_matters() -> None:
    columns = ("tool", "shape", "prompts", "approved", "refused", "minutes")
    never = ("Bash", "ls", 1, 1, 0, None)
    said = {
        refused: answers.told(
            "savings", Table(columns, (never, ("Bash", "git push", 9, 8, refused, None)), ""), 80
        )
        for refused in (0, 1)
    }
    assert "What you never refused stands first." in said[1]
    assert "What you never refused stands first." not in said[0]


def test_rules_that_only_ship_and_decided_nothing_take_one_line() -> None:
    columns = ("id", "verdict", "name", "pattern", "layer", "state", "hits", "last_used")
    idle = ("97a95aca5755", "ask", "history-asks", "*", "modules", "unused", 0, None)
    assert answers.told("rules", Table(columns, (idle,), ""), 80) == ["1 shipped rule decided nothing."]


def test_a_kind_without_calls_and_a_source_without_figures_take_no_room() -> None:
    said = silence(19)
    assert "not known" not in said
    assert "Inferred" not in said


def test_a_judge_that_fails_too_often_is_told_with_what_to_do() -> None:
    sound = (100, 90, 5, 5, 0, 0.9, 0.05, 0.05, 0.0, 400, 900, 1200, False)
    said = answers.told("judge", Table(judge.COLUMNS, (sound,), ""), None)
    assert said[-1] == "Half within 400 ms, 95% within 900 ms, 99% within 1,200 ms (recorded)."
    failing = (10, 5, 0, 0, 5, 0.5, 0.0, 0.0, 0.5, None, None, None, True)
    said = answers.told("judge", Table(judge.COLUMNS, (failing,), ""), None)
    assert said[-1].startswith("It fails too often: the judge failed in 5 of 10 calls")
    assert said[1].split() == ["10", "5", "0", "0", "5"]
    assert said[2].split() == ["50%", "0%", "0%", "50%"]


def test_minutes_that_are_not_known_are_no_number() -> None:
    columns = ("tool", "shape", "prompts", "approved", "refused", "minutes")
    head, row, note = answers.told("savings", Table(columns, (("Bash", "make", 3, 3, 0, None),), ""), None)
    assert head.split()[-1] == "Minutes"
    assert row.split() == ["Bash", "make", "3", "3", "0", "?"]
    assert "Minutes" not in note


def test_a_question_without_words_of_its_own_is_answered_in_columns() -> None:
    made = answers.told(
        "sown-one", Table(("tool", "last_used"), (("Bash", None), ("Read", None)), ""), None, 1
    )
    assert made == ["Tool  Last used", "Bash          ?", "… and 1 more: --limit 2"]


def test_columns_that_do_not_fit_stand_one_below_the_other() -> None:
    columns = tuple(f"column_{n}" for n in range(9))
    made = answers.told("sown-one", Table(columns, (tuple(range(9)),), ""), 40)
    assert made == [*(f"Column {n}  {n}" for n in range(9)), ""]


def test_nothing_is_said_in_words() -> None:
    assert answers.told("tools", Table(("tool",), (), "nothing recorded yet"), 80) == [
        "Nothing recorded yet."
    ]


def test_shipped_rules_that_decided_nothing_are_one_line_and_the_users_own_are_named() -> None:
    columns = (
        "id",
        "name",
        "pattern",
        "verdict",
        "layer",
        "project",
        "created",
        "state",
        "hits",
        "last_used",
    )
    rule = (None, "Bash(x *)", "allow")
    rows = (
        ("a" * 12, "busy", *rule[1:], "granted", None, None, "used", 1234, "2026-02-12T08:00:00.000Z"),
        ("b" * 12, *rule, "user", None, None, "unused", 0, None),
        ("c" * 12, *rule, "modules", None, None, "unused", 0, None),
        ("d" * 12, *rule, "modules", None, None, "unused", 0, None),
    )
    made = answers.told("rules", Table(columns, rows, ""), None)
    assert [line.split()[0] for line in made] == ["Id", "aaaaaaa", "bbbbbbb", "2", "1"]
    assert made[1].endswith("1,234  2026-02-12")
    assert made[3] == "2 shipped rules decided nothing."
    assert made[4].startswith("1 rule of yours decided nothing")
