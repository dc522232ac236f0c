"""The import contracts hold, and each is seen to fail when it is broken."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.contracts.tree import ROOT, add_violation, copy

RUN = "import sys; from importlinter.cli import lint_imports as run; sys.exit(run(limit_to_contracts=(sys.argv[1],), cache_dir=None))"
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
CONTRACTS = [contract["id"] for contract in SETTINGS["contracts"]]

# (contract, file sown, line sown): each must break exactly the contract it is named after.
VIOLATIONS = {
    "core-imports-shell": ("rooms", "core/sown.py", "import assent.shell"),
    "shell-imports-policy": ("rooms", "shell/sown.py", "import assent.policy"),
    "policy-imports-store": ("rooms", "policy/sown.py", "import assent.store"),
    "store-imports-learning": ("rooms", "store/sown.py", "import assent.learning"),
    "learning-imports-app": ("rooms", "learning/sown.py", "import assent.app"),
    "app-imports-cli": ("rooms", "app/sown.py", "import assent.cli"),
    "undeclared-room": ("rooms", "utils/sown.py", "X = 1"),
    "undeclared-file": ("rooms", "sown.py", "X = 1"),
    "clock-in-core": ("pure", "core/sown.py", "import time"),
    "disk-in-shell": ("pure", "shell/sown.py", "import os"),
    "child-in-policy": ("pure", "policy/sown.py", "import subprocess"),
    "network-in-agents": ("pure", "agents/sown.py", "import socket"),
    "database-in-learning": ("pure", "learning/sown.py", "import sqlite3"),
    "impure-inside-a-function": ("pure", "core/sown.py", "def f() -> None:\n    import posix"),
    "agent-knows-agent": ("agents", "agents/codex/sown.py", "import assent.agents.claude"),
    "agent-of-one-file-knows-agent": ("agents", "agents/codex.py", "from assent.agents.claude import places"),
    "app-knows-an-agent": ("registry", "app/sown.py", "from assent.agents.claude import settings"),
    "cli-knows-an-agent": ("registry", "cli/sown.py", "import assent.agents.claude.hook"),
    "app-knows-an-agent-for-its-types": (
        "registry",
        "app/sown.py",
        "TYPE_CHECKING = False\nif TYPE_CHECKING:\n    from assent.agents.claude import edit",
    ),
    "app-edits-settings-itself": ("registry", "app/sown.py", "from assent.agents import json_text"),
    "syntax-knows-meaning": ("shell", "shell/syntax/sown.py", "import assent.shell.meaning"),
    "a-program-is-known-below": ("shell", "shell/meaning/sown.py", "import assent.shell.judges.gitrules"),
    "rooms-in-a-ring": ("cycles", "core/sown.py", "import assent.policy.sown"),
}


def lint(root: Path, contract: str) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"PYTHONPATH": str(root / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "-c", RUN, contract], cwd=root, env=env, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("contract", CONTRACTS)
def test_contract_is_kept(contract: str) -> None:
    done = lint(ROOT, contract)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 kept, 0 broken" in done.stdout


@pytest.mark.parametrize(("contract", "path", "line"), VIOLATIONS.values(), ids=VIOLATIONS.keys())
def test_sown_violation_breaks_the_contract(tmp_path: Path, contract: str, path: str, line: str) -> None:
    root = copy(tmp_path)
    add_violation(root, f"src/assent/{path}", line)
    if contract == "cycles":
        add_violation(root, "src/assent/policy/sown.py", "import assent.core.sown")
    done = lint(root, contract)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "0 kept, 1 broken" in done.stdout


def test_every_contract_has_a_twin_that_breaks_it() -> None:
    assert {contract for contract, _, _ in VIOLATIONS.values()} == set(CONTRACTS)
