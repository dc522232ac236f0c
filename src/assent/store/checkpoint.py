"""The signed head of the tree whose leaves are the seals of all days: a C2SP checkpoint, kept here and exported."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assent.store import merkle, placed, regular, signing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assent.store.paths import Paths

_LARGEST = 1 << 16


@dataclass(frozen=True, slots=True)
class Stated:
    """What a checkpoint says: the tree's `origin`, `size` and `root`; and the note it was read from."""

    origin: str
    size: int
    root: bytes
    note: signing.Signed


def text(origin: str, size: int, root: bytes) -> str:
    """The body of a checkpoint."""
    return f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n"


def read(given: str) -> Stated:
    """What a checkpoint says; raises ValueError for what is none. Whose signature it bears is another question."""
    note = signing.read(given)
    lines = note.text.split("\n")
    if len(lines) < 4 or not lines[0] or not lines[1].isdigit() or len(lines[1]) > 18:
        raise ValueError("is no checkpoint: a name, a size and a root must begin it")
    try:
        root = base64.b64decode(lines[2], validate=True)
    except binascii.Error:
        root = b""
    if len(root) != 32:
        raise ValueError("is no checkpoint: its root is no hash")
    return Stated(lines[0], int(lines[1]), root, note)


def kept(paths: Paths) -> Stated | None:
    """The checkpoint beside the record; None where there is none. Raises OSError or ValueError for a broken one."""
    try:
        return read(regular.text(paths.checkpoint, _LARGEST))
    except FileNotFoundError:
        return None


def signed(paths: Paths, seals: Sequence[bytes]) -> str:
    """A checkpoint of these seals, signed now. Raises OSError or ValueError without a key."""
    origin = signing.known(paths).partition("+")[0]
    root = merkle.Tree(map(merkle.leaf, seals)).root()
    return signing.signed(paths, text(origin, len(seals), root))


def keep(paths: Paths, seals: Sequence[bytes]) -> None:
    """Puts a checkpoint of these seals beside the record. Raises OSError or ValueError."""
    placed.put(paths.checkpoint, signed(paths, seals).encode())


def contradiction(stated: Stated, seals: Sequence[bytes], keys: Sequence[str]) -> str:
    """How the seals, and the keys under which they were made, contradict a checkpoint; "" when they do not."""
    if not any(signing.is_by(stated.note, key) for key in dict.fromkeys(keys) if key):
        return "is not signed by the key of this record: the key, or the checkpoint, was replaced"
    if stated.size > len(seals):
        gone = stated.size - len(seals)
        return f"knows {stated.size} sealed days and {len(seals)} are left: the seals of {gone} were removed"
    if merkle.Tree(map(merkle.leaf, seals[: stated.size])).root() != stated.root:
        return "is of other seals: some were removed or made again"
    return ""
