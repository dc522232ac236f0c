"""What another implementation of RFC 6962 makes of our lines and proofs; it finds the shape of a tree by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pymerkle import InmemoryTree, verify_inclusion  # type: ignore[import-untyped]  # it has none
from pymerkle.proof import InclusionProof, InvalidProof  # type: ignore[import-untyped]  # likewise

if TYPE_CHECKING:
    from collections.abc import Sequence


def root(lines: Sequence[bytes]) -> bytes:
    """The root over lines."""
    found: bytes = _tree(lines).get_root()
    return found


def accepts(leaf: bytes, index: int, size: int, hashes: Sequence[bytes], top: bytes) -> bool:
    """True when these hashes lead from the hash of a leaf to a root."""
    shape = _tree([b""] * size).prove_inclusion(index + 1).rule
    proof = InclusionProof("sha256", True, size, index + 1, shape, [leaf, *hashes])
    try:
        verify_inclusion(leaf, top, proof, index=index + 1, size=size, algorithm="sha256")
    except InvalidProof:
        return False
    return True


def _tree(lines: Sequence[bytes]) -> InmemoryTree:
    tree = InmemoryTree(algorithm="sha256")
    for line in lines:
        tree.append_entry(line)
    return tree
