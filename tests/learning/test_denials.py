"""What is refused again and again: which pattern stops it, when it is offered, and what a refusal never does."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assent.core import effect
from assent.core.event import APPROVED, CLASSIFIER, HOOK, INFERRED, MODE, REDIRECTED, REJECTED, RULE, UNDONE
from assent.learning.answer import Answer, Signature
from assent.learning.denials import LEAST, SURE, Chosen, Ran, choose, gather, verdict_of
from assent.learning.denied import denial_of
from assent.learning.gates import Setting, judge
from assent.learning.mine import mine
from assent.learning.silence import Suppression
from tests.learning.answers import TODAY, answered, call, seen


def push(*words: str, effects: int = effect.NET_SEND) -> Signature:
    return call(seen("git", "push", argv=("git", "push", *words), effects=effects))


FORCE = effect.NET_SEND | effect.HISTORY
THREE = "a1 b1 c1"


def told(answers: list[Answer], *ran: Ran, **more: object) -> list[str]:
    """The denials of answers, by their text."""
    chosen = choose(gather(answers, ran), TODAY, **more)  # type: ignore[arg-type]  # the names of the options
    made = [denial_of(each, TODAY) for each in chosen]
    return [f"{each.text} ({each.judged.candidate.scope})" for each in made if each is not None]


def refused(*calls: Signature, label: str = REJECTED, project: str = "p1") -> list[Answer]:
    """A refusal a day of one call after the other, each in a session of its own."""
    return [Answer(each, label, TODAY - number, f"s{number}", project) for number, each in enumerate(calls)]


NARROW = [
    pytest.param(refused(*[push("o", "a")] * 3), ["deny Bash(git push o a) (p1)"], id="one-call"),
    pytest.param(
        refused(push("o", "a"), push("o", "b"), push("x")), ["deny Bash(git push:*) (p1)"], id="one-verb"
    ),
    pytest.param(
        [*refused(*(push("-f", str(n), effects=FORCE) for n in range(3))), *answered(push("o"), "a1")],
        ["deny Bash(git push:*) with history (p1)"],
        id="one-verb-with-an-effect",
    ),
    pytest.param(
        refused(
            *(call(seen(name, "x", effects=effect.DESTROY)) for name in ("a", "b", "c") for _ in range(2))
        ),
        ["deny * with destroy (p1)"],
        id="one-effect-of-three-programs",
    ),
    pytest.param(
        [
            *refused(*(call(seen(name, "x", effects=effect.DESTROY)) for name in "abc" for _ in range(2))),
            *answered(call(seen("d", effects=effect.DESTROY)), "a1"),
        ],
        ["ask * with destroy (p1)"],
        id="an-effect-that-is-approved-elsewhere",
    ),
    pytest.param(
        refused(*(push("o", "a") for _ in range(3)))
        + refused(*(push("o", "b") for _ in range(3)), project="p2"),
        ["deny Bash(git push:*) (user)"],
        id="two-projects",
    ),
    pytest.param(
        refused(*(call(seen("docker", verb)) for verb in ("ps", "ps", "build", "build"))),
        ["deny Bash(docker:*) (p1)"],
        id="two-subcommands-twice",
    ),
    pytest.param(
        refused(*(call(seen("docker", verb)) for verb in ("ps", "ps", "build"))),
        [],
        id="two-subcommands-and-one-of-them-once",
    ),
]


@pytest.mark.parametrize(("answers", "expected"), NARROW)
def test_the_narrowest_pattern_that_holds_it_all_and_nothing_approved(
    answers: list[Answer], expected: list[str]
) -> None:
    assert told(answers) == expected


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        pytest.param(refused(push("a"), push("a")), "", id="twice"),
        pytest.param(refused(push("a"), push("a"), push("a")), "deny", id="three-times"),
        pytest.param(answered(push("a"), "a3b3c3", REJECTED), "", id="all-on-one-day"),
        pytest.param(
            [*refused(push("a"), push("a")), *refused(*[call(*(push(name).parts[0] for name in "abc"))] * 2)],
            "",
            id="two-and-shares-of-two-more",
        ),
        pytest.param(
            [*answered(push("a"), "a1 b1 c1 d1 e1 f1", REJECTED), *answered(push("a"), "x1 y1")],
            "",
            id="three-of-four-refused",
        ),
        pytest.param(answered(push("a"), "a2 a2", REJECTED), "", id="all-in-one-session"),
        pytest.param(answered(push("a"), "a2 b1", REJECTED), "deny", id="two-days-two-sessions"),
        pytest.param(refused(*[push("a")] * 5, label=REDIRECTED), "", id="five-halves"),
        pytest.param(refused(*[push("a")] * 7, label=REDIRECTED), "deny", id="seven-halves"),
        pytest.param(refused(*[push("a")] * 3, label=UNDONE), "deny", id="taken-back-afterwards"),
        pytest.param(answered(push("a"), THREE, REJECTED, since=200), "", id="long-ago"),
        pytest.param(
            [*answered(push("a"), "a1 b1 c1 d1 e1 f1 g1 h1", REJECTED), *answered(push("a"), "z2")],
            "ask",
            id="mostly-refused",
        ),
        pytest.param(
            [*answered(push("a"), "a1 b1 c1 d1", REJECTED), *answered(push("a"), "x1 y1")],
            "",
            id="refused-as-often-as-not",
        ),
        pytest.param(
            [*answered(push("a"), "a1 b1 c1 d1 e1 f1 g1 h1", REJECTED), *answered(push("a"), "z1", INFERRED)],
            "ask",
            id="approved-as-far-as-an-old-log-tells",
        ),
    ],
)
def test_how_much_must_be_refused(answers: list[Answer], expected: str) -> None:
    (exact,) = [
        held for held in gather(answers) if held.rung.pattern == "Bash(git push a)" and held.scope == "p1"
    ]
    assert verdict_of(exact, TODAY) == expected


@pytest.mark.parametrize(
    ("by", "which", "expected"),
    [
        pytest.param(RULE, push("a"), False, id="a-rule"),
        pytest.param(HOOK, push("a"), False, id="a-hook"),
        pytest.param("", push("a"), False, id="the-agent-by-itself"),
        pytest.param(MODE, push("a"), True, id="a-mode"),
        pytest.param(CLASSIFIER, push("a"), True, id="the-classifier"),
        pytest.param(CLASSIFIER, push("a", effects=FORCE), False, id="the-classifier-with-another-effect"),
    ],
)
def test_what_runs_unasked_is_never_stopped_but_where_a_mode_skipped_what_was_refused(
    by: str, which: Signature, expected: bool
) -> None:
    answers = refused(*[push("a")] * 4)
    assert (told(answers, Ran(which, "p1", by)) != []) == expected
    assert told(answers, Ran(which, "p2", by)) != []


def test_a_no_silences_what_it_was_said_of_and_everything_that_holds_the_same() -> None:
    answers = refused(*(push("o", str(n)) for n in range(4)))
    (chosen,) = choose(gather(answers), TODAY)
    silent = {key: Suppression(TODAY + 30, 4.0) for key in chosen.keys}
    assert told(answers, silent=silent, shown=chosen.keys[:1]) == []
    more = [*answers, *refused(*[push("new")] * 3)]
    assert told(more, silent=silent, shown=chosen.keys[:1]) == []
    assert told(answers, silent={key: Suppression(TODAY, 4.0) for key in chosen.keys}) != []
    grown = [*answers, *answered(push("z"), "k2 l2 m2 n2", REJECTED)]
    assert told(grown, silent=silent, shown=chosen.keys[:1]) == ["deny Bash(git push:*) (p1)"]


PARTS = st.sampled_from([
    seen("git", "status"), seen("git", "log"), seen("ls"), seen("rg"), seen("cat"), seen("wc"),
    seen("git", "add", argv=("git", "add", "."), effects=effect.WRITE_PROJECT),
    seen("git", "push", argv=("git", "push", "o"), effects=effect.NET_SEND, to=("o",)),
    seen("mcp__hub__get", "hub", effects=effect.NET_READ, to=("hub",), tool="mcp__hub__get"),
    seen("make", "x", effects=effect.RUN_PROJECT),
    seen("rm", "x", effects=effect.DESTROY),
])  # fmt: skip
LABELS = st.sampled_from([APPROVED, APPROVED, APPROVED, REJECTED, REDIRECTED, UNDONE, INFERRED])
CALLS = st.lists(PARTS, min_size=1, max_size=2).map(lambda parts: call(*parts))
ANSWERS = st.lists(
    st.builds(
        Answer, CALLS, LABELS, st.integers(TODAY - 40, TODAY), st.sampled_from("abcdef"),
        st.sampled_from(["p1", "p2"]), st.integers(1, 6),
    ),
    max_size=60,
)  # fmt: skip
REFUSALS = st.builds(
    Answer, CALLS, st.sampled_from([REJECTED, REDIRECTED, UNDONE]), st.integers(TODAY - 40, TODAY),
    st.sampled_from("abcdef"), st.sampled_from(["p1", "p2"]), st.integers(1, 3),
)  # fmt: skip


def admissible(answers: list[Answer]) -> dict[str, tuple[float, int]]:
    """The candidates that every gate lets through, with bound and cap, ρ held fixed."""
    return {
        each.candidate.key(): (each.confidence.value, each.candidate.cap)
        for each in judge(mine(answers), Setting(TODAY, 0.1))
        if each.admissible
    }


@settings(max_examples=150, deadline=None)
@given(ANSWERS, REFUSALS)
def test_one_more_denial_never_lets_a_candidate_in_never_raises_a_bound_and_never_widens_a_cap(
    answers: list[Answer], more: Answer
) -> None:
    before, after = admissible(answers), admissible([*answers, more])
    assert after.keys() <= before.keys()
    for key, (bound, cap) in after.items():
        assert bound <= before[key][0] + 1e-12
        assert cap == before[key][1]


@settings(max_examples=100, deadline=None)
@given(ANSWERS, st.randoms(use_true_random=False))
def test_the_order_of_answers_changes_no_denial(answers: list[Answer], shuffler: random.Random) -> None:
    shuffled = list(answers)
    shuffler.shuffle(shuffled)
    assert told(shuffled) == told(answers)


@settings(max_examples=100, deadline=None)
@given(ANSWERS)
def test_no_denial_holds_an_approved_call_and_none_is_unsure(answers: list[Answer]) -> None:
    chosen: list[Chosen] = choose(gather(answers), TODAY)
    for each in chosen:
        no, yes = each.held.raw()
        assert no >= LEAST - 1e-6
        assert each.held.bound(TODAY) >= SURE
        assert yes == 0 or each.verdict == "ask"


@settings(max_examples=100, deadline=None)
@given(ANSWERS, CALLS, st.integers(TODAY - 40, TODAY))
def test_one_more_approval_never_makes_a_denial(answers: list[Answer], which: Signature, day: int) -> None:
    def sure(given_: list[Answer]) -> set[str]:
        return {held.key for held in gather(given_) if verdict_of(held, TODAY) == "deny"}

    assert sure([*answers, Answer(which, APPROVED, day, "a", "p1")]) <= sure(answers)
