"""The page on program files tells every word of them, and every slip with what is said about it."""

from __future__ import annotations

import re

import pytest

from assent.core.effect import NAMES
from assent.core.reason import MEANS
from assent.shell.programs.source import EACH, NONE, REST
from assent.shell.programs.words import FACTS, FEWEST, FEWEST_ABLE, ROLES, SAID, STYLES
from assent.shell.proving import problems
from tests.docs.pages import DOCS, blocks, is_current, table, with_region

PAGE = DOCS / "program-files.md"
# A sound file, and what stands in the place of one of its lines: the slips that are told.
SOUND = next(each.body for each in blocks(PAGE.read_text(), "prog"))
SLIPS: dict[str, tuple[str, str]] = {
    "no source": ("# acme 3.2, `acme --help` and its handbook\n", ""),
    "a misspelt fact": ("  shows  --version\n", "  show   --version\n"),
    "a misspelt effect": ("  does   net-send\n", "  does   net-sent\n"),
    "a misspelt role": ("FILE         write\n", "FILE         writ\n"),
    "a value without a role": ("NAME      data\n", "NAME\n"),
    "a role without a value": ("      --json\n", "      --json   data\n"),
    "a value in lower case": ("--region NAME", "--region name"),
    "an option twice": ("      --json\n", "      --json\n      --json\n"),
    "a fact twice": ("  does   net-send\n", "  does   net-send\n  does   net-read\n"),
    "a fact that says nothing": ("  does   net-send\n", "  does\n"),
    "a block twice": ("acme deploy\n", "acme list\n"),
    "a subcommand without its program": ("acme run\n", "acme job run\n"),
    "a group that is not there": ("      --json\n", "  @common\n"),
    "words that repeat twice": ("  words  task each\n", "  words  task each data each\n"),
    "a row without effects": ("! acme drop                       unknown\n", "! acme drop\n"),
    "too few rows": ("! acme drop                       unknown\n", ""),
    "a row that does not hold": ("! acme deploy                     net-send", "! acme deploy   destroy"),
    "an exact row that does not hold": ("write-project\n", "write-tmp\n"),
    "a judge": ("  tasks\n", "  judge  acme.run\n"),
}


def slipped(slip: str) -> list[tuple[int, str]]:
    """What is said about the page's file with a slip."""
    before, after = SLIPS[slip]
    assert before in SOUND, slip
    at = SOUND.rindex(before) if slip.startswith("an exact") else SOUND.index(before)
    return problems(SOUND[:at] + after + SOUND[at + len(before) :], own=True)


def first(slip: str) -> str:
    """Of what is said, that which speaks of the slip itself; rows that no longer hold come after it."""
    said = [what for _, what in slipped(slip)]
    own = [each for each in said if slip in ROWS or not each.startswith(("`", "has 9"))]
    return (own or said)[0]


ROWS = ("a row that does not hold", "an exact row that does not hold")


def made(page: str) -> str:
    facts = table(("fact", "what it says"), [(f"`{word}`", each) for word, each in {**SAID, **FACTS}.items()])
    roles = table(("role", "what the word is"), [(f"`{word}`", each) for word, each in ROLES.items()])
    effects = table(("effect", "what it does"), [(f"`{word}`", each) for word, each in MEANS.items()])
    slips = table(("slip", "what is said"), [(slip, first(slip)) for slip in SLIPS])
    for name, text in {"facts": facts, "roles": roles, "effect words": effects, "slips": slips}.items():
        page = with_region(page, name, text)
    return page


def test_every_word_and_every_slip_is_told_as_it_is() -> None:
    assert is_current(PAGE, made(PAGE.read_text())), "UPDATE_DOCS=1 tools/test tests/docs writes it"


def test_the_file_on_the_page_is_sound() -> None:
    assert problems(SOUND, own=True) == []


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_a_mistake(slip: str) -> None:
    assert slipped(slip)


def test_the_text_of_the_page_names_every_word_and_the_numbers() -> None:
    page = PAGE.read_text()
    for word in (*FACTS, *SAID, *ROLES, *NAMES, EACH, NONE, REST, *STYLES, "opaque", "form", "-NUM"):
        assert re.search(rf"`[^`\n]*(?<![\w-]){word}(?![\w-])|\b{word} \(", page), word
    assert f"at least {FEWEST}, and at least {FEWEST_ABLE} when" in page
