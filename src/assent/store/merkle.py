"""Merkle trees as RFC 6962 hashes them: one hash for many lines, and a short proof that a line is among them."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def leaf(data: bytes) -> bytes:
    """The hash of a line."""
    return sha256(b"\0" + data).digest()


def node(left: bytes, right: bytes) -> bytes:
    """The hash of two trees side by side."""
    return sha256(b"\1" + left + right).digest()


class Tree:
    """A tree that grows leaf by leaf and holds no more than its right edge."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self.size = 0
        self._edge: list[bytes] = []
        for each in leaves:
            self.add(each)

    def add(self, hashed: bytes) -> None:
        """Adds the hash of a leaf."""
        count = self.size
        while count & 1:
            hashed = node(self._edge.pop(), hashed)
            count >>= 1
        self._edge.append(hashed)
        self.size += 1

    def root(self) -> bytes:
        """The hash of the whole."""
        if not self._edge:
            return sha256().digest()
        found = self._edge[-1]
        for each in reversed(self._edge[:-1]):
            found = node(each, found)
        return found


def path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes that lead from a leaf to the root, from below."""
    low, high, found = 0, len(leaves), list[bytes]()
    while high - low > 1:
        split = low + (1 << (high - low - 1).bit_length() - 1)
        if index < split:
            found.append(Tree(leaves[split:high]).root())
            high = split
        else:
            found.append(Tree(leaves[low:split]).root())
            low = split
    return found[::-1]


def root_of(hashed: bytes, index: int, size: int, hashes: Sequence[bytes]) -> bytes:
    """The root to which the hash of a leaf and its path lead; raises ValueError for a path of another length."""
    at, last, left = index, size - 1, list(hashes)
    while last:
        if at & 1 or at < last:
            if not left:
                raise ValueError("the path is too short")
            other = left.pop(0)
            hashed = node(other, hashed) if at & 1 else node(hashed, other)
        at, last = at >> 1, last >> 1
    if left:
        raise ValueError("the path is too long")
    return hashed
