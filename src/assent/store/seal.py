"""Seals over finished days of the record: a chain of hashes by which a later reader proves the lines are the same."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assent.core.problem import Problem
from assent.store import dropped, regular
from assent.store.paths import FILE_MODE

LARGEST = 1 << 40  # a day has no bound

if TYPE_CHECKING:
    from assent.store.paths import Paths


def seal(paths: Paths, day: str) -> str:
    """Closes a UTC day's record with a seal that holds its length, its hash and the chain so far; returns the
    chain's hash. A sealed day stays as it is. Raises OSError."""
    known = _seal_of(paths, day)
    if known:
        return chain(paths, day)
    data = regular.read(paths.record(day), LARGEST)
    before = [each for each in sealed(paths) if each < day]
    previous = chain(paths, before[-1]) if before else ""
    own = hashlib.sha256(data).hexdigest()
    linked = _chain(previous, day, len(data), own)
    line = json.dumps({"day": day, "bytes": len(data), "sha256": own, "previous": previous, "chain": linked})
    handle = os.open(paths.seal(day), os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, FILE_MODE)
    with os.fdopen(handle, "w") as out:
        out.write(line + "\n")
    return linked


def verify(paths: Paths) -> list[Problem]:
    """What contradicts the seals: sealed lines changed or cut, lines added after sealing, a seal removed, a day gone
    that the record does not say was dropped."""
    found: list[Problem] = []
    previous = ""
    gone = [day for day in sealed(paths) if not os.path.lexists(paths.record(day))]
    note = dropped.newest(paths) if gone else dropped.Note()
    for day in sealed(paths):
        stated = _seal_of(paths, day)
        if day in gone and note.holds(paths, day):
            fault = None if _is_linked(stated, previous, day) else _BROKEN
        else:
            fault = _fault(paths, day, previous)
        if fault:
            found.append(Problem(paths.record(day), *fault))
        previous = str(stated.get("chain", ""))
    return found


def agrees(paths: Paths, day: str) -> bool:
    """True when a day's record and its seal are what was sealed."""
    return not _fault(paths, day, str(_seal_of(paths, day).get("previous", "")))


# What is wrong and what to do.
_BROKEN = ("does not agree with its seal", "lines were changed or removed, or a seal before it is missing")


def _fault(paths: Paths, day: str, previous: str) -> tuple[str, str] | None:
    """How a day contradicts its seal, in a chain that came so far; None when it does not."""
    stated = _seal_of(paths, day)
    try:
        data = regular.read(paths.record(day), LARGEST)
    except OSError as error:
        hint = "put it back, or go on without it: assent rebuild"
        return f"a sealed record cannot be read: {error.strerror}", hint
    length = _length(stated)
    own = hashlib.sha256(data[:length]).hexdigest()
    if own != stated.get("sha256") or not _is_linked(stated, previous, day):
        return _BROKEN
    if len(data) > length:
        hint = "was the clock set back? otherwise find out who wrote them"
        return f"{len(data) - length} bytes were added after it was sealed", hint
    return None


def _is_linked(stated: dict[str, Any], previous: str, day: str) -> bool:
    """True when the seal's own words make the chain that it states."""
    own = str(stated.get("sha256", ""))
    return bool(own) and stated.get("chain") == _chain(previous, day, _length(stated), own)


def _length(stated: dict[str, Any]) -> int:
    size = stated.get("bytes")
    return size if isinstance(size, int) and size >= 0 else 0


def sealed(paths: Paths) -> list[str]:
    """The sealed days, oldest first."""
    return sorted(path.stem for path in Path(paths.audit).glob("????-??-??.seal"))


def newest(paths: Paths) -> str:
    """The newest seal as `day:chain`; "" when there is none."""
    days = sealed(paths)
    return f"{days[-1]}:{chain(paths, days[-1])}" if days else ""


def chain(paths: Paths, day: str) -> str:
    """What the seal of a day says the chain is; "" without a sound seal."""
    return str(_seal_of(paths, day).get("chain", ""))


def _seal_of(paths: Paths, day: str) -> dict[str, Any]:
    """The seal of a day; empty when there is none or it is broken."""
    try:
        stated = json.loads(regular.text(paths.seal(day), 4096))
    except (OSError, ValueError):
        return {}
    return stated if isinstance(stated, dict) else {}


def _chain(previous: str, day: str, length: int, own: str) -> str:
    return hashlib.sha256(f"{previous} {day} {length} {own}".encode()).hexdigest()
