"""Proof that a line of the record is in it, for a reader who has nothing but the proof and a checkpoint he trusts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assent.store import checkpoint, links, merkle, record, seal, signing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.store.paths import Paths


@dataclass(frozen=True, slots=True)
class Proof:
    """A line of a day with its place in the day's tree; and where the day is sealed, the seal's place among the seals,
    else None. `note` is the checkpoint over the top of it, `key` the public key it is signed with."""

    day: str
    line: links.Line
    text: str | None  # None for a line from which something was erased
    index: int
    size: int
    hashes: Sequence[bytes]
    root: bytes
    seal: seal.Seal | None
    seal_index: int
    seal_hashes: Sequence[bytes]
    note: str
    key: str

    def as_json(self) -> dict[str, Any]:
        """What `assent log prove` prints."""
        top = None
        note = checkpoint.read(self.note)
        if self.seal:
            top = {
                "day": self.seal.day, "leaf": self.seal.text.decode(), "leaf_hash": merkle.leaf(self.seal.text).hex(),
                "index": self.seal_index, "size": note.size, "hashes": [each.hex() for each in self.seal_hashes],
                "root": note.root.hex(),
            }  # fmt: skip
        return {
            "day": self.day, "file": self.line.file, "line": self.line.number,
            "leaf": self.text, "leaf_hash": self.line.leaf.hex(), "index": self.index, "size": self.size,
            "hashes": [each.hex() for each in self.hashes], "root": self.root.hex(), "seal": top,
            "checkpoint": self.note, "key": self.key,
        }  # fmt: skip


def of(paths: Paths, identity: str, day: str) -> Proof | None:
    """The proof of the entry with an id, looked for in the record of a day first; None when it is not there (any more).
    A day that is not sealed yet is proven as far as it has come. Raises OSError or ValueError for a key that cannot be
    read."""
    days = record.days(paths)
    for each in sorted(days, key=lambda other: (other != day, other)):
        found = _in_day(paths, identity, each)
        if found:
            return found
    return None


def _in_day(paths: Paths, identity: str, day: str) -> Proof | None:
    leaves: list[bytes] = []
    found: tuple[int, links.Line, bytes] | None = None
    wanted = f'"id":"{identity}"'.encode()
    for path in record.parts(paths).get(day, ()):
        for number, data in enumerate(record.lines(path), 1):
            line = links.read(links.file_of(path), number, data)
            if found is None and wanted in data and (record.parse(data) or {}).get("id") == identity:
                found = len(leaves), line, data
            leaves.append(line.leaf)
    if found is None:
        return None
    known = seal.of_day(paths, day)
    if known is None or not known.key or known.lines is None or found[0] >= known.lines:
        return _of_open_day(paths, day, found, leaves)
    return _of_sealed_day(paths, known, found, leaves[: known.lines])


def _of_open_day(
    paths: Paths, day: str, found: tuple[int, links.Line, bytes], leaves: Sequence[bytes]
) -> Proof:
    """Up to the root of the day's own tree, which is signed as it is now."""
    index, line, data = found
    root = merkle.Tree(leaves).root()
    key = signing.made(paths)
    note = signing.signed(paths, checkpoint.text(f"{key.partition('+')[0]}/{day}", len(leaves), root))
    hashes = merkle.path(leaves, index)
    return Proof(day, line, _text(line, data), index, len(leaves), hashes, root, None, 0, (), note, key)


def _of_sealed_day(
    paths: Paths, known: seal.Seal, found: tuple[int, links.Line, bytes], leaves: Sequence[bytes]
) -> Proof:
    """Up to the root over the seals of all days."""
    index, line, data = found
    seals = seal.all_of(paths)
    place = [each.day for each in seals].index(known.day)
    up = merkle.path([merkle.leaf(each.text) for each in seals], place)
    note = checkpoint.signed(paths, [each.text for each in seals])
    root, hashes = merkle.Tree(leaves).root(), merkle.path(leaves, index)
    made = (known.day, line, _text(line, data), index, len(leaves), hashes, root)
    return Proof(*made, known, place, up, note, signing.known(paths))


def _text(line: links.Line, data: bytes) -> str | None:
    return None if line.now else data.decode("utf-8", "replace")
