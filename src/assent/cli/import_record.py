"""`assent import`: rules of another permission hook shown as ours, what denies and asks taken over at once, what allows
after a yes each; and the history of an audit log."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assent.app import amend, state
from assent.app.imported import claude_permit, permit_keys
from assent.app.rules import listed as app
from assent.cli import dialogue, give, import_history
from assent.cli.opened import looking, opened
from assent.cli.output import data, error, refuse, say, verdict_style
from assent.cli.reach import reach
from assent.cli.sources import short
from assent.cli.verbs import Verbs
from assent.core.decision import ALLOW
from assent.core.rule import matched

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from assent.app.imported.claude_permit import Candidate, Found
    from assent.app.imported.history import Taken
    from assent.policy.parse import Declared
    from assent.store.paths import Paths

NEW, THERE, LEFT = "new", "there", "left out"
ANSWERS = {
    "y": "take it over",
    "n": "leave it out",
    "q": "leave this one and all that follow out",
}


@click.group(name="import", cls=Verbs)
def command() -> None:
    """Take over the rules and the history of another permission hook, or an exported record."""


command.add_command(import_history.command)


@command.command(name="claude-permit", short_help="Take over the rules and the history of claude-permit.")
@click.argument("folder", required=False, metavar="DIR")
@import_history.options
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text; allows are then left out.")
def claude_permit_(folder: str | None, apply: bool, dry_run: bool, as_json: bool) -> None:
    """Take over the rules and the history of claude-permit from DIR (~/.claude/claude-permit).

    What it denies and asks about holds at once, what it allows after a yes to each. Nothing becomes wider than it was.
    Past calls are counted as decided by it and teach nothing. A second time changes nothing.
    """
    refuse(import_history.at_odds(apply=apply, dry_run=dry_run))
    at = state.paths()
    path = Path(folder) if folder else _usual(at)
    found = claude_permit.read(path)
    if not (found.rules or found.keys or found.history.lines):
        refuse(found.problems)
    with looking() as (_, db):
        there = {each.id for each in app.granted(db)}
    if not as_json:
        _show(path, found, there)
    past = import_history.take_over(found.history) if apply and found.history.calls else None
    taken = _take_over(found, there, asking=not as_json) if apply else []
    if as_json:
        data(_as_json(path, found, there, taken, past))
    elif apply:
        _say_taken(found, taken, past)
    else:
        again = f"assent import claude-permit {short(str(path))} --apply"
        say(
            f"Nothing was changed. To take them over: {again if folder else 'assent import claude-permit --apply'}"
        )


def _usual(at: Paths) -> Path:
    """Its folder where it lies today, or where older versions look."""
    folders = [Path(at.home, each) for each in claude_permit.FOLDERS]
    return next((each for each in folders if each.is_dir()), folders[0])


def _say_taken(found: Found, taken: list[str], past: Taken | None) -> None:
    undo = ". To take one back: assent rules undo ID" if taken else ""
    say(f"Taken over: {len(taken)} of {len(found.rules)} rules{undo}", hang=2)
    if past:
        say(import_history.told(past), hang=2)


def _state(each: Candidate, there: set[str]) -> str:
    if each.declared is None:
        return LEFT
    return THERE if each.declared.rule.id in there else NEW


def _show(path: Path, found: Found, there: set[str]) -> None:
    say(f"Rules in {short(str(path))}, as assent would have them:")
    for each in found.rules:
        _show_rule(each, _state(each, there))
    for problem in [problem for each in found.rules for problem in each.problems] + found.problems:
        say(f"  left out: {problem.where}: {problem.what}", hang=4)
        if problem.hint:
            say(f"    {problem.hint}", hang=4)
    named = [key for key in found.keys if key.state != permit_keys.TAKEN]
    if named:
        say("Settings:")
    for key in named:
        becomes = f"{key.state}: {key.ours}" if key.ours else key.state
        say(f"  {claude_permit.CONFIG} {key.name}  {becomes} ({key.why})", hang=4)
    if found.history.lines:
        say(import_history.seen(found.history), hang=2)


def _show_rule(each: Candidate, state: str) -> None:
    if each.declared is None:
        return
    fields = "".join(f", {key} {regex}" for key, regex in each.fields.get("fields", {}).items())
    note = {THERE: "  (there already)", NEW: "  (asks you first)" * (each.verdict == ALLOW)}[state]
    say(f"  {matched(each.verdict, each.fields['name'])}  {each.fields['tool']}{fields}{note}",
        style=verdict_style(each.verdict), hang=4)  # fmt: skip
    if each.verdict == ALLOW:
        for text in reach(each.declared)[:1]:
            say(f"    {text}", hang=4)
    say(f"    {each.fields['why']}", hang=4)


def _take_over(found: Found, there: set[str], *, asking: bool) -> list[str]:
    """Grants what is new; the ids."""
    new = [each.declared for each in found.rules if each.declared and _state(each, there) == NEW]
    strict = [each for each in new if each.rule.verdict != ALLOW]
    with opened() as (at, db):
        taken = _grant(at, db, strict, quiet=not asking)
        if asking:
            taken += _grant(at, db, _agreed([each for each in new if each.rule.verdict == ALLOW]))
    return taken


def _agreed(allows: Sequence[Declared]) -> list[Declared]:
    """Those that somebody says yes to, one by one."""
    kept = []
    for each in allows:
        answer = dialogue.ask(f"Allow {each.rule.label}? [{'/'.join(ANSWERS)}]", ANSWERS)
        if answer == "y":
            kept.append(each)
        elif answer != "n":
            if not answer:
                error("")
                error("No answer: the allows that are left were not taken over")
            break
    return kept


def _grant(at: Paths, db: sqlite3.Connection, given: Sequence[Declared], *, quiet: bool = False) -> list[str]:
    if not given:
        return []
    outcome = amend.grant(at, db, given)
    if not quiet:
        give.tell(outcome)
    return [each.rule.id for each in given]


def _as_json(
    path: Path, found: Found, there: set[str], taken: list[str], past: Taken | None
) -> dict[str, Any]:
    problems = [problem for each in found.rules for problem in each.problems] + found.problems
    return {
        "folder": str(path),
        "rules": [
            {
                "from": each.spot,
                "verdict": each.verdict,
                "id": each.declared.rule.id if each.declared else None,
                "state": "taken" if each.declared and each.declared.rule.id in taken else _state(each, there),
                "rule": each.fields,
            }
            for each in found.rules
        ],
        "left_out": [{"where": each.where, "what": each.what, "hint": each.hint} for each in problems],
        "settings": [
            {"key": each.name, "state": each.state, "ours": each.ours or None, "why": each.why}
            for each in found.keys
        ],
        "history": import_history.in_json(found.history, past),
    }
