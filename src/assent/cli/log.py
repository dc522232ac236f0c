"""`assent log`: the recorded decisions, newest last."""

from __future__ import annotations

import contextlib

import click

from assent.app.rules import in_force
from assent.cli.output import data, refuse, say, verdict_style
from assent.store import decisions
from assent.store.db import StoreError


@click.command(name="log")
@click.option("-n", "limit", default=20, show_default=True, type=click.IntRange(1), help="How many.")
@click.option("--session", default="", help="Only this session.")
@click.option("--rule", default="", help="Only what this rule decided.")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
def command(limit: int, session: str, rule: str, as_json: bool) -> None:
    """List recorded decisions."""
    found = recorded(limit, session, rule)
    if as_json:
        data(found)
        return
    if not found and (session or rule):
        say("No recorded decision is like that.")
    elif not found:
        say("No decision is recorded yet. Decisions appear once an agent runs with the hook: assent init")
    for entry in reversed(found):
        silent = entry.get("tier") == "none"
        say(line_of(entry), style="" if silent else verdict_style(str(entry.get("verdict"))))


def recorded(limit: int, session: str = "", rule: str = "") -> list[dict[str, object]]:
    """The latest decisions, newest first."""
    at = in_force.paths()
    try:
        with contextlib.closing(in_force.opened(at)) as db:
            in_force.seal_old(at)
            decisions.import_record(db, at)
            return decisions.last(db, session=session, rule=rule, limit=limit)
    except StoreError as error:
        refuse([error.problem])
        raise


def line_of(entry: dict[str, object]) -> str:
    """One decision in one line: when, what was said, by which rule, about what."""
    verdict = "-" if entry.get("tier") == "none" else str(entry.get("verdict"))
    given = entry.get("input")
    words = given if isinstance(given, dict) else {}
    about = words.get("command") or words.get("file_path") or words.get("url") or ""
    name = f"[{entry.get('name')}]" if entry.get("name") else ""
    return f"{str(entry.get('ts'))[:19]} {verdict:5} {entry.get('tool')} {str(about)[:100]} {name}".rstrip()
