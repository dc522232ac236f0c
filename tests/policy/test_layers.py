"""Which rules of which layer are in force."""

from __future__ import annotations

import pytest

from assent.policy.layers import LAYERS, Layer, compiled, in_force
from assent.policy.parse import Declared, read_policy

RULES = "[[rule]]\nname='a'\nallow='Bash(a)'\n[[rule]]\nname='b'\nask='Bash(b)'\n[[rule]]\nname='c'\ndeny='Bash(c)'\n"


def rules(text: str = RULES) -> list[Declared]:
    return read_policy(text, "p.toml", "user")[0]


def names(layers: list[Layer], off: set[str] | None = None) -> list[str]:
    return [each.rule.name for each in in_force(layers, off or set())]


EVERY = ["managed", "user", "project", "granted", "modules"]


def test_every_layer_can_be_asked_for_by_its_name() -> None:
    assert sorted(LAYERS) == sorted(EVERY)


@pytest.mark.parametrize("layer", EVERY)
def test_a_trusted_layer_counts_whole_and_another_only_refuses(layer: str) -> None:
    assert names([Layer(layer, rules())]) == ["a", "b", "c"]
    assert names([Layer(layer, rules(), trusted=False)]) == ["b", "c"]


def test_what_is_switched_off_in_its_file_is_off() -> None:
    text = RULES.replace("name='c'", "name='c'\nenabled=false")
    assert names([Layer("user", rules(text))]) == ["a", "b"]


SWITCHES = [("user", False), ("project", False), ("modules", False), ("managed", True), ("granted", True)]


@pytest.mark.parametrize(("layer", "stays"), SWITCHES)
def test_a_switch_turns_off_rules_of_files_but_those_of_the_machine(layer: str, stays: bool) -> None:
    found = rules()
    assert ("c" in names([Layer(layer, found)], {found[2].rule.id})) == stays


def test_the_policy_holds_what_is_in_force() -> None:
    policy = compiled(
        [Layer("user", rules()), Layer("project", rules("[[rule]]\nallow='Bash(d)'\n"), trusted=False)]
    )
    assert sorted(rule.name for rule in policy.all()) == ["a", "b", "c"]
