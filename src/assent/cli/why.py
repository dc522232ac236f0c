"""`assent why`: one recorded decision explained: who decided, why, and what almost did."""

from __future__ import annotations

import contextlib

import click

from assent.app.rules import in_force
from assent.cli.log import line_of
from assent.cli.output import data, refuse, say
from assent.core.problem import Problem
from assent.store import decisions
from assent.store.db import StoreError


@click.command(name="why")
@click.argument("decision", default="last")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
def command(decision: str, as_json: bool) -> None:
    """Explain DECISION: an id (or its beginning) from `assent log --json`, or `last`."""
    entry = _entry(decision)
    if as_json:
        data(entry)
        return
    say(line_of(entry))
    say(f"  id       {entry['id']}")
    say(f"  why      {entry.get('why')}")
    if entry.get("rule"):
        say(f"  rule     {entry.get('name')} ({entry.get('rule')}, {entry.get('layer')})")
    say(
        f"  effects  {', '.join(_texts(entry.get('effects'))) or 'none'}; understood: {entry.get('coverage')}"
    )
    say(f"  where    {entry.get('cwd')} in session {entry.get('session')}")
    for near in _texts(entry.get("near")):
        say(f"  near     {near}")


def _texts(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else []


def _entry(decision: str) -> dict[str, object]:
    at = in_force.paths()
    found: dict[str, object] | None = None
    try:
        with contextlib.closing(in_force.opened(at)) as db:
            decisions.import_record(db, at)
            found = (
                next(iter(decisions.last(db)), None) if decision == "last" else decisions.get(db, decision)
            )
    except StoreError as error:
        refuse([error.problem])
    if found is None:
        none = Problem(
            "why",
            "no decision is recorded yet",
            "decisions appear once an agent runs with the hook: assent init",
        )
        unknown = Problem(
            "why",
            f"no decision has the id {decision!r}, or more than one begins so",
            "see the ids: assent log --json",
        )
        refuse([none if decision == "last" else unknown])
    return found or {}
