"""What stands next to a rule on its card: its own neighbours, and new calls that it really allows."""

from __future__ import annotations

import pytest

from assent.core.decision import ALLOW
from assent.core.effect import DESTROY, HISTORY, NET_SEND, READ_SECRET, WEAKEN, mask_of, names_of
from assent.core.policy import from_rules
from assent.core.rule import Rule
from assent.learning.neighbours import LONGEST, MOST_ASKING, MOST_NEW, asking, gravest, nearest_words, newly
from assent.learning.probe import Bent, Leak, Place, Probe
from assent.learning.shapes import CLASS, EXACT, FILE, PROGRAM, VERB, Shape
from assent.policy.check import HOME, PROJECT
from assent.policy.parse import read_policy
from tests.learning.test_probe import HONEST, Given

WORDS = {
    "reads of a program": "git ",
    "changes of the project": "git commit ",
    "a check": "pytest ",
    "a whole line": "make ",
    "reads of any program": "",
}


def near(given: Given, words: str) -> list[str]:
    probe = given.probe()
    bent = probe.bend(given.seeds(probe))
    assert not isinstance(bent, Leak)
    return [each.text for each in asking(bent, mask_of(given.within), [words])]


@pytest.mark.parametrize("name", WORDS)
def test_what_still_asks_begins_like_the_rule_and_is_never_allowed(name: str) -> None:
    given = HONEST[name]
    found = near(given, WORDS[name])
    assert 3 <= len(found) <= MOST_ASKING
    assert all(f"{text} ".startswith(WORDS[name]) for text in found)
    probe = given.probe()
    assert all(probe.answer("Bash", text).verdict != ALLOW for text in found)


def test_the_card_of_git_commit_shows_its_own_neighbours_and_not_those_of_git_push() -> None:
    found = near(HONEST["changes of the project"], "git commit ")
    assert found[0] == "git commit --amend"
    assert any("--no-verify" in text for text in found)
    assert not any(text.startswith("git push") for text in found)


def test_the_card_of_all_of_git_shows_those_of_its_subcommands() -> None:
    assert any(text.startswith("git push") for text in near(HONEST["reads of a program"], "git "))


def test_one_call_of_each_kind_of_harm_the_gravest_first() -> None:
    bent = [
        Bent("git x --send", NET_SEND, "sends", is_command=True, near=True),
        Bent("git x --drop", DESTROY, "drops", is_command=True, near=True),
        Bent("git x --drop-more", DESTROY, "drops", is_command=True, near=True),
        Bent("git x --force", HISTORY | NET_SEND, "forces", is_command=True, near=True),
        Bent("git y --weak", WEAKEN, "weakens", is_command=True, near=True),
        Bent("git x --held", READ_SECRET, "reads", is_command=True, near=True),
    ]
    found = asking(bent, READ_SECRET, ["git x "])
    assert [each.text for each in found] == ["git x --force", "git x --drop", "git x --send"]
    assert [names_of(each.effects) for each in found] == [["net-send", "history"], ["destroy"], ["net-send"]]


@pytest.mark.parametrize("text", ["git x " + "y" * LONGEST, "git x \x00", "git x\nrm", "git x \u202e"])
def test_what_cannot_be_read_on_one_line_is_no_neighbour(text: str) -> None:
    assert asking([Bent(text, DESTROY, "drops", is_command=True, near=True)], 0, [""]) == []


def test_other_tools_show_one_mutant_of_each_kind() -> None:
    found = near(HONEST["edits of a folder"], "")
    assert "Edit(~/.bashrc)" in found
    assert any(".git/hooks" in text for text in found)
    assert len(found) == MOST_ASKING


SHAPES = [
    (Shape(PROGRAM, "Bash", ("git",)), "git "),
    (Shape(VERB, "Bash", ("git", "commit")), "git commit "),
    (Shape(EXACT, "Bash", ("make", "check")), "make "),
    (Shape(CLASS, "Bash", ()), ""),
    (Shape(FILE, "Edit", ("src", "a.py")), ""),
]


@pytest.mark.parametrize(("shape", "words"), SHAPES, ids=lambda each: getattr(each, "kind", None))
def test_a_neighbour_begins_with_the_words_of_the_rule(shape: Shape, words: str) -> None:
    assert nearest_words(shape) == words


@pytest.mark.parametrize("given", HONEST.values(), ids=HONEST)
def test_what_is_newly_allowed_is_allowed_and_new_and_no_more_than_eight(given: Given) -> None:
    probe = given.probe()
    seeds = given.seeds(probe)
    found = newly(probe, seeds, [given.example])
    assert len(found) <= MOST_NEW
    assert given.example not in [each.text for each in found]
    for each in found:
        tool, _, rest = each.text.partition("(")
        text = rest[:-1] if tool in ("Read", "Edit", "Write", "WebFetch") else each.text
        answer = probe.answer(tool if rest and text != each.text else "Bash", text)
        assert answer.verdict == ALLOW
        assert answer.reading.effects == each.effects
        assert probe.holds(answer.reading)


NOTHING_NEW = (
    "a whole line",
    "a program nobody knows",
    "a program nobody knows, in its project",
    "a tool of a server",
)


@pytest.mark.parametrize("name", HONEST)
def test_only_a_rule_of_one_call_newly_allows_nothing(name: str) -> None:
    probe = HONEST[name].probe()
    assert bool(newly(probe, HONEST[name].seeds(probe), [HONEST[name].example])) == (name not in NOTHING_NEW)


def test_calls_of_one_set_of_effects_stand_together_the_gravest_first() -> None:
    probe = HONEST["a check that writes"].probe()
    masks = [each.effects for each in newly(probe, HONEST["a check that writes"].seeds(probe), [])]
    assert len(set(masks)) > 1
    assert [mask for at, mask in enumerate(masks) if at == 0 or masks[at - 1] != mask] == list(
        dict.fromkeys(masks)
    )
    assert [gravest(mask) for mask in dict.fromkeys(masks)] == sorted(gravest(mask) for mask in set(masks))


def test_what_a_stricter_rule_in_force_minds_is_not_said_to_be_allowed() -> None:
    given = HONEST["edits of the project"]
    free = given.probe()
    assert "Write(docs/Makefile)" in [each.text for each in newly(free, given.seeds(free), [])]
    strict, problems = read_policy('[[rule]]\ndeny = ["Edit(**/Makefile)"]\n', "here", "user")
    assert not problems
    place = Place(HOME, PROJECT, in_force=from_rules([each.rule for each in strict]))
    bound = Probe([given.rule()], place)
    assert "Write(docs/Makefile)" not in [each.text for each in newly(bound, given.seeds(bound), [])]
    assert isinstance(strict[0].rule, Rule)
