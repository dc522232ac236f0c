"""`assent rules`: what is in force here, and every way to change it by hand."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assent.app import amend
from assent.app.rules import declare, in_force
from assent.app.rules import listed as app
from assent.cli import broken
from assent.cli import rule_words as words
from assent.cli.give import Wish, give, options, tell
from assent.cli.learn import command as learn
from assent.cli.opened import folder, looking, opened, place_of
from assent.cli.output import block, data, refuse, say, verdict_style
from assent.cli.reach import reach
from assent.cli.verbs import Verbs
from assent.core.problem import Problem
from assent.policy.format import fields_of, write_policy
from assent.policy.layers import LAYERS
from assent.store import decisions
from assent.store import rules as store
from assent.store import trust as store_trust
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

    With its id, verdict, patterns and bounds, by layer; and why it does not count when it does not.
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
    last = None
    for each in found:
        if (each.layer, each.source) != last:
            say(words.heading(each.layer, each.source), style="bold")
            last = (each.layer, each.source)
        say("  " + words.line(each), style=verdict_style(each.verdict) if each.state == app.ON else "dim")
    if not found:
        say("No rules here.")
    if elsewhere and layer in (None, GRANTED):
        say(words.elsewhere(elsewhere))
    broken.tell(wrong)


@command.command()
@click.argument("rule")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
def show(rule: str, as_json: bool) -> None:
    """One rule in full.

    As a paragraph of a policy file, where it came from, its history, and how often it decided.
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
    if as_json:
        shown = [each.as_json() for each in found]
        data({"rules": shown, "decided": times, "last": last or None, "history": [asdict(e) for e in past]})
        return
    for each in found:
        _show(each)
    say(f"decided   {f'{times} times, last {last[:19]}' if times else 'nothing yet'}")
    for change in reversed(past):
        say(f"history {words.change(change)}")


def _show(each: app.Listed) -> None:
    if each.declared:
        block(write_policy([each.declared]).strip())
    say()
    say(f"id        {each.id}")
    origin = each.declared.rule.origin if each.declared else "unknown"
    made = f", granted {each.created[:19]}" if each.created else ""
    line = f":{each.declared.line}" if each.declared and each.declared.line and each.source else ""
    source = f" {words.short(each.source)}{line}" if each.source else ""
    say(f"origin    {origin}, layer {each.layer}{source}{made}")
    say(f"holds     {'in ' + words.short(each.project) if each.project else 'in every project'}")
    say(f"state     {each.state}{f' ({each.note})' if each.note else ''}")
    for text in reach(each.declared) if each.declared else []:
        say(f"reach     {text}")


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

    Of one RULE when it is named.
    """
    with looking() as (_, db):
        ids = [rule]
        if rule and not store.history(db, rule, 1):
            ids, problems = app.pick(db, [rule], "history")
            refuse(problems)
        past = store.history(db, ids[0], limit)
    if as_json:
        data([asdict(each) for each in past])
        return
    for each in reversed(past):
        say(words.change(each, utc=utc), hang=HISTORY)
    if not past:
        say("Nothing was changed yet.")


# ------------------------------------------------------------------------------------------------ giving


@command.command()
@click.argument("rules", nargs=-1, metavar="RULE...")
@click.option("--within", multiple=True, metavar="EFFECTS", help="How far an allow may reach.")
@click.option("--to", multiple=True, metavar="NAMES", help="Remotes, hosts or servers it may reach.")
@options
def add(rules: tuple[str, ...], **given: Any) -> None:
    """Grant rules.

    As "allow Bash(npm test:*)", as allow 'Bash(x)' 'Bash(y)', or as 'Bash(x)' for an allow.
    """
    give(Wish(rules, "", **given))


@command.command()
@click.argument("patterns", nargs=-1, metavar="PATTERN...")
@options
def deny(patterns: tuple[str, ...], **given: Any) -> None:
    """Never let these run."""
    give(Wish(patterns, "deny", **given))


@command.command()
@click.argument("patterns", nargs=-1, metavar="PATTERN...")
@options
def ask(patterns: tuple[str, ...], **given: Any) -> None:
    """Always ask before these."""
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

    A suspended one comes back when its examples hold.
    """
    _switch(rules, on=True)


@command.command()
@click.argument("rules", nargs=-1, required=True, metavar="RULE...")
def disable(rules: tuple[str, ...]) -> None:
    """Switch rules off without losing them.

    Declared and shipped ones too; a managed one only where it is managed.
    """
    _switch(rules, on=False)


def _switch(given: Sequence[str], *, on: bool) -> None:
    word = "on" if on else "off"
    with opened() as (at, db):
        entries, problems = amend.switching(db, given, on=on)
        refuse(problems)
        outcome = amend.carry_out(at, db, entries)
        names = {each.id: words.line(each, state=False) for each in app.listed(at, db, place_of(at))}
    for each in outcome.changed:
        say(f"Switched {word}: {names.get(each, each)}")
    if not outcome.changed:
        say(f"Switched {word} already; nothing was changed.")
    tell(outcome)


@command.command()
@click.argument("change", required=False, metavar="[NUMBER|RULE]")
def undo(change: str | None) -> None:
    """Take back a change.

    The latest one, that of a history NUMBER, or the latest of a RULE.
    """
    with opened() as (at, db):
        entry, problems = amend.undoing(db, change)
        refuse(problems)
        past = {each.entry: each for each in store.history(db, limit=100_000)}
        outcome = amend.carry_out(at, db, [entry] if entry else [])
    if entry:
        say(f"Undone: {words.change(past[entry['of']]).strip()}")
    tell(outcome)


# ------------------------------------------------------------------------------------------------ trust


@command.command()
@click.argument("file", default=".assent/policy.toml")
@click.option("--yes", is_flag=True, help="Do not ask.")
def trust(file: str, yes: bool) -> None:
    """Let a project's policy FILE allow.

    As it is now: an edit ends the trust. Without trust it may only deny and ask.
    """
    with opened() as (at, db):
        found, problems = declare.source_of(at, db, file)
        refuse(problems)
        if found is None:
            return
        if found.state == store_trust.TRUSTED:
            say(f"{words.short(found.path)} is trusted as it is.")
            return
        say(f"{words.short(found.path)} would allow:")
        for each in found.rules:
            if each.rule.verdict == "allow":
                say(f"  {words.label(each.rule)}  {words.bounds(fields_of(each))}".rstrip())
        if not yes and not sys.stdin.isatty():
            refuse([Problem("rules trust", "there is nobody to ask", "run it in a terminal, or with --yes")])
        if not yes and not click.confirm("Trust it?", default=False):
            say("Nothing was changed.")
            raise click.exceptions.Exit(1)
        tell(amend.carry_out(at, db, [store_trust.trusting(found.path, found.content)]))
        say(
            f"Trusted {words.short(found.path)} until it is edited. To take it back: assent rules distrust {file}"
        )


@command.command()
@click.argument("file", default=".assent/policy.toml")
def distrust(file: str) -> None:
    """Never let a project's policy FILE allow.

    Whatever it says, also after an edit; its denials hold all the same.
    """
    with opened() as (at, db):
        found, problems = declare.source_of(at, db, file)
        refuse(problems)
        if found is None:
            return
        tell(amend.carry_out(at, db, [store_trust.refusing(found.path)]))
        say(f"{words.short(found.path)} may deny and ask, and never allow, also after an edit.")


command.add_command(learn, "learn")
