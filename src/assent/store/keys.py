"""The keys of this installation, one after the other: by whose word each took the place of the one before, and what
they have signed."""

from __future__ import annotations

import base64
import contextlib
import json
import os
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from assent.core.problem import Problem
from assent.store import checkpoint, merkle, placed, record, regular, signing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.store.paths import Paths


class Seal(Protocol):
    """What of a day's seal is asked here."""

    @property
    def day(self) -> str: ...
    @property
    def text(self) -> bytes: ...
    @property
    def key(self) -> str: ...


KIND = "key"  # of the entry that tells of a change
_LARGEST = 1 << 22
_BACK = "put it back from a copy, or make a new one: assent log checkpoint --new-key"
_ACCEPT = "if that was you: assent log checkpoint --accept-key; if not, find out who did"
_ANEW = "find out who did; a new one is signed with the next day that is sealed"
_REMOVED = (
    "find out who did; an exported checkpoint tells which is the older: assent log verify --against FILE"
)


@dataclass(frozen=True, slots=True)
class Change:
    """A key in the place of another (`old`, "" for none): the `note` says so, signed by the new one and, where it was
    still there, by the old one; "" for what nothing told of. `accepted` is when a person took it all the same."""

    at: str
    old: str
    new: str
    note: str
    accepted: str = ""

    @property
    def is_sworn(self) -> bool:
        """True when both keys have signed it."""
        return self._is_by(self.old) and self._is_by(self.new)

    @property
    def holds(self) -> bool:
        return bool(self.accepted) or self.is_sworn

    def _is_by(self, key: str) -> bool:
        try:
            note = signing.read(self.note)
        except ValueError:
            return False
        return note.text.split("\n")[2:4] == [self.old or "-", self.new] and signing.is_by(note, key)


def changes(paths: Paths) -> list[Change]:
    """Every change, oldest first; lines that tell of none are passed over. Raises OSError."""
    try:
        lines = regular.text(paths.keys, _LARGEST).splitlines()
    except FileNotFoundError:
        return []
    except ValueError:
        return []
    found = []
    for line in lines:
        with contextlib.suppress(ValueError, TypeError, RecursionError):
            stated: dict[str, Any] = json.loads(line)
            change = Change(**stated)
            if all(isinstance(value, str) for value in stated.values()):
                found.append(change)
    return found


def replaced(paths: Paths, seals: Sequence[Seal]) -> Change:
    """Makes a new key in the place of the one in use. It is told in the record and beside it before it is done, and
    what is signed is signed again. Raises OSError or ValueError."""
    settle(paths, seals)
    told = changes(paths)
    held = _held(paths) or ""
    old = _newest(told, seals) or held
    given = [signing.pem(paths)] if held and held == old else []  # one that is lost has no word to give
    data = signing.fresh()
    new = signing.public(data)
    root = base64.b64encode(merkle.Tree(merkle.leaf(each.text) for each in seals).root()).decode()
    at = record.now()
    text = f"assent: key of the record\n{at}\n{old or '-'}\n{new}\n{len(seals)}\n{root}\n"
    change = Change(at, old, new, signing.note(text, [*given, data]))
    placed.put(paths.next_key, data)
    record.append(paths, {"kind": KIND, "old": old, "new": new, "sworn": bool(given)}, exact=("old", "new"))
    _keep(paths, [*told, change])
    settle(paths, seals)
    return change


def settle(paths: Paths, seals: Sequence[Seal]) -> None:
    """Finishes a change that was cut short: a new key that was told of takes its place, any other one goes. Raises
    OSError or ValueError."""
    try:
        new = signing.public(regular.read(paths.next_key, _LARGEST, os.O_NOFOLLOW))
    except FileNotFoundError:
        return
    except ValueError:
        new = ""
    told = changes(paths)
    if not told or told[-1].new != new:
        os.unlink(paths.next_key)  # noqa: PTH108  our paths are texts
        return
    os.rename(paths.next_key, paths.key)  # noqa: PTH104  likewise
    placed.sync_folder(paths.state)
    sign(paths, seals)


def accept(paths: Paths, seals: Sequence[Seal]) -> list[Change]:
    """Takes the changes without the old one's word, and those that nothing tells of, as the person's own doing; returns
    those. Raises OSError or ValueError."""
    told, at = changes(paths), record.now()
    found = [each for each in told if not each.holds]
    turns = _turns(seals, signing.known(paths))
    found += [Change(at, old, new, "") for _, old, new in turns if new not in _reached(told, old)]
    if not found:
        return []
    for each in found:
        entry = {"kind": KIND, "old": each.old, "accepted": each.new}
        record.append(paths, entry, exact=("old", "accepted"))
    rest = [each for each in told if each not in found]
    _keep(paths, [*rest, *(replace(each, accepted=at) for each in found)])
    sign(paths, seals)
    return found


def sign(paths: Paths, seals: Sequence[Seal]) -> None:
    """Signs the tree of all seals, unless the newest of them is of no key, or something is wrong with the keys. Raises
    OSError or ValueError."""
    if seals and seals[-1].key and not _wrong(paths, seals, changes(paths), signing.known(paths)):
        checkpoint.keep(paths, [each.text for each in seals])


def trusted(paths: Paths, seals: Sequence[Seal]) -> list[str]:
    """Every key under which something of this record may be signed: those of the seals, and those that took their
    place. Raises OSError."""
    found = list(dict.fromkeys(each.key for each in seals if each.key))
    later = _reached(changes(paths), found[-1], holding=True) if found else set()
    return [*found, *sorted(later - set(found))]


def problems(paths: Paths, seals: Sequence[Seal]) -> list[Problem]:
    """What contradicts the keys, and the checkpoint beside the record."""
    if not any(each.key for each in seals):
        return []
    try:
        told, stated = changes(paths), checkpoint.kept(paths)
        found = _wrong(paths, seals, told, _held(paths))
        keys = trusted(paths, seals)
    except OSError as error:
        what = f"cannot be read: {error.strerror}"
        return [
            Problem(
                error.filename or paths.checkpoint, what, "check its owner and mode, then: assent log verify"
            )
        ]
    except ValueError as error:
        return [Problem(paths.checkpoint, str(error), f"{_ANEW}: assent log verify")]
    if stated is None:
        several = sum(1 for each in seals if each.key) > 1
        return [
            *found,
            *([Problem(paths.checkpoint, "is gone", f"{_ANEW}: assent log verify")] if several else []),
        ]
    why = checkpoint.contradiction(stated, [each.text for each in seals], keys)
    return [*found, Problem(paths.checkpoint, why, _REMOVED)] if why else found


def _held(paths: Paths) -> str | None:
    """The key in use; "" where it is gone, None for what is none."""
    try:
        return signing.known(paths)
    except ValueError:
        return None


def _turns(seals: Sequence[Seal], held: str) -> list[tuple[str, str, str]]:
    """(day, key, the next one) wherever the key changes from seal to seal, and from the last seal ("") to the key in
    use."""
    sealed = [(each.day, each.key) for each in seals if each.key]
    after = [*sealed[1:], ("", held)] if held else sealed[1:]
    return [(day, old, new) for (_, old), (day, new) in zip(sealed, after, strict=False) if old != new]


def _wrong(paths: Paths, seals: Sequence[Seal], told: Sequence[Change], held: str | None) -> list[Problem]:
    """Keys that took the place of another without its word or a person's."""
    if held is None:
        return [Problem(paths.key, "is no key of ours: an Ed25519 key in PEM form must stand there", _BACK)]
    found = [] if held else [Problem(paths.key, "is gone", _BACK)]
    for day, old, new in _turns(seals, held):
        if new in _reached(told, old, holding=True) or (
            not day and _waiting(paths) in _reached(told, old, holding=True)
        ):
            continue  # a change that was cut short is finished by the next command
        since = next((each.at[:10] for each in told if each.new == new and new in _reached(told, old)), "")
        how = f", since {since}, without the word of the old one" if since else ""
        if day:
            what = f"was made under another key than the seals before it{how}"
            return [*found, Problem(paths.seal(day), what, _ACCEPT)]
        what = f"is a new one{how}" if how else "was replaced: the seals name another"
        found.append(Problem(paths.key, what, _ACCEPT if how else _BACK))
    return found


def _reached(told: Sequence[Change], old: str, *, holding: bool = False) -> set[str]:
    """The keys that took the place of one, directly or of one another."""
    found: set[str] = set()
    new = {old}
    while new:
        new = {each.new for each in told if each.old in new and (each.holds or not holding)} - found
        found |= new
    return found


def _waiting(paths: Paths) -> str:
    """The key that waits to take the place of the one in use; "" for none."""
    try:
        return signing.public(regular.read(paths.next_key, _LARGEST, os.O_NOFOLLOW))
    except (OSError, ValueError):
        return ""


def _newest(told: Sequence[Change], seals: Sequence[Seal]) -> str:
    """The key that was last in use, as seals and changes tell; "" before the first."""
    sealed = next((each.key for each in reversed(seals) if each.key), "")
    if told and (not sealed or told[-1].new in _reached(told, sealed)):
        return told[-1].new
    return sealed


def _keep(paths: Paths, told: Sequence[Change]) -> None:
    placed.put(paths.keys, "".join(json.dumps(asdict(each)) + "\n" for each in told).encode())
