"""What `assent init --digest` says and does: the units shown, written, started; or the line for cron."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from assent.app import timer
from assent.cli.dialogue import ask, at_terminal
from assent.cli.installing import home_short
from assent.cli.output import block, error, refuse, say
from assent.core.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.app.timer import Unit
    from assent.store.paths import Paths


_START = f"systemctl --user start {timer.NAME}.timer"


def put_in(at: Paths, every: str, *, yes: bool, dry_run: bool) -> None:
    """Shows the timer, asks, and installs it; says the line for cron where no systemd runs."""
    if not timer.has_systemd(os.environ):
        say("No systemd of yours runs here, so nothing was changed.")
        say("For cron, put this line in with: crontab -e. It mails you what is printed.")
        say()
        block(timer.cron_line(every, os.environ))
        return
    units = timer.plan(at, every, os.environ)
    if not units:
        say("The timer is in place already. See it: systemctl --user list-timers")
        return
    say(f"A {every} digest is to be made by your systemd, and kept in {home_short(at.state, at)}/digests:")
    say()
    _show(units)
    refuse(timer.problems(units, os.environ))
    if _go(units, at, "Install?", "Wrote", yes=yes, dry_run=dry_run):
        later = "It starts when you log in next; now: systemctl --user daemon-reload"
        say("The timer runs." if timer.tell(os.environ, on=True) else later)
        say("Try it: assent digest. Undo: assent init --digest --undo")


def take_out(at: Paths, *, yes: bool, dry_run: bool) -> None:
    """Shows what goes, asks, and takes the timer out; digests made so far stay."""
    units = timer.undo_plan(at)
    if not going(at):
        say("No timer of assent is installed. A line in cron goes with: crontab -e")
        return
    if _go(units, at, "Take this out?", "Removed", yes=yes, dry_run=dry_run):
        timer.tell(os.environ, on=False)


def going(at: Paths) -> bool:
    """Says which files of the timer go with all else; False when there are none."""
    units = timer.undo_plan(at)
    for each in units:
        say(f"{home_short(each.path, at)}: {'the link' if each.link else 'the file'} goes.")
    return bool(units)


def _show(units: Sequence[Unit]) -> None:
    for each in units:
        block(each.diff)


def go(at: Paths) -> bool:
    """Takes the timer out without a question; True when all of it is gone."""
    done = _carry_out(timer.undo_plan(at), at, "Removed")
    timer.tell(os.environ, on=False)
    return done


def _go(units: Sequence[Unit], at: Paths, question: str, word: str, *, yes: bool, dry_run: bool) -> bool:
    """Asks and carries out; False for a dry run."""
    if dry_run:
        say("Dry run: nothing was changed.")
        return False
    if not yes and not _agreed(question):
        say("Nothing was changed.")
        raise click.exceptions.Exit(1)
    if not _carry_out(units, at, word):
        raise click.exceptions.Exit(1)
    return True


def _carry_out(units: Sequence[Unit], at: Paths, word: str) -> bool:
    """Does it and says so; False when something could not be done."""
    left = timer.carry_out(units)
    for problem in left:
        error(f"{problem.where}: {problem.what}")
        error(f"  {problem.hint}")
    failed = {problem.where for problem in left}
    for each in units:
        if str(each.path) not in failed:
            say(f"{word} {home_short(each.path, at)}")
    return not left


def _agreed(question: str) -> bool:
    """A person's answer; a pipe is asked nothing."""
    if not at_terminal():
        refuse([Problem("init", "there is nobody to ask", "run it in a terminal, or with --yes")])
    return ask(f"{question} [y/n]", {"y": "do it", "n": "change nothing"}) == "y"
