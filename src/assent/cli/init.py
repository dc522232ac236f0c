"""`assent init`: find agents, say what will be different, install; `--undo` takes it back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assent.agents import registry
from assent.app import client, environment, install, launcher, state, status
from assent.app.planned import Plan, Wish
from assent.cli import installing as words
from assent.cli import proposing, timer
from assent.cli.output import block, error, refuse, say
from assent.core.decision import DENY
from assent.core.problem import Problem
from assent.policy import shipped
from assent.store.db import StoreError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.core.rule import Rule
    from assent.store.paths import Paths


@click.command(name="init")
@click.option("--agent", "agents", multiple=True, metavar="NAME", help="Only this agent (may be repeated).")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--dry-run", is_flag=True, help="Say what would be done and stop.")
@click.option("--all", "whole", is_flag=True, help="List every kind of call that is asked about or refused.")
@click.option("--diff", is_flag=True, help="Show the change line by line.")
@click.option("--undo", is_flag=True, help="Take the installation back.")
@click.option(
    "--native-denials/--no-native-denials",
    "native",
    default=None,
    help="Also write denials that make the agent itself ask more; remembered.",
)
@click.option(
    "--fail-open/--fail-closed",
    "is_open",
    default=None,
    help="Let a call run, or block it, when the hook is killed, late or missing; remembered.",
)
@click.option(
    "--digest",
    is_flag=False,
    flag_value="daily",
    type=click.Choice(("daily", "weekly")),
    metavar="[daily|weekly]",
    help="Only this: have a digest made every day or week, by a timer of your systemd.",
)
@click.option(
    "--modules",
    "modules",
    metavar="auto|NAME,...|none",
    help="Rules for toolchains to switch on: those that fit here, these, or none; asked about without it.",
)
def command(
    agents: tuple[str, ...],
    yes: bool,
    dry_run: bool,
    whole: bool,
    diff: bool,
    undo: bool,
    native: bool | None,
    is_open: bool | None,
    digest: str | None,
    modules: str | None,
) -> None:
    """Install the hook and the denials into the agents found here."""
    given = {"--native-denials": native, "--fail-open": is_open}
    told = [name for name, value in given.items() if value is not None]
    _refuse_what_cannot_be(agents, told, undo=undo)
    wanted = proposing.wanted(modules, undo=undo)
    paths = state.paths()
    if digest:
        beside = [*agents, *told, *([proposing.OPTION] if modules else [])]
        _timer(paths, digest, beside, undo=undo, yes=yes, dry_run=dry_run)
        return
    rules = _rules(paths, undo=undo)
    denied = [rule for rule in rules if rule.verdict == DENY]
    if undo:
        made = install.undo_plan(paths, denied)
        refuse(made.problems)
        _take_out(made, paths, yes=yes, dry_run=dry_run, diff=diff)
        return
    names = agents or install.found_agents(Path(paths.home))
    refuse([] if names else [words.nobody(paths)])
    able = {name for name in names if client.blocks_on_failure(client.version(Path(paths.home), name), name)}
    hooked = [name for name in names if name in registry.having("settings")]
    refuse(environment.problems(paths.home) if not hooked else [])
    made = install.plan(paths, denied, hooked, Wish(native, is_open, able))
    refuse(made.problems)
    if whole:
        words.everything(rules, made)
    for name in names:
        if name not in hooked:
            words.by_command(name, paths)
    if hooked or made.launcher:
        _put_in(made, hooked, rules, paths, wanted, yes=yes or not hooked, dry_run=dry_run, diff=diff)
    elif wanted and not dry_run:
        proposing.offer(paths, wanted, yes=yes)


def _refuse_what_cannot_be(agents: Sequence[str], given: Sequence[str], *, undo: bool) -> None:
    known = ", ".join(registry.AGENTS)
    problems = [
        Problem("--agent", f"{name!r} is not an agent assent knows", f"known are {known}")
        for name in agents
        if name not in registry.AGENTS
    ]
    if undo:
        problems += [
            Problem(name, "cannot go with --undo, which takes everything out", "leave it out")
            for name in sorted({*given, *(["--agent"] if agents else [])})
        ]
    elif agents and not problems and not set(agents) & {*registry.having("settings")}:
        problems += [
            Problem(name, "says how settings are written, and those of this agent are not", "leave it out")
            for name in sorted(given)
        ]
    refuse(problems)


def _timer(paths: Paths, every: str, beside: Sequence[str], *, undo: bool, yes: bool, dry_run: bool) -> None:
    """Puts the timer of the digest in, or takes it out; nothing else of the installation changes."""
    if beside:
        refuse([Problem("--digest", f"is about the timer alone, not about {beside[0]}", "leave one out")])
    if undo:
        timer.take_out(paths, yes=yes, dry_run=dry_run)
    else:
        timer.put_in(paths, every, yes=yes, dry_run=dry_run)


def _rules(paths: Paths, *, undo: bool) -> list[Rule]:
    """The rules in force; to get out, those that ship are enough: no trouble with a store may keep us installed."""
    try:
        return status.rules_in_force(paths)
    except StoreError as mistake:
        if undo:
            return [each.rule for each in shipped.module(shipped.DEFAULTS)[0]]
        refuse([mistake.problem])
        raise


def _put_in(
    made: Plan,
    agents: Sequence[str],
    rules: Sequence[Rule],
    paths: Paths,
    modules: Sequence[str] | None,
    *,
    yes: bool,
    dry_run: bool,
    diff: bool,
) -> None:
    """Says what will be different, asks, and does it."""
    if made.empty:
        install.write_plan(made, paths)  # what is only to be remembered
        words.in_place()
        words.ready(paths)
        words.around(paths)
        if modules:
            proposing.planned(paths, modules) if dry_run else proposing.offer(paths, modules, yes=yes)
        return
    if agents:
        words.summary(made, agents, rules, paths)
    by_hand = [change for change in made.changes if change.by_hand]
    for change in by_hand:
        words.block_to_paste(change, paths)
    written = [change for change in made.changes if not change.by_hand]
    _show(made, when=diff)
    if dry_run:
        proposing.planned(paths, modules)
        say("Dry run: nothing was changed.")
        return
    if written and not _agreed("Install?", made, yes=yes):
        _leave()
    left = _carry_out(made, paths)
    if made.launcher and not left:
        say(f"Wrote {words.home_short(launcher.path(paths), paths)}")
    words.ready(paths)
    if modules or (agents and not left and not by_hand):
        proposing.offer(paths, modules, yes=yes)
    if left or by_hand:
        raise click.exceptions.Exit(1)
    if agents:
        words.next_step(agents)
        words.notes(paths)


def _take_out(made: Plan, paths: Paths, *, yes: bool, dry_run: bool, diff: bool) -> None:
    """Says what goes, asks, and takes it out."""
    timed = timer.going(paths)
    if made.empty and not timed:
        say("Nothing is installed.")
        return
    words.going(made, paths)
    _show(made, when=diff)
    if dry_run:
        say("Dry run: nothing was changed.")
        return
    if not _agreed("Take this out?", made, yes=yes):
        _leave()
    left = _carry_out(made, paths, word="Restored")
    if (timed and not timer.go(paths)) or left:
        raise click.exceptions.Exit(1)
    say("assent no longer stands between the agent and its tools. Your rules and the record are kept.")


def _leave() -> None:
    say("Nothing was changed.")
    raise click.exceptions.Exit(1)


def _show(made: Plan, *, when: bool = True) -> None:
    for change in made.changes if when else ():
        block(change.diff)


def _agreed(question: str, made: Plan, *, yes: bool) -> bool:
    """A person's answer. Enter decides nothing, and a pipe is asked nothing."""
    if yes:
        return True
    if not sys.stdin.isatty() or not sys.stdout.isatty():
        refuse([Problem("init", "there is nobody to ask", "run it in a terminal, or with --yes")])
    while True:
        answer = click.prompt(f"{question} [y/n/diff]", default="", show_default=False, prompt_suffix=" ")
        if answer.strip().lower() in ("y", "yes", "n", "no"):
            return answer.strip().lower().startswith("y")
        if answer.strip().lower() in ("d", "diff"):
            _show(made)
        else:
            say("y: do it. n: change nothing. d: show the change.")


def _carry_out(made: Plan, paths: Paths, word: str = "Wrote") -> list[Problem]:
    """What could not be done comes back, said; a change that a person must make was shown before."""
    left = install.write_plan(made, paths)
    shown = {str(change.path) for change in made.changes if change.by_hand and change.added}
    for problem in left:
        if problem.where not in shown:
            error(f"{problem.where}: {problem.what}")
            error(f"  {problem.hint}")
    failed = {problem.where for problem in left}
    for change in made.changes:
        if str(change.path) not in failed:
            say(f"{word} {words.home_short(change.path, paths)}")
    return [problem for problem in left if problem.where not in shown]
