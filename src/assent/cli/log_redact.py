"""`assent log redact`: takes out of record and database what slipped through when it was written."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from assent.app import state
from assent.cli import log
from assent.cli.output import data, error, refuse, say
from assent.core.amounts import counted
from assent.core.problem import Problem
from assent.store import erased_documents, erasing, owners
from assent.store.db import StoreError
from assent.store.sought import Sought

if TYPE_CHECKING:
    from assent.store.erasing import Found


@click.command(name="redact")
@click.argument("pattern", metavar="PATTERN")
@click.option("--regex", is_flag=True, help="PATTERN is a regex, not a text.")
@click.option("--yes", is_flag=True, help="Without asking.")
@click.option("--dry-run", is_flag=True, help="Only say what would be erased.")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
def command(pattern: str, regex: bool, yes: bool, dry_run: bool, as_json: bool) -> None:
    """Erase a text from record and database, wherever it stands, compressed files too. Each line keeps the hash it had,
    so that the record still verifies; that and when it was erased is recorded, the text is not.

    PATTERN - reads it from standard input, so that it stays out of the shell's history."""
    at = state.paths()
    refuse([each for each in [owners.visiting(at)] if each])
    given = sys.stdin.readline().rstrip("\n") if pattern == "-" else pattern
    try:
        wanted = Sought(given, regex=regex)
        log.recorded(at).close()  # what the record tells by now is in the database too
        found = erasing.look(at, wanted)
        if found and not dry_run:
            if not yes and not _is_wanted(found, as_json=as_json):
                say("Nothing was erased.")
                return
            found = erasing.erase(at, wanted, "user")
    except ValueError as wrong:
        refuse([Problem("PATTERN", str(wrong), "give the text itself, or with --regex a regex")])
        return
    except StoreError as wrong:
        refuse([wrong.problem])
        return
    if as_json:
        data({**_as_json(found, done=not dry_run), "not_looked_at": erased_documents.set_aside(at)})
    else:
        _tell(found, done=not dry_run)
        for path in erased_documents.set_aside(at):
            error(f"{path}: was set aside and is not looked into: delete it when you no longer need it")


def _is_wanted(found: Found, *, as_json: bool) -> bool:
    if as_json:
        refuse(
            [
                Problem(
                    "--json",
                    "asks nothing, so it erases nothing either",
                    "add --yes, or --dry-run to look first",
                )
            ]
        )
    say(f"It stands in {_places(found)}.")
    try:
        return click.confirm("Erase it there for good?", default=False)
    except click.Abort:
        if sys.stdin.isatty():
            raise
        say()
        refuse([Problem("log redact", "there is nobody to ask", "add --yes, or --dry-run to look first")])
        raise


def _places(found: Found) -> str:
    rows = sum(found.rows.values())
    files = f" ({len(found.lines)} files)" if len(found.lines) > 1 else ""
    told = [f"{counted(found.count, 'line')} of the record{files}", f"{counted(rows, 'row')} of the database"]
    if found.digests:
        told.append(f"{counted(len(found.digests), 'file')} of saved digests")
    return f"{', '.join(told[:-1])} and {told[-1]}"


def _tell(found: Found, *, done: bool) -> None:
    if not found:
        say("It stands nowhere in the record or the database.")
    elif done:
        say(f"Erased from {_places(found)}. Look at the record: assent log verify")
    else:
        say(f"It stands in {_places(found)}; nothing was changed.")
    for place in found.rules:
        error(f"{place}: a change of rules holds it, which a rebuild needs: it stays")
        error("  take the rule back (assent rules remove ID); its history still names it")


def _as_json(found: Found, *, done: bool) -> dict[str, Any]:
    return {
        "erased": done,
        "lines": found.count,
        "files": [{"file": file, "lines": count} for file, count in found.lines.items()],
        "rows": found.rows,
        "digests": found.digests,
        "kept": found.rules,
    }
