"""`assent log`: the recorded decisions with what became of each, as a table, as JSON, or as they come."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import click

from assent.app import decided, outcomes, searching, state
from assent.app.exported.fields import all_flat
from assent.app.following import Following
from assent.cli import empty, filters, following, rows
from assent.cli.output import console, error, lines, page, refuse, say, verdict_style
from assent.cli.verbs import Lazy
from assent.core.problem import Problem
from assent.store import decisions
from assent.store.db import StoreError
from assent.store.record import now

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    from assent.store.decisions import Wanted
    from assent.store.paths import Paths

# What looks after the record itself.
COMMANDS = {
    "verify": ("log_verify", "Follow the record and name what was altered, removed or moved."),
    "prove": ("log_prove", "Print a proof, as JSON, that a decision is in the record."),
    "redact": ("log_redact", "Erase a text from record and database, wherever it stands."),
    "checkpoint": ("log_checkpoint", "Print the signed head of the tree over all sealed days."),
}
USUAL, PAGED, FOLLOWED = 20, 1000, 10  # how many are shown where nobody says how many
OLDER = "… the latest {}; older ones: assent log --until DAY, or -n with how many"


@click.group(name="log", cls=Lazy, table=COMMANDS, invoke_without_command=True)
@click.option(
    "-n",
    "--limit",
    type=click.IntRange(0),
    help="How many. [default: 20; as many as the pager takes at a terminal]",
)
@filters.options(*filters.DECISIONS)
@click.option(
    "-f", "--follow", is_flag=True, help="Go on and show what is decided from now on; Ctrl-C ends it."
)
@click.option("--no-pager", is_flag=True, help="Never through a pager.")
@filters.options("utc")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line instead of text, newest first.")
@click.pass_context
def command(
    context: click.Context, /, limit: int | None, follow: bool, no_pager: bool, as_json: bool, **wanted: Any
) -> None:
    """List recorded decisions and what became of each call; with a command, look after the record itself.

    A decision is named by its short id: assent why ID.
    """
    if context.invoked_subcommand:
        return
    at = state.paths()
    asked = filters.asked(at, wanted)
    refuse(_meaningless(asked, limit, follow=follow))
    if follow:
        _follow(at, asked, FOLLOWED if limit is None else limit, as_json=as_json)
        return
    paged = limit is None and not (as_json or no_pager) and console().is_terminal
    try:
        with contextlib.closing(recorded(at)) as db:
            known = decisions.newest(db) > 0
            entries = _found(db, asked, at, limit or (PAGED if paged else USUAL)) if known else []
            total = 0 if entries else decisions.total(db)
            if as_json:
                lines(all_flat(db, at, entries))
                return
            ends = outcomes.of(db, entries)
    except StoreError as error:
        refuse([error.problem])
        return
    if entries:
        _show([rows.row(*each, utc=asked.utc) for each in zip(entries, ends, strict=True)], paged=paged)
    else:
        say(empty.none("decision", asked.words(), any_known=bool(total)))


def _follow(at: Paths, asked: decided.Asked, first: int, *, as_json: bool) -> None:
    def wanted(db: sqlite3.Connection) -> Wanted:
        found = asked.wanted(db, at.home, now())
        refuse(asked.problems)
        return found

    search = asked.search()
    refuse(asked.problems)
    try:
        begun = Following(at, recorded, wanted, search)
    except StoreError as error:
        refuse([error.problem])
        return
    following.follow(begun, first, utc=asked.utc, as_json=as_json)


def _meaningless(asked: decided.Asked, limit: int | None, *, follow: bool) -> list[Problem]:
    """Options that have no meaning beside others."""
    found = []
    if follow and asked.until:
        found.append(Problem("--until", "ends what --follow would go on with", "leave one of them out"))
    if limit == 0 and not follow:
        found.append(
            Problem(
                "--limit 0", "shows nothing", "give a number from 1 on; with --follow 0 means: only new ones"
            )
        )
    return found


def recorded(at: Paths) -> sqlite3.Connection:
    """The database with all that the record tells by now. Raises StoreError."""
    db = state.looked(at)
    try:
        if freed := state.tidy_record(at):
            error(freed)
        decisions.import_record(db, at)
    except BaseException:
        db.close()
        raise
    return db


def _found(db: sqlite3.Connection, asked: decided.Asked, at: Paths, limit: int) -> list[dict[str, Any]]:
    """The latest decisions that were asked for, newest first."""
    wanted, search = asked.wanted(db, at.home, now()), asked.search()
    refuse(asked.problems)
    return searching.latest(db, wanted, search, limit)


def _show(found: list[rows.Row], *, paged: bool) -> None:
    """The rows, newest last, as a table as wide as the terminal; whole for a pipe. What does not fit on the screen goes
    through the pager, newest first: it begins at its first line."""
    screen = console()
    if not paged:
        show(found[::-1])
    elif len(made := rows.table(found[::-1], screen.width)) < screen.height:
        _print(made)
    else:
        more = [(OLDER.format(PAGED), "")] if len(found) == PAGED else []
        page(verdict_styled([*rows.table(found, screen.width), *more]))


def show(found: list[rows.Row]) -> None:
    """The rows as a table, as wide as the terminal; whole for a pipe."""
    screen = console()
    _print(rows.table(found, screen.cut_at))


def _print(made: list[tuple[str, str]]) -> None:
    for line, style in verdict_styled(made):
        say(line, style=style)


def verdict_styled(made: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The lines of a table with the colour of each."""
    return ((line, verdict_style(verdict) if verdict else "bold") for line, verdict in made)
