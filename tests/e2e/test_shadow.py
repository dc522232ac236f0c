"""Shadow mode with the real client: it goes on as if we were not there, and the report tells what we would have said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.e2e.client import World, bash, fresh_world
from tests.e2e.product import Product
from tests.e2e.terminal import ESCAPE, YES, Scene, Terminal
from tests.e2e.transcript import ASKED, RAN, REFUSED

pytestmark = [pytest.mark.client, pytest.mark.slow]

ALLOWED = "git show-ref --heads"  # by a rule in the person's policy
NATIVE = "git count-objects -v"  # by a rule that a grant wrote into the client's own list as well
DENIED = "cat .env"  # by a shipped one
SOFT = "rm scrap.txt"  # asked about by a shipped one, where the client itself would run it
SILENT = "git fsck"
CALLS = (ALLOWED, NATIVE, DENIED, SOFT, SILENT)
# The client's own way in this mode.
ALONE = {ALLOWED: ASKED, NATIVE: ASKED, DENIED: RAN, SOFT: RAN, SILENT: ASKED}
GUARDED = {ALLOWED: RAN, NATIVE: RAN, DENIED: REFUSED, SOFT: ASKED, SILENT: ASKED}


@dataclass(slots=True)
class Seen:
    """How the same calls ended before assent, with it, in shadow mode and behind it; what a person at the terminal saw
    in shadow mode, the report, and what `assent shadow` said of itself."""

    ends: dict[str, dict[str, str]] = field(default_factory=dict)
    scenes: dict[str, Scene] = field(default_factory=dict)
    report: dict[str, Any] = field(default_factory=dict)
    state: dict[str, Any] = field(default_factory=dict)
    said: str = ""


def ends(world: World) -> dict[str, str]:
    (world.project / ".env").write_text("TOKEN=none\n")
    (world.project / "scrap.txt").write_text("one\n")
    found = world.print_mode(*map(bash, CALLS), flags=("--permission-mode", "acceptEdits"))
    return {call: outcome.end for call, outcome in zip(CALLS, found, strict=True)}


@pytest.fixture(scope="module")
def seen(client_at_hand: None) -> Iterator[Seen]:
    del client_at_hand
    found = Seen()
    with fresh_world() as world:
        found.ends["before"] = ends(world)
        product = Product(world)
        product.install()
        product.run("init", "--yes")
        policy = world.home / ".config" / "assent" / "policy.toml"
        policy.parent.mkdir(parents=True, exist_ok=True)
        policy.write_text('[[rule]]\nallow = ["Bash(git show-ref:*)"]\n')
        product.run("permissions", "add", "allow Bash(git count-objects:*)")
        found.ends["installed"] = ends(world)
        found.said = product.run("shadow", "on")
        found.ends["shadow"] = ends(world)
        with Terminal(world) as terminal:
            found.scenes = {
                "approved": terminal.play(bash(ALLOWED), YES),
                "refused": terminal.play(bash(f"{ALLOWED} --tags"), ESCAPE),
            }
        found.report = product.data("shadow", "report")
        found.state = product.data("shadow")
        product.run("shadow", "off")
        found.ends["off"] = ends(world)
        yield found


def test_the_client_alone_and_with_our_rules_ends_these_calls_otherwise(seen: Seen) -> None:
    assert seen.ends["before"] == ALONE
    assert seen.ends["installed"] == GUARDED


def test_in_shadow_mode_the_client_goes_on_as_without_us(seen: Seen) -> None:
    assert seen.state["on"] is True
    assert seen.ends["shadow"] == ALONE | {NATIVE: RAN}


def test_what_the_clients_own_list_allows_it_goes_on_allowing_and_that_is_said(seen: Seen) -> None:
    assert seen.ends["shadow"][NATIVE] == RAN
    assert "What stands in the agent's own settings still holds, entries of ours too" in " ".join(
        seen.said.split()
    )


def test_the_dialog_appears_and_the_persons_answer_decides(seen: Seen) -> None:
    approved, refused = seen.scenes["approved"], seen.scenes["refused"]
    assert (approved.asked, approved.outcome.ran, approved.outcome.decision["source"]) == (
        True,
        True,
        "user_temporary",
    )
    assert (refused.asked, refused.outcome.ran) == (True, False)


def test_the_report_tells_what_would_have_been_said_of_each(seen: Seen) -> None:
    rules = {each["name"]: each for each in seen.report["rules"]}
    assert seen.report["calls"] == len(CALLS) + len(seen.scenes)
    assert {each["verdict"] for each in rules.values()} == {"allow", "ask", "deny"}
    assert rules["no-env-files"]["false_denials"] == 1
    assert rules["destroy-asks"]["false_asks"] == 1
    assert seen.report["prompts_spared"] == 1
    assert seen.report["silent"] == 1


def test_off_brings_every_verdict_back(seen: Seen) -> None:
    assert seen.ends["off"] == GUARDED
