"""What a decision says: of everyday calls the very words, of every hostile one that they are words for people."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assent.core.call import Call, Part, Reading
from assent.core.decide import decide
from assent.core.decision import ALLOW, ASK, DENY, Decision
from assent.core.effect import NAMES
from assent.core.policy import from_rules
from assent.core.reason import MEANS, command, said, told_of
from assent.core.rule import Rule
from assent.policy import shipped
from assent.policy.parse import read_policy
from tests.corpus.corpus import ROWS
from tests.jsonl import by_id
from tests.shell.world import PROJECT, facts, read

SHIPPED = from_rules([each.rule for each in shipped.module(shipped.DEFAULTS)[0]])
TEXTS = by_id(Path(__file__).with_name("decision_texts.jsonl"))
# Words of this program's own inside, which nobody outside knows.
INSIDE = (
    "modules rule", "soft", "meaning", "form", "opaque", "within unknown", "@assent", "level 0 of 4", "the client",
    "holds in", "outside its cap", "is in no table", "None", "by its program",
)  # fmt: skip
LONG = 200


def decided(text: str, policy: Any = SHIPPED) -> Decision:
    call = Call("Bash", {"command": text}, PROJECT, PROJECT)
    return decide(call, read(text, branch="main"), policy, facts(branch="main"))


def own(toml: str, layer: str = "user") -> Any:
    found, problems = read_policy(toml, "test", layer)
    assert not problems
    return from_rules([each.rule for each in found])


@pytest.mark.parametrize("row", TEXTS.values(), ids=TEXTS)
def test_an_everyday_call_is_told_in_these_words(row: dict[str, str]) -> None:
    found = decided(row["command"])
    assert ("silence" if found.silent else found.verdict, found.why) == (row["verdict"], row["text"])


def test_the_table_is_large_enough_to_be_read_for_the_rest() -> None:
    assert len(TEXTS) >= 60


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_what_a_hostile_call_is_told_has_no_word_from_inside(row: dict[str, Any]) -> None:
    found = decided(row["command"])
    if found.decider is None or found.verdict == ALLOW:
        return
    # What the call itself says stands before the colon, and may be anything.
    parts = [command(part, Call("Bash", {}, PROJECT)) for part in found.reading.parts]
    told = found.why.lower()
    for name in sorted(parts, key=len, reverse=True):
        told = told.replace(name.lower(), "")
    spaced = "".join(char if char.isalnum() or char in "@-" else " " for char in told).split()
    for word in INSIDE:
        assert word.lower().split() != spaced[: len(word.split())], found.why
        assert f" {word.lower()} " not in f" {' '.join(spaced)} ", found.why
    assert "\n" not in found.why or "\n" in row["command"]


def test_what_an_everyday_ask_is_told_fits_one_line() -> None:
    asked = [said(decided(row["command"])) for row in TEXTS.values() if row["verdict"] == ASK]
    assert asked
    assert [text for text in asked if len(text) > LONG] == []


def test_a_person_reads_what_it_does_and_the_one_command_that_ends_the_asking() -> None:
    assert said(decided("git push origin main")) == (
        "assent: git push origin main: pushes to main, a protected branch. "
        "To stop asking: assent rules disable history-asks sending-asks"
    )


def test_after_that_command_nobody_asks_any_more() -> None:
    text = said(decided("git push origin main"))
    names = text.rpartition("assent rules disable ")[2].split()
    left = [each.rule for each in shipped.module(shipped.DEFAULTS)[0] if each.rule.name not in names]
    assert decided("git push origin main", from_rules(left)).silent


def test_an_agent_reads_to_stop_and_that_a_person_may_lift_it() -> None:
    assert said(decided("cat .env")) == (
        "Refused by the user's policy: cat .env: reads or writes .env files, which hold secrets. Do not try another "
        "way; tell the user what you need. A person can lift this: assent rules disable no-env-files"
    )


@pytest.mark.parametrize("text", ["assent rules disable history-asks", "echo x > .claude/settings.json"])
def test_what_guards_the_agent_names_no_way_to_lift_it(text: str) -> None:
    found = decided(text)
    assert found.verdict == DENY
    assert said(found).endswith("tell the user what you need.")


# layer → who refuses, and what ends it
REFUSERS = {
    "user": ("Refused by the user's policy: ", "A person can lift this: assent rules disable r1"),
    "granted": ("Refused by the user's policy: ", "A person can lift this: assent rules disable r1"),
    "project": ("Refused by the project's policy: ", "A person can lift this: assent rules disable r1"),
    "managed": ("Refused by this machine's policy: ", "Only whoever manages this machine can change that."),
}


@pytest.mark.parametrize("layer", REFUSERS)
def test_a_refusal_says_whose_policy_it_is(layer: str) -> None:
    begins, ends = REFUSERS[layer]
    text = said(Decision(DENY, Reading(()), Rule("r1", DENY, [], layer=layer), DENY, "x"))
    assert text.startswith(begins)
    assert text.endswith(ends)


# a person's own rule → what is told of `git push origin topic`
OWN = {
    "why": (
        'ask = ["Bash(git push *)"]\nwhy = "we release on Mondays"',
        "we release on Mondays (your rule mine)",
    ),
    "no why": ('ask = ["Bash(git push *)"]', "your rule mine asks about it"),
    "effect": ('ask = ["*"]\neffects = ["net-send"]', "pushes to origin (your rule mine)"),
    "effect and why": (
        'ask = ["*"]\neffects = ["net-send"]\nwhy = "not on Friday"',
        "pushes to origin (your rule mine: not on Friday)",
    ),
    "denied": ('deny = ["Bash(git push *)"]', "your rule mine denies it"),
}


@pytest.mark.parametrize(("toml", "told"), OWN.values(), ids=OWN)
def test_a_rule_of_ones_own_is_named(toml: str, told: str) -> None:
    policy = own(f'[[rule]]\nname = "mine"\n{toml}\n')
    assert decided("git push origin topic", policy).why == f"git push origin topic: {told}"


def test_of_several_parts_the_one_that_decided_is_named() -> None:
    assert decided("git status && ls && git push --force && echo done").why.startswith("git push --force: ")


def test_a_word_is_shown_whole_or_not_at_all() -> None:
    token = "ghp_" + "a" * 90
    part = Part(("curl", "-H", token, *["x" * 30] * 4, None))
    assert command(part, Call("Bash", {}, PROJECT)) == f"curl -H … {'x' * 30} {'x' * 30} …"


@pytest.mark.parametrize("effect", NAMES)
def test_each_effect_has_words_without_a_note(effect: str) -> None:
    assert told_of(effect, "") == MEANS[effect]
    assert told_of(effect, "runs frobnicate") in (
        MEANS[effect],
        "runs frobnicate",
        f"{MEANS[effect]}: runs frobnicate",
    )
