"""Whether the record is as it was written, for a look that must be quick: a sealed day that was found whole is read
again only when its files have changed since; all of it is followed by `assent log verify`."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from assent.app import files
from assent.core.problem import Problem
from assent.store import dropped, owners, packed, record, regular, seal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assent.store.paths import Paths
    from assent.store.seal import Seal

NAME = "verified.json"  # in the data folder: day → the state of its seal and files when they agreed
HINT = "find out who wrote there; all that is wrong: assent log verify"


def problems(paths: Paths) -> list[Problem]:
    """What contradicts the seals."""
    seals = seal.all_of(paths)
    parts = record.parts(paths)
    before = _known(paths)
    now: dict[str, str] = {}
    note = dropped.newest(paths) if any(each.day not in parts for each in seals) else dropped.Note()
    found: list[Problem] = []
    previous = ""
    for each in seals:
        state = _state(paths, each, parts.get(each.day, ()))
        whole = seal.is_linked(each, previous)
        if each.day not in parts and note.holds(paths, each.day):
            why = "" if whole else seal.fault(paths, each)
        elif whole and state and before.get(each.day) == state:
            why = ""
        else:
            why = seal.fault(paths, each) if whole else "does not agree with the seal before it"
        if why:
            found.append(Problem(paths.record(each.day), why, HINT))
        elif state:
            now[each.day] = state
        previous = each.chain
    if now != before:
        _keep(paths, now)
    return [*found, *seal.signatures(paths, seals)]


def _state(paths: Paths, each: Seal, given: Sequence[str]) -> str:
    """What changes when a day's seal or files are written to; "" while they cannot be looked at."""
    told = [each.chain]
    try:
        for path in (*given, paths.seal(each.day)):
            at = Path(path if os.path.lexists(path) else packed.name(path)).lstat()
            told.append(f"{at.st_ino} {at.st_size} {at.st_mtime_ns} {at.st_ctime_ns}")
    except OSError:
        return ""
    return ", ".join(told)


def _known(paths: Paths) -> Mapping[str, str]:
    try:
        return msgspec.json.decode(regular.read(f"{paths.data}/{NAME}"), type=dict[str, str])
    except (OSError, msgspec.MsgspecError):
        return {}


def _keep(paths: Paths, now: Mapping[str, str]) -> None:
    """Noted for the next time, where this is the user's own look; without it that one takes longer."""
    if owners.visited(paths) or not Path(paths.data).is_dir():
        return
    with contextlib.suppress(OSError):
        files.replace(Path(paths.data) / NAME, msgspec.json.encode(now).decode() + "\n")
