"""`assent status`: whether everything is in place and working."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import click

from assent.app import status as app
from assent.app.rules import in_force
from assent.cli.output import data, say

STYLES = {app.GOOD: "green", app.NOTE: "yellow", app.BAD: "red"}
WIDTH = 16  # of the two columns before the text


@click.command(name="status")
@click.option("--probe", is_flag=True, help="Also run the installed hook once on a call that must be denied.")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
def command(probe: bool, as_json: bool) -> None:
    """Look at hook, database, policy, record and the agents' own settings. Exit 1 when something is wrong."""
    found = app.findings(in_force.paths(), str(Path.cwd()), probe=probe)
    if as_json:
        data(
            {
                "healthy": all(each.state != app.BAD for each in found),
                "findings": [dataclasses.asdict(each) for each in found],
            }
        )
    else:
        for each in found:
            say(f"{each.state:5} {each.what:9} {each.text}", style=STYLES[each.state], hang=WIDTH)
            if each.hint and each.state != app.GOOD:
                say(f"{'':{WIDTH}}{each.hint}", hang=WIDTH)
    if any(each.state == app.BAD for each in found):
        raise click.exceptions.Exit(1)
