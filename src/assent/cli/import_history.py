"""`assent import audit-jsonl`: the calls of an exported record, counted as decided by whom it names."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from assent.app import moments
from assent.app.imported import audit_lines, history
from assent.app.learn import ingest
from assent.app.learn.described import described
from assent.cli import reading
from assent.cli.opened import opened
from assent.cli.output import data, refuse, say
from assent.cli.sources import short
from assent.core.amounts import counted
from assent.core.problem import Problem
from assent.store import decisions
from assent.store.db import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable

    from assent.app.imported.history import History, Taken

    Command = TypeVar("Command", bound=Callable[..., Any])


def options(command: Command) -> Command:
    """Whether it is done, for a command that takes something over."""
    dry = click.option("--dry-run", is_flag=True, help="Only show what would be done, as without --apply.")
    do = click.option(
        "--apply", "apply", is_flag=True, help="Do it; without this, only show what would be done."
    )
    return do(dry(command))


def at_odds(*, apply: bool, dry_run: bool) -> list[Problem]:
    """Options that do not go together."""
    return [Problem("--dry-run", "cannot go with --apply", "give one of them")] if apply and dry_run else []


@click.command(name="audit-jsonl", short_help="Take over the calls of an exported record.")
@click.argument("file", metavar="FILE")
@options
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
def command(file: str, apply: bool, dry_run: bool, as_json: bool) -> None:
    """Take over the calls of a record that `assent export --format audit-jsonl` wrote.

    They are counted as decided by whom the record names, and teach nothing. Sessions that the record here or the
    agent's own logs tell of are left out. A second time changes nothing.
    """
    refuse(at_odds(apply=apply, dry_run=dry_run))
    found = _read(Path(file))
    past = take_over(found) if apply else None
    if as_json:
        data({"file": file, "history": in_json(found, past)})
        return
    say(seen(found), hang=2)
    again = f"assent import audit-jsonl {short(file)} --apply"
    say(told(past) if past else f"Nothing was changed. To take them over: {again}", hang=2)


def _read(path: Path) -> History:
    """The calls in a file; what is no record of ours is refused."""
    found = history.History()
    try:
        with path.open("rb") as given:
            found = audit_lines.read(history.lines_of(given))
    except OSError as error:
        refuse([Problem(str(path), f"cannot be read: {error.strerror}", "name a file that was exported")])
    if not found.calls:
        hint = "write one with: assent export --format audit-jsonl FILE"
        refuse([Problem(str(path), "holds no line of an exported record", hint)])
    return found


def take_over(found: History) -> Taken:
    """Takes the calls over, the agent's own logs first: what they tell of is not counted twice."""
    past = history.Taken()
    try:
        with opened() as (at, db):
            decisions.import_record(db, at)
            reading.read(db, ingest.log_folders(at.home, os.environ), at.home, described(at, db))
            past = history.keep(db, at.home, found.calls)
    except StoreError as problem:
        refuse([problem.problem])
    return past


def seen(found: History) -> str:
    """What a log tells, in one line."""
    counts = ", ".join(f"{count} {word}" for word, count in found.decisions.most_common())
    broken = f", {found.broken} of them broken" if found.broken else ""
    when = f" from {_when(found.first)} to {_when(found.last)}" if found.first else ""
    lines = f"History: {counted(found.lines, 'line')}{broken}, {counted(len(found.calls), 'call')}{when}"
    return f"{lines}: {counts}" if counts else lines


def _when(ts: str) -> str:
    """A moment in the time of this place, to the minute."""
    day, time = moments.shown(ts, utc=False)
    return f"{day} {time[:5]}"


def told(past: Taken) -> str:
    """What came of taking calls over, in one line."""
    more = [f"{past.known} are there already"] if past.known else []
    if past.told:
        more.append(f"{past.told} are of sessions that are known from the agent's logs or the record")
    return "; ".join([f"History: {counted(past.new, 'call')} taken over", *more])


def in_json(found: History, past: Taken | None) -> dict[str, Any]:
    """Both, for programs."""
    return {
        "lines": found.lines,
        "broken": found.broken,
        "calls": len(found.calls),
        "first": found.first or None,
        "last": found.last or None,
        "decisions": dict(found.decisions),
        "taken": None if past is None else {"new": past.new, "known": past.known, "told": past.told},
    }
