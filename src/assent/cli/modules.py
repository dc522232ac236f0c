"""`assent modules`: shipped rules for a toolchain, listed, shown, switched on and off, compared between releases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from assent.app.modules import proposed, switched
from assent.cli import module_words as words
from assent.cli.opened import looking, opened, place_of
from assent.cli.output import block, console, data, refuse, say
from assent.cli.sources import short
from assent.core.problem import Problem
from assent.policy import shipped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.app.modules.switched import Switched

JSON = click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")


@click.group(name="modules", invoke_without_command=True)
@click.pass_context
def command(context: click.Context) -> None:
    """Shipped rules for a toolchain: which there are, what they allow, and whether they are on."""
    if context.invoked_subcommand is None:
        context.invoke(list_)


@command.command(name="list")
@click.option("--categories", is_flag=True, help="The categories of rules instead, with level and examples.")
@JSON
def list_(categories: bool, as_json: bool) -> None:
    """Every module: whether it is on, what in your projects calls for it, and how many of your last prompts it would
    have answered."""
    with looking() as (at, db):
        found = proposed.modules(at, db, place_of(at))
    if categories:
        _categories(found.excluded, as_json=as_json)
        return
    if as_json:
        data(found.as_json())
        return
    for line, style in words.table(found, console().cut_at):
        say(line, style=style)
    for text in words.legend(found):
        say(text, hang=0)


def _categories(excluded: Sequence[str], *, as_json: bool) -> None:
    rows = words.categories(excluded)
    if as_json:
        data(rows)
        return
    for line, style in words.category_table(rows, console().cut_at):
        say(line, style=style)
    say("Level: how far such rules may reach, 0 reading to 3 installing; 5 is never learned.", hang=0)
    say("To leave one out of every module: assent modules exclude CATEGORY", hang=0)


@command.command()
@click.argument("name")
@click.option("--toml", "as_toml", is_flag=True, help="The module as it is written.")
@JSON
def show(name: str, as_toml: bool, as_json: bool) -> None:
    """One module: each rule with its category, patterns, reach, and calls it allows and does not allow."""
    refuse(switched.unknown([name], switched.MODULES, "show"))
    if as_toml and as_json:
        refuse([Problem("--toml", "cannot go with --json", "give one of them")])
    if as_toml:
        block(shipped.text_of(name))
        return
    with looking() as (at, db):
        found = proposed.modules(at, db, place_of(at))
    row = next(each for each in found.rows if each.name == name)
    declared = shipped.module(name)[0]
    if as_json:
        data(words.shown_module(row, declared, found.excluded))
        return
    for line, style in words.page(row, declared, found):
        say(line, style=style, hang=words.HANG)


@command.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
def enable(names: tuple[str, ...]) -> None:
    """Switch modules on, in config.toml."""
    _switch(names, switched.MODULES, "enable", into=True)


@command.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
def disable(names: tuple[str, ...]) -> None:
    """Switch modules off again. `defaults` stays on; one rule of it goes off with: assent rules disable NAME"""
    if shipped.DEFAULTS in names:
        hint = "one rule of it: assent rules disable NAME (names: assent modules show defaults)"
        refuse([Problem("modules disable", "`defaults` is always on", hint)])
    _switch(names, switched.MODULES, "disable", into=False)


@command.command()
@click.argument("names", nargs=-1, required=True, metavar="CATEGORY...")
def exclude(names: tuple[str, ...]) -> None:
    """Leave categories of rules out of every module but `defaults`, in config.toml."""
    _switch(names, switched.EXCLUDE, "exclude", into=True)


@command.command()
@click.argument("names", nargs=-1, required=True, metavar="CATEGORY...")
def include(names: tuple[str, ...]) -> None:
    """Take categories of rules in again that were excluded."""
    _switch(names, switched.EXCLUDE, "include", into=False)


def _switch(names: Sequence[str], key: str, verb: str, *, into: bool) -> None:
    refuse(switched.unknown(names, key, verb))
    with opened() as (at, _):
        made, problems = switched.switching(at, names, key, into=into)
        refuse(problems)
        if made is None:
            say("Nothing was changed: it stands so already.")
            return
        carry_out(at, made)
    said = {
        "enable": "Switched on",
        "disable": "Switched off",
        "exclude": "Left out",
        "include": "Taken in again",
    }
    back = {"enable": "disable", "disable": "enable", "exclude": "include", "include": "exclude"}
    listed = " ".join(made.names)
    say(f"{said[verb]}: {', '.join(made.names)}, in {short(str(made.path))}")
    say(f"To take it back: assent modules {back[verb]} {listed}")


def carry_out(at: Any, made: Switched) -> None:
    """Writes the settings; what cannot be written is said as a mistake."""
    try:
        switched.write(at, made)
    except OSError as error:
        what = f"cannot be written: {error.strerror}"
        refuse([Problem(str(made.path), what, "nothing was changed; check its owner and mode")])


@command.command()
@click.argument("other", required=False, metavar="[RELEASE|FILE]")
@JSON
def diff(other: str | None, as_json: bool) -> None:
    """What a release changed, or a FILE would change: rule by rule, wider or narrower, with a call that shows it.

    With a RELEASE: from then to now. With a module file, a folder of them, or a package of another version (.whl): from
    now to that. Without a word: since the release before. Exit 1 when something differs.
    """
    from assent.app.modules import earlier
    from assent.policy.compared import compared

    found, problems = earlier.between(other)
    refuse(problems)
    assert found is not None  # noqa: S101  there is one where there is no problem
    names = [name for name in (*found.new, *found.old) if name in found.new or name in found.old]
    changes = {
        name: compared(found.old.get(name, []), found.new.get(name, [])) for name in dict.fromkeys(names)
    }
    changes = {name: held for name, held in changes.items() if held}
    if as_json:
        data(
            {
                "before": found.before,
                "after": found.after,
                "modules": {name: [each.as_json() for each in held] for name, held in changes.items()},
            }
        )
    else:
        for line, style in words.differences(found.before, found.after, changes):
            say(line, style=style)
    raise click.exceptions.Exit(1 if changes else 0)
