"""`assent export`: the recorded decisions in a form that another program reads, as they are stored: redacted."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assent.app import searching, state
from assent.app.exported import registry
from assent.app.exported.fields import all_flat
from assent.cli import filters
from assent.cli.log import recorded
from assent.cli.output import error, refuse
from assent.cli.sources import short
from assent.core.amounts import counted
from assent.core.problem import Problem
from assent.store import decisions
from assent.store.db import StoreError
from assent.store.record import now

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STANDARD = "-"


@click.command(name="export")
@click.option("--format", "form", required=True, type=click.Choice(list(registry.FORMS)), help="The form.")
@filters.options(*filters.DECISIONS, "utc", utc="Times that are given are in UTC instead of local time.")
@click.option("--force", is_flag=True, help="Replace FILE where there is one.")
@click.argument("file", default=STANDARD)
def command(form: str, file: str, force: bool, **wanted: Any) -> None:
    """Write recorded decisions to FILE, or to standard output (-), the oldest first.

    Everything is written as it is stored: secrets are erased already.
    """
    at = state.paths()
    asked = filters.asked(at, wanted)
    refuse(_unwritable(form, file, force=force))
    try:
        with contextlib.closing(recorded(at)) as db:
            chosen, search = asked.wanted(db, at.home, now()), asked.search()
            refuse(asked.problems)
            found = searching.found_in(decisions.stream(db, chosen, oldest_first=True), search)
            _write(form, file, all_flat(db, at, found))
    except StoreError as problem:
        refuse([problem.problem])


def _unwritable(form: str, file: str, *, force: bool) -> list[Problem]:
    """Why the form cannot go there."""
    if file == STANDARD:
        into = "name a file behind it, for example decisions.db"
        return [Problem(f"--format {form}", "is a file and no text", into)] if registry.is_file(form) else []
    if Path(file).is_dir():
        return [Problem(file, "is a directory", "name a file in it")]
    if os.path.lexists(file) and not force:
        return [Problem(file, "is there already", "name another file, or replace it with --force")]
    return []


def _write(form: str, file: str, found: Iterable[dict[str, Any]]) -> None:
    if file == STANDARD:
        sys.stdout.reconfigure(errors="replace", newline="")  # type: ignore[union-attr]  # it is a text stream
        for text in registry.texts(form, found):
            sys.stdout.write(text)
        sys.stdout.flush()
        return
    tally = _Tally()
    try:
        _whole(form, Path(file), tally.counting(found))
    except (OSError, sqlite3.Error) as mistake:
        told = (mistake.strerror if isinstance(mistake, OSError) else "") or str(mistake)
        refuse([Problem(file, f"cannot be written: {told}", "check its folder and the room on the disk")])
    error(f"Wrote {counted(tally.count, 'decision')} to {short(file)}")


class _Tally:
    """How many have passed."""

    def __init__(self) -> None:
        self.count = 0

    def counting(self, found: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for each in found:
            self.count += 1
            yield each


def _whole(form: str, path: Path, found: Iterable[dict[str, Any]]) -> None:
    """Writes the file whole or not at all, for its owner alone."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(handle)
    try:
        registry.save(form, found, name)
        Path(name).rename(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
