"""The probe: honest rules pass it, a rule that reaches too far is caught by name, and its own judgement holds alone."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from assent.core.decide import decide
from assent.core.decision import ALLOW
from assent.core.effect import ALL, NEVER_LEARNED, mask_of
from assent.core.pattern import Pattern
from assent.core.policy import from_rules
from assent.core.rule import LEARNED, Rule
from assent.learning.levels import LEVELS
from assent.learning.mutants import hostile, kinds
from assent.learning.mutants.seed import Seed
from assent.learning.probe import BY_TOOL, Leak, Place, Probe, chosen, mutants, seeds_of
from assent.policy.check import HOME, PROJECT, example_call
from assent.policy.pattern import read_pattern
from assent.shell.reading import read_call

PLACE = Place(HOME, PROJECT)
READING = ("read-project",)
WORK = ("read-project", "read-elsewhere", "write-project", "write-tmp", "run-project")
NETWORK = (*WORK, "net-read")
OUTWARD = (*NETWORK, "install", "net-send")


@dataclass(frozen=True)
class Given:
    """A rule and a call that it was learned from."""

    pattern: str
    within: tuple[str, ...]
    level: int
    example: str
    to: tuple[str, ...] = ()

    def rule(self) -> Rule:
        pattern = read_pattern(self.pattern, "allow")
        assert isinstance(pattern, Pattern)
        within = mask_of(self.within)
        return Rule(
            self.pattern, "allow", [pattern], within=within, to=self.to, origin=LEARNED, level=self.level
        )

    def probe(self) -> Probe:
        return Probe([self.rule()], PLACE)

    def seeds(self, probe: Probe) -> list[Seed]:
        call = example_call(self.example)
        found = decide(call, read_call(call, probe.facts), probe.policy, probe.facts)
        assert found.verdict == ALLOW
        return seeds_of(call, found)


HONEST = {
    "reads of a program": Given("Bash(git *)", READING, 0, "git log --oneline -5"),
    "reads of any program": Given("Bash(*)", READING, 0, "ls -la src"),
    "a filter": Given("Bash(cat *)", READING, 0, "cat README.md"),
    "changes of the project": Given("Bash(git commit *)", ("read-project", "write-project"), 1, "git commit -m x"),
    "a check": Given("Bash(pytest *)", ("read-project", "run-project"), 1, "pytest -q tests"),
    "a check that writes": Given("Bash(ruff format *)", WORK, 1, "ruff format src"),
    "a task": Given("Bash(npm run test *)", ("run-project",), 1, "npm run test"),
    "a whole line": Given("Bash(make check)", ("run-project",), 1, "make check"),
    "a fetch": Given("Bash(git fetch *)", ("read-project", "write-project", "net-read"), 2, "git fetch origin", ("origin",)),
    "a host": Given("Bash(curl *)", ("net-read",), 2, "curl -s https://api.example/x", ("api.example",)),
    "a push": Given("Bash(git push *)", ("read-project", "net-send"), 3, "git push origin topic", ("origin",)),
    "an install": Given("Bash(npm ci *)", ("net-read", "install"), 3, "npm ci"),
    "a program nobody knows": Given("Bash(frob --all)", (*NETWORK, "unknown"), 4, "frob --all"),
    "a program nobody knows, in its project": Given("Bash(./frob.sh now)", (*NETWORK, "unknown"), 4, "./frob.sh now"),
    "edits of a folder": Given("Edit(./src/**)", ("write-project",), 1, "Edit(src/a/b.py)"),
    "edits of the project": Given("Edit(./**)", ("write-project",), 1, "Write(docs/x.md)"),
    "reads of a folder": Given("Read(./src/**)", READING, 0, "Read(src/a.py)"),
    "reads of a folder at home": Given("Read(~/notes/**)", ("read-elsewhere",), 1, "Read(~/notes/a.md)"),
    "pages of a host": Given("WebFetch(domain:docs.example)", ("net-read",), 2, "WebFetch(https://docs.example/3/)", ("docs.example",)),
    "a tool of a server": Given("mcp__tracker__get_issue", ("net-read",), 2, "mcp__tracker__get_issue", ("tracker",)),
}  # fmt: skip


@pytest.mark.parametrize("given", HONEST.values(), ids=HONEST)
def test_a_rule_as_the_learner_makes_them_lets_nothing_through(given: Given) -> None:
    probe = given.probe()
    bent = probe.bend(given.seeds(probe))
    assert not isinstance(bent, Leak), bent
    assert probe.meet_hostile() is None
    assert bent
    assert probe.tried > len(hostile.rows())


# A rule that holds too much → what it is caught by.
LEAKS = {
    "runs code": (Given("Bash(*)", (*READING, "run-code"), 1, "ls src"), "a call that "),
    "destroys": (Given("Bash(*)", (*WORK, "destroy", "write-elsewhere", "system"), 1, "ls src"), "a call that"),
    "writes elsewhere": (Given("Edit(//**)", ("write-elsewhere", "system"), 1, "Edit(/srv/x)"), "a call that "),
    "writes what later runs": (Given("Edit(./**)", ("write-project", "run-code"), 1, "Edit(src/a.py)"), "writes a git hook"),
    "reads secrets": (Given("Read(./**)", (*READING, "read-secret"), 0, "Read(src/a.py)"), "shows the project's secrets"),
    "reads keys": (Given("Read(~/**)", ("read-elsewhere", "read-secret"), 1, "Read(~/notes/a.md)"), "a call that "),
    "sends to anybody": (Given("Bash(npm ci *)", OUTWARD, 3, "npm ci"), "sends what it prints over a socket"),
    "rewrites history": (Given("Bash(git push *)", ("read-project", "net-send", "history"), 3, "git push origin x", ("origin",)), "git push "),
    "skips checks": (Given("Bash(git commit *)", (*WORK, "weaken"), 1, "git commit -m x"), "--no-verify"),
    "acts as another": (Given("Bash(sudo *)", (*READING, "privilege"), 1, "sudo ls src"), "a call that "),
}  # fmt: skip


@pytest.mark.parametrize(("given", "caught"), LEAKS.values(), ids=LEAKS)
def test_a_rule_that_reaches_too_far_is_caught_and_named(given: Given, caught: str) -> None:
    probe = given.probe()
    leak = probe.bend(given.seeds(probe))
    assert isinstance(leak, Leak)
    assert leak.why.startswith("it would let through ")
    assert caught in leak.why
    assert leak.by == {given.pattern}


def test_of_several_rules_the_one_that_lets_through_is_named() -> None:
    good, bad = HONEST["a task"], LEAKS["destroys"][0]
    probe = Probe([good.rule(), bad.rule()], PLACE)
    leak = probe.bend([*good.seeds(good.probe()), *bad.seeds(bad.probe())])
    assert isinstance(leak, Leak)
    assert leak.by == {bad.pattern}


# The judgement of effects and places by itself: what a mutant of no dangerous kind is held against.
HELD = {
    "within": ("Bash(git *)", READING, 0, (), "git log", True),
    "another effect": ("Bash(git *)", READING, 0, (), "git add x", False),
    "an effect that no level holds": (
        "Bash(git *)",
        ("history", "read-project"),
        1,
        (),
        "git commit --amend",
        False,
    ),
    "an effect above its level": ("Bash(git *)", (*WORK, "net-send"), 1, (), "git push origin x", False),
    "not understood": ("Bash(*)", OUTWARD, 3, (), "frob --all", False),
    "not understood, word for word": ("Bash(frob --all)", (*WORK, "unknown"), 4, (), "frob --all", True),
    "not read": ("Bash(*)", OUTWARD, 3, (), "ls ${x@P}", False),
    "a word that cannot be known": ("Bash(*)", WORK, 1, (), "git log $X", False),
    "its remote": ("Bash(git *)", NETWORK, 2, ("origin",), "git fetch origin", True),
    "another remote": ("Bash(git *)", NETWORK, 2, ("origin",), "git fetch upstream", False),
}


@pytest.mark.parametrize(("pattern", "within", "level", "to", "text", "held"), HELD.values(), ids=HELD)
def test_what_a_rule_may_hold_is_judged_apart_from_what_it_allows(
    pattern: str, within: tuple[str, ...], level: int, to: tuple[str, ...], text: str, held: bool
) -> None:
    probe = Given(pattern, within, level, text, to).probe()
    assert probe.holds(probe.answer("Bash", text).reading) is held


def test_a_dangerous_kind_condemns_whatever_the_effects_are_said_to_be() -> None:
    # `ls` has no effect beyond the cap, so only its kind speaks against it.
    probe = HONEST["reads of any program"].probe()
    found = probe.answer("Bash", "ls src")
    assert found.verdict == ALLOW
    assert [
        probe.is_wrong(kinds.Kind("x", lambda _: (), dangerous), found) for dangerous in (True, False)
    ] == [
        True,
        False,
    ]


def test_a_refused_mutant_is_never_wrong() -> None:
    probe = HONEST["reads of a program"].probe()
    found = probe.answer("Bash", "git push --force")
    assert not any(probe.is_wrong(kind, found) for kind in kinds.KINDS)


# ------------------------------------------------------------------------------------------------- the kinds of mutant

SEEDS = [
    Seed("Bash", ("git", "fetch", "origin"), ("git", "fetch"), to=("origin",)),
    Seed("Bash", ("git", "commit", "-m", "it's x"), ("git", "commit")),
    Seed("Read", text="src/a.py"),
    Seed("Edit", text="src/a.py"),
    Seed("WebFetch", text="https://docs.example/3/"),
    Seed("mcp__tracker__get_issue", text=""),
]


def test_there_are_more_than_a_hundred_kinds_each_with_its_own_name() -> None:
    assert len(kinds.KINDS) >= 100
    assert len({each.does for each in kinds.COMMANDS}) == len(kinds.COMMANDS)
    for table in BY_TOOL.values():
        assert len({each.does for each in table}) == len(table)


NAMED = {f"{at} {kind.does}": kind for at, kind in enumerate(kinds.KINDS)}


@pytest.mark.parametrize("kind", NAMED.values(), ids=NAMED)
def test_every_kind_of_mutant_yields_something_that_is_another_call(kind: kinds.Kind) -> None:
    made = [(seed, text) for seed in SEEDS for text in kind.make(seed)]
    assert made
    assert all(text not in (seed.command, seed.text, seed.tool) for seed, text in made)


def test_every_kind_is_tried_on_calls_of_some_tool() -> None:
    tried = {kind.does for seed in SEEDS for kind, _, _ in mutants(seed)}
    assert tried == {kind.does for kind in kinds.KINDS}


def test_a_form_fills_each_word_once_and_never_inside_another() -> None:
    seed = Seed("Bash", ("git", "CMD", "PROG"), ("git",))
    texts = [text for kind in kinds.COMMANDS for text in kind.make(seed) if kind.does == kinds.FOLLOWED]
    assert texts == ["git CMD PROG; rm -rf ~"]


def test_the_shortest_call_of_each_subcommand_is_bent_and_no_more_than_asked_for() -> None:
    seeds = [Seed("Bash", ("git", *words), ("git", words[0])) for words in (("log", "-5"), ("log",), ("show",), ("diff",))]  # fmt: skip
    assert [seed.words for seed in chosen(seeds, 2)] == [("git", "log"), ("git", "diff")]


# --------------------------------------------------------------------------------------------------------- the corpus


def widest() -> list[Rule]:
    """Every tool within all that a level may hold; the last level takes whole lines, and is no pattern."""
    patterns = ("Bash(*)", "Read(//**)", "Edit(//**)", "WebFetch(domain:*)", "mcp__tracker__*")
    return [
        Rule(
            f"{pattern}{level.number}", "allow", [made], within=level.mask, origin=LEARNED, level=level.number
        )
        for pattern in patterns
        for level in LEVELS[:4]
        for made in [read_pattern(pattern, "allow")]
        if isinstance(made, Pattern)
    ]


RULES = widest()
WIDEST = from_rules(RULES)


def test_the_widest_rules_are_those_of_every_tool() -> None:
    assert len(RULES) == 5 * 4


@pytest.mark.parametrize("row", hostile.rows(), ids=lambda row: row.id)
def test_no_rule_that_could_be_learned_lets_a_row_of_the_corpus_through(row: hostile.Row) -> None:
    call = example_call(row.call)
    facts = PLACE.facts()
    reading = read_call(call, facts)
    assert decide(call, reading, WIDEST, facts).verdict != ALLOW
    doubtful = reading.form or any(
        part.opaque or part.meaning or None in part.targets for part in reading.parts
    )
    assert doubtful or reading.effects & NEVER_LEARNED


def test_the_corpus_is_large_well_formed_and_of_several_tools() -> None:
    rows = hostile.rows()
    assert len(rows) >= 250
    assert len({row.id for row in rows}) == len(rows) == len({row.call for row in rows})
    assert all(row.id and row.call and row.why for row in rows)
    assert {"Bash", "Read", "Write", "Edit", "WebFetch"} <= {example_call(row.call).tool for row in rows}


def test_a_rule_that_holds_everything_is_stopped_by_the_corpus() -> None:
    pattern = read_pattern("Bash(*)", "allow")
    assert isinstance(pattern, Pattern)
    leak = Probe([Rule("all", "allow", [pattern], within=ALL, origin=LEARNED, level=1)], PLACE).meet_hostile()
    assert leak is not None
    assert ", although " in leak.why
    assert leak.by == {"all"}
