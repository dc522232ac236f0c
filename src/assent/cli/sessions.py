"""`assent sessions`: the sessions of the agents, one whole, or several beside each other."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import click

from assent.analytics.scope import Scope
from assent.app import sessions as app
from assent.app import state
from assent.cli import counting, empty, filters
from assent.cli import session_page as page
from assent.cli.output import console, data, refuse, say
from assent.cli.verbs import Verbs
from assent.core.problem import Problem
from assent.store.db import StoreError
from assent.store.record import now

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from assent.store.paths import Paths

_NUMBER = click.IntRange(1, 1000)
_SINCE, _UNTIL = "Only those that went on then or later.", "Only those that had begun by then."


class _Sessions(Verbs):
    """Takes the beginning of an id where others take a command."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            return "show", self.commands["show"], args
        return super().resolve_command(ctx, args)


@click.group(name="sessions", cls=_Sessions, invoke_without_command=True)
@click.option("-n", "--limit", default=20, show_default=True, type=_NUMBER, help="How many.")
@filters.options("since", "until", "project", "agent", "utc", since=_SINCE, until=_UNTIL)
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text, newest first.")
@click.pass_context
def command(context: click.Context, /, limit: int, as_json: bool, **given: Any) -> None:
    """List sessions, newest first; with an id (or its beginning), or `last`, show that one."""
    if context.invoked_subcommand is not None:
        return
    at = state.paths()
    with _looking(at) as db:
        asked = filters.asked(at, given)
        wanted = asked.wanted(db, at.home, now())
        refuse(asked.problems)
        scope = Scope(now(), wanted.since, wanted.until, "", wanted.projects, wanted.agent, limit)
        found = app.listed(db, scope)
        known = db.execute("SELECT count(*) FROM sessions").fetchone()[0]
        short = app.shorts(db, (each["session"] for each in found))
    if as_json:
        data([{**each, "short": short[each["session"]] or None} for each in found])
    elif found:
        screen = console()
        width = screen.cut_at
        for line, style in page.table(found, short, width, utc=asked.utc):
            say(line, style=style)
        for line in page.legend(next((each for each in short.values() if each), "last")):
            say(line)
    else:
        say(empty.none("session", asked.words(), any_known=bool(known)))


@command.command(short_help="One session: when, where, and what was decided.")
@click.argument("session")
@filters.options("utc", utc=f"{filters.UTC}.")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
def show(session: str, utc: bool, as_json: bool) -> None:
    """One session: when, where, what was said about its calls, what was refused and asked.

    SESSION is an id, the beginning of one, or `last`.
    """
    at = state.paths()
    (found,) = _pages(at, [session], "sessions")
    if as_json:
        data(found)
        return
    for name, text in page.whole(found, utc=filters.in_utc(at, utc=utc)):
        page.line(name, text)


@command.command()
@click.argument("sessions", nargs=-1, metavar="SESSION SESSION...")
@filters.options("utc", utc=f"{filters.UTC}.")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
def compare(sessions: tuple[str, ...], utc: bool, as_json: bool) -> None:
    """Two sessions or more, side by side.

    Each SESSION is an id, the beginning of one, or `last`.
    """
    few = Problem("sessions compare", "takes two sessions or more", "see their ids: assent sessions")
    refuse([few] if len(sessions) < 2 else [])
    at = state.paths()
    found = _pages(at, sessions, "sessions compare")
    if as_json:
        data(found)
        return
    screen = console()
    for text in page.beside(found, screen.cut_at, utc=filters.in_utc(at, utc=utc)):
        say(text)


def _pages(at: Paths, words: Sequence[str], where: str) -> list[dict[str, Any]]:
    with _looking(at) as db:
        named = [app.find(db, word, where) for word in words]
        refuse(list(dict.fromkeys(problem for _, problems in named for problem in problems)))
        ids = [session for session, _ in named]
        twice = [each for each in dict.fromkeys(ids) if ids.count(each) > 1]
        refuse(Problem(where, f"session {each} is named twice", "name another one") for each in twice)
        return [app.page(db, each, Scope(now(), session=each)) for each in ids]


@contextlib.contextmanager
def _looking(at: Paths) -> Iterator[sqlite3.Connection]:
    try:
        with contextlib.closing(counting.known(at)) as db:
            yield db
    except StoreError as problem:
        refuse([problem.problem])
