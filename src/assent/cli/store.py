"""`assent store`: the database made again from the record, and whether both still say the same."""

from __future__ import annotations

import click

from assent.app import integrity, state
from assent.cli import rebuild
from assent.cli.output import data, error, say
from assent.cli.verbs import Verbs


@click.group(name="store", cls=Verbs)
def command() -> None:
    """Compare the database with the record, or make it again."""


@command.command()
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
def verify(as_json: bool) -> None:
    """Compare database, snapshots and record, and change nothing. Exit 1 when they disagree."""
    found = integrity.differences(state.paths())
    if as_json:
        data(
            {
                "sound": not found,
                "problems": [{"where": each.where, "what": each.what, "hint": each.hint} for each in found],
            }
        )
    else:
        for each in found:
            error(f"{each.where}: {each.what}")
            if each.hint:
                error(f"  {each.hint}")
        if not found:
            say("Database, snapshots and record say the same.")
    if found:
        raise click.exceptions.Exit(1)


command.add_command(rebuild.command)
