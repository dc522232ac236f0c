"""`assent trends`: do prompts become fewer as rules are added, day by day?"""

from __future__ import annotations

import contextlib
from typing import Any

import click

from assent.app import state
from assent.cli import answers, counting, filters, scorecard
from assent.cli.output import console, data, refuse, say
from assent.store.db import StoreError

NAME = "trends"


@click.command(name=NAME)
@filters.options(*filters.CALLS, utc=filters.COUNTED)
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
def command(as_json: bool, **given: Any) -> None:
    """Show the prompts of every day against the rules in force by then."""
    at = state.paths()
    try:
        with contextlib.closing(counting.known(at)) as db:
            counted = counting.counted(db, at, given)
            refuse(counted.asked.problems)
            found = scorecard.asked(db, NAME, counted)
            none = "" if found.rows or as_json else scorecard.none(db, counted)
    except StoreError as error:
        refuse([error.problem])
        return
    if as_json:
        data(counted.bounds() | {"days": found.records()})
        return
    screen = console()
    if none:
        say(none)
        return
    say(f"Prompts, and the rules you had by then{counted.words()}", style="bold")
    for line in answers.told(NAME, found, screen.cut_at):
        say(line)
