"""Seals over finished days of the record: each holds the root of a Merkle tree of the day's lines and the hash of the
seal before it, by which a later reader proves the lines are the same."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assent.store import checkpoint, erased, keys, links, merkle, packed, placed, record, regular, signing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.store.paths import Paths

_LARGEST = 4096
# What a seal states that is read again.
_WORDS = {
    "lines": int, "bytes": int, "changes": int, "root": str, "last": str, "previous": str, "key": str, "chain": str,
    "sha256": str,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seal:
    """A day's seal: its `text` without the newline, and what that states. Those made before there were trees have no
    `root` but the hash of the whole file."""

    day: str
    text: bytes
    stated: dict[str, Any]

    @property
    def chain(self) -> str:
        """What the next seal goes on from; "" for one that is broken."""
        if "root" in self.stated:
            return merkle.leaf(self.text).hex()
        return str(self.stated.get("chain", ""))

    @property
    def previous(self) -> str:
        return str(self.stated.get("previous", ""))

    @property
    def lines(self) -> int | None:
        """How many lines the day had; None for an older seal, which does not say."""
        return self.stated.get("lines") if "root" in self.stated else None

    @property
    def last(self) -> str | None:
        """The hash of the day's last line; None likewise."""
        return self.stated.get("last") if "root" in self.stated else None

    @property
    def key(self) -> str:
        """The public key of the installation then; "" likewise."""
        return str(self.stated.get("key", ""))

    @property
    def changes(self) -> bool:
        """False when the day holds no change of rules."""
        return self.stated.get("changes") != 0


@dataclass(frozen=True, slots=True)
class Contents:
    """What a day's lines come to."""

    lines: int
    size: int
    root: bytes
    last: str
    changes: int


def contents(paths: Paths, day: str) -> Contents:
    """What a day's lines come to now; those that were erased count as what they were."""
    tree, last, size, changes = merkle.Tree(), "", 0, 0
    for path in record.parts(paths).get(day, ()):
        for number, data in enumerate(record.lines(path), 1):
            line = links.read(path, number, data)
            tree.add(line.leaf)
            last = line.hash
            size += len(data) + 1
            changes += not record.holds_one_event(data)
    return Contents(tree.size, size, tree.root(), last, changes)


def seal(paths: Paths, day: str) -> str:
    """Closes a UTC day's record with a seal and signs the tree of all of them; returns what the next goes on from. A
    sealed day stays as it is. Raises OSError, or ValueError for a key that is none."""
    known = of_day(paths, day)
    if known:
        return known.chain
    found = all_of(paths)
    before = [each for each in found if each.day < day]
    held = contents(paths, day)
    stated = {
        "v": 2, "day": day, "lines": held.lines, "bytes": held.size, "root": held.root.hex(), "last": held.last,
        "changes": held.changes, "previous": before[-1].chain if before else "", "key": _key(paths, found),
    }  # fmt: skip
    text = json.dumps(stated, separators=(",", ":")).encode()
    with contextlib.suppress(FileExistsError):  # another process was first: its seal is the one
        placed.put_first(paths.seal(day), text + b"\n")
    keys.sign(paths, all_of(paths))
    return chain(paths, day)


def close(paths: Paths, days: Sequence[str]) -> None:
    """Closes days, oldest first, and has all that is closed signed, also where a process was killed before it came to
    that. Raises OSError or ValueError."""
    for day in days:
        seal(paths, day)
    found = all_of(paths)
    kept = checkpoint.kept(paths)
    if kept is None or kept.size < len(found):
        keys.sign(paths, found)


def _key(paths: Paths, found: list[Seal]) -> str:
    """The key to seal under: made for the first seal only, so that a key that went lost is missed."""
    sealed = any(each.key for each in found)
    return signing.known(paths) if sealed else signing.made(paths)


def agrees(paths: Paths, day: str) -> bool:
    """True when a day's record and its seal are what was sealed."""
    known = of_day(paths, day)
    return known is not None and not fault(paths, known)


def fault(paths: Paths, known: Seal) -> str:
    """How a day contradicts its own seal; "" when it does not."""
    found = _fault(paths, known, known.previous)
    return found[0] if found else ""


# What is wrong and what to do.
_BROKEN = ("does not agree with its seal", "lines were changed or removed, or a seal before it is missing")


def _fault(paths: Paths, known: Seal, previous: str) -> tuple[str, str] | None:
    """How a day contradicts its seal, in a chain that came so far; None when it does not."""
    files = record.parts(paths).get(known.day, [])
    try:
        for path in files or [paths.record(known.day)]:
            _readable(path)
    except OSError as error:
        hint = "put it back, or go on without it: assent rebuild"
        return f"a sealed record cannot be read: {error.strerror}", hint
    if not is_linked(known, previous):
        return _BROKEN
    if known.lines is None:
        return _older_fault(paths, known, files)
    held = contents(paths, known.day)
    if held.lines > known.lines:
        hint = "was the clock set back? otherwise find out who wrote them"
        return f"{held.lines - known.lines} lines were added after it was sealed", hint
    same = held.lines == known.lines and held.root.hex() == known.stated.get("root")
    return None if same else _BROKEN


def _older_fault(paths: Paths, known: Seal, files: list[str]) -> tuple[str, str] | None:
    """The same for a seal that holds the hash of the file as it was."""
    size = _length(known.stated)
    data = b"".join(block for path in files for block in record.blocks(path))
    stated = str(known.stated.get("sha256"))
    if hashlib.sha256(data[:size]).hexdigest() != stated:
        whole = hashlib.sha256(data).hexdigest()
        return None if whole in erased.files(paths, stated) else _BROKEN
    if len(data) > size:
        hint = "was the clock set back? otherwise find out who wrote them"
        return f"{len(data) - size} bytes were added after it was sealed", hint
    return None


def _readable(path: str) -> None:
    """Raises OSError for a file that is gone or closed to us."""
    plain = os.path.lexists(path)
    os.close(regular.opened(path if plain else packed.name(path), os.O_RDONLY | os.O_NOFOLLOW))


def is_linked(known: Seal, previous: str) -> bool:
    """True when a seal is whole and goes on from the one before it."""
    if "root" in known.stated:
        return known.previous == previous
    own = str(known.stated.get("sha256", ""))
    text = f"{previous} {known.day} {_length(known.stated)} {own}"
    return bool(own) and known.chain == hashlib.sha256(text.encode()).hexdigest()


def _length(stated: dict[str, Any]) -> int:
    size = stated.get("bytes")
    return size if isinstance(size, int) and size >= 0 else 0


def sealed(paths: Paths) -> list[str]:
    """The sealed days, oldest first."""
    return sorted(path.stem for path in Path(paths.audit).glob("????-??-??.seal"))


def all_of(paths: Paths) -> list[Seal]:
    """Every seal, oldest first, broken ones too."""
    return [_read(paths, day) for day in sealed(paths)]


def newest(paths: Paths) -> str:
    """The newest seal as `day:chain`; "" when there is none."""
    days = sealed(paths)
    return f"{days[-1]}:{chain(paths, days[-1])}" if days else ""


def chain(paths: Paths, day: str) -> str:
    """What the next seal goes on from; "" without a sound seal."""
    known = of_day(paths, day)
    return known.chain if known else ""


def of_day(paths: Paths, day: str) -> Seal | None:
    """The seal of a day; None where there is none or it is broken."""
    found = _read(paths, day)
    return found if found.stated else None


def _read(paths: Paths, day: str) -> Seal:
    try:
        data = regular.read(paths.seal(day), _LARGEST)
        stated = json.loads(data.decode())
    except (OSError, ValueError, RecursionError):
        return Seal(day, b"", {})
    text = data.removesuffix(b"\n")
    sound = isinstance(stated, dict) and all(
        isinstance(value, _WORDS.get(key, object)) for key, value in stated.items()
    )
    return Seal(day, text, stated if sound else {})
