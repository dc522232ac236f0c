"""A project's own rules are read up to a bound; beyond it every call asks, and nobody waits."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from assent.app import project, state
from assent.app.rules import in_force, untrusted
from assent.app.rules.compiler import Compiler
from assent.app.rules.stamp import STAMP_NOW
from assent.core.call import Call
from assent.core.decide import decide
from assent.core.facts import Facts
from assent.shell.reading import read_call
from assent.store import snapshot
from assent.store.db import connect
from assent.store.paths import paths_of
from assent.store.snapshot import Snapshot

RULE = '[[rule]]\ndeny = ["Bash(t{} *)"]\n'
USER = '[[rule]]\nallow = ["Bash(git status)"]\n[[rule]]\ndeny = ["Bash(curl *)"]\n'


class World:
    def __init__(self, folder: Path) -> None:
        self.root = folder / "work/p"
        (self.root / ".git").mkdir(parents=True)
        (self.root / ".git/HEAD").write_text("ref: refs/heads/main\n")
        self.at = paths_of(str(folder), {})
        self.at.managed = str(folder / "etc")
        Path(self.at.config).mkdir(parents=True)
        Path(self.at.user_policy).write_text(USER)
        self.place = project.find(str(self.root), str(folder))
        state.opened(self.at).close()  # begun: who only looks makes none

    def write(self, path: str, data: str | bytes) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data.encode() if isinstance(data, str) else data)

    def answers(self) -> tuple[str, ...]:
        policy, trouble = in_force.policy(self.place, self.at)
        assert trouble == ""
        found = []
        for command in ("curl x", "git status", "frobnicate"):
            call = Call("Bash", {"command": command}, str(self.root), str(self.root))
            facts = Facts(str(self.root.parent.parent), str(self.root))
            decision = decide(call, read_call(call, facts), policy, facts)
            found.append("" if decision.silent else decision.verdict)
        return tuple(found)

    def problems(self) -> str:
        with contextlib.closing(connect(self.at)) as db:
            compiler = Compiler(self.at, db)
            compiler.built(self.place.key, self.place.root)
            return "\n".join(map(str, compiler.problems))


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


POLICIES = {
    "bytes": ("#" * untrusted.LARGEST + "\n", "larger than 256 KB"), "many-bytes": ("#" * (5 << 20), "cannot be read"),
    "rules": ("".join(RULE.format(number) for number in range(untrusted.MOST_RULES + 1)), "more than 2000 rules"),
    "examples": ('[[rule]]\ndeny = ["Bash(x)"]\nyes = [' + '"x",' * 10_001 + "]\n", "more than 10000 patterns"),
    "dots": ("a." * 5000 + "a = 1\n", "a key has more than 64 words"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), POLICIES.values(), ids=POLICIES.keys())
def test_a_policy_past_a_bound_makes_every_call_ask_and_says_why(
    world: World, text: str | bytes, said: str
) -> None:
    world.write(".assent/policy.toml", text)
    assert world.answers() == ("deny", "ask", "ask")
    assert said in world.problems()
    assert ".assent/policy.toml" in world.problems()


MODULES = {
    "one-too-large": ({"deny.json": '["' + "x" * (untrusted.LARGEST + 1) + '"]'}, "a module is larger than 256 KB"),
    "together": ({f"m{number}.json": '["' + "x" * 200_000 + '"]' for number in range(6)}, "all together than 1024 KB"),
    "rules": ({f"m{number}.json": '{"deny":[' + ",".join(f'"Bash(a{number}b{each} *)"' for each in range(500)) + "]}" for number in range(5)}, "more than 2000 rules"),
    "files": ({f"m{number}.json": "[]" for number in range(300)}, "more than 200 modules"),
}  # fmt: skip


@pytest.mark.parametrize(("files", "said"), MODULES.values(), ids=MODULES.keys())
def test_modules_past_a_bound_make_every_call_ask_and_say_why(
    world: World, files: dict[str, str], said: str
) -> None:
    for name, text in files.items():
        world.write(f".claude/permissions/{name}", text)
    assert world.answers() == ("deny", "ask", "ask")
    assert said in world.problems()


def test_what_is_refused_is_compiled_once_and_not_at_every_call(world: World) -> None:
    for name, text in MODULES["together"][0].items():
        world.write(f".claude/permissions/{name}", text)
    world.answers()
    assert isinstance(snapshot.load(world.at, world.place.key, world.place.root, STAMP_NOW), Snapshot)


def test_within_the_bounds_a_project_tightens_and_nothing_else_asks(world: World) -> None:
    world.write(".assent/policy.toml", "".join(RULE.format(number) for number in range(300)))
    world.write(".claude/permissions/deny.json", '["Bash(frobnicate:*)"]')
    assert world.answers() == ("deny", "allow", "deny")
    assert world.problems() == ""


def test_a_policy_that_grew_too_large_keeps_the_denials_it_had(world: World) -> None:
    world.write(".assent/policy.toml", '[[rule]]\ndeny = ["Bash(frobnicate)"]\n')
    assert world.answers() == ("deny", "allow", "deny")
    world.write(".assent/policy.toml", "#" * (untrusted.LARGEST + 1))
    assert world.answers() == ("deny", "ask", "deny")


def test_a_project_that_mends_its_policy_asks_no_more(world: World) -> None:
    world.write(".assent/policy.toml", "#" * (untrusted.LARGEST + 1))
    assert world.answers() == ("deny", "ask", "ask")
    (world.root / ".assent/policy.toml").unlink()
    assert world.answers() == ("deny", "allow", "")
