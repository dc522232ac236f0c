"""`assent log`: the recorded decisions with what became of each, newest last."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import click

from assent.app import decided, outcomes
from assent.app.config import in_force as config
from assent.app.rules import in_force
from assent.cli import rows
from assent.cli.output import console, data, refuse, say, verdict_style
from assent.core.decision import ALLOW, ASK, DENY
from assent.store import decisions
from assent.store.db import StoreError
from assent.store.decisions import SILENT
from assent.store.record import now

if TYPE_CHECKING:
    import sqlite3

    from assent.app.outcomes import Outcome
    from assent.store.paths import Paths

NOTHING = (
    "Nothing is recorded yet. Decisions appear once an agent runs with the hook (assent init); is it there: "
    "assent status"
)


@click.command(name="log")
@click.option("-n", "--limit", default=20, show_default=True, type=click.IntRange(1), help="How many.")
@click.option("--since", default="", metavar="30d|DAY|TIME", help="Only from then on.")
@click.option("--until", default="", metavar="30d|DAY|TIME", help="Only up to then.")
@click.option("--project", default="", metavar="DIR|NAME", help="Only calls of this project.")
@click.option("--tool", default="", metavar="NAME", help="Only calls of this tool; * stands for anything.")
@click.option("--verdict", default="", type=click.Choice(("", ALLOW, ASK, DENY, SILENT)),
              metavar="allow|ask|deny|silent", help="Only these; silent: no rule spoke.")  # fmt: skip
@click.option("--rule", default="", metavar="NAME|ID", help="Only what this rule decided.")
@click.option("--session", default="", metavar="PREFIX", help="Only sessions whose id begins so.")
@click.option("--utc", is_flag=True, help="Times in UTC instead of local time, also those given.")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text, newest first.")
def command(limit: int, as_json: bool, **filters: Any) -> None:
    """List recorded decisions and what became of each call.

    A decision is named by its short id: assent why ID.
    """
    at = in_force.paths()
    filters["utc"] = filters["utc"] or config.settings(at)["log.utc"]
    asked = decided.Asked(**filters)
    try:
        with contextlib.closing(recorded(at)) as db:
            known = decisions.total(db)
            found = _found(db, asked, at, limit) if known else []
    except StoreError as error:
        refuse([error.problem])
        return
    if as_json:
        data([decided.as_json(entry, outcome.as_json()) for entry, outcome in found])
    elif found:
        show([rows.row(entry, outcome, utc=asked.utc) for entry, outcome in reversed(found)])
    else:
        say(_none(known, asked))


def recorded(at: Paths) -> sqlite3.Connection:
    """The database with all that the record tells by now. Raises StoreError."""
    db = in_force.looked(at)
    try:
        in_force.tidy_record(at)
        decisions.import_record(db, at)
    except BaseException:
        db.close()
        raise
    return db


def _found(
    db: sqlite3.Connection, asked: decided.Asked, at: Paths, limit: int
) -> list[tuple[dict[str, Any], Outcome]]:
    wanted = asked.wanted(db, at.home, now())
    refuse(asked.problems)
    entries = decisions.select(db, wanted, limit)
    return list(zip(entries, outcomes.of(db, entries), strict=True))


def _none(known: int, asked: decided.Asked) -> str:
    if not known:
        return NOTHING
    several = f"None of {known} recorded decisions is" if known > 1 else "The one recorded decision is not"
    return f"{several} like that: {asked.words()}"


def show(found: list[rows.Row]) -> None:
    """The rows as a table, as wide as the terminal; whole for a pipe."""
    screen = console()
    for line, verdict in rows.table(found, screen.width if screen.is_terminal else None):
        say(line, style=verdict_style(verdict) if verdict else "bold")
