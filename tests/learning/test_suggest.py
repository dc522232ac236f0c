"""The whole of the learner on values: what is offered, what is not, and that it never turns on a denial."""

from __future__ import annotations

import json
import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assent.core import effect
from assent.core.event import APPROVED, AUTO, INFERRED, REJECTED
from assent.learning.answer import Answer, Signature
from assent.learning.shapes import PartSummary
from assent.learning.silence import Suppression
from assent.learning.suggest import Learned, suggest

TODAY = 739_000


def git(sub: str, *rest: str, effects: int = effect.READ_PROJECT, targets: tuple[str, ...] = ()) -> Signature:
    argv = ("git", sub, *rest)
    return Signature("Bash", " ".join(argv), (PartSummary("Bash", ("git", sub), argv, effects, targets),))


def spread(
    signature: Signature, days: int, label: str = APPROVED, project: str = "p1", each: int = 1
) -> list[Answer]:
    return [Answer(signature, label, TODAY - day, f"s{day}", project, each) for day in range(days)]


def texts(learned: Learned) -> list[str]:
    return [each.text for each in learned.suggestions]


PUSH = git("push", "--force", effects=effect.NET_SEND | effect.HISTORY, targets=("origin",))


def test_approvals_of_what_is_never_learnable_teach_nothing() -> None:
    assert texts(suggest(spread(PUSH, 40), TODAY)) == []


def test_fifty_approvals_in_one_session_teach_nothing() -> None:
    assert texts(suggest([Answer(git("status"), APPROVED, TODAY, "s", "p1", 50)], TODAY)) == []


def test_fifty_approvals_over_twenty_five_days_teach() -> None:
    assert texts(suggest(spread(git("status"), 25, each=2), TODAY)) == [
        "Bash(git status:*) within read-project"
    ]


def test_two_verbs_widen_to_their_program_within_the_same_cap() -> None:
    answers = spread(git("status"), 10) + spread(git("log", "-5"), 10)
    assert texts(suggest(answers, TODAY)) == ["Bash(git:*) within read-project"]


def test_local_writes_never_widen_over_verbs() -> None:
    write = effect.READ_PROJECT | effect.WRITE_PROJECT
    answers = spread(git("add", ".", effects=write), 12) + spread(git("commit", "-m", "x", effects=write), 12)
    (only,) = suggest(answers, TODAY).suggestions
    assert sorted(each.text for each in only.members) == [
        "Bash(git add:*) within read-project, write-project",
        "Bash(git commit:*) within read-project, write-project",
    ]


@pytest.mark.parametrize("label", [AUTO, "unlabelled", "interrupted", "nobody", "pending"])
def test_calls_nobody_answered_teach_nothing(label: str) -> None:
    assert texts(suggest(spread(git("status"), 40, label), TODAY)) == []


def test_inferred_answers_never_support_what_leaves_the_machine() -> None:
    fetch = git("fetch", "origin", effects=effect.NET_READ, targets=("origin",))
    assert texts(suggest(spread(fetch, 60, INFERRED, each=9), TODAY)) == []
    assert texts(suggest(spread(fetch, 20), TODAY)) == ["Bash(git fetch:*) within net-read, only to origin"]


def test_outward_rules_stay_in_their_project_and_to_their_remote() -> None:
    push = git("push", "origin", "x", effects=effect.NET_SEND, targets=("origin",))
    learned = suggest(spread(push, 20) + spread(push, 20, project="p2"), TODAY)
    assert sorted((each.judged.candidate.scope, each.rule["to"]) for each in learned.suggestions) == [
        ("p1", ["origin"]),
        ("p2", ["origin"]),
    ]


def test_an_unknown_program_is_learned_only_word_for_word_in_its_project() -> None:
    argv = ("frob", "--all")
    signature = Signature("Bash", "frob --all", (PartSummary("Bash", ("frob",), argv, effect.UNKNOWN),))
    learned = suggest(spread(signature, 25), TODAY)
    assert [each.rule["allow"] for each in learned.suggestions] == [["Bash(frob --all)"]]
    assert learned.suggestions[0].judged.candidate.scope == "p1"


def test_a_part_with_a_word_that_cannot_be_known_teaches_nothing() -> None:
    signature = Signature(
        "Bash", "cat $x", (PartSummary("Bash", ("cat",), None, effect.READ_PROJECT, opaque=True),)
    )
    assert texts(suggest(spread(signature, 40), TODAY)) == []


def test_a_task_runner_is_learned_by_task_and_an_interpreter_by_its_whole_line() -> None:
    run = effect.RUN_PROJECT
    task = Signature(
        "Bash", "npm run test", (PartSummary("Bash", ("npm", "run", "test"), ("npm", "run", "test"), run),)
    )
    script = Signature("Bash", "python3 x.py", (PartSummary("Bash", (), ("python3", "x.py"), run),))
    learned = suggest(spread(task, 12) + spread(script, 12), TODAY)
    assert sorted(each.rule["allow"][0] for each in learned.suggestions) == [
        "Bash(npm run test *)",
        "Bash(python3 x.py)",
    ]


def test_a_host_is_learned_and_no_other() -> None:
    signature = Signature(
        "WebFetch",
        "https://docs.python.org/3/",
        (
            PartSummary(
                "WebFetch", ("WebFetch", "docs.python.org"), None, effect.NET_READ, ("docs.python.org",)
            ),
        ),
    )
    learned = suggest(spread(signature, 20), TODAY)
    assert [(each.rule["allow"], each.rule["to"]) for each in learned.suggestions] == [
        (["WebFetch(domain:docs.python.org)"], ["docs.python.org"])
    ]


def test_a_directory_is_learned_from_several_of_its_files() -> None:
    answers = []
    for name in ("a.py", "b.py", "c.py"):
        seen = PartSummary("Edit", ("Edit", "src", name), None, effect.WRITE_PROJECT)
        answers += spread(Signature("Edit", f"Edit(src/{name})", (seen,)), 8)
    assert texts(suggest(answers, TODAY)) == ["Edit(./src/**/*.py) within write-project"]


def test_refusing_a_child_splits_the_program() -> None:
    answers = spread(git("status"), 20) + spread(git("log"), 20)
    answers += spread(git("stash", "list"), 3, REJECTED) + spread(git("stash", "list"), 3)
    learned = texts(suggest(answers, TODAY))
    assert "Bash(git:*) within read-project" not in learned
    assert "Bash(git status:*) within read-project" in learned


def test_a_rejected_suggestion_and_its_ancestors_are_silent_for_thirty_days_and_then_back() -> None:
    answers = spread(git("status"), 20)
    first = suggest(answers, TODAY).suggestions[0]
    held = {key: Suppression(TODAY + 30, first.judged.confidence.raw_yes) for key in first.keys}
    assert texts(suggest(answers, TODAY, held)) == []
    assert texts(suggest(answers, TODAY + 29, held)) == []
    assert "Bash(git status:*) within read-project" in texts(suggest(answers, TODAY + 30, held))
    assert suggest(answers, TODAY, held).suppressed


def test_the_missing_day_is_named() -> None:
    signature = Signature(
        "Bash", "cargo test", (PartSummary("Bash", ("cargo", "test"), ("cargo", "test"), effect.RUN_PROJECT),)
    )
    answers = [
        Answer(signature, APPROVED, TODAY - day, f"s{day}{n}", "p1", 2) for day in range(2) for n in range(2)
    ]
    nearly = suggest(answers, TODAY).nearly
    assert nearly[0]["text"] == "Bash(cargo test:*) within run-project"
    assert "1 more day" in nearly[0]["missing"]


def test_identity_does_not_depend_on_time_or_counts() -> None:
    one = suggest(spread(git("status"), 20), TODAY).suggestions[0]
    two = suggest(spread(git("status"), 25), TODAY + 3).suggestions[0]
    assert one.id == two.id


ANSWERS = st.lists(
    st.builds(
        Answer,
        st.sampled_from([git("status"), git("log"), git("add", effects=effect.WRITE_PROJECT), PUSH]),
        st.sampled_from([APPROVED, APPROVED, APPROVED, REJECTED]),
        st.integers(TODAY - 30, TODAY),
        st.sampled_from(["a", "b", "c", "d", "e", "f"]),
        st.sampled_from(["p1", "p2"]),
        st.integers(1, 4),
    ),
    max_size=60,
)


@settings(max_examples=60)
@given(ANSWERS, st.randoms(use_true_random=False))
def test_the_order_of_answers_changes_nothing(answers: list[Answer], shuffler: random.Random) -> None:
    shuffled = list(answers)
    shuffler.shuffle(shuffled)
    as_bytes = [
        json.dumps([each.as_json() for each in suggest(given_, TODAY).suggestions])
        for given_ in (answers, shuffled)
    ]
    assert as_bytes[0] == as_bytes[1]


@settings(max_examples=60)
@given(ANSWERS)
def test_approving_what_is_never_learnable_changes_no_rule(answers: list[Answer]) -> None:
    before = [(each.id, each.as_json()["confidence"]) for each in suggest(answers, TODAY).suggestions]
    more = [*answers, *spread(PUSH, 20)]
    assert [(each.id, each.as_json()["confidence"]) for each in suggest(more, TODAY).suggestions] == before


def test_what_a_rule_in_force_covers_is_not_nearly_there() -> None:
    answers = spread(git("status"), 20)
    assert suggest(spread(git("status"), 1), TODAY).nearly
    covered = [
        Answer(
            Signature("Bash", "git status", each.signature.parts, (True,)),
            each.label,
            each.day,
            each.session,
            each.project,
        )
        for each in answers
    ]
    learned = suggest(covered, TODAY)
    assert (texts(learned), learned.nearly) == ([], [])


def test_three_examples_are_shown_the_latest_first_then_the_shortest() -> None:
    answers = []
    for word, ago in [("bbb", 0), ("aaaa", 0), ("cc", 0), ("d", 1)]:
        answers += [
            Answer(each.signature, each.label, each.day - ago, each.session, each.project)
            for each in spread(git("log", word), 9)
        ]
    (only,) = suggest(answers, TODAY).suggestions
    assert only.rule["yes"] == ["git log cc", "git log bbb", "git log aaaa"]


def test_five_are_named_as_nearly_there_the_surest_of_each_program() -> None:
    def once(program: str, times: int) -> list[Answer]:
        part = PartSummary("Bash", (program,), (program, "x"), effect.NET_READ, ("h",))
        return spread(Signature("Bash", f"{program} x", (part,)), times)

    answers = [each for times, program in enumerate("abcdef", 1) for each in once(program, times)]
    nearly = suggest(answers, TODAY).nearly
    assert [each["text"] for each in nearly] == [
        f"Bash({program}:*) within net-read, only to h" for program in "fedcb"
    ]


def test_eight_refusals_are_shown_as_what_still_asks() -> None:
    answers = spread(git("status"), 20)
    for number in range(9):
        answers += spread(git("push", str(number), effects=effect.NET_SEND | effect.HISTORY), 1, REJECTED)
    (only,) = suggest(answers, TODAY).suggestions
    assert only.still_asks == [f"git push {number}" for number in range(8)]


def test_a_suggestion_has_every_figure_of_its_proof() -> None:
    answers = [
        *spread(git("add", effects=effect.WRITE_PROJECT), 30),
        *spread(git("add", "-f", effects=effect.WRITE_PROJECT), 1, "redirected"),
    ]
    shown = suggest(answers, TODAY).suggestions[0].as_json()
    assert {key: shown[key] for key in ("approvals", "denials", "sessions", "days", "projects", "level")} == {
        "approvals": 30, "denials": 0.5, "sessions": 30, "days": 30, "projects": 1, "level": 1,
    }  # fmt: skip
    assert shown["last_used"] == date.fromordinal(TODAY).isoformat()
    assert shown["denied_nearby"] == [{"day": shown["last_used"], "call": "git add -f"}]
    assert shown["confidence"] == round(shown["confidence"], 6)
    product = shown["frequency"] * shown["consistency"] * shown["recency"]
    assert product == pytest.approx(shown["confidence"], abs=1e-5)
    exact = suggest(answers, TODAY).suggestions[0].judged.confidence
    assert [shown[each] for each in ("confidence", "frequency", "consistency", "recency")] == [
        round(each, 6) for each in (exact.value, exact.frequency, exact.consistency, exact.recency)
    ]


def test_a_shared_refusal_is_shown_with_two_places() -> None:
    parts = tuple(git(verb, effects=effect.WRITE_PROJECT).parts[0] for verb in ("add", "mv", "commit"))
    answers = spread(git("add", effects=effect.WRITE_PROJECT), 60)
    answers += spread(Signature("Bash", "three at once", parts), 1, REJECTED)
    assert suggest(answers, TODAY).suggestions[0].as_json()["denials"] == 0.33


def test_one_verb_of_a_program_is_named_as_nearly_there_and_none_of_one_that_is_offered() -> None:
    def writes(verb: str, days: int) -> list[Answer]:
        return spread(git(verb, effects=effect.WRITE_PROJECT), days)

    nearly = suggest(writes("add", 3) + writes("mv", 1), TODAY).nearly
    assert [each["text"] for each in nearly] == ["Bash(git add:*) within write-project"]
    assert nearly[0]["confidence"] == round(nearly[0]["confidence"], 6) != round(nearly[0]["confidence"], 5)
    learned = suggest(writes("add", 20) + writes("mv", 1), TODAY)
    assert (texts(learned), learned.nearly) == (["Bash(git add:*) within write-project"], [])


def test_only_refusals_are_shown_as_what_still_asks() -> None:
    answers = (
        spread(git("status"), 20) + spread(git("log", "-1"), 1, "interrupted") + spread(PUSH, 1, REJECTED)
    )
    assert [each.still_asks for each in suggest(answers, TODAY).suggestions] == [["git push --force"]]
