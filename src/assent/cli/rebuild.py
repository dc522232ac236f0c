"""`assent rebuild`: a broken or missing database made again from the record."""

from __future__ import annotations

import click

from assent.app.rules import in_force
from assent.cli.output import refuse, say
from assent.store.db import StoreError
from assent.store.rebuild import rebuild


@click.command(name="rebuild")
def command() -> None:
    """Set the database aside and make a new one from the record: rules with their history, trust, answers,
    decisions, rejected suggestions. Session logs are read again by the next `assent learn`."""
    at = in_force.paths()
    try:
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
    if report.kept:
        say(f"The old one is kept as {report.kept}")
