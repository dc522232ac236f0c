"""What a user has right after `assent init`, before anything is learned: the shipped denials and soft asks, no more."""

from __future__ import annotations

import json

import pytest

from tests.e2e.client import World, bash
from tests.e2e.product import Product
from tests.e2e.test_denials import FREE, put, settled

pytestmark = pytest.mark.client

# Denials and asks that the client's own list cannot say: only the hook knows them.
HOOK_DENIES = [
    "git commit --allow-empty -m x --no-verify",
    "bash -c 'git commit --allow-empty --no-verify -m x'",
    "bash -c 'cat ~/.ssh/id_ed25519'",
    "cp Makefile ~/.some-rc",
    "env cat ~/.ssh/id_other",
]
HOOK_ASKS = ["git push --force", "git -C . push --force origin main", "git reset --hard HEAD~1", "rm -rf sub"]


@pytest.fixture
def product(world: World) -> Product:
    """A user whose own settings allow far too much, and then `init`."""
    put(world.home / ".ssh" / "id_ed25519")
    put(world.home / ".ssh" / "id_other")
    world.settings.parent.mkdir(exist_ok=True)
    world.settings.write_text(json.dumps({"permissions": {"allow": ["Bash"]}}))
    made = Product(world)
    made.install()
    made.run("init", "--yes")
    return made


def test_denials_only_the_hook_knows_hold(product: Product) -> None:
    outcomes = product.world.print_mode(*map(bash, HOOK_DENIES))
    for command, outcome in zip(HOOK_DENIES, outcomes, strict=True):
        assert outcome.refused_by_rule, command
        assert not outcome.denied_in_settings, command


def test_soft_asks_stop_what_a_wide_rule_of_the_client_would_let_pass(product: Product) -> None:
    outcomes = product.world.print_mode(*map(bash, HOOK_ASKS))
    assert [
        command for command, outcome in zip(HOOK_ASKS, outcomes, strict=True) if not outcome.wanted_to_ask
    ] == []
    assert (product.world.project / "sub").exists()


def test_what_the_client_ran_unasked_it_still_runs(product: Product) -> None:
    proposals = settled(product.world, FREE)
    outcomes = product.world.print_mode(*proposals)
    assert [each for each, outcome in zip(proposals, outcomes, strict=True) if not outcome.ran] == []


def test_each_call_is_on_record_with_its_verdict(product: Product) -> None:
    product.world.print_mode(bash("git status"), bash("git push --force"), bash(HOOK_DENIES[0]))
    verdicts = [json.loads(line)["decision"] for line in product.run("log", "--json").splitlines()]
    assert sorted(verdicts) == ["ask", "deny", "silent"]


def test_undo_gives_the_settings_back(product: Product) -> None:
    product.run("init", "--undo", "--yes")
    assert json.loads(product.world.settings.read_text()) == {"permissions": {"allow": ["Bash"]}}
    (outcome,) = product.world.print_mode(bash(HOOK_DENIES[0]))
    assert outcome.ran
