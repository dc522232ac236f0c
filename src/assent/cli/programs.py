"""`assent programs`: what is known of each program, from which source, and a file for your own."""

from __future__ import annotations

import contextlib
import difflib
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from assent.app import state
from assent.app.programs import draft as drafting
from assent.app.programs import known, own, summary
from assent.app.rules import described, in_force
from assent.app.taken import take
from assent.cli.opened import place_of
from assent.cli.output import block, console, data, refuse, say
from assent.cli.rows import fitted
from assent.cli.sources import short
from assent.core.amounts import counted
from assent.core.effect import BIT
from assent.core.problem import Problem
from assent.core.reason import MEANS
from assent.shell.programs.shipped import is_known
from assent.shell.programs.words import FACTS, ROLES, SAID
from assent.store.db import StoreError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.app.project import Project
    from assent.store.paths import Paths

HEAD = "Program"
NAMES_WIDE = 24  # columns for the names of a file's programs
ALIKE = 0.7  # how close a name must be to be worth naming
MANY = 40  # files of which fewer are worth asking for
YOURS = "yours"


@click.group(name="programs")
def command() -> None:
    """What is known of each program: its options, what they do, and the rows that prove it."""


@command.command(name="list")
@click.argument("word", required=False)
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
def list_(word: str | None, as_json: bool) -> None:
    """Every program that is described, and what it can do at most. With WORD those whose name holds it; an effect as
    WORD, or `yours`, gives those."""
    at = state.paths()
    place = place_of(at)
    found = _standing(
        [each for each in known.every(at, place) if not word or _is_meant(each, word)], at, place
    )
    if as_json:
        data([each.as_json() for each in found])
        return
    if not found:
        say(f"No program file speaks of {word}. To describe it: assent programs new NAME")
        return
    for line, own_ in _table(found):
        say(line, style="bold" if own_ else "")
    total = sum(len(each.names) for each in found)
    say(f"{counted(total, 'program')} in {counted(len(found), 'file')}.")
    if not word and len(found) > MANY:
        say("Fewer: assent programs list WORD (part of a name, an effect, or yours)")
    if any(each.more for each in found):
        say("runs: whatever it is given; judged: by code of ours, word by word")
    say("One of them: assent programs show NAME")


def _standing(found: Sequence[known.Known], at: Paths, place: Project) -> list[known.Known]:
    try:
        with contextlib.closing(in_force.looked(at, place)) as db:
            return described.standing(found, at, db, place)
    except StoreError as error:
        refuse([error.problem])
        raise


def _is_meant(each: known.Known, word: str) -> bool:
    if word == YOURS:
        return each.origin != known.SHIPPED
    if word in BIT:
        return bool(each.effects & BIT[word])
    return any(word in name for name in each.names)


def _table(found: Sequence[known.Known]) -> list[tuple[str, bool]]:
    """(line, whether it is a person's own) of each file: its names, and what its programs can do."""
    wide = min(max(len(each) for each in (HEAD, *map(_names, found))), NAMES_WIDE)
    lines = [(f"{HEAD:<{wide}}  Can do at most", False)]
    for each in found:
        own_ = each.origin != known.SHIPPED
        from_ = f"{each.origin}: " if own_ else ""
        told = each.state or summary.short(each.effects, each.more)
        names = fitted(_names(each), wide)
        lines.append((f"{names:<{wide}}  {from_}{told}", own_))
    width = console().cut_at
    return [(line if width is None else fitted(line, width), own_) for line, own_ in lines]


def _names(each: known.Known) -> str:
    return ", ".join(each.names)


@command.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
def show(name: str, as_json: bool) -> None:
    """What is known of program NAME: what it can do, from which source, then its file as written."""
    at = state.paths()
    place = place_of(at)
    found = _standing(known.of_name(name, at, place), at, place)
    if not found:
        refuse([Problem(name, "is described nowhere", _instead(name, set(known.names(at, place))))])
    if as_json:
        data([{**each.as_json(), "text": each.text} for each in found])
        return
    for each in found:
        about(each)
        say()
        block(each.text)


def _instead(name: str, names: set[str]) -> str:
    """What to type instead of a name that nothing describes."""
    first = name.partition(" ")[0]
    if first in names:
        return f"subcommands stand in the file of their program: assent programs show {first}"
    near = difflib.get_close_matches(name, sorted(names), 1, ALIKE)
    hint = f"did you mean {near[0]}? " if near else ""
    return hint + (
        "name a program" if drafting.wrong_name(name) else f"To describe it: assent programs new {name}"
    )


def about(each: known.Known, indent: str = "") -> None:
    """The summary of a program file."""
    parts = [(each.subcommands, "subcommand"), (each.options, "option"), (each.proofs, "row")]
    told = ", ".join(counted(number, what) for number, what in parts if number)
    say(f"{indent}{_names(each)}: {told}", style="bold", hang=len(indent) + 2)
    say(f"{indent}  can do at most: {summary.told(each.effects, each.more)}", hang=len(indent) + 4)
    say(f"{indent}  known from: {each.cited or 'it does not say'}", hang=len(indent) + 4)
    say(f"{indent}  file: {each.origin}, {short(each.path)}", hang=len(indent) + 4)
    if each.state:
        say(f"{indent}  {each.state}", style="red", hang=len(indent) + 4)
        say(f"{indent}  {_mend(each)}", hang=len(indent) + 4)


def _mend(each: known.Known) -> str:
    if each.state == described.UNTRUSTED:
        return f"to trust it: assent rules trust {short(str(Path(each.path).parent))}"
    return f"mend it, then: assent programs check {short(each.path)}"


@command.command()
@click.argument("files", nargs=-1, required=True, metavar="NAME|FILE...")
def check(files: tuple[str, ...]) -> None:
    """Prove program FILES, or your own by NAME: every slip with its line, every row held against the reader.

    Exit 1 when one is wrong.
    """
    wrong = False
    for given_ in files:
        file = _file_of(given_)
        given = take(file, [], owned=False)
        if given.text is None:
            refuse(given.problems or [Problem(file, "is not there", _no_file(given_))])
            continue
        problems = own.mistakes(file, given.text)
        wrong = wrong or bool(problems)
        for each in problems:
            say(f"{each.where}: {each.what}", style="red", hang=2)
        if not problems:
            say(f"ok  {file}", style="green")
    if wrong:
        say("What the words mean: assent programs words")
        raise click.exceptions.Exit(1)


def _no_file(given: str) -> str:
    """What to do when there is no program file of this name."""
    if drafting.wrong_name(given):
        return "name a program file"
    if is_known(given):
        return f"name a file; {given} is described by assent itself: assent programs show {given}"
    return f"name a file; to make one: assent programs new {given}"


def _file_of(given: str) -> str:
    """A path as it is; the user's own file of a program that is given by its name."""
    mine = Path(state.paths().programs) / f"{given}{own.SUFFIX}"
    return str(mine) if not Path(given).exists() and mine.is_file() else given


@command.command()
@click.argument("name")
@click.option("--from", "told", type=click.File(), help="Read its help from FILE, or - for standard input.")
def new(name: str, told: TextIO | None) -> None:
    """Draft a file for program NAME from its `--help`, which is run.

    Every effect is left unknown for you to judge.
    """
    refuse(drafting.wrong_name(name))
    path = Path(state.paths().programs) / f"{name}{own.SUFFIX}"
    if path.exists():
        refuse([Problem(str(path), "is there already", f"mend it, then: assent programs check {name}")])
    text, problems = (told.read(), []) if told else drafting.help_of(name)
    refuse(problems)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.write_text(drafting.draft(name, text), "utf-8")
    say(f"Drafted {path}")
    say(f"Judge it in your editor, then: assent programs check {name}")


@command.command()
def words() -> None:
    """The words of a program file: facts, roles and effects."""
    for title, table in (("Facts of a block", {**SAID, **FACTS}), ("Roles of words and values", ROLES)):
        say(title, style="bold")
        for word, meaning in table.items():
            say(f"  {word:<15}  {meaning}", hang=19)
    say("Effects", style="bold")
    for word, meaning in MEANS.items():
        say(f"  {word:<15}  {meaning}", hang=19)
