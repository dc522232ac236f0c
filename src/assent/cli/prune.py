"""`assent rules prune`: the granted rules that do nothing any more, named, and taken away after a yes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from assent.app import amend
from assent.app.audit import prune as app
from assent.app.upkeep import due
from assent.cli import dialogue
from assent.cli import rule_words as words
from assent.cli.give import tell
from assent.cli.opened import opened, place_of
from assent.cli.output import data, refuse, say
from assent.cli.sources import project
from assent.core.amounts import counted
from assent.core.problem import Problem
from assent.core.redact.text import redact
from assent.learning.review import NO, YES
from assent.store import decisions, rules

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from assent.app.audit.prune import Idle
    from assent.store.paths import Paths

ALL = {YES: "take them all away", NO: "leave them all", dialogue.EACH: "review: decide on each"}
ONE = {YES: "take it away", NO: "leave it"}
WHY = 4


@click.command(name="prune")
@click.option("--dry-run", is_flag=True, help="Only say what would be taken away.")
@click.option("--yes", "-y", "sure", is_flag=True, help="Take them away without asking.")
@click.option(
    "--json", "as_json", is_flag=True, help="JSON instead of text; takes nothing away without --yes."
)
def command(dry_run: bool, sure: bool, as_json: bool) -> None:
    """Take away granted rules that do nothing any more.

    Dormant and expired ones of every project; here also doubled ones, ones that a wider or stricter rule makes idle,
    and ones that no call can meet. Nothing is allowed afterwards that was not allowed before.
    """
    refuse([Problem("--yes", "cannot go with --dry-run", "give one of them")] if dry_run and sure else [])
    with opened() as (at, db):
        decisions.import_record(db, at)
        due.carry_out(at, db)
        found = app.idle(at, db, place_of(at))
        if as_json:
            _as_json(at, db, found, sure=sure)
            return
        if not found:
            say("Every granted rule here does something; nothing was changed.")
            return
        _show(found)
        _remove(at, db, _chosen(found, sure=sure, dry_run=dry_run), dry_run=dry_run)


def _as_json(at: Paths, db: sqlite3.Connection, found: Sequence[Idle], *, sure: bool) -> None:
    before = rules.number_at(db, "9")
    outcome = amend.carry_out(at, db, app.removing(db, found)) if sure and found else None
    told = [
        {
            "id": each.listed.id,
            "verdict": each.listed.verdict,
            "patterns": [redact(text) for text in each.listed.patterns],
            "project": each.listed.project or None,
            "kind": each.kind,
            "why": redact(each.why),
        }
        for each in found
    ]
    undo = f"assent rules undo --to {before}" if outcome and outcome.changed else None
    data({"rules": told, "removed": outcome.changed if outcome else [], "undo": undo})


def _show(found: Sequence[Idle]) -> None:
    kind = ""
    for each in sorted(found, key=lambda one: one.kind):
        if each.kind != kind:
            kind = each.kind
            say(HEADS[kind], style="bold")
        where = f"  in {project(each.listed.project)}" if each.listed.project else ""
        say(f"- {words.named(each.listed)}{where}", style="red", hang=WHY)
        say(f"    {redact(each.why)}", hang=WHY)


HEADS = {
    app.EXPIRED: "Over",
    app.DORMANT: "Not used for 60 days",
    app.DUPLICATE: "Said twice",
    app.SUBSUMED: "Changes nothing beside another rule",
    app.NEVER: "Met by no call",
}


def _chosen(found: Sequence[Idle], *, sure: bool, dry_run: bool) -> Sequence[Idle]:
    if sure or dry_run:
        return found if sure else []
    if not dialogue.at_terminal():
        return []
    one = len(found) == 1
    question = "Take it away? [y/n]" if one else f"Take these {len(found)} away? [y/n/review each]"
    key = dialogue.ask(question, ONE if one else ALL)
    if key != dialogue.EACH:
        return found if key == YES else []
    chosen = []
    for each in found:
        say(f"- {words.named(each.listed)}", hang=WHY)
        key = dialogue.ask("  Take it away? [y/n]", ONE)
        if not key:
            return []  # the end of input, or Ctrl-C: nothing was said yet
        chosen += [each] if key == YES else []
    return chosen


def _remove(at: Paths, db: sqlite3.Connection, chosen: Sequence[Idle], *, dry_run: bool) -> None:
    if not chosen:
        hint = "" if dialogue.at_terminal() and not dry_run else " To do it: assent rules prune --yes"
        say(f"Nothing was changed.{hint}")
        return
    before = rules.number_at(db, "9")
    outcome = amend.carry_out(at, db, app.removing(db, chosen))
    say(
        f"Took {counted(len(outcome.changed), 'rule')} away. To take that back: assent rules undo --to {before}"
    )
    tell(outcome)
