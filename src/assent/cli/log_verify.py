"""`assent log verify`: whether the record is as it was written, and the first line that is not."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assent.app import integrity, state
from assent.cli.output import data, error, refuse, say
from assent.core.amounts import counted, times
from assent.core.problem import Problem
from assent.store import checkpoint, keys, seal, verified
from assent.store.links import Fault

if TYPE_CHECKING:
    from assent.store.paths import Paths
    from assent.store.verified import Report

SHOWN = 20


@click.command(name="verify")
@click.option(
    "--against", metavar="FILE", help="Also compare with a checkpoint that was kept; - is standard input."
)
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
def command(against: str | None, as_json: bool) -> None:
    """Follow the record from its first line to its last and name what was altered, removed, inserted or moved.

    Changes nothing. Exit 1 when something is wrong."""
    at = state.paths()
    stated = _checkpoint(against) if against else None
    found = verified.whole(at)
    faults = [*found.faults]
    if stated and against:
        seals = seal.all_of(at)
        why = checkpoint.contradiction(stated, [each.text for each in seals], keys.trusted(at, seals))
        faults += [Fault(against, None, f"{why} since it was exported")] if why else []
    faults += [Fault(each.where, None, each.what) for each in integrity.of_record(at)]
    faults = list(dict.fromkeys(faults))
    if as_json:
        data(_as_json(found, faults))
    else:
        _tell(at, found, faults, stated)
    if faults:
        raise click.exceptions.Exit(1)


def _checkpoint(name: str) -> checkpoint.Stated | None:
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
        return checkpoint.read(text)
    except (OSError, ValueError) as wrong:
        what = getattr(wrong, "strerror", None) or str(wrong)
        refuse([Problem(name, what, "name a file that assent log checkpoint --to has written")])
        return None


def _as_json(found: Report, faults: list[Fault]) -> dict[str, Any]:
    listed = [{"file": each.file, "line": each.line, "what": each.what} for each in faults]
    return {
        "ok": not faults,
        "lines": found.lines,
        "first_bad": listed[0] if listed else None,
        "bad": listed,
        "linked": found.linked,
        "older": found.older,
        "beside": found.beside,
        "erased": found.erased,
        "days": found.days,
        "sealed": found.seals,
        "dropped_until": found.dropped_until or None,
        "key": found.key or None,
    }


def _tell(at: Paths, found: Report, faults: list[Fault], stated: checkpoint.Stated | None) -> None:
    for each in faults[:SHOWN]:
        place = f"{each.file}:{each.line}" if each.line else each.file
        error(f"{place.replace(f'{Path.home()}/', '~/')}: {each.what}")
    if len(faults) > SHOWN:
        error(f"and {len(faults) - SHOWN} more: assent log verify --json")
    if faults:
        error("Keep a copy of the record and find out who wrote to it; what it holds now: assent log")
        return
    if not found.lines and not found.seals:
        say(f"There is no record yet in {at.audit}.")
        return
    say(f"The record is as it was written: {counted(found.lines, 'line')} of {counted(found.days, 'day')}.")
    for text in _notes(at, found):
        say(f"  {text}")
    if stated:
        say(f"  the checkpoint you kept, of {counted(stated.size, 'sealed day')}, agrees with it")


def _notes(at: Paths, found: Report) -> list[str]:
    notes = [f"{counted(found.linked, 'line')} linked, each to the one before it"]
    if found.older:
        notes.append(f"{counted(found.older, 'line')} from before lines were linked")
    if found.beside:
        notes.append(f"{counted(found.beside, 'line')} without a link of its own, held by the next one")
    if found.erased:
        notes.append(f"{counted(found.erased, 'line')} from which something was erased, as the record tells")
    if found.dropped_until:
        notes.append(f"calls up to {found.dropped_until} were dropped; their seals stand")
    changes = keys.changes(at)
    if changes:
        notes.append(f"the key was changed {times(len(changes))}, each told and accepted")
    if found.leaps:
        ahead, back = found.leaps[0]
        which = "the first time " if len(found.leaps) > 1 else ""
        notes.append(f"the clock went back {times(len(found.leaps))} ({which}from {ahead} to {back})")
    if found.early:
        notes.append(f"{counted(found.early, 'line')} written while the clock was behind the record")
    signer = f", signed by {found.key.partition('+')[0]}" if found.key else ""
    if changes and signer and changes[-1].new != found.key:
        signer += f"; what follows, by {changes[-1].new.partition('+')[0]}"
    return [*notes, f"{counted(found.seals, 'day')} sealed{signer}"]
