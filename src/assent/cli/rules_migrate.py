"""`assent rules migrate`: rules of one project made rules of all, where the answers bear them out; shown first."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from assent.app import amend
from assent.app.config import in_force as config
from assent.app.learn import adopt, ingest, lesson
from assent.app.learn import migrate as app
from assent.app.learn.answers import Window
from assent.app.learn.described import described
from assent.cli import reading
from assent.cli.give import tell
from assent.cli.opened import folder, opened, place_of
from assent.cli.output import data, error, refuse, say
from assent.cli.sources import short
from assent.core.amounts import counted
from assent.core.problem import Problem
from assent.learning.gates import reached
from assent.store import events, rules
from assent.store.record import now

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from assent.app.amend import Outcome
    from assent.app.learn.migrate import Move
    from assent.store.paths import Paths


@click.command()
@click.option("--dry-run", is_flag=True, help="Only show it (what is done without --execute too).")
@click.option("--execute", is_flag=True, help="Do it.")
@click.option("--project", metavar="DIR", help="Only the rules of this project.")
@click.option("--as-of", metavar="TIME", help="By the answers until then (default: now).")
@click.option("--remove-from-project", is_flag=True, help="Also take entries out of the projects' settings.")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
def migrate(
    *,
    dry_run: bool,
    execute: bool,
    project: str | None,
    as_of: str | None,
    remove_from_project: bool,
    as_json: bool,
) -> None:
    """Make rules of a project rules of all, where your answers in other projects bear them out.

    These are granted allow rules of projects, and allow entries that people wrote into the agent's settings there.
    Shown first; changed with --execute only.
    """
    twice = [Problem("--dry-run", "cannot go with --execute", "give one of them")]
    until = lesson.moment(as_of) if as_of else now()
    no_time = [Problem(f"--as-of {as_of}", "is no time", "for example 2026-11-16T00:00:00Z")]
    refuse([*folder(project), *(twice if dry_run and execute else []), *([] if until else no_time)])
    with opened() as (at, db):
        refuse(config.problems(at))
        learned = _learned(at, db, Window(until or now(), is_now=as_of is None))
        roots = _roots(at, db, project)
        moves = app.plan(db, at, learned, roots)
        before = rules.number_at(db, "9")
        outcome = _carry_out(at, db, moves, whole=remove_from_project) if execute else None
    if as_json:
        data({"executed": execute, "moves": [each.as_json() for each in moves]})
        return
    _tell(moves, roots, execute=execute, whole=remove_from_project)
    if outcome is not None and outcome.changed:
        say(f"To take it back: assent rules undo --to {before}")
    if outcome is not None:
        tell(outcome)


def _roots(at: Paths, db: sqlite3.Connection, project: str | None) -> dict[str, str]:
    """Key → root of the projects whose rules are looked at: the named one, else this one and all that were met."""
    if project is not None:
        place = place_of(at, project)
        return {place.key: place.root}
    here = place_of(at)
    known = {key: root for key, (root, _) in sorted(events.projects(db).items())}
    return {here.key: here.root, **known} if here.root else known


def _learned(at: Paths, db: sqlite3.Connection, window: Window) -> lesson.Lesson:
    """What all answers of the window teach."""
    reading.read(db, ingest.log_folders(at.home, os.environ), at.home, described(at, db))
    settings = config.settings(at)
    bar = lesson.Bar(settings["learn.floor"], adapts=settings["learn.adapt"])
    return lesson.learn(db, at, window, bar, os.environ)


def _carry_out(at: Paths, db: sqlite3.Connection, moves: Sequence[Move], *, whole: bool) -> Outcome:
    outcome = amend.carry_out(at, db, app.changes(db, moves, whole=whole))
    for each in moves if whole else ():
        for entry in each.entries if each.becomes else ():
            problem = adopt.take_out(at, entry.path, entry.text)
            if problem:
                error(str(problem))
    return outcome


def _tell(moves: Sequence[Move], roots: dict[str, str], *, execute: bool, whole: bool) -> None:
    moved = [each for each in moves if each.becomes]
    kept = [each for each in moves if not each.becomes]
    if not moves:
        say("There is no rule of a single project here: nothing to move.")
        return
    if moved:
        holds = "hold" if execute else "would hold"
        holds = f"{holds}s" if len(moved) == 1 and execute else holds
        say(
            f"{counted(len(moved), 'rule')} {holds} in all projects{' now' if execute else ''}:", style="bold"
        )
    for each in moved:
        _tell_move(each, roots, whole=whole)
    if kept:
        say(
            "These stay where they are:" if moved else "Nothing moves. These stay where they are:",
            style="bold",
        )
    for each in kept:
        where = ", ".join(short(roots.get(key) or key) for key in each.projects)
        say(f"  {each.title} in {where}: {each.why_not}", hang=4)
    if moved and not execute:
        say("Nothing was changed. To do it: assent rules migrate --execute")


def _tell_move(each: Move, roots: dict[str, str], *, whole: bool) -> None:
    if each.known:
        say(f"  = {each.text} (it does already)", hang=6)
    else:
        say(f"  + {each.text}", hang=6)
        say(f"      {_proof(each.evidence)}", hang=6, style="dim")
    gone = app.leaves(each, whole=whole)
    for key in each.projects if gone else ():
        say(f"  - {each.title} of {short(roots.get(key) or key)}", hang=6)
    for entry in each.entries:
        where = short(entry.path)
        if whole:
            say(f"  - {entry.text} in {where}", hang=6)
        else:
            say(f"    {entry.text} stays in {where}: --remove-from-project takes it out", hang=6)
    if each.wider and not gone and each.granted:
        say("    The rule of the project stays too, as it lets through more.", hang=6)


def _proof(evidence: dict[str, Any]) -> str:
    """What a move stands on, in one line."""
    answers = counted(evidence["approvals"], "approval")
    if evidence["denials"]:
        answers += f", {counted(evidence['denials'], 'denial')}"
    spread = f"{counted(evidence['sessions'], 'session')} on {counted(evidence['days'], 'day')}"
    where = counted(evidence["projects"], "project")
    return f"{answers} in {spread} in {where}; {reached(evidence['confidence'])} sure"
