"""The toolchain modules, all switched on together: what must never become a question less, and what they are for."""

from __future__ import annotations

from pathlib import Path

import pytest

from assent.core import effect
from assent.core.call import Call
from assent.core.decide import decide
from assent.core.facts import Facts
from assent.core.policy import from_rules
from assent.learning.levels import LEVELS, NEVER, level_of
from assent.policy import categories, shipped
from assent.policy.check import HOME, OURS, PROJECT, example_call
from assent.shell.reading import read_call
from tests.corpus.corpus import BRANCHES, HOSTILE
from tests.jsonl import by_id
from tests.shell import world

HERE = Path(__file__).parent
TOOLCHAINS = [name for name in shipped.names() if name != shipped.DEFAULTS]
# Without the module that only asks: what it stops would hide what the others let through.
LOOSE = [name for name in shipped.names() if name != "careful"]
DECLARED = {name: shipped.module(name)[0] for name in shipped.names()}
POLICY = from_rules([each.rule for name in LOOSE for each in DECLARED[name]])
NEIGHBOURS = by_id(HERE / "module_neighbours.jsonl")
TAILS = by_id(HERE / "module_tails.jsonl")
ALLOWED = [
    (name, text)
    for name in TOOLCHAINS
    for each in DECLARED[name]
    if each.rule.verdict == "allow"
    for text in each.yes
]
# Hostile to a rule that may not run the project's own scripts; running its tests is what these modules are for.
FOR_THIS = {"inner-commands-go-test": "go-tests", "inner-commands-npm-test": "nodejs-tests"}


def verdicts(text: str) -> set[str]:
    """What all modules together answer, on a branch of which nothing is known and on one that is followed."""
    call = example_call(text)
    found = [
        Facts(HOME, PROJECT, ours=OURS, branch=on.get("branch", ""), upstream=on.get("upstream", ""))
        for on in BRANCHES
    ]
    return {decide(call, read_call(call, facts), POLICY, facts).verdict for facts in found}


# -------------------------------------------------------------------------------------------- what must not be allowed


@pytest.mark.parametrize("row", NEIGHBOURS.values(), ids=NEIGHBOURS)
def test_no_module_allows_a_dangerous_neighbour(row: dict[str, str]) -> None:
    assert "allow" not in verdicts(row["command"]), row["why"]


@pytest.mark.parametrize("tail", TAILS.values(), ids=TAILS)
def test_what_is_added_to_an_allowed_call_is_never_allowed_with_it(tail: dict[str, str]) -> None:
    made = [tail["form"].replace("{}", text) for _, text in ALLOWED if not text.startswith("WebFetch(")]
    assert len(made) > 300
    assert [text for text in made if "allow" in verdicts(text)] == []


@pytest.mark.parametrize("row", HOSTILE.values(), ids=HOSTILE)
def test_no_hostile_command_is_allowed_with_every_module_on(row: dict[str, str]) -> None:
    call = Call("Bash", {"command": row["command"]}, world.PROJECT, world.PROJECT)
    for on in BRANCHES:
        found = decide(call, world.read(row["command"], **on), POLICY, world.facts(**on))
        assert found.verdict != "allow" or _named(found.decider) == FOR_THIS.get(row["id"]), row["why"]


def _named(rule: object) -> str:
    return str(getattr(rule, "name", ""))


def test_each_exception_of_the_corpus_is_one() -> None:
    for identity, name in FOR_THIS.items():
        assert verdicts(HOSTILE[identity]["command"]) == {"allow"}
        assert HOSTILE[identity]["effects"] == ["run-project"], name


# ---------------------------------------------------------------------------------------------- what they are for


@pytest.mark.parametrize(("name", "text"), ALLOWED, ids=[f"{name}: {text}" for name, text in ALLOWED])
def test_what_a_module_is_for_stays_allowed_beside_all_others(name: str, text: str) -> None:
    assert verdicts(text) == {"allow"}, name


def test_the_sixteen_and_the_careful_one_ship() -> None:
    sixteen = (
        "core nix python nodejs docker terraform webfetch rust system asdf aws kubernetes orb redis ruby go"
    )
    assert sorted(TOOLCHAINS) == sorted([*sixteen.split(), "careful"])


@pytest.mark.parametrize("name", shipped.names())
def test_every_module_says_what_it_is_for(name: str) -> None:
    about = shipped.about(name)
    assert about.says
    assert about.says[0].islower()
    assert not about.says.endswith(".")
    assert all(mark and "/" not in mark for mark in about.marks)


def test_no_two_rules_of_all_modules_have_the_same_name_or_id() -> None:
    rules = [each.rule for found in DECLARED.values() for each in found]
    assert len({rule.name for rule in rules}) == len(rules)
    assert len({rule.id for rule in rules}) == len(rules)


def test_careful_allows_nothing() -> None:
    assert {each.rule.verdict for each in DECLARED["careful"]} == {"ask"}


# ---------------------------------------------------------------------------------------------- categories


SEED = """git-read-only git-workflow git-destructive pytest ruff modern-cli file-operations file-write-operations
test-execution project-full-access github-cli cloud-cli package-managers nix-tools database-cli network-tools
runtime-tools posix-filesystem posix-search posix-read shell-utilities dangerous-operations"""


def test_the_twenty_two_categories_are_there_and_three_of_ours() -> None:
    assert set(categories.BY_NAME) - set(SEED.split()) == {"linters", "builds", "containers"}
    assert len(set(SEED.split())) == 22
    assert set(SEED.split()) <= set(categories.BY_NAME)


@pytest.mark.parametrize("name", TOOLCHAINS)
def test_every_rule_of_a_toolchain_has_a_category_and_stays_within_its_level(name: str) -> None:
    for each in DECLARED[name]:
        held = categories.BY_NAME[each.topic]
        if each.rule.verdict == "allow":
            assert level_of(each.rule.cap & ~effect.WRITE_TMP) <= held.level < NEVER, each.rule.name


def test_the_level_that_nothing_reaches_is_the_learners() -> None:
    assert categories.NEVER == NEVER == len(LEVELS)


@pytest.mark.parametrize("each", categories.CATEGORIES, ids=lambda each: each.name)
def test_the_examples_of_a_category_are_answered_as_it_says(each: categories.Category) -> None:
    held = [found for name in TOOLCHAINS for found in DECLARED[name] if found.topic == each.name]
    assert held or each.beside
    for text in each.examples:
        if each.level == categories.NEVER:
            assert verdicts(text) <= {"ask", "deny"}
        elif any(found.rule.verdict == "allow" for found in held) or each.beside == categories.READING:
            assert verdicts(text) == {"allow"}


def test_excluded_categories_are_switched_off_in_every_module() -> None:
    found, _ = shipped.module("python")
    shipped.switch_off(found, ["pytest", "ruff"])
    assert {each.topic for each in found if not each.enabled} == {"pytest", "ruff"}
    assert {each.topic for each in found if each.enabled} >= {"linters", "package-managers"}
