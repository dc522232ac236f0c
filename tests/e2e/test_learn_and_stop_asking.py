"""The whole product, once, with the real client: a user's answers become a rule, and the next session does not ask."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest

from tests.e2e.client import Proposal, World, bash, fresh_world, until
from tests.e2e.lived import live
from tests.e2e.product import Product
from tests.e2e.terminal import ESCAPE, NO, YES, Scene, Terminal
from tests.e2e.transcript import Outcome

pytestmark = [pytest.mark.client, pytest.mark.slow]

# What the user is asked about and answers, session by session. The client asks about each of these by itself.
LIFE: list[list[tuple[str, str]]] = [
    [("git -C . log -1", YES), ("git describe --all", YES), ("git push --force", NO)],
    [("git show-ref", YES), ("git -C sub status", YES), ("git show-ref --heads", YES)],
    [("git ls-tree HEAD", YES), ("git -C . log -2 --stat", YES), ("git push --force origin main", ESCAPE)],
    [("git describe --all --long", YES), ("git ls-tree -r HEAD", YES)],
    [("git show-ref --tags", YES), ("git -C . status --short", YES), ("git log --oneline > ~/.bashrc", NO)],
]
# The same kind of command, none of them seen before.
SAME_KIND = [
    "git -C . log -3 --oneline",
    "git show-ref --head",
    "git -C sub diff",
    "git ls-tree -r --name-only HEAD",
]
# Neighbours: they share the words of what was approved, and do something else.
NEIGHBOURS = [
    "git push --force",
    "git push --force origin main",
    "git -C . push --force",
    "git -c alias.x='!sh' x",
    "git -c core.pager=sh log",
    "git status > ~/.bashrc",
    "git show-ref > ~/.bashrc",
    "git show-ref && rm -rf sub",
    "git describe --all; sh sub/notes.txt",
]
# Denials of ours that the client's own settings can express.
SECRET = "~/.ssh/id_ed25519"


@dataclass(frozen=True, slots=True)
class Lesson:
    """A user after five working days, `init` and `learn`: what `learn` found, and the screen of accepting it."""

    product: Product
    found: dict[str, Any]
    screen: str


@pytest.fixture(scope="module")
def learned(client_at_hand: None) -> Iterator[Lesson]:
    del client_at_hand
    with fresh_world() as world:
        work(world)
        product = Product(world)
        product.install()
        product.run("init", "--yes")
        found = product.data("learn")
        yield Lesson(product, found, review(product))


def review(product: Product) -> str:
    """Goes through the suggestions at a terminal, looks at the first one's proof and accepts all; what was written."""
    with product.at_terminal("learn") as screen:
        for question, answer in (("/review", "review"), ("Apply? [", "?"), ("Apply? [", "a")):
            until(f"{question} is asked", partial(screen.asks, question))
            screen.reply(question, answer)
        until("learn has left", partial(screen.shows, "left with"))
        return screen.whole()


def work(world: World) -> None:
    """The days of LIFE, each with a `-p` run that nobody answers."""
    secret = world.home / ".ssh" / "id_ed25519"
    secret.parent.mkdir()
    secret.write_text("not a key\n")
    days = [[(bash(command), answer) for command, answer in day] for day in LIFE]
    live(world, days, unanswered=[bash("git fsck"), bash("git fsck --full")])


def scenes(world: World, commands: list[str]) -> dict[str, Scene]:
    with Terminal(world) as terminal:
        return {command: terminal.play(bash(command)) for command in commands}


def test_learn_finds_the_rule_in_the_answers(learned: Lesson) -> None:
    assert [suggestion["text"] for suggestion in learned.found["suggestions"]] == [
        "Bash(git:*) within read-project"
    ]
    assert learned.found["events"]["by"] == {"user": 14, "nobody": 10}
    assert learned.found["events"]["labels"] == {"approved": 11, "rejected": 3, "nobody": 10}


def test_print_mode_taught_nothing(learned: Lesson) -> None:
    assert "fsck" not in json.dumps(learned.found["suggestions"])


def test_the_rule_is_shown_with_its_proof_and_granted_at_the_terminal(learned: Lesson) -> None:
    for words in (
        "Pattern detected: Bash(git:*)",
        "Still asks: git push --force",
        "Granted 1 rule",
        "left with 0",
    ):
        assert words in learned.screen


def test_learning_again_finds_nothing_new(learned: Lesson) -> None:
    assert learned.product.data("learn")["suggestions"] == []


def test_the_next_session_does_not_ask_about_the_same_kind(learned: Lesson) -> None:
    product = learned.product
    seen = scenes(product.world, SAME_KIND)
    assert [command for command, scene in seen.items() if scene.asked or not scene.outcome.ran] == []
    assert {scene.outcome.decision["source"] for scene in seen.values()} == {"hook"}


def test_the_neighbours_still_ask_or_are_refused(learned: Lesson) -> None:
    product = learned.product
    seen = scenes(product.world, NEIGHBOURS)
    assert [command for command, scene in seen.items() if scene.outcome.ran] == []
    assert seen["git push --force"].asked
    assert not (product.world.home / ".bashrc").exists()
    assert (product.world.project / "sub").exists()


def test_with_the_hook_gone_and_failing_open_the_native_denials_hold_and_the_rest_is_the_clients_own(
    learned: Lesson,
) -> None:
    product = learned.product
    key = product.world.home / SECRET.removeprefix("~/")
    calls = [
        Proposal("Read", {"file_path": str(key)}),
        bash(f"cat {SECRET}"),
        Proposal(
            "Write",
            {"file_path": str(product.world.project / ".git" / "hooks" / "pre-commit"), "content": "x"},
        ),
        bash("git status > ~/.bashrc"),
        bash("git commit --no-verify --allow-empty -m x"),
        bash("git status"),
        bash("git fsck"),
        bash("git push --force"),
    ]
    product.run("init", "--yes", "--fail-open", "--native-denials")
    product.remove()
    try:
        *denied, free, asked, forced = product.world.print_mode(*calls)
    finally:
        product.install()
        product.run("init", "--yes")
    assert [outcome.text for outcome in denied if not outcome.denied_in_settings] == []
    assert free.ran
    assert asked.wanted_to_ask
    assert forced.wanted_to_ask


# One rule of each verdict, as a person writes them.
POLICY = """
[[rule]]
allow = ["Bash(git show-ref:*)"]

[[rule]]
deny = ["Bash(git count-objects:*)"]

[[rule]]
ask = ["Bash(git stash list:*)"]
"""


def test_allow_ask_and_deny_reach_a_print_mode_run(world: World) -> None:
    product = Product(world)
    product.install()
    policy = world.home / ".config" / "assent" / "policy.toml"
    policy.parent.mkdir(parents=True)
    policy.write_text(POLICY)
    product.run("init", "--yes")
    commands = [
        "git show-ref --heads",
        "git count-objects -v",
        "git stash list",
        "git push --force",
        "git fsck",
    ]
    allowed, denied, asked, soft, silent = world.print_mode(*map(bash, commands))
    assert allowed.ran
    assert allowed.decision["source"] == "hook"
    assert refused(denied)
    assert asked.wanted_to_ask
    assert soft.wanted_to_ask
    assert silent.wanted_to_ask


def test_a_rule_added_and_removed_on_the_command_line_counts_at_once(world: World) -> None:
    product = Product(world)
    product.install()
    product.run("init", "--yes")
    (before,) = world.print_mode(bash("git show-ref --heads"))
    product.run("permissions", "add", "allow Bash(git show-ref:*)")
    (added,) = world.print_mode(bash("git show-ref --heads"))
    product.run("permissions", "deny", "Bash(git show-ref:*)")
    (denied,) = world.print_mode(bash("git show-ref --heads"))
    assert before.wanted_to_ask
    assert added.ran
    assert refused(denied)


def refused(outcome: Outcome) -> bool:
    return not outcome.ran and not outcome.wanted_to_ask
