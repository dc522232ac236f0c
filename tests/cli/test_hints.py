"""Every command that a text of ours names is one that there is, with the options it is named with."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

import assent
from assent.cli.main import COMMANDS, cli

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(assent.__file__).parent
FILLED = "ID"
_NAMED = re.compile(r"\bassent ([a-z][^\n`();,:'\"]*)")
# A word that is no plain English one: it must be part of what parses.
_FIRM = re.compile(r"^-|^ID$|^[A-Z]{2,}$")
# How a command is brought in, after which a word that is none is a slip and no sentence.
_BROUGHT_IN = re.compile(r"(?:: |`|\brun |\bwith )$")
# A sentence that goes on behind a colon.
PROSE = {"allows", "asks", "decides"}


def texts() -> Iterator[tuple[str, str]]:
    """Where each text of the source stands, and the text with its blanks filled; documentation of code is left out."""
    for path in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        inner = {
            id(each) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for each in node.values
        }
        inner |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            where = f"{path.relative_to(SOURCE)}:{getattr(node, 'lineno', 0)}"
            if isinstance(node, ast.JoinedStr):
                yield where, "".join(_filled(each) for each in node.values)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inner:
                yield where, re.sub(r"\{\w*\}", FILLED, node.value)


def _filled(node: ast.expr) -> str:
    return str(node.value) if isinstance(node, ast.Constant) else FILLED


def named(text: str) -> Iterator[tuple[list[str], bool]]:
    """The words behind each `assent` of a text, and whether they must be a command."""
    for found in _NAMED.finditer(text):
        words = [word.rstrip(".") for word in found[1].split(". ")[0].split()]
        if words:
            firm = bool(_BROUGHT_IN.search(text[: found.start()])) and words[0] not in PROSE
            yield words, firm


HINTS = {
    f"{where}-{' '.join(words)}": words
    for where, text in texts()
    for words, firm in named(text)
    if words[0] in COMMANDS or firm
}


def mistake(words: list[str]) -> str:
    """Why the words are no command line; "" when they are, with as many words behind as are a sentence."""
    command: click.Command = cli
    context = click.Context(cli, info_name="assent")
    rest = list(words)
    while (
        isinstance(command, click.Group)
        and rest
        and not (command.invoke_without_command and rest[0].startswith("-"))
    ):
        below = command.get_command(context, rest[0])
        if below is None and command.name == "learn":  # takes other words behind its options too
            break
        if below is None:
            return "" if rest[0] == FILLED else f"there is no command {' '.join(words)!r}"
        command, rest = below, rest[1:]
    needed = max((at + 1 for at, word in enumerate(rest) if _FIRM.match(word)), default=0)
    problem = ""
    for count in range(needed, len(rest) + 1):
        try:
            with command.make_context(command.name, list(rest[:count]), parent=context):
                return ""
        except click.UsageError as wrong:
            problem = problem or f"{' '.join(words)!r}: {wrong.format_message()}"
    return problem


@pytest.mark.parametrize("words", HINTS.values(), ids=HINTS)
def test_a_command_that_a_text_names_parses(words: list[str]) -> None:
    assert mistake(words) == ""


def test_the_texts_name_many_commands() -> None:
    assert len(HINTS) > 50


@pytest.mark.parametrize(
    "words",
    ["rebuild --database ID", "frobnicate", "rules nosuch", "rules disable --nosuch ID", "init --agents ID"],
)
def test_a_command_that_there_is_not_is_found(words: str) -> None:
    assert mistake(words.split()) != ""
