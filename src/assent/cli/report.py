"""`assent report`: one page that says what rules there are, what they did, and where everything lies."""

from __future__ import annotations

import contextlib
import shlex
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assent.analytics.scope import Scope
from assent.app import decided, files, state
from assent.app import report as app
from assent.app.rules import in_force, listed
from assent.cli import counting, filters
from assent.cli.opened import place_of
from assent.cli.output import data, refuse, say
from assent.cli.rule_words import far
from assent.cli.sources import short
from assent.core.problem import Problem
from assent.documents.report.page import page
from assent.documents.words import Clock
from assent.store import owners
from assent.store.db import StoreError
from assent.store.record import now

if TYPE_CHECKING:
    from assent.app.rules.listed import Listed
    from assent.documents.report.facts import Report
    from assent.store.paths import Paths

NAME = "report.html"
STDOUT = "-"


@click.command(name="report")
@click.option("--html", "html", is_flag=False, flag_value="", default=None, metavar="[FILE]",
              help="Where the page goes, - for standard output (default: a file beside the record).")  # fmt: skip
@click.option("--since", default="30d", show_default=True, metavar="30d|DAY|TIME", help="Calls from then on.")
@filters.options("utc", utc=f"{filters.UTC}.")
@click.option("--json", "as_json", is_flag=True, help="The same as JSON, and no page.")
def command(html: str | None, since: str, utc: bool, as_json: bool) -> None:
    """Make a page of all rules, what each did, the calls by day, and where everything lies.

    One file that loads nothing: open it in a browser, print it, hand it on. Rules are those in force here and those
    granted elsewhere.
    """
    if as_json and html is not None:
        refuse([Problem("--html", "makes a page, and --json makes none", "leave one of them out")])
    at = state.paths()
    utc = filters.in_utc(at, utc=utc)
    try:
        found = _gathered(at, since, utc=utc)
    except StoreError as error:
        refuse([error.problem])
        return
    if as_json:
        data(found)
        return
    text = page(found, Clock(found.made, utc=utc))
    if html == STDOUT:
        click.echo(text, nl=False)
    else:
        path = Path(html).absolute() if html else Path(at.state) / NAME
        say(f"Wrote {short(str(write(at, path, text, named=bool(html))))}")


def _gathered(at: Paths, since: str, *, utc: bool) -> Report:
    asked = decided.Asked(since=since, utc=utc)
    with contextlib.closing(counting.known(at)) as db:
        made = now()
        wanted = asked.wanted(db, at.home, made)
        refuse(asked.problems)
        place = place_of(at)
        in_force.policy(place, at)
        rules = listed.listed(at, db, place)
        rules += [each for each in listed.granted(db) if each.project not in ("", place.key)]
        return app.gathered(db, at, place, rules, Scope(made, wanted.since), _reach)


def write(at: Paths, path: Path, text: str, *, named: bool) -> Path:
    """The file, written whole or not at all, for its owner alone where it is new. The folder of one that somebody named
    must be there: a name written wrong makes none."""
    visited = owners.visiting(at)
    refuse([visited] if visited else [])
    path = path.resolve()
    if named and not path.parent.is_dir():
        refuse(
            [
                Problem(
                    str(path),
                    "its folder does not exist",
                    f"make it first: mkdir -p {shlex.quote(str(path.parent))}",
                )
            ]
        )
    if path.exists() and not path.is_file():
        refuse([Problem(str(path), "is no ordinary file", "name a file, or - for standard output")])
    try:
        files.replace(path, text)
    except OSError as error:
        refuse([Problem(str(path), f"cannot be written: {error.strerror}", "name another file: --html FILE")])
    return path


def _reach(each: Listed) -> str:
    """How far a rule goes; in which project is told beside it."""
    return far(replace(each, project=""))
