"""`assent audit`: what is worth mending in the rules, ours and the agents' own, and which rule would answer most."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import click

from assent.analytics.scope import Scope
from assent.app import decided, moments, state
from assent.app.audit import everything, mend
from assent.app.audit import found as kinds_of
from assent.cli import audit_mend
from assent.cli.counting import known
from assent.cli.opened import opened, place_of
from assent.cli.output import data, refuse, say
from assent.core.amounts import counted
from assent.core.problem import Problem
from assent.core.redact.text import redact
from assent.core.redact.told import told as redacted
from assent.store.db import StoreError
from assent.store.record import now

if TYPE_CHECKING:
    from assent.app.audit.everything import Audit
    from assent.app.audit.found import Found

# Kind → its heading.
HEADS = {
    kinds_of.BROKEN: "Settings of agents that do not work",
    kinds_of.DANGEROUS: "Reaches too far",
    kinds_of.CONTRADICTORY: "Says yes and no",
    kinds_of.NEVER: "Never matches, or never allows",
    kinds_of.SHADOWED: "Changes nothing beside another rule",
    kinds_of.UNUSED: "Decided nothing",
    kinds_of.PASSED: "Asked again and again, with a rule that would answer it",
}
LATELY = "7d"  # of calls that are looked at
STYLES = {kinds_of.BROKEN: "red", kinds_of.DANGEROUS: "red", kinds_of.CONTRADICTORY: "red"}


@click.command(name="audit")
@click.option("--since", metavar="30d|DAY|TIME", help="Calls from then on (default: 7d; with --mend 30d).")
@click.option("--mend", "mends", is_flag=True, help="Show what can be taken out, with a back-test, and ask.")
@click.option(
    "--only", "kinds", multiple=True, type=click.Choice(mend.KINDS), help="With --mend: only this kind."
)
@click.option("--dry-run", is_flag=True, help="With --mend: only show it.")
@click.option(
    "--yes", "-y", "sure", is_flag=True, help="With --mend: without asking; `dangerous` only with --only."
)
@click.option("--undo", "undoes", is_flag=True, help="Put back what the last --mend took out.")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
def command(
    since: str | None,
    mends: bool,
    kinds: tuple[str, ...],
    dry_run: bool,
    sure: bool,
    undoes: bool,
    as_json: bool,
) -> None:
    """Look for rules to mend, in ours and in the agents' own settings: dangerous, contradictory, never matching,
    shadowed and unused ones; and for calls that a rule could answer. Exit 1 when something is found.

    With --mend, granted rules that do nothing, and entries of the agents' settings that do nothing or reach too far,
    are taken out after a yes; a denial only where another one that stays says the same."""
    refuse(
        _at_odds(
            mends=mends, undoes=undoes, only_mending=bool(kinds or dry_run or sure), apart=dry_run and sure
        )
    )
    if undoes:
        with opened() as (at, db):
            audit_mend.undo(at, db, as_json=as_json)
        return
    since = since or (audit_mend.SPAN if mends else LATELY)
    at, asked_at = state.paths(), now()
    begin = moments.moment(since, asked_at, utc=False)
    if begin is None:
        refuse([Problem(f"--since {since}", "is no span, day or time", decided.TIMES)])
        return
    try:
        with contextlib.closing(known(at)) as db:
            found = everything.audit(at, db, place_of(at), Scope(asked_at, begin), _words(since))
            if mends:
                wish = audit_mend.Wish(kinds, sure, dry_run, as_json)
                audit_mend.run(at, db, place_of(at), found.found, begin, _words(since), wish)
                return
    except StoreError as error:
        refuse([error.problem])
        return
    except OSError as error:
        where = str(error.filename or at.data)
        refuse(
            [Problem(where, f"cannot be written: {error.strerror}", "is the disk full? look: assent status")]
        )
        return
    if as_json:
        told = redacted([each.as_json() for each in found.found])
        data({"ok": not told, "since": begin, "until": asked_at, "calls": found.calls, "rules": found.rules,
              "findings": told})  # fmt: skip
    else:
        _show(found, since)
    if found.found:
        raise click.exceptions.Exit(1)


def _at_odds(*, mends: bool, undoes: bool, only_mending: bool, apart: bool) -> list[Problem]:
    """Options that do not go together."""
    found = []
    if mends and undoes:
        found.append(Problem("--undo", "is the opposite of --mend", "give one of them"))
    elif only_mending and not mends:
        found.append(Problem("--only, --dry-run, --yes", "go with --mend", "assent audit --mend --dry-run"))
    if apart:
        found.append(Problem("--yes", "cannot go with --dry-run", "give one of them"))
    return found


def _words(since: str) -> str:
    if since[-1:] == "d" and since[:-1].isdecimal():
        days = int(since[:-1])
        return "in the last day" if days == 1 else f"in the last {counted(days, 'day')}"
    return f"since {since}"


def _show(found: Audit, since: str) -> None:
    looked = f"{counted(found.rules, 'rule')} of yours here, {counted(found.calls, 'call')} {_words(since)}"
    if not found.found:
        say(f"Nothing to mend: {looked}.", style="green")
        return
    kind = ""
    for each in found.found:
        if each.kind != kind:
            if kind:
                say()
            kind = each.kind
            say(HEADS[kind], style="bold")
        _tell(each)
    say()
    say(f"{counted(len(found.found), 'thing')} to mend, in {looked}.")


def _tell(each: Found) -> None:
    say(f"  {redact(each.where)}", style=STYLES.get(each.kind, "yellow"), hang=4)
    say(f"    {redact(each.what)}", hang=4)
    if each.mend:
        say(f"    → {redact(each.mend)}", hang=6)
