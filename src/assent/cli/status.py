"""`assent status`: whether everything is in place and working; short when it is."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assent.app import state
from assent.app import status as app
from assent.app.upkeep import due
from assent.cli.output import data, say
from assent.core.amounts import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.app.status import Finding

STYLES = {app.GOOD: "green", app.NOTE: "yellow", app.BAD: "red"}
WIDTH = 16  # of the two columns before the text
# What the short form says when it is well, and under which name; everything that is not well is always said.
SAID = {"hook": "hook", "policy": "rules", "record": "record", "probe": "probe"}
ALONE = ("snapshot",)  # mends itself by the next call
OPEN = ("policy", "programs", "asked", "disk")  # of whose notes none is said to be well
NOTED = "Nothing is broken, and not all is as it should be."
NOTES = 4  # at most in the short form


@click.command(name="status")
@click.option("--all", "whole", is_flag=True, help="Everything that was looked at, one by one.")
@click.option(
    "--probe",
    is_flag=True,
    help="Also read all of the database, and run the installed hook once on a call that must be denied.",
)
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
def command(whole: bool, probe: bool, as_json: bool) -> None:
    """Look at hook, database, policy, record and the agents' own settings. Exit 1 when something is wrong."""
    due.quietly(state.paths())
    found = app.findings(state.paths(), str(Path.cwd()), probe=probe)
    if as_json:
        data(
            {
                "healthy": all(each.state != app.BAD for each in found),
                "findings": [dataclasses.asdict(each) for each in found],
            }
        )
    elif whole:
        for each in found:
            _line(each, each.what)
    else:
        _short(found)
    if any(each.state == app.BAD for each in found):
        raise click.exceptions.Exit(1)


def _all_in_all(wrong: Sequence[Finding], notes: Sequence[Finding]) -> tuple[str, str]:
    if wrong:
        return app.BAD, f"{counted(len(wrong), 'thing is', 'things are')} wrong."
    if any(each.what in OPEN for each in notes):
        return app.NOTE, NOTED
    return app.GOOD, "All is well."


def _short(found: Sequence[Finding]) -> None:
    wrong = [each for each in found if each.state == app.BAD]
    notes = [each for each in found if each.state == app.NOTE and each.what not in ALONE]
    state, told = _all_in_all(wrong, notes)
    say(told, style=STYLES[state])
    well = [each for each in found if each.state == app.GOOD and each.what in SAID]
    step = _next(wrong, notes)
    for each in (*wrong, *well, *notes[:NOTES]):
        _line(each, SAID.get(each.what, each.what), but=step)
    if len(notes) > NOTES:
        say(f"{'':{WIDTH}}and {len(notes) - NOTES} more: assent status --all", hang=WIDTH)
    say(f"Next: {_homely(step)}", hang=len("Next: "))


def _next(wrong: Sequence[Finding], notes: Sequence[Finding]) -> str:
    """What to do first."""
    told = next((each for each in wrong if "assent " in each.hint), None)
    if told:
        return told.hint.removeprefix("run: ")
    if wrong:
        return "correct what is named above, then run: assent status"
    waiting = next((each.hint for each in notes if each.what == "record"), "")
    return waiting or "assent learn (rules from your answers); all that was looked at: assent status --all"


def _line(each: Finding, name: str, *, but: str = "") -> None:
    """A finding, and below it what to do about it, unless that is said elsewhere (`but`); the home as `~`, so that
    paths fit a line."""
    say(f"{each.state:5} {name:9} {_homely(each.text)}", style=STYLES[each.state], hang=WIDTH)
    if each.hint and each.state != app.GOOD and each.hint.removeprefix("run: ") != but:
        say(f"{'':{WIDTH}}{_homely(each.hint)}", hang=WIDTH)


def _homely(text: str) -> str:
    return text.replace(f"{Path.home()}/", "~/")
