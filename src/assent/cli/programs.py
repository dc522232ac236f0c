"""`assent programs`: what is known of each program, from which source, and a file for your own."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import TextIO

import click

from assent.app.programs import draft as drafting
from assent.app.programs import known, own
from assent.app.rules import in_force
from assent.app.taken import take
from assent.cli.opened import place_of
from assent.cli.output import block, data, refuse, say
from assent.core.effect import NAMES
from assent.core.problem import Problem
from assent.shell.programs.words import FACTS, ROLES, SAID

WIDTH = 40


@click.group(name="programs")
def command() -> None:
    """What is known of each program: its options, what they do, and the rows that prove it."""


@command.command(name="list")
@click.argument("word", required=False)
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
def list_(word: str | None, as_json: bool) -> None:
    """Every program that is described; with WORD, those whose name holds it."""
    at = in_force.paths()
    found = [
        each for each in known.every(at, place_of(at)) if not word or any(word in name for name in each.names)
    ]
    if as_json:
        data([each.as_json() for each in found])
        return
    for each in found:
        origin = "" if each.origin == known.SHIPPED else f"  ({each.origin})"
        say(f"{', '.join(each.names):<{WIDTH}}  {_counted(each)}{origin}")
    total = sum(len(each.names) for each in found)
    say(f"{total} program{'' if total == 1 else 's'}. One of them: assent programs show NAME")


def _counted(each: known.Known) -> str:
    parts = [(each.subcommands, "subcommand"), (each.options, "option"), (each.proofs, "row")]
    return ", ".join(f"{number} {what}{'' if number == 1 else 's'}" for number, what in parts if number)


@command.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
def show(name: str, as_json: bool) -> None:
    """What is known of program NAME, as its file says it."""
    at = in_force.paths()
    place = place_of(at)
    found = known.of_name(name, at, place)
    if not found:
        near = difflib.get_close_matches(name, sorted(set(known.names(at, place))), 1)
        hint = f"did you mean {near[0]}? " if near else ""
        refuse([Problem(name, "is described nowhere", f"{hint}To describe it: assent programs new {name}")])
    if as_json:
        data([{**each.as_json(), "text": each.text} for each in found])
        return
    for each in found:
        say(f"# {each.origin}: {each.path}", style="bold")
        block(each.text)


@command.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
def check(files: tuple[str, ...]) -> None:
    """Prove program FILES: every slip with its line, every row held against the reader. Exit 1 when one is wrong."""
    wrong = False
    for file in files:
        given = take(file, [], owned=False)
        if given.text is None:
            refuse(given.problems or [Problem(file, "is not there", "name a program file")])
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


@command.command()
@click.argument("name")
@click.option("--from", "told", type=click.File(), help="Read its help from FILE, or - for standard input.")
def new(name: str, told: TextIO | None) -> None:
    """Draft a file for program NAME from its `--help`, which is run. Every effect is left unknown for you to judge."""
    refuse(drafting.wrong_name(name))
    path = Path(in_force.paths().programs) / f"{name}{own.SUFFIX}"
    if path.exists():
        refuse([Problem(str(path), "is there already", f"mend it, then: assent programs check {path}")])
    text, problems = (told.read(), []) if told else drafting.help_of(name)
    refuse(problems)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.write_text(drafting.draft(name, text), "utf-8")
    say(f"Drafted {path}")
    say(f"Judge it in your editor, then: assent programs check {path}")


@command.command()
def words() -> None:
    """The words of a program file: facts, roles and effects."""
    for title, table in (("Facts of a block", {**SAID, **FACTS}), ("Roles of words and values", ROLES)):
        say(title, style="bold")
        for word, meaning in table.items():
            say(f"  {word:<14}  {meaning}", hang=18)
    say("Effects", style="bold")
    say(f"  {', '.join(NAMES)}", hang=2)
