"""Rules of each kind out of sessions that the real client recorded: reviewed key by key, granted, counted, taken back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest

from tests.e2e.client import Proposal, World, bash, fresh_world, until
from tests.e2e.lived import days, furnish, live, note, rehearsal
from tests.e2e.product import Product
from tests.e2e.transcript import ASKED, RAN, records, sessions

pytestmark = [pytest.mark.client, pytest.mark.slow]

CHECKS = "checks: make test, npm test, python3 -m unittest within run-project"
NOTES = "Read(~/reference/**/*.md) within read-elsewhere"
FD, GIT = "Bash(fd:*) within read-project", "Bash(git:*) within read-project"
ALL = [CHECKS, NOTES, FD, GIT]  # in the order in which they are asked about
RULES = {CHECKS: 3, NOTES: 1, FD: 1, GIT: 1}  # how many each grants

# What the next session does: of the same kinds, most of it never seen before.
SAME_KIND = [
    "git -C . log -3 --oneline",
    "git show-ref --head",
    "git -C sub diff",
    "fd -u one",
    "fd -l --max-depth 2",
    "make test",
    "npm test",
    "python3 -m unittest -v",
]
# Neighbours: they share words with what was approved, and do something else, or were refused.
NEIGHBOURS = [
    "git push --force",
    "git -C . push --force",
    "git show-ref > ~/.bashrc",
    "git show-ref && rm -rf sub",
    "fd -u notes -x rm",
    "fd -l notes > ~/.bashrc",
    "make deploy",
    "make test deploy",
    "npm run deploy",
    "npm publish",
    "python3 -m http.server",
    "python3 test_shop.py",
]
CTRL_C = "Ctrl-C"


@dataclass(frozen=True, slots=True)
class Recorded:
    """A user after four days with the client and `init`: what `learn` found, and the calls of tomorrow as they ended
    before assent was there."""

    product: Product
    found: dict[str, Any]
    before: dict[str, str]

    def texts(self) -> list[str]:
        return [each["text"] for each in self.found["suggestions"]]


@pytest.fixture(scope="module")
def recorded(client_at_hand: None) -> Iterator[Recorded]:
    del client_at_hand
    with fresh_world() as world:
        furnish(world)
        live(world, days(world))
        before = tomorrow(world)
        product = Product(world)
        product.install()
        product.run("init", "--yes")
        yield Recorded(product, product.data("learn"), before)


def of_the_same_kind(world: World) -> dict[str, Proposal]:
    return {**{each: bash(each) for each in SAME_KIND}, "a new note": note(world, "new.md")}


def neighbours(world: World) -> dict[str, Proposal]:
    letter = Proposal("Read", {"file_path": str(world.home / "letters" / "new.md")})
    return {**{each: bash(each) for each in NEIGHBOURS}, "a letter": letter}


def tomorrow(world: World) -> dict[str, str]:
    """How each call of the next session ends where nobody is there to answer: what asks is a prompt."""
    calls = {**of_the_same_kind(world), **neighbours(world)}
    ended = world.print_mode(*calls.values())
    return {name: outcome.end for name, outcome in zip(calls, ended, strict=True)}


def prompts(ends: Mapping[str, str]) -> set[str]:
    return {name for name, end in ends.items() if end == ASKED}


def test_every_transcript_is_the_clients_own(recorded: Recorded) -> None:
    written = [each for path in sessions(recorded.product.world.home) for each in records(path)]
    assert {each["version"] for each in written if "version" in each} == {"2.1.328"}


def test_learn_finds_a_rule_of_each_kind(recorded: Recorded) -> None:
    assert recorded.texts() == ALL


def test_nothing_but_the_persons_own_answers_was_counted(recorded: Recorded) -> None:
    assert recorded.found["events"]["labels"]["approved"] == 36
    assert recorded.found["events"]["labels"]["rejected"] == 4


def test_the_family_holds_the_checks_that_were_approved_and_no_other(recorded: Recorded) -> None:
    checks = recorded.found["suggestions"][0]
    granted = [pattern for rule in checks["rules"] for pattern in rule["allow"]]
    assert (checks["family"], checks["approvals"], checks["denials"]) == ("checks", 12, 0)
    assert granted == ["Bash(make test)", "Bash(npm test *)", "Bash(python3 -m unittest *)"]


@dataclass(frozen=True, slots=True)
class Review:
    """Answers typed one after the other, what the screen then shows, and what was granted and is offered again."""

    answers: tuple[str, ...]
    shows: tuple[str, ...]
    granted: tuple[str, ...]
    offered: tuple[str, ...]


FOUND = "Found 4 permission patterns:"
REVIEWS = {
    "yes-to-all": Review(("y",), (FOUND, "Granted 6 rules"), tuple(ALL), ()),
    "no-to-all": Review(("n",), (FOUND, "Not applied: 4 patterns, silent until "), (), ()),
    "every-key": Review(
        ("review", "y", "n", "?", "e", "v", "p", "q"),
        (
            "[3/4] Bash(fd:*) - 78% confidence (8 approvals)",
            "Still asks: fd -x rm",
            "Narrower: Bash(fd -u:*), which 4 of the 8 approvals are of.",
            "It holds only in ~/src/shop already.",
            "Granted 3 rules",
            "Not applied: 1 pattern, silent until ",
            "Not applied: 1 pattern, silent for good",
        ),
        (CHECKS,),
        (GIT,),
    ),
    "all-remaining": Review(("review", "n", "a"), ("Granted 3 rules",), (NOTES, FD, GIT), ()),
    "skip-the-rest": Review(("review", "y", "s"), ("Granted 3 rules",), (CHECKS,), (NOTES, FD, GIT)),
    "ctrl-c": Review(("review", "y", CTRL_C), ("Granted 3 rules",), (CHECKS,), (NOTES, FD, GIT)),
    "ctrl-c-at-once": Review((CTRL_C,), ("Nothing was changed.",), (), tuple(ALL)),
}


@pytest.mark.parametrize("review", REVIEWS.values(), ids=REVIEWS)
def test_a_review_keeps_what_was_accepted(recorded: Recorded, review: Review) -> None:
    product = recorded.product
    with rehearsal(product):
        screen = answered(product, review.answers)
        missing = [words for words in (*review.shows, "left with 0") if words not in screen]
        assert missing == [], screen
        assert len(granted(product)) == sum(RULES[each] for each in review.granted)
        assert tuple(each["text"] for each in product.data("learn")["suggestions"]) == review.offered


def answered(product: Product, answers: tuple[str, ...]) -> str:
    """The screen after `assent learn` at a terminal and these answers."""
    with product.at_terminal("learn") as screen:
        question = "Apply these?"
        for answer in answers:
            until(f"{question} is asked", partial(screen.asks, question))
            if answer == CTRL_C:
                screen.press("C-c")
                continue
            screen.reply(question, answer)
            question = "Apply? ["
        until("learn has left", partial(screen.shows, "left with"))
        return screen.text()


def granted(product: Product) -> dict[str, str]:
    """The ids of the rules that were granted and hold, by their pattern."""
    listed: list[dict[str, Any]] = product.data("rules", "list")
    return {each["patterns"][0]: each["id"] for each in listed if each["layer"] == "granted"}


def test_the_next_session_asks_less_until_the_rules_are_taken_back(recorded: Recorded) -> None:
    product, world = recorded.product, recorded.product.world
    same, other = set(of_the_same_kind(world)), set(neighbours(world))
    assert prompts(recorded.before) == same | other
    with rehearsal(product):
        installed = tomorrow(world)
        product.run("learn", "--apply", "all")
        learned = tomorrow(world)
        for id in granted(product).values():
            product.run("rules", "undo", id)
        undone = tomorrow(world)
    assert same <= prompts(installed)
    assert {name for name in same if learned[name] != RAN} == set()
    assert {name for name in other if learned[name] == RAN} == set()
    assert prompts(learned) == prompts(installed) - same
    assert undone == installed


def test_one_check_of_the_family_is_taken_back_alone(recorded: Recorded) -> None:
    product = recorded.product
    calls = {each: bash(each) for each in ("make test", "npm test", "python3 -m unittest -v")}
    with rehearsal(product):
        product.run("learn", "--apply", recorded.found["suggestions"][0]["id"])
        product.run("rules", "undo", granted(product)["Bash(npm test *)"])
        ended = product.world.print_mode(*calls.values())
    assert [outcome.end for outcome in ended] == [RAN, ASKED, RAN]
