"""The denials we write into the client's own settings, held against the real client with no hook at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assent.agents.claude import compile as claude
from assent.policy import shipped
from tests.e2e.client import Proposal, World, bash

pytestmark = pytest.mark.client

# `{home}` and `{project}` are the stage's. Nothing here would do harm outside it, were it to run.
DENIED = [
    Proposal("Read", {"file_path": "{home}/.ssh/id_ed25519"}),
    Proposal("Read", {"file_path": "{home}/.aws/credentials"}),
    Proposal("Read", {"file_path": "{project}/.env"}),
    Proposal("Read", {"file_path": "{project}/sub/.env.local"}),
    Proposal("Write", {"file_path": "{project}/.env", "content": "A=1"}),
    Proposal("Write", {"file_path": "{home}/.bashrc", "content": "x"}),
    Proposal("Write", {"file_path": "{home}/.ssh/authorized_keys", "content": "x"}),
    Proposal("Write", {"file_path": "{home}/.config/assent/policy.toml", "content": "x"}),
    Proposal("Write", {"file_path": "{home}/.local/state/assent/audit/x.jsonl", "content": "x"}),
    Proposal("Write", {"file_path": "{home}/.claude/settings.json", "content": "{{}}"}),
    Proposal("Write", {"file_path": "{project}/.claude/settings.local.json", "content": "{{}}"}),
    Proposal("Write", {"file_path": "{project}/.git/hooks/pre-commit", "content": "x"}),
    Proposal("Write", {"file_path": "{project}/.git/config", "content": "x"}),
    bash("cat ~/.ssh/id_ed25519"),
    bash("head -1 .env"),
    bash("base64 < {home}/.aws/credentials"),
    bash("git status > ~/.bashrc"),
    bash("echo x >> ~/.profile"),
    bash("cp Makefile ~/.zshrc"),
    bash("git commit --no-verify --allow-empty -m x"),
    bash("git push --no-verify"),
    bash("cp Makefile .git/hooks/pre-push"),
    bash("echo x | tee ~/.bashrc"),
]
# What the client does unasked without us, and must go on doing.
FREE = [
    bash("ls -la"),
    bash("cat sub/notes.txt"),
    bash("grep -rn one ."),
    bash("find . -name '*.txt'"),
    bash("git log --oneline | head -3"),
    bash("git diff HEAD~1"),
    bash("cat Makefile | sort | wc -l"),
    bash("head -2 sub/notes.txt && git status"),
    bash("echo done"),
    Proposal("Read", {"file_path": "{project}/Makefile"}),
]


def settled(world: World, proposals: list[Proposal]) -> list[Proposal]:
    """The proposals with the stage's own paths."""
    return [
        Proposal(each.tool, {name: fill(world, text) for name, text in each.input.items()})
        for each in proposals
    ]


def fill(world: World, text: str) -> str:
    return text.format(home=world.home, project=world.project) if "{" in text else text


def write_denials(world: World, *allowed: str, native: bool) -> None:
    rules, problems = shipped.module(shipped.DEFAULTS)
    assert problems == []
    entries = claude.denials([declared.rule for declared in rules], native=native).entries
    world.settings.parent.mkdir(exist_ok=True)
    world.settings.write_text(json.dumps({"permissions": {"allow": allowed, "deny": entries}}))


def put(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("not a secret\n")


def test_each_holds_although_everything_is_allowed(world: World) -> None:
    write_denials(world, "Bash", "Read", "Write", "Edit", native=True)
    for name in (".ssh/id_ed25519", ".aws/credentials"):
        put(world.home / name)
    for name in (".env", "sub/.env.local"):
        put(world.project / name)
    proposals = settled(world, DENIED)
    outcomes = world.print_mode(*proposals)
    missed = [
        each for each, outcome in zip(proposals, outcomes, strict=True) if not outcome.denied_in_settings
    ]
    assert missed == []


def test_none_makes_the_client_ask_about_what_it_ran_before(world: World) -> None:
    write_denials(world, native=False)
    proposals = [*settled(world, FREE), bash("cd sub && cat notes.txt")]
    outcomes = world.print_mode(*proposals)
    assert [each for each, outcome in zip(proposals, outcomes, strict=True) if not outcome.ran] == []
