"""`assent rules trust` and `distrust`: whether a project's own policy file may allow."""

from __future__ import annotations

import sys

import click

from assent.app import amend
from assent.app.rules import declare
from assent.cli import rule_words as words
from assent.cli.give import tell
from assent.cli.opened import opened
from assent.cli.output import refuse, say
from assent.cli.reach import reach
from assent.core.decision import ALLOW
from assent.core.problem import Problem
from assent.store import trust as store_trust


@click.command()
@click.argument("file", default=".assent/policy.toml")
@click.option("--yes", is_flag=True, help="Do not ask.")
def trust(file: str, yes: bool) -> None:
    """Let a project's policy FILE allow.

    What it says now is trusted: an edit ends the trust. Without trust it may only deny and ask.
    """
    with opened() as (at, db):
        found, problems = declare.source_of(at, db, file)
        refuse(problems)
        if found is None:
            return
        if found.state == store_trust.TRUSTED:
            say(f"{words.short(found.path)} is trusted as it is.")
            return
        allows = [each for each in found.rules if each.rule.verdict == ALLOW]
        say(f"{words.short(found.path)} would allow{':' if allows else ' nothing: it holds no allow.'}")
        for each in allows:
            say(f"  {words.label(each.rule)}")
            for text in reach(each):
                say(f"    {text}")
        if not yes and not sys.stdin.isatty():
            refuse([Problem("rules trust", "there is nobody to ask", "run it in a terminal, or with --yes")])
        if not yes and not click.confirm("Trust it?", default=False):
            say("Nothing was changed.")
            raise click.exceptions.Exit(1)
        tell(amend.carry_out(at, db, [store_trust.trusting(found.path, found.content)]))
        say(f"Trusted {words.short(found.path)} until it is edited.")
        say(f"To take it back: assent rules distrust {file}")


@click.command()
@click.argument("file", default=".assent/policy.toml")
def distrust(file: str) -> None:
    """Never let a project's policy FILE allow.

    This holds whatever it says, also after an edit. Its denials hold all the same.
    """
    with opened() as (at, db):
        found, problems = declare.source_of(at, db, file)
        refuse(problems)
        if found is None:
            return
        tell(amend.carry_out(at, db, [store_trust.refusing(found.path)]))
        say(f"{words.short(found.path)} may deny and ask, and never allow, also after an edit.")
        say(f"To take it back: assent rules trust {file}")
