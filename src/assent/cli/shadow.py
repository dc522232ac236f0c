"""`assent shadow`: decide nothing and write down what would have been said; then see how often it would have been
wrong."""

from __future__ import annotations

import contextlib
import shlex
from typing import TYPE_CHECKING, Any

import click

from assent.app import moments, state
from assent.app.learn import native
from assent.app.shadow import report as app
from assent.app.shadow import switch
from assent.cli import counting, rows
from assent.cli.columns import lines
from assent.cli.opened import folder, looking, opened, place_of
from assent.cli.output import console, data, refuse, say
from assent.cli.sources import short
from assent.cli.verbs import Verbs
from assent.core.amounts import counted, percent
from assent.core.policy import HERE
from assent.core.problem import Problem
from assent.core.redact.text import redact
from assent.store import decisions
from assent.store import shadow as store
from assent.store.db import StoreError
from assent.store.record import now

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from assent.app.learn.native import Standing
    from assent.app.project import Project
    from assent.app.shadow.report import Figures, Report
    from assent.store.paths import Paths
    from assent.store.shadow import State

_PROJECT = click.option("--project", metavar="DIR", help="Only this project.")
MISTAKES = {
    "false_allows": ("Would have been allowed, and was refused", "allow"),
    "false_asks": ("Would have been asked about, and went ahead", "ask"),
    "false_denials": ("Would have been denied, and went ahead", "deny"),
}
MOST = 10  # rows of a table


@click.group(name="shadow", cls=Verbs, invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
@click.pass_context
def command(context: click.Context, /, as_json: bool) -> None:
    """Decide nothing and write down what would have been said, to see how often it would have been wrong.

    While shadow mode is on assent guards nothing: the agent and its own settings decide alone. Without a command: say
    whether it is on here.
    """
    if context.invoked_subcommand:
        if as_json:
            refuse(
                [
                    Problem(
                        "--json", "stands before the command", "write it behind: assent shadow report --json"
                    )
                ]
            )
        return
    with looking() as (at, db):
        held = switch.state(db, place_of(at))
    if as_json:
        data(
            {
                "on": bool(held.where),
                "where": held.where or None,
                "since": held.since or None,
                "live": list(held.live),
            }
        )
        return
    for text in _state(held):
        say(text)


def _state(held: State) -> list[str]:
    if not held.where:
        return ["Shadow mode is off: your rules decide."]
    day, time = moments.shown(held.since, utc=False)
    live = f" Of the rules {counted(len(held.live), 'decides', 'decide')} all the same." if held.live else ""
    return [
        f"Shadow mode is on {_where(held)} since {day} {time}: nothing is guarded.{live}",
        "What would have been said: assent shadow report; to end it: " + _off(held),
    ]


def _where(held: State) -> str:
    return "in this project" if held.where == HERE else "everywhere"


def _off(held: State) -> str:
    return "assent shadow off" + (" --project ." if held.where == HERE else "")


@command.command()
@_PROJECT
def on(project: str | None) -> None:
    """Decide nothing from now on, and write down what would have been said.

    What stands in the agent's own settings still holds, entries of ours too, and the managed policy of the machine;
    nothing else of ours does. A project is left alone only where the session began in it.
    """
    with opened() as (at, db):
        place = _place(at, project)
        changed = switch.switch(at, db, store.ON, place)
        held = switch.state(db, place)
        left = native.standing(at, db, place)
    if not changed:
        say("Shadow mode is on already; nothing was changed.")
    where = "in this project" if place else "everywhere"
    say(f"Shadow mode is on {where}: nothing is decided now, and nothing is guarded.", style="yellow")
    say(
        "What stands in the agent's own settings still holds, entries of ours too, and what the whole machine denies."
    )
    say("Every call is written down as before.")
    _tell_left(left, everywhere=place is None)
    say("What would have been said: assent shadow report; to end it: " + _ended_by(held, project))


def _tell_left(left: Sequence[Standing], *, everywhere: bool) -> None:
    """What of ours the agent's own allow lists still let through, and the commands that take it out and put it back."""
    if not left:
        return
    say("Granted rules wrote these entries into the agent's own settings; it allows them unasked, also now:")
    for each in left:
        say(f"  {short(each.path)}: {', '.join(map(redact, each.entries))}", hang=4)
    words = " ".join(dict.fromkeys(word for each in left for word in each.words))
    where = "" if everywhere else " in all projects in which they hold"
    say(f"To take them out, which switches their rules off{where}: assent rules disable {words}", hang=2)
    say(f"To put them back when shadow mode is over: assent rules enable {words}", hang=2)


def _ended_by(held: State, project: str | None) -> str:
    named = f"--project {shlex.quote(project)}" if held.where == HERE and project else ""
    return f"assent shadow off {named}".rstrip()


@command.command()
@click.argument("rules", nargs=-1, metavar="[RULE|MODULE]...")
@_PROJECT
def off(rules: tuple[str, ...], project: str | None) -> None:
    """Let the rules decide again, all of them or only those named.

    A rule that is named decides while the others are still in shadow. It allows nothing that one of the others would
    stop. Without --project shadow mode ends everywhere, and in each project.
    """
    with opened() as (at, db):
        place = _place(at, project)
        before = switch.state(db, place)
        live = _live(db, rules, before, place)
        changed = switch.switch(at, db, store.OFF, place, live)
    if not changed:
        say(
            "They decide already; nothing was changed."
            if rules
            else "Shadow mode is off already; nothing was changed."
        )
        return
    if live:
        say(
            f"{counted(len(live), 'rule decides', 'rules decide')} from now on; the others are in shadow still."
        )
        return
    say("Shadow mode is off: your rules decide again.", style="green")
    _went_ahead(at, before, place)


def _went_ahead(at: Paths, before: State, place: Project | None) -> None:
    """Tells of what would have been stopped while shadow mode was on and was not."""
    with contextlib.closing(counting.known(at)) as db:
        total = app.report(db, before.since, [place.key] if place else None).total
    stopped = total.false_denials + total.false_asks
    if stopped:
        say(f"While it was on, {counted(stopped, 'call')} went ahead that would have been denied or asked about: "
            "assent shadow report")  # fmt: skip


def _live(db: sqlite3.Connection, words: Sequence[str], held: State, place: Project | None) -> list[str]:
    """The ids of the rules that are to decide."""
    if not words:
        return []
    where = "everywhere" if place is None else "in this project"
    hint = "switch it on first: assent shadow on" + (" --project DIR" if place else "")
    if not held.where or (place is not None) != (held.where == HERE):
        refuse([Problem(f"shadow off {words[0]}", f"shadow mode is not on {where}", hint)])
    ids, problems = switch.named(db, words)
    refuse(problems)
    return ids


def _place(at: Paths, project: str | None) -> Project | None:
    refuse(folder(project))
    return place_of(at, project) if project is not None else None


@command.command()
@click.option("--days", default=30, show_default=True, type=click.IntRange(1), help="How many days back.")
@_PROJECT
@click.option(
    "--least", default=app.LEAST, show_default=True, type=click.IntRange(1),
    help="How many uses without a mistake make a rule worth switching on.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
def report(days: int, project: str | None, least: int, as_json: bool) -> None:
    """Hold what would have been said against what you and the agent did."""
    at = state.paths()
    place = _place(at, project)
    try:
        with contextlib.closing(counting.known(at)) as db:
            since = moments.moment(f"{days}d", now(), utc=True) or ""
            found = app.report(db, since, [place.key] if place else None)
    except StoreError as error:
        refuse([error.problem])
        return
    proven = app.never_wrong(found, least)
    behind = f" --project {shlex.quote(project)}" if project else ""
    if as_json:
        told = [each.as_json() | {"command": each.command + behind} for each in proven]
        data({"since": since, **found.as_json(), "never_wrong": told})
        return
    if not found.calls:
        say(f"No call was in shadow mode in the last {counted(days, 'day')}. To begin: assent shadow on")
        return
    _tell(found, days)
    _tables(found)
    _examples(found)
    say()
    if not proven:
        say(f"No rule was used {least} times without a mistake yet.")
        return
    say("Never wrong, and worth switching on:", style="bold")
    for each in proven:
        say(f"  {each.name} ({counted(each.uses, 'use')}): {each.command}{behind}", hang=4)


def _tell(found: Report, days: int) -> None:
    total = found.total
    share = percent(total.agreed / total.uses if total.uses else None)
    say(f"{counted(found.calls, 'call')} in shadow mode in the last {counted(days, 'day')}.", style="bold")
    say(f"  about {found.silent:,} of them no rule would have spoken, the end of {found.unknown:,} is not known"
        + (f", {found.live:,} were answered by rules that decide already" if found.live else ""), hang=4)  # fmt: skip
    say(
        f"  of the other {total.uses:,} it would have agreed with you or the agent in {total.agreed:,} ({share})",
        hang=4,
    )
    say(f"  false allows {total.false_allows:,}, false asks {total.false_asks:,}, "
        f"false denials {total.false_denials:,}", hang=4)  # fmt: skip
    say(f"  prompts spared {found.spared:,}, prompts added where nobody was asked {found.added:,}", hang=4)


HEADS = ("Agreed", "False allows", "False asks", "False denials")


def _figures(each: Figures) -> tuple[int, ...]:
    return (each.agreed, each.false_allows, each.false_asks, each.false_denials)


def _tables(found: Report) -> None:
    if not found.total.uses:
        return
    effects = sorted(found.effects.items(), key=lambda item: (-item[1].uses, item[0]))
    _table(("Effect", "Calls", *HEADS), [(name, each.uses, *_figures(each)) for name, each in effects])
    by_uses = found.by_uses()
    wrong_first = sorted(by_uses, key=lambda each: -each.wrong)
    _table(
        ("Rule", "Verdict", "Uses", *HEADS),
        [(each.name, each.verdict, each.uses, *_figures(each)) for each in wrong_first[:MOST]],
    )
    if len(by_uses) > MOST:
        say(f"  and {counted(len(by_uses) - MOST, 'rule')} more: assent shadow report --json")


def _table(head: Sequence[str], found: Sequence[Sequence[Any]]) -> None:
    say()
    for line in lines(head, found, console().cut_at):
        say(line)


def _examples(found: Report) -> None:
    for kind, (told, verdict) in MISTAKES.items():
        entries = found.examples.get(kind, [])
        if not entries:
            continue
        say()
        say(f"{told}:", style={"allow": "red"}.get(verdict, "bold"))
        for entry in entries:
            rule = entry.get("shadow_name") or "no rule"
            say(f"  {decisions.short(str(entry['id']))}  {rows.call_of(entry)}  ({rule})", hang=4)
