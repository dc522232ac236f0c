"""Which hosts are handbooks; a host of the list that no call could name would be a hole in it."""

from __future__ import annotations

import pytest

from assent.learning.documentation import DOMAINS, HOSTS, is_documentation


@pytest.mark.parametrize("host", ["docs.ruby-lang.org", "docs.scala-lang.org", "black.readthedocs.io"])
def test_a_handbook_is_one(host: str) -> None:
    assert is_documentation(host)


@pytest.mark.parametrize(
    "host", [None, "", "lang.org", "evil-docs.python.org.example", "readthedocs.io.evil"]
)
def test_another_host_is_none(host: str | None) -> None:
    assert not is_documentation(host)


def test_each_of_the_list_is_a_whole_host() -> None:
    assert [each for each in HOSTS if "." not in each or not (each[0] + each[-1]).isalnum()] == []
    assert [each for each in DOMAINS if not each.startswith(".") or "." not in each[1:]] == []
