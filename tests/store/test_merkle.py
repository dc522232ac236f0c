"""Roots and paths are those of RFC 6962, as others compute them."""

from __future__ import annotations

import pytest

from assent.store import merkle
from tests import rfc6962

SIZES = [1, 2, 3, 4, 5, 7, 8, 9, 31, 64, 100]


def lines(size: int) -> list[bytes]:
    return [b'{"n":%d}' % n for n in range(size)]


def test_the_root_of_nothing_is_the_hash_of_nothing() -> None:
    assert merkle.Tree().root().hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize("size", SIZES)
def test_another_implementation_has_the_same_roots_and_accepts_every_proof(size: int) -> None:
    leaves = [merkle.leaf(line) for line in lines(size)]
    root = merkle.Tree(leaves).root()
    assert root == rfc6962.root(lines(size))
    for index in range(size):
        path = merkle.path(leaves, index)
        assert rfc6962.accepts(leaves[index], index, size, path, root)
        assert merkle.root_of(leaves[index], index, size, path) == root


def test_a_proof_of_another_line_is_refused() -> None:
    leaves = [merkle.leaf(line) for line in lines(7)]
    root, path = merkle.Tree(leaves).root(), merkle.path(leaves, 2)
    assert not rfc6962.accepts(leaves[1], 2, 7, path, root)
    assert merkle.root_of(leaves[1], 2, 7, path) != root


@pytest.mark.parametrize("change", [-1, 1], ids=["shorter", "longer"])
def test_a_path_of_another_length_is_refused(change: int) -> None:
    leaves = [merkle.leaf(line) for line in lines(7)]
    path = merkle.path(leaves, 2)
    with pytest.raises(ValueError, match="the path is too"):
        merkle.root_of(leaves[2], 2, 7, path[:-1] if change < 0 else [*path, path[0]])
