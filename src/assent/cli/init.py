"""`assent init`: find agents, show what will change in their settings, install; `--undo` takes it back."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from assent.app import environment, inforce, install, status
from assent.cli.output import block, error, refuse, say
from assent.core.problem import Problem
from assent.store.db import StoreError
from assent.store.paths import Paths


@click.command(name="init")
@click.option("--agent", "agents", multiple=True, metavar="NAME", help="Only this agent (may be repeated).")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--dry-run", is_flag=True, help="Show the change and stop.")
@click.option("--undo", is_flag=True, help="Take the installation back.")
def command(agents: tuple[str, ...], yes: bool, dry_run: bool, undo: bool) -> None:
    """Install the hook and the denials into the agents found here."""
    refuse(
        Problem("--agent", f"{name!r} is not an agent assent knows", f"known are {', '.join(install.AGENTS)}")
        for name in agents
        if name not in install.AGENTS
    )
    paths = inforce.paths()
    if not undo and not agents and not install.found_agents(Path(paths.home)):
        refuse(
            [
                Problem(
                    "init",
                    "no agent was found here",
                    "start Claude Code once, or name it: assent init --agent claude",
                )
            ]
        )
    made = install.undo_plan(paths) if undo else _plan(paths, agents)
    refuse(made.problems)
    if not made.changes:
        say("Nothing is installed." if undo else "Everything is in place already.")
        if not undo:
            _ready(paths)
        return
    for change in made.changes:
        block(change.diff)
    if made.losses:
        names = list(dict.fromkeys(each.where for each in made.losses))
        say(f"{len(names)} denials only the hook can hold, in whole or in part: {', '.join(names)}")
    if dry_run:
        say("Dry run: nothing was changed.")
        return
    if not _agreed(yes, undo=undo):
        say("Nothing was changed.")
        raise click.exceptions.Exit(1)
    _carry_out(made, paths, undo=undo)


def _plan(paths: Paths, agents: tuple[str, ...]) -> install.Plan:
    try:
        return install.plan(paths, status.denials(paths), agents or install.found_agents(Path(paths.home)))
    except StoreError as mistake:
        refuse([mistake.problem])
        raise


def _agreed(yes: bool, *, undo: bool) -> bool:
    if yes:
        return True
    if not sys.stdin.isatty():
        refuse([Problem("init", "there is nobody to ask", "run it in a terminal, or with --yes")])
    return click.confirm("Take this out?" if undo else "Write this?", default=False)


def _carry_out(made: install.Plan, paths: Paths, *, undo: bool) -> None:
    left = install.apply(made, paths)
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
    for finding in [*environment.notes(paths.home), *status.audit(paths)]:
        say(f"note: {finding}", style="yellow")


def _ready(paths: Paths) -> None:
    if not install.compile_package():
        error("the package could not be compiled; the hook will answer, but slower")
    inforce.refresh(paths)
