"""The shipped reading rule reaches the projects that the user trusts, and no other ones."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import pytest

from assent.app import project
from assent.app.rules import in_force
from assent.app.verdict import decision_on
from assent.core.call import Call
from assent.core.facts import Facts
from assent.store import rules, trust
from assent.store.db import connect
from assent.store.paths import paths_of


class World:
    """A home with two projects; paths are given as if it were `/home/u`."""

    def __init__(self, folder: Path) -> None:
        self.home = folder
        self.at = paths_of(str(folder), {}, managed=str(folder / "managed"))

    def real(self, path: str) -> str:
        moved = path.replace("/home/u", str(self.home))
        return moved if moved != path else path.replace("/home/", f"{self.home.parent}/")

    def trust(self, path: str) -> None:
        self.tell(trust.trusting(self.real(path), "a" * 64))

    def tell(self, *entries: dict[str, Any]) -> None:
        with contextlib.closing(connect(self.at)) as db:
            in_force.change(self.at, db, entries)

    def reads(self, path: str, tool: str = "Read") -> bool:
        root = self.real("/home/u/p")
        policy, trouble = in_force.policy(project.Project(root, root, project.GIT), self.at)
        assert not trouble
        call = Call(tool, {"path" if tool == "Grep" else "file_path": self.real(path)}, root, root)
        return decision_on(call, policy, Facts(str(self.home), root), disk=False).verdict == "allow"


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_a_project_is_read_from_the_moment_it_is_trusted(world: World) -> None:
    assert not world.reads("/home/u/other/src/x.py")
    world.trust("/home/u/other/.assent/policy.toml")
    assert world.reads("/home/u/other/src/x.py")
    assert world.reads("/home/u/other/src", "Grep")
    world.tell(trust.forgetting(world.real("/home/u/other/.assent/policy.toml")))
    assert not world.reads("/home/u/other/src/x.py")


@pytest.mark.parametrize(
    "path",
    ["/home/u/other/server.pem", "/home/u/other/../.docker/config.json", "/home/u/others/x", "/home/u/x", "/home/u/other2/x"],
)  # fmt: skip
def test_what_is_secret_in_it_or_beside_it_stays_out(world: World, path: str) -> None:
    world.trust("/home/u/other/.assent/policy.toml")
    assert not world.reads(path)


@pytest.mark.parametrize(
    "path",
    [
        "/home/u/.assent/policy.toml", "/home/.assent/policy.toml", "/.assent/policy.toml",
        "/home/u/o*/.assent/policy.toml", "/home/u/other/policy.toml",
    ],
)  # fmt: skip
def test_no_trust_opens_the_home_or_a_pattern(world: World, path: str) -> None:
    world.trust(path)
    assert not world.reads("/home/u/other/src/x.py")
    assert not world.reads("/home/u/notes.txt")


def test_a_refused_half_closes_the_project(world: World) -> None:
    world.trust("/home/u/other/.assent/policy.toml")
    world.tell(trust.refusing(world.real("/home/u/other/.claude/permissions")))
    assert not world.reads("/home/u/other/src/x.py")


def test_the_rule_switched_off_is_off_there_too(world: World) -> None:
    world.trust("/home/u/other/.assent/policy.toml")
    with contextlib.closing(connect(world.at)) as db:
        (found,) = rules.find(db, "reading")
        off = rules.enabling(db, found.id, on=False)
    world.tell(off)
    assert not world.reads("/home/u/other/src/x.py")
    assert not world.reads("/home/u/p/x.py")
