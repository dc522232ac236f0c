"""What the programs that reach other machines must not be allowed to do, and what stays allowed."""

from __future__ import annotations

import pytest

from tests.shell.world import read

TARGETS = (
    ("curl https://H.Example:443/x", ["h.example"]),
    ("curl https://a.example https://b.example", ["a.example", "b.example"]),
    ("ssh u@h.example id", ["h.example"]),
    ("scp a u@h.example:b", ["h.example"]),
    ("rsync a rsync://h.example/m", ["h.example"]),
    ("dig @ns.example h.example", ["ns.example", "h.example"]),
)


@pytest.mark.parametrize(("text", "hosts"), TARGETS, ids=[row[0] for row in TARGETS])
def test_the_hosts_it_reaches_are_named(text: str, hosts: list[str]) -> None:
    assert [target for part in read(text).parts for target in part.targets] == hosts
