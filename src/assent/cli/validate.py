"""`assent validate`: everything declared is looked at, and every mistake said with its place and a way out."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

import click

from assent.app import state
from assent.app import validate as app
from assent.cli.opened import place_of
from assent.cli.output import data, refuse, say
from assent.cli.sources import short
from assent.core.amounts import counted
from assent.store.db import StoreError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.app.validate import Looked

HANG = 6


@click.command(name="validate")
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
def command(files: tuple[str, ...], as_json: bool) -> None:
    """Check everything declared here, or FILES before they are put in force: settings, policies, JSON modules, granted
    rules and the shipped modules, with all their examples. Exit 1 when something is wrong."""
    found = _looked(files)
    if as_json:
        data({"ok": not any(each.problems for each in found), "files": [each.as_json() for each in found]})
    else:
        for each in found:
            _say(each)
    if any(each.problems for each in found):
        raise click.exceptions.Exit(1)


def _looked(files: Sequence[str]) -> list[Looked]:
    at = state.paths()
    if files:
        found, wrong = app.files(at, files)
        refuse(wrong)
        return found
    try:
        return app.everything(at, place_of(at))
    except StoreError as error:
        refuse([error.problem])
        raise


def _say(looked: Looked) -> None:
    name = short(looked.name) if "/" in looked.name else looked.name
    kind = f"{looked.kind} " if looked.kind == app.MODULE else ""
    held = f" ({_held(looked)})" if looked.kind != app.SETTINGS else ""
    say(
        f"{'bad' if looked.problems else 'ok':{HANG}}{kind}{name}{held}",
        style="red" if looked.problems else "green",
    )
    for each, then in zip_longest(looked.problems, looked.problems[1:]):
        say(f"{'':{HANG}}{_within(each.where, looked.name)}{each.what}", hang=HANG + 2)
        if each.hint and (not then or then.hint != each.hint):  # that of several stands once, below them
            say(f"{'':{HANG}}  {each.hint}", hang=HANG + 2)


def _within(where: str, name: str) -> str:
    """The place of a mistake in a file that has just been named: its line and rule alone."""
    if where == name:
        return ""
    return f"line {where.removeprefix(f'{name}:')}: " if where.startswith(f"{name}:") else f"{where}: "


def _held(looked: Looked) -> str:
    if looked.kind == app.PROGRAMS:
        return f"{counted(looked.examples, 'row')} of proof"
    return f"{counted(looked.rules, 'rule')}, {counted(looked.examples, 'example')}"
