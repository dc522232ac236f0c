"""`assent rules add`, `deny`, `ask`, `remove`, `enable`, `disable` and `undo`: rules given, taken away, switched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from assent.app import amend
from assent.app.rules import listed as app
from assent.app.upkeep import due
from assent.cli import filters, restored, way_back
from assent.cli import rule_words as words
from assent.cli.give import Wish, give, options, tell
from assent.cli.opened import opened, place_of
from assent.cli.output import refuse, say
from assent.core.problem import Problem
from assent.store import rules as store

if TYPE_CHECKING:
    from collections.abc import Sequence


@click.command()
@click.argument("rules", nargs=-1, metavar="RULE...")
@click.option("--within", multiple=True, metavar="EFFECTS", help="The effects an allow may have: a,b,c.")
@click.option(
    "--to", multiple=True, metavar="NAMES", help="The remotes, hosts or servers an allow may reach: a,b,c."
)
@options
def add(rules: tuple[str, ...], **given: Any) -> None:
    """Give rules that hold from now on.

    RULE is "allow Bash(npm test:*)"; or allow, ask or deny with patterns behind it; or a pattern alone, for an allow.
    """
    give(Wish(rules, "", **given))


@click.command()
@click.argument("patterns", nargs=-1, metavar="PATTERN...")
@options
def deny(patterns: tuple[str, ...], **given: Any) -> None:
    """Refuse these calls, whatever allows them."""
    give(Wish(patterns, "deny", **given))


@click.command()
@click.argument("patterns", nargs=-1, metavar="PATTERN...")
@options
def ask(patterns: tuple[str, ...], **given: Any) -> None:
    """Ask about these calls, whatever allows them."""
    give(Wish(patterns, "ask", **given))


@click.command()
@click.argument("rules", nargs=-1, required=True, metavar="RULE...")
def remove(rules: tuple[str, ...]) -> None:
    """Take granted rules away, by id or name."""
    with opened() as (at, db):
        entries, problems = amend.removing(db, rules)
        refuse(problems)
        held = {each.id: each for each in app.granted(db)}
        before = store.number_at(db, "9")
        outcome = amend.carry_out(at, db, entries)
    for each in outcome.changed:
        say(f"Removed {words.line(held[each], state=False)}", hang=2)
    tell(outcome)
    if outcome.changed:
        families = [held[each].family for each in outcome.changed]
        for text in way_back.told(outcome.changed, families, before, verb="bring"):
            say(text)


@click.command()
@click.argument("rules", nargs=-1, required=True, metavar="RULE...")
def enable(rules: tuple[str, ...]) -> None:
    """Switch rules on again.

    A rule that was suspended comes back when its examples hold again. For one that rests (dormant, expired, or
    suspended since you refused such a call) this is the new yes.
    """
    _switch(rules, on=True)


@click.command()
@click.argument("rules", nargs=-1, required=True, metavar="RULE...")
def disable(rules: tuple[str, ...]) -> None:
    """Switch rules off without losing them.

    That goes for declared and shipped rules too. A rule of the whole machine is changed only in its own file.
    """
    _switch(rules, on=False)


def _switch(given: Sequence[str], *, on: bool) -> None:
    word = "on" if on else "off"
    with opened() as (at, db):
        if on:  # what is due by now is written down first, so that it is this that is taken back
            due.carry_out(at, db)
        entries, problems = amend.switching(db, given, on=on)
        refuse(problems)
        outcome = amend.carry_out(at, db, entries)
        found = {each.id: each for each in app.listed(at, db, place_of(at))}
    for each in outcome.changed:
        say(f"Switched {word}: {words.named(found[each]) if each in found else each}")
    for each in outcome.changed:
        say(
            f"To take it back: assent rules {'disable' if on else 'enable'} {words.called(each, found.values())}"
        )
    if not outcome.changed:
        say(f"Switched {word} already; nothing was changed.")
    tell(outcome)


@click.command()
@click.argument("change", required=False, metavar="[NUMBER|RULE]")
@click.option("--to", "point", metavar="NUMBER|30d|DAY|TIME", help="All rules as they were then.")
@click.option("--dry-run", is_flag=True, help="With --to: only say what would change.")
@filters.options("utc", utc=f"{filters.UTC}, also the one given.")
def undo(change: str | None, point: str | None, dry_run: bool, utc: bool) -> None:
    """Take back a change, or all since a point.

    Without a word the latest; or that of a NUMBER in `assent rules history`; or the latest of a RULE or of a family, of
    all its rules that changed together. With --to every rule stands again as it did after that change or at that time;
    what was done since stays in the history.
    """
    if point is not None:
        twice = Problem("rules undo", f"{change!r} and --to exclude each other", "give one of them")
        refuse([twice] if change else [])
        restored.run(point, dry_run=dry_run, utc=utc)
        return
    alone = Problem("--dry-run", "goes with --to alone", "see what would be undone: assent rules history")
    refuse([alone] if dry_run else [])
    with opened() as (at, db):
        entries, problems = amend.undoing_family(db, change)
        refuse(problems)
        past = {each.entry: each for each in store.history(db, limit=100_000)}
        outcome = amend.carry_out(at, db, amend.with_replaced(db, entries))
    for entry in entries:
        say(f"Undone: {words.change_said(past[entry['of']])}", hang=2)
    for other in outcome.changed:
        if other not in {entry["rule_id"] for entry in entries}:
            say(f"Brought back, which it had replaced: {other}")
    tell(outcome)
