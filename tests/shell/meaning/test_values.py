"""Values of options that begin like an option, and addresses in the place of a file."""

from __future__ import annotations

import pytest

from tests.shell.meaning.test_table import NOTHING, Spec, effects

TOOL: Spec = {
    "operands": "data*",
    "flags": "-q",
    "adds": {"--force": "destroy"},
    "values": {"-n --name": "data", "-c --config": "script"},
}

TAKEN_FOR_ONE = {
    "an option with its value": (["--name", "--config", "/tmp/x"], {"run-code"}),
    "an option with a glued value": (["--name", "--config=/tmp/x"], {"run-code"}),
    "a letter with its value": (["-n", "-c", "/tmp/x"], {"run-code"}),
    "a letter with a glued value": (["-n", "-c/tmp/x"], {"run-code"}),
    "an option without a value": (["--name", "--force"], {"destroy"}),
    "an option of no row": (["--name", "--plugin", "x"], {"unknown"}),
}


@pytest.mark.parametrize(("words", "found"), TAKEN_FOR_ONE.values(), ids=TAKEN_FOR_ONE)
def test_a_value_that_begins_like_an_option_may_be_one(words: list[str], found: set[str]) -> None:
    assert effects(TOOL, *words) >= found


PLAIN = {
    "a name": ["--name", "x"],
    "an inert option": ["--name", "-q"],
    "a negative number": ["--name", "-5"],
    "a lone dash": ["--name", "-"],
    "a text with blanks": ["--name", "-- a note"],
    "a letter of no row": ["--name", "-x"],
    "behind an equals sign": ["--name=--force"],
}


@pytest.mark.parametrize("words", PLAIN.values(), ids=PLAIN)
def test_a_value_that_is_no_option_does_nothing_more(words: list[str]) -> None:
    assert effects(TOOL, *words) == NOTHING


def test_options_of_one_dash_and_a_long_word_always_take_the_next_word() -> None:
    single = {**TOOL, "style": "single", "values": {"-name": "data", "-config": "script"}}
    assert effects(single, "-name", "-config") == NOTHING


def test_an_address_in_the_place_of_a_file_is_fetched() -> None:
    spec = {"operands": "read*", "values": {"-i": "read"}}
    assert effects(spec, "https://x.example/a") >= {"net-read"}
    assert effects(spec, "-i", "jar:https://x.example/a!/b") >= {"net-read"}
    assert effects(spec, "a") == {"read-project"}
