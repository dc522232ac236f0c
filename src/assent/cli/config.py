"""`assent config`: every setting, what it is now, and whether the file says so."""

from __future__ import annotations

import click

from assent.app import state
from assent.app.config import in_force as config
from assent.app.config.shown import as_toml, rows
from assent.cli.output import data, refuse, say
from assent.cli.sources import short

WIDTH = 20


@click.command(name="config")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
def command(as_json: bool) -> None:
    """List every setting of config.toml with its value. Exit 2 when the file cannot be used."""
    at = state.paths()
    found = config.settings(at)
    refuse(found.problems)
    if as_json:
        data({"file": at.settings, "settings": rows(found)})
        return
    say(short(at.settings), style="bold")
    for row in rows(found):
        origin = "" if row["set"] else "  (default)" if row["default"] is not None else ""
        value = f"{as_toml(row['value'])}{origin}"
        say(f"{row['key']:{WIDTH}}{value}", hang=WIDTH, style="" if row["set"] else "dim")
        say(f"{'':{WIDTH}}{row['does']}", hang=WIDTH)
