"""`assent rules trust` and `distrust`: whether a project's own policy file may allow."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assent.app import amend
from assent.app.programs import known, own
from assent.app.rules import declare
from assent.cli import programs
from assent.cli import rule_words as words
from assent.cli.give import tell
from assent.cli.opened import opened
from assent.cli.output import refuse, say
from assent.cli.reach import reach
from assent.cli.sources import short
from assent.core.decision import ALLOW
from assent.core.problem import Problem
from assent.shell.programs.shipped import is_known
from assent.store import trust as store_trust

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST = 3  # mistakes of a file that are told


@click.command()
@click.argument("file", default=".assent/policy.toml")
@click.option("--yes", is_flag=True, help="Do not ask.")
def trust(file: str, yes: bool) -> None:
    """Let a project's policy FILE allow.

    What it says now is trusted: an edit ends the trust. Without trust it may only deny and ask.
    """
    with opened() as (at, db):
        found, problems = declare.source_of(at, db, file)
        refuse(_slips(file) if problems else [])
        refuse(problems)
        if found is None:
            return
        if found.state == store_trust.TRUSTED:
            say(f"{short(found.path)} is trusted as it is.")
            return
        described = known.in_folder(found.path) if Path(found.path).is_dir() else []
        if described:
            _programs(found.path, described)
        else:
            _allows(found)
        if not yes and not sys.stdin.isatty():
            refuse([Problem("rules trust", "there is nobody to ask", "run it in a terminal, or with --yes")])
        if not yes and not click.confirm("Trust it?", default=False):
            say("Nothing was changed.")
            raise click.exceptions.Exit(1)
        tell(amend.carry_out(at, db, [store_trust.trusting(found.path, found.content)]))
        say(f"Trusted {short(found.path)} until it is edited.")
        say(f"To take it back: assent rules distrust {file}")


def _slips(folder: str) -> list[Problem]:
    """What is wrong with the program files of a folder that is not in use, since none of them is sound."""
    files = known.in_folder(folder) if Path(folder).is_dir() else []
    return [problem for each in files for problem in own.mistakes(each.path, each.text)]


def _allows(found: declare.Source) -> None:
    """What the rules of a file would allow."""
    allows = [each for each in found.rules if each.rule.verdict == ALLOW]
    say(f"{short(found.path)} would allow{':' if allows else ' nothing: it holds no allow.'}")
    for each in allows:
        say(f"  {words.label(each.rule)}")
        for text in reach(each):
            say(f"    {text}")


def _programs(folder: str, described: Sequence[known.Known]) -> None:
    """What the files of a folder would make known of which programs."""
    say(f"{short(folder)} describes:")
    for each in described:
        wrong = own.mistakes(each.path, each.text)
        shipped = [name for name in each.names if is_known(name)]
        programs.about(each, "  ")
        if shipped:
            say(f"    shipped too: {', '.join(shipped)}; there it can only make calls stricter", hang=6)
        for problem in wrong[:MOST]:
            say(f"    not used: {problem.where}: {problem.what}", style="red", hang=6)
    say(
        "It allows nothing by itself: your rules then hold for these programs as the files describe them.",
        hang=2,
    )


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
        say(f"{short(found.path)} may deny and ask, and never allow, also after an edit.")
        say(f"To take it back: assent rules trust {file}")
