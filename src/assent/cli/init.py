"""`assent init`: find agents, show what will change in their settings, install; `--undo` takes it back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assent.agents import registry
from assent.app import announce, client, environment, install, status
from assent.app.rules import in_force
from assent.cli.output import block, error, refuse, say
from assent.core.decision import ASK, DENY
from assent.core.problem import Problem
from assent.policy import shipped
from assent.store.db import StoreError
from assent.store.paths import Paths

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.core.rule import Rule

COST = """\
Reads of secret files are denied in the client's own list too. What it costs: while a denial of reading stands there, \
the client asks about every read after a `cd` (`cd src && cat x.py`), as it did not before. To undo: assent init"""


@click.command(name="init")
@click.option("--agent", "agents", multiple=True, metavar="NAME", help="Only this agent (may be repeated).")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--dry-run", is_flag=True, help="Show the change and stop.")
@click.option("--undo", is_flag=True, help="Take the installation back.")
@click.option(
    "--native-denials", is_flag=True, help="Also write denials that make the agent itself ask more."
)
@click.option("--fail-open", is_flag=True, help="Let a call run when the hook is killed, late or missing.")
def command(
    agents: tuple[str, ...], yes: bool, dry_run: bool, undo: bool, native_denials: bool, fail_open: bool
) -> None:
    """Install the hook and the denials into the agents found here."""
    _refuse_what_cannot_be(agents, undo=undo, native_denials=native_denials, fail_open=fail_open)
    paths = in_force.paths()
    if not undo and not agents and not install.found_agents(Path(paths.home)):
        hint = f"start {client.title()} once, or name it: assent init --agent {registry.DEFAULT}"
        refuse([Problem("init", "no agent was found here", hint)])
    rules = _rules(paths, undo=undo)
    version = None if undo else client.version(Path(paths.home))
    choice = install.Choice(native_denials, client.blocks_on_failure(version) and not fail_open)
    denied = [rule for rule in rules if rule.verdict == DENY]
    names = agents or install.found_agents(Path(paths.home))
    made = install.undo_plan(paths, denied) if undo else install.plan(paths, denied, names, choice)
    refuse(made.problems)
    if not made.changes:
        say("Nothing is installed." if undo else "Everything is in place already.")
        if not undo:
            _ready(paths)
            _notes(paths)
        return
    for change in made.changes:
        block(change.diff)
    if not undo:
        _announce(rules, made, choice, version)
    if dry_run:
        say("Dry run: nothing was changed.")
        return
    if not _agreed(yes, undo=undo):
        say("Nothing was changed.")
        raise click.exceptions.Exit(1)
    _carry_out(made, paths, undo=undo)


def _refuse_what_cannot_be(
    agents: tuple[str, ...], *, undo: bool, native_denials: bool, fail_open: bool
) -> None:
    names = registry.having("settings")
    known = ", ".join(names)
    problems = [
        Problem("--agent", f"{name!r} is not an agent assent knows", f"known are {known}")
        for name in agents
        if name not in names
    ]
    given = (("--native-denials", native_denials), ("--fail-open", fail_open), ("--agent", bool(agents)))
    problems += [
        Problem(name, "cannot go with --undo, which takes everything out", "leave it out")
        for name, there in given
        if there and undo
    ]
    refuse(problems)


def _rules(paths: Paths, *, undo: bool) -> list[Rule]:
    """The rules in force; to get out, those that ship are enough: no trouble with a store may keep us installed."""
    try:
        return status.rules_in_force(paths)
    except StoreError as mistake:
        if undo:
            return [each.rule for each in shipped.module(shipped.DEFAULTS)[0]]
        refuse([mistake.problem])
        raise


def _announce(
    rules: Sequence[Rule], made: install.Plan, choice: install.Choice, version: client.Version | None
) -> None:
    """What will be different from now on, before anything is written."""
    say()
    for family in announce.families(rules):
        word = "asks" if family.verdict == ASK else "refuses"
        say(f"{word:8} {family.why}: {family.example}", hang=9)
        say(f"         off: {family.off}")
    say()
    if made.losses:
        count = len({(each.where, each.what) for each in made.losses})
        say(
            f"The hook holds all of these. {count} of their forms cannot also be written into the agent's own list of "
            "denials, so they hold only while the hook runs.",
            hang=0,
        )
    if choice.native:
        say(COST, hang=0)
    name = f"{client.title()} {client.version_in_words(version)}"
    if choice.closed:
        say(
            f"A hook that is killed, late or gone blocks the call ({name}). Other choice: --fail-open", hang=0
        )
    elif client.blocks_on_failure(version):
        say(f"A hook that is killed, late or gone lets the call run, as you chose ({name}).", hang=0)
    else:
        say(
            f"A hook that is killed, late or gone lets the call run: {name} cannot block it. With 2.1.295 or newer "
            "run this again.",
            hang=0,
        )


def _agreed(yes: bool, *, undo: bool) -> bool:
    if yes:
        return True
    if not sys.stdin.isatty():
        refuse([Problem("init", "there is nobody to ask", "run it in a terminal, or with --yes")])
    return click.confirm("Take this out?" if undo else "Write this?", default=False)


def _carry_out(made: install.Plan, paths: Paths, *, undo: bool) -> None:
    left = install.write_plan(made, paths)
    for problem in left:
        error(f"{problem.where}: {problem.what}")
        error(f"  {problem.hint}")
    for change in made.changes:
        if not change.by_hand:
            say(f"{'Restored' if undo else 'Wrote'} {change.path}")
    if left:
        raise click.exceptions.Exit(1)
    if undo:
        say("assent no longer stands between the agent and its tools. Your rules and the record are kept.")
        return
    _ready(paths)
    say(
        "Denials the agent itself can hold are in its own list; the hook answers the rest. Undo: assent init --undo"
    )
    _notes(paths)


def _notes(paths: Paths) -> None:
    """What stands against the installation, or reaches around it, though every file is as it should be."""
    for finding in [*environment.notes(paths.home), *status.audit(paths)]:
        say(f"note: {finding}", style="yellow")


def _ready(paths: Paths) -> None:
    if not install.compile_package():
        error("the package could not be compiled; the hook will answer, but slower")
    in_force.refresh(paths)
