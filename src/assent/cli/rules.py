"""`assent rules`: what is in force here, and every way to change it by hand."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assent.analytics import base, provenance
from assent.analytics.scope import Scope
from assent.app import amend
from assent.app.rules import declare, in_force
from assent.app.rules import listed as app
from assent.cli import broken, restored, rule_page, rule_table
from assent.cli import rule_words as words
from assent.cli.give import Wish, give, options, tell
from assent.cli.learn import command as learn
from assent.cli.opened import folder, looking, opened, place_of
from assent.cli.output import console, data, refuse, say
from assent.cli.trust import distrust, trust
from assent.cli.verbs import Verbs
from assent.core.problem import Problem
from assent.policy.layers import LAYERS
from assent.store import decisions
from assent.store import rules as store
from assent.store.record import now
from assent.store.rules import GRANTED

if TYPE_CHECKING:
    from collections.abc import Sequence


HISTORY = 6  # columns of a change's number


@click.group(name="rules", cls=Verbs, invoke_without_command=True)
@click.pass_context
def command(context: click.Context) -> None:
    """List, add, remove, switch, test and undo rules. Without a command: list."""
    if context.invoked_subcommand is None:
        context.invoke(list_)


# ------------------------------------------------------------------------------------------------ looking


@command.command(name="list")
@click.option("--layer", type=click.Choice(LAYERS), help="Only rules of this layer.")
@click.option("--project", "project_dir", metavar="DIR", help="As in this project (default: here).")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
def list_(layer: str | None = None, project_dir: str | None = None, as_json: bool = False) -> None:
    """Every rule here, also those switched off.

    Each with its id, verdict, patterns, how far it reaches, where it comes from, and whether it counts.
    """
    refuse(folder(project_dir))
    with looking() as (at, db):
        place = place_of(at, project_dir)
        found = app.listed(at, db, place)
        elsewhere = [each for each in app.granted(db) if each.project not in ("", place.key)]
        wrong = in_force.problems(at, place)
    found = [each for each in found if layer in (None, each.layer)]
    if as_json:
        data([each.as_json() for each in found])
        return
    _table(found, layer)
    if elsewhere and layer in (None, GRANTED):
        say(words.elsewhere(elsewhere))
    broken.tell(wrong)


def _table(found: Sequence[app.Listed], layer: str | None) -> None:
    if not found:
        say(f"No {words.SOURCES[layer]} rules here." if layer else "No rules here.")
        return
    screen = console()
    for line, style in rule_table.table(found, screen.width if screen.is_terminal else None):
        say(line, style=style)
    say()
    for line in rule_table.legend(found):
        say(line)


@command.command()
@click.argument("rule")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
def show(rule: str, as_json: bool) -> None:
    """One rule in full.

    It is shown as a paragraph of a policy file, with where it came from, its history, and how often it decided.
    """
    with looking() as (at, db):
        here = app.listed(at, db, place_of(at))
        ids, problems = app.pick(db, [rule], "show")
        refuse(problems)
        found = [each for each in here if each.id == ids[0]]
        found = found or [each for each in app.granted(db) if each.id == ids[0]]
        refuse([] if found else [Problem("rules show", f"rule {ids[0]} holds in another project", "")])
        decisions.import_record(db, at)
        times, last = decisions.counted(db, ids[0])
        past = store.history(db, ids[0])
        grants = [each for each in base.ask(db, provenance, Scope(now())).records() if each["rule"] == ids[0]]
    if as_json:
        shown = [each.as_json() for each in found]
        changes = [asdict(each) for each in past]
        told = {"decided": times, "last": last or None, "history": changes, "provenance": grants}
        data({"rules": shown, **told})
        return
    rule_page.show(found, times, last, past, grants)


@command.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
def test(files: tuple[Path, ...], as_json: bool) -> None:
    """Run the examples of all rules here, or of FILES.

    Exit 1 when one fails.
    """
    wrong: list[Problem] = []
    if files:
        done, problems = declare.test_files(files)
        refuse(problems)
    else:
        with looking() as (at, db):
            done = declare.test_listed(app.listed(at, db, place_of(at)))
            wrong = in_force.problems(at, place_of(at))
    if as_json:
        data(done.as_json())
    else:
        for problem in done.failed:
            say(str(problem), style="red")
        told = f"{len(done.failed)} failed" if done.failed else "all hold"
        say(f"{done.rules} rules, {done.examples} examples: {told}")
        if done.bare:
            say(f"Without examples: {', '.join(done.bare)}")
    broken.tell(wrong)
    if done.failed or wrong:
        raise click.exceptions.Exit(1)


@command.command()
@click.argument("rule", default="")
@click.option("-n", "limit", default=20, show_default=True, type=click.IntRange(1), help="How many.")
@click.option("--utc", is_flag=True, help="Times in UTC instead of local time.")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
def history(rule: str, limit: int, utc: bool, as_json: bool) -> None:
    """What was changed, by whom and why, newest last.

    With RULE, only the changes of that rule.
    """
    with looking() as (at, db):
        ids = [rule]
        if rule and not store.history(db, rule, 1):
            ids, problems = app.pick(db, [rule], "history")
            refuse(problems)
        past = store.history(db, ids[0], limit)
        names = {} if as_json else {each.id: each.name for each in app.listed(at, db, place_of(at))}
    if as_json:
        data([asdict(each) for each in past])
        return
    for each in reversed(past):
        say(words.change(each, utc=utc, name=names.get(each.rule, "")), hang=HISTORY)
    if not past:
        say("Nothing was changed yet.")


# ------------------------------------------------------------------------------------------------ giving


@command.command()
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


@command.command()
@click.argument("patterns", nargs=-1, metavar="PATTERN...")
@options
def deny(patterns: tuple[str, ...], **given: Any) -> None:
    """Refuse these calls, whatever allows them."""
    give(Wish(patterns, "deny", **given))


@command.command()
@click.argument("patterns", nargs=-1, metavar="PATTERN...")
@options
def ask(patterns: tuple[str, ...], **given: Any) -> None:
    """Ask about these calls, whatever allows them."""
    give(Wish(patterns, "ask", **given))


# ------------------------------------------------------------------------------------------------ changing


@command.command()
@click.argument("rules", nargs=-1, required=True, metavar="RULE...")
def remove(rules: tuple[str, ...]) -> None:
    """Take granted rules away, by id or name."""
    with opened() as (at, db):
        entries, problems = amend.removing(db, rules)
        refuse(problems)
        told = {each.id: words.line(each, state=False) for each in app.granted(db)}
        outcome = amend.carry_out(at, db, entries)
    for each in outcome.changed:
        say(f"Removed {told[each]}")
    tell(outcome)


@command.command()
@click.argument("rules", nargs=-1, required=True, metavar="RULE...")
def enable(rules: tuple[str, ...]) -> None:
    """Switch rules on again.

    A rule that was suspended comes back when its examples hold again.
    """
    _switch(rules, on=True)


@command.command()
@click.argument("rules", nargs=-1, required=True, metavar="RULE...")
def disable(rules: tuple[str, ...]) -> None:
    """Switch rules off without losing them.

    That goes for declared and shipped rules too. A rule of the whole machine is changed only in its own file.
    """
    _switch(rules, on=False)


def _switch(given: Sequence[str], *, on: bool) -> None:
    word = "on" if on else "off"
    with opened() as (at, db):
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


@command.command()
@click.argument("change", required=False, metavar="[NUMBER|RULE]")
@click.option("--to", "point", metavar="NUMBER|30d|DAY|TIME", help="All rules as they were then.")
@click.option("--dry-run", is_flag=True, help="With --to: only say what would change.")
@click.option("--utc", is_flag=True, help="Times in UTC instead of local time, also the one given.")
def undo(change: str | None, point: str | None, dry_run: bool, utc: bool) -> None:
    """Take back a change, or all since a point.

    Without a word the latest; or that of a NUMBER in `assent rules history`; or the latest of a RULE. With --to every
    rule stands again as it did after that change or at that time; what was done since stays in the history.
    """
    if point is not None:
        twice = Problem("rules undo", f"{change!r} and --to exclude each other", "give one of them")
        refuse([twice] if change else [])
        restored.run(point, dry_run=dry_run, utc=utc)
        return
    alone = Problem("--dry-run", "goes with --to alone", "see what would be undone: assent rules history")
    refuse([alone] if dry_run else [])
    with opened() as (at, db):
        entry, problems = amend.undoing(db, change)
        refuse(problems)
        past = {each.entry: each for each in store.history(db, limit=100_000)}
        outcome = amend.carry_out(at, db, [entry] if entry else [])
    if entry:
        say(f"Undone: {words.change_said(past[entry['of']])}")
    tell(outcome)


command.add_command(trust)
command.add_command(distrust)
command.add_command(learn, "learn")
