"""The table of cmdlets is sound: known roles and effects, names that exist, and commands that the tables know."""

from __future__ import annotations

import pytest

from assent.core.effect import mask_of
from assent.shell.meaning.arg import Arg
from assent.shell.meaning.table import lookup
from assent.shell.powershell.aliases import EVERYWHERE, WINDOWS
from assent.shell.powershell.cmdlets import PLACES, REMAKERS, ROWS, row_of
from assent.shell.powershell.table import Word, bind, named, parameters

ROLES = {
    "", "word", "data", "text", "filter", "var", "block", "unknown", "host", "script", "written", "source", "program",
    "arguments", "code", "name",
}  # fmt: skip
ALIASES = {**EVERYWHERE, **WINDOWS}


@pytest.mark.parametrize("name", ROWS)
def test_a_row_holds_known_roles_effects_and_places(name: str) -> None:
    row = ROWS[name]
    known = parameters(row)
    assert {each.role for each in known} <= ROLES
    for each in known:
        mask_of(each.effects)
    names = {each.name for each in known}
    assert {each.rstrip("…").lower() for each in row[1].split()} <= names
    if row[0].startswith("!"):
        assert mask_of(row[0][1:].split("+"))
    elif row[0]:
        assert lookup(row[0].split()[0]) is not None


@pytest.mark.parametrize("name", ROWS)
def test_no_name_of_a_parameter_stands_twice_in_a_row(name: str) -> None:
    names = [each for parameter in parameters(ROWS[name]) for each in parameter.names]
    assert [each for each in sorted(set(names)) if names.count(each) > 1] == []


@pytest.mark.parametrize("alias", ALIASES)
def test_an_alias_is_lower_case_and_no_cmdlet_by_itself(alias: str) -> None:
    assert alias == alias.lower()
    assert ALIASES[alias] == alias or row_of(alias) is None


def test_every_cmdlet_that_moves_the_shell_or_remakes_it_is_told_from_the_rest() -> None:
    assert all(row_of(name) for name in PLACES)
    assert not [name for name in REMAKERS if row_of(name)]


BEGINNINGS = {
    "whole": ("Remove-Item", "Recurse", ["recurse"]),
    "one-letter": ("Remove-Item", "r", ["recurse"]),
    "case": ("Remove-Item", "FORCE", ["force"]),
    "alias": ("Get-Content", "PSPath", ["literalpath"]),
    "beginning-of-an-alias": ("Get-Content", "psp", ["literalpath"]),
    "own-before-common": ("mkdir", "p", ["path"]),
    "before-what-a-drive-brings": ("Get-ChildItem", "r", ["recurse"]),
    "several": ("Remove-Item", "f", ["filter", "force"]),
    "none": ("Remove-Item", "rf", []),
}


@pytest.mark.parametrize(("cmdlet", "given", "meant"), BEGINNINGS.values(), ids=BEGINNINGS)
def test_the_beginning_of_a_name_means_what_fits(cmdlet: str, given: str, meant: list[str]) -> None:
    assert [each.name for each in named(ROWS[cmdlet], given)] == meant


def test_words_go_to_the_parameters_that_are_free_in_their_order() -> None:
    words = [Word([Arg("b")], param=""), Word([Arg("-x")], param="Path"), Word([Arg("a")]), Word([Arg("c")])]
    bound = bind(ROWS["Copy-Item"], words)
    assert [arg.text for arg in bound.of("path")] == ["a"]
    assert [arg.text for arg in bound.of("destination")] == ["b"]
    assert bound.refused
