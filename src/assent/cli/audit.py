"""`assent audit`: what is worth mending in the rules, ours and the agents' own, and which rule would answer most."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import click

from assent.analytics.scope import Scope
from assent.app import decided, moments, state
from assent.app.audit import everything
from assent.app.audit import found as kinds
from assent.cli.counting import known
from assent.cli.opened import place_of
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
    kinds.BROKEN: "Settings of agents that do not work",
    kinds.DANGEROUS: "Reaches too far",
    kinds.CONTRADICTORY: "Says yes and no",
    kinds.NEVER: "Never matches, or never allows",
    kinds.SHADOWED: "Changes nothing beside another rule",
    kinds.UNUSED: "Decided nothing",
    kinds.PASSED: "Asked again and again, with a rule that would answer it",
}
STYLES = {kinds.BROKEN: "red", kinds.DANGEROUS: "red", kinds.CONTRADICTORY: "red"}


@click.command(name="audit")
@click.option("--since", default="7d", show_default=True, metavar="30d|DAY|TIME", help="Calls from then on.")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
def command(since: str, as_json: bool) -> None:
    """Look for rules to mend, in ours and in the agents' own settings: dangerous, contradictory, never matching,
    shadowed and unused ones; and for calls that a rule could answer. Exit 1 when something is found."""
    at, asked_at = state.paths(), now()
    begin = moments.moment(since, asked_at, utc=False)
    if begin is None:
        refuse([Problem(f"--since {since}", "is no span, day or time", decided.TIMES)])
        return
    try:
        with contextlib.closing(known(at)) as db:
            found = everything.audit(at, db, place_of(at), Scope(asked_at, begin), _words(since))
    except StoreError as error:
        refuse([error.problem])
        return
    if as_json:
        told = redacted([each.as_json() for each in found.found])
        data({"ok": not told, "since": begin, "until": asked_at, "calls": found.calls, "rules": found.rules,
              "findings": told})  # fmt: skip
    else:
        _show(found, since)
    if found.found:
        raise click.exceptions.Exit(1)


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
