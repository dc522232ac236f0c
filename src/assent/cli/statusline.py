"""`assent statusline`: one short line for the agent's status line. How it runs is told in `assent.__main__`."""

from __future__ import annotations

import click
from click.exceptions import Exit

from assent.app import statusline


@click.command(name="statusline")
@click.option("--ascii", "plain", is_flag=True, help="Only letters that every terminal has.")
@click.option(
    "--after", default="", metavar="CMD", help="Run CMD with the same input and put ours behind its line."
)
def command(plain: bool, after: str) -> None:
    """Print what was allowed, asked and denied in this session, on one short line.

    The agent gives the session on standard input; without one, the line is about today. In the agent's settings:

    "statusLine": {"type": "command", "command": "assent statusline"}
    """
    words = [*(["--ascii"] if plain else []), *(["--after", after] if after else [])]
    raise Exit(statusline.main(words))
