"""`assent replay`: past calls decided anew under a policy, and what would have been otherwise."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assent.app import check, state
from assent.app import replay as app
from assent.app.rules import in_force
from assent.cli import counting, filters, rows
from assent.cli.columns import lines
from assent.cli.output import console, data, error, refuse, say
from assent.core.amounts import counted, times
from assent.store import decisions
from assent.store.db import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assent.app.project import Project
    from assent.app.replay import Example, Past, Replayed
    from assent.core.policy import Policy
    from assent.store.paths import Paths

SHOWN = 20  # refused calls that are told; all of them are in the JSON
OFTEN = 1  # seconds between two lines of progress


@click.command(name="replay")
@click.option(
    "--policy", "policies", multiple=True, metavar="FILE", type=click.Path(path_type=Path),
    help="Only this policy decides (may be repeated); without it the rules in force.",
)  # fmt: skip
@click.option(
    "--since", default="30d", show_default=True, metavar=filters.WHEN, help="Only calls from then on."
)
@filters.options("project")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
def command(policies: tuple[Path, ...], since: str, project: str, as_json: bool) -> None:
    """Decide past calls anew and say which verdicts would change, stricter or milder.

    The calls are those of the record and of the agents' logs. Exit 1 when a call that was refused would be allowed.
    """
    at = state.paths()
    policy_of = _policy_of(at, policies)
    try:
        with contextlib.closing(counting.known(at)) as db:
            asked = counting.counted(db, at, {"since": since, "project": project, "utc": False})
            refuse(asked.asked.problems)
            past = app.history(db, asked.scope.since, asked.scope.projects)
            found = app.replay(past, app.Replay(db, at.home, policy_of), _progress())
    except StoreError as problem:
        refuse([problem.problem])
        return
    if as_json:
        data({"since": asked.scope.since or None, **found.as_json()})
    elif not found.calls:
        say(f"No calls are known{asked.words()}. To read the agents' logs: assent learn")
    else:
        _tell(found, _under(policies))
    if found.refused_allowed:
        raise click.exceptions.Exit(1)


def _policy_of(at: Paths, files: Sequence[Path]) -> Callable[[Project], Policy]:
    if not files:
        return lambda place: in_force.policy(place, at)[0]
    policy, problems = check.policy_of(files)
    refuse(problems)
    return lambda place: policy  # noqa: ARG005  the same wherever a call was made


def _under(files: Sequence[Path]) -> str:
    return " and ".join(str(each) for each in files) or "the rules in force"


def _progress() -> Callable[[int], None]:
    shown = [time.monotonic()]

    def told(done: int) -> None:
        if not done % 256 and time.monotonic() - shown[0] >= OFTEN:
            shown[0] = time.monotonic()
            error(f"decided {done:,} calls")

    return told


def _tell(found: Replayed, under: str) -> None:
    cut = f" ({found.cut:,} are not recorded whole and not judged)" if found.cut else ""
    say(f"{counted(found.calls, 'call')} under {under}{cut}:", style="bold")
    say(
        f"  {found.total(1):,} verdicts become stricter, {found.total(-1):,} milder, {found.total(0):,} stay",
        hang=4,
    )
    say(
        f"  of {counted(found.prompts, 'prompt')} that somebody answered {found.spared:,} would be spared",
        hang=4,
    )
    say(f"  {counted(found.stopped, 'call')} that ran unasked would be asked about or denied", hang=4)
    if found.changed():
        say()
        for line in lines(("Then", "Now", "Calls"), found.changed(), console().cut_at):
            say(line)
    for title, examples in (("Stricter", found.stricter), ("Milder", found.milder)):
        _examples(f"{title}, the latest:", examples)
    _refused(found)


def _examples(title: str, examples: Sequence[Example]) -> None:
    if not examples:
        return
    say()
    say(title, style="bold")
    for each in examples:
        rule = f" ({each.rule})" if each.rule else ""
        say(f"  {_named(each.past)}: {each.past.then} → {each.now}{rule}", hang=4)


def _refused(found: Replayed) -> None:
    say()
    if not found.refused_allowed:
        say(f"None of {counted(found.refused, 'refused call')} would be allowed.", style="green")
        return
    say(
        f"{found.refused_allowed:,} of {counted(found.refused, 'refused call')} would be allowed:",
        style="red",
    )
    alike: dict[str, int] = {}
    for each in found.allowed:
        call = rows.call_of({"tool": each.past.tool, "input": each.past.given})
        told = f"{call}: refused by {each.past.refused_by}, allowed by {each.rule}"
        alike[told] = alike.get(told, 0) + 1
    for told, number in sorted(alike.items(), key=lambda item: (-item[1], item[0]))[:SHOWN]:
        say(f"  {told}" + (f" ({times(number)})" if number > 1 else ""), hang=4)
    if len(alike) > SHOWN:
        say(f"  and {len(alike) - SHOWN:,} more: assent replay --json")


def _named(past: Past) -> str:
    """A call as people find it again: by its short id, or the day where the hook did not see it."""
    name = decisions.short(past.id) if past.id else past.ts[:10]
    return f"{name}  {rows.call_of({'tool': past.tool, 'input': past.given})}"
