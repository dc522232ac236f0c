"""`assent rebuild`: a broken or missing database made again from the record."""

from __future__ import annotations

import click

from assent.app import integrity, state
from assent.app.rules import in_force
from assent.cli.output import refuse, say
from assent.store.db import StoreError
from assent.store.rebuild import rebuild


@click.command(name="rebuild")
@click.option("--force", is_flag=True, help="Also when it is sound; the old one is kept beside it.")
def command(force: bool) -> None:
    """Make a broken or lost database again from the record: rules with their history, trust, answers, decisions,
    rejected suggestions. The old one is set aside; a sound one stays as it is. Session logs are read again by the
    next `assent learn`."""
    at = state.paths()
    try:
        if not force and integrity.sound(at):
            in_force.refresh(at)
            say(f"{at.db} is sound and says what the record says: nothing to rebuild.", hang=0)
            return
        report = rebuild(at)
        in_force.refresh(at)
    except StoreError as error:
        refuse([error.problem])
        return
    left = (
        f"; left out, as they change nothing or are not assent's: {report.skipped}" if report.skipped else ""
    )
    say(f"Rebuilt {at.db}. Entries of the record carried out: {report.applied}{left}.")
    if report.lost:
        say(
            f"The record does not tell change {report.lost}: look with assent rules list for what is missing."
        )
    for each in report.doubted:
        say(f"Left out, as its number was never given or is another's: {each}")
    if report.doubted:
        say("What these speak of allows nothing now; see: assent rules list")
    if report.kept:
        say(f"The old one is kept as {report.kept}")
