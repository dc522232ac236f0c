"""`assent digest`: what was blocked, asked about, risky and new in a day or a week, as Markdown, page or JSON."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import click

from assent.analytics.scope import Scope
from assent.app import decided, files, state
from assent.app import digest as app
from assent.app.upkeep import due
from assent.cli import counting, filters
from assent.cli.output import data, error, refuse, say
from assent.cli.sources import short
from assent.core.problem import Problem
from assent.documents.digest.written import markdown, page
from assent.documents.words import Clock
from assent.store import owners
from assent.store.db import StoreError
from assent.store.record import now

if TYPE_CHECKING:
    from assent.documents.digest.facts import Digest
    from assent.store.paths import Paths


ITEM = 2  # columns before the words of a line of a list


@click.command(name="digest")
@click.option("--daily", is_flag=True, help="The last 24 hours, as without it.")
@click.option("--weekly", is_flag=True, help="The last seven days.")
@click.option("--since", default="", metavar="30d|DAY|TIME", help="From then on instead.")
@click.option("--html", "as_html", is_flag=True, help="A page instead of Markdown.")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of Markdown.")
@click.option(
    "--save",
    is_flag=True,
    help="Also keep it; it begins where the last one kept ended.",
)
@filters.options("utc", utc=f"{filters.UTC}.")
def command(
    daily: bool, weekly: bool, since: str, as_html: bool, as_json: bool, save: bool, utc: bool
) -> None:
    """Say what was blocked, asked about, risky and new, and whether the record is whole.

    Have it made every day or week: assent init --digest.
    """
    at = state.paths()
    refuse(_meaningless(since, daily=daily, weekly=weekly, as_html=as_html, as_json=as_json, save=save))
    refuse([each for each in [owners.visiting(at) if save else None] if each])
    every = app.WEEKLY if weekly else app.DAILY
    utc = filters.in_utc(at, utc=utc)
    try:
        found = _gathered(at, every, since, save=save, utc=utc)
    except StoreError as mistake:
        refuse([mistake.problem])
        return
    clock = Clock(found.until, utc=utc)
    if save:
        _keep(at, every, found, clock)
    if as_json:
        data(found)
    elif as_html:
        click.echo(page(app.from_home(found, at.home), clock), nl=False)
    else:
        for line in markdown(app.from_home(found, at.home), clock).splitlines():
            say(line, hang=ITEM if line.startswith("- ") else 0)


def _meaningless(
    since: str, *, daily: bool, weekly: bool, as_html: bool, as_json: bool, save: bool
) -> list[Problem]:
    """Options that have no meaning beside others."""
    span = "--weekly" if weekly else "--daily"
    wrong = (
        (daily and weekly, "--daily", "is another span than --weekly"),
        (since and (daily or weekly), "--since", f"is another span than {span}"),
        (as_html and as_json, "--html", "is another form than --json"),
        (since and save, "--since", "cannot go with --save: it begins where the last one ended"),
    )
    return [Problem(where, what, "leave one of them out") for found, where, what in wrong if found]


def _gathered(at: Paths, every: str, since: str, *, save: bool, utc: bool) -> Digest:
    asked = decided.Asked(since=since, utc=utc)
    with contextlib.closing(counting.known(at)) as db:
        due.quietly(at)  # the logs are read by now: a refusal in them counts
        until = now()
        wanted = asked.wanted(db, at.home, until)
        refuse(asked.problems)
        begun = wanted.since or app.begins(every, until, app.last_saved(at, every) if save else "")
        return app.gathered(db, at, Scope(until, begun, until), thorough=every == app.WEEKLY)


def _keep(at: Paths, every: str, found: Digest, clock: Clock) -> None:
    """Keeps it where the next one looks for it; what cannot be kept is said, and told all the same."""
    path = app.saved_as(at, every, found.until)
    found = app.from_home(found, at.home)
    try:
        files.replace(path, markdown(found, clock))
        files.replace(path.with_suffix(".html"), page(found, clock))
    except OSError as problem:
        refuse(
            [
                Problem(
                    str(path),
                    f"cannot be written: {problem.strerror}",
                    "is the disk full? look: assent status",
                )
            ]
        )
    error(f"Kept as {short(str(path))}, and as a page beside it.")
