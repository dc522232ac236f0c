"""`assent rules list`, `show`, `test` and `history`: which rules there are, and what became of them."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assent.app.rules import listed as app
from assent.cli import broken, filters
from assent.cli import rule_words as words
from assent.cli.opened import folder, looking, place_of
from assent.cli.output import console, data, refuse, say
from assent.cli.sources import SOURCES
from assent.core.problem import Problem
from assent.core.redact.told import told as redacted
from assent.policy.layers import LAYERS
from assent.store import decisions, trust
from assent.store import rules as store
from assent.store.record import now
from assent.store.rules import GRANTED, PROJECT

if TYPE_CHECKING:
    from collections.abc import Sequence


HISTORY = 6  # columns of a change's number


@click.command(name="list")
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
        found, wrong = app.read_through(at, db, place)
        elsewhere = [each for each in app.granted(db) if each.project not in ("", place.key)]
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
        say(f"No {SOURCES[layer]} rules here." if layer else "No rules here.")
        return
    from assent.cli import rule_table

    screen = console()
    for line, style in rule_table.table(found, screen.cut_at):
        say(line, style=style)
    say()
    for line in rule_table.legend(found):
        say(line)


@click.command()
@click.argument("rule")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
def show(rule: str, as_json: bool) -> None:
    """One rule in full, or a family of them.

    It is shown as a paragraph of a policy file, with where it came from, its history, and how often it decided.
    """
    from assent.analytics import base, provenance
    from assent.analytics.scope import Scope
    from assent.cli import rule_page

    with looking() as (at, db):
        here = app.listed(at, db, place_of(at))
        ids, problems = app.pick(db, [rule], "show")
        refuse(problems)
        if len(ids) > 1:
            _family(rule, [each for each in app.granted(db) if each.id in ids], as_json=as_json)
            return
        found = [each for each in here if each.id == ids[0]]
        found = found or [each for each in app.granted(db) if each.id == ids[0]]
        refuse([] if found else [Problem("rules show", f"rule {ids[0]} holds in another project", "")])
        decisions.import_record(db, at)
        times, last = decisions.counted(db, ids[0])
        past = store.history(db, ids[0])
        trusted = {each.source: trust.since(db, each.source) for each in found if each.layer == PROJECT}
        grants = [each for each in base.ask(db, provenance, Scope(now())).records() if each["rule"] == ids[0]]
    if as_json:
        shown = [each.as_json() for each in found]
        changes = redacted([asdict(each) for each in past])
        told = {
            "decided": times,
            "last": last or None,
            "history": changes,
            "provenance": redacted(grants),
            "trusted": trusted,
        }
        data({"rules": shown, **told})
        return
    rule_page.show(found, times, last, past, grants, trusted)


def _family(name: str, found: Sequence[app.Listed], *, as_json: bool) -> None:
    """The rules that were learned together, a line each."""
    if as_json:
        data({"family": name, "rules": [each.as_json() for each in found]})
        return
    say(
        f"{name}: {len(found)} rules that were learned together, each within what it was approved with",
        hang=2,
    )
    say()
    for each in found:
        say(words.line(each), hang=4)
    say()
    say("One of them in full: assent rules show ID; to take one away: assent rules remove ID")
    say(f"To take all of them away: assent rules remove {name}")
    say(f"To take back what was changed last: assent rules undo {name}")


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
def test(files: tuple[Path, ...], as_json: bool) -> None:
    """Run the examples of all rules here, or of FILES.

    Exit 1 when one fails.
    """
    from assent.app.rules import declare

    wrong: list[Problem] = []
    if files:
        done, problems = declare.test_files(files)
        refuse(problems)
    else:
        with looking() as (at, db):
            found, wrong = app.read_through(at, db, place_of(at))
            done = declare.test_listed(found)
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


@click.command()
@click.argument("rule", default="")
@click.option("-n", "limit", default=20, show_default=True, type=click.IntRange(1), help="How many.")
@filters.options("utc", utc=f"{filters.UTC}.")
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
        data(redacted([asdict(each) for each in past]))
        return
    utc = filters.in_utc(at, utc=utc)
    for each in reversed(past):
        say(words.change(each, utc=utc, name=names.get(each.rule, "")), hang=HISTORY)
    if not past:
        say("Nothing was changed yet.")
