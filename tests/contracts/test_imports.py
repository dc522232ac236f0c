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
SHARED = {"__init__", "base", "registry", "json_text"}  # what agents may have in common
AGENTS = '  "assent.agents.claude",\n'

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
    "syntax-knows-meaning": ("shell", "shell/syntax/sown.py", "import assent.shell.meaning"),
    "a-program-is-known-below": ("shell", "shell/meaning/sown.py", "import assent.shell.programs.git"),
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
    if contract == "agents":
        settings = (root / "pyproject.toml").read_text()
        assert AGENTS in settings
        (root / "pyproject.toml").write_text(settings.replace(AGENTS, AGENTS + '  "assent.agents.codex",\n'))
    if contract == "cycles":
        add_violation(root, "src/assent/policy/sown.py", "import assent.core.sown")
    done = lint(root, contract)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "0 kept, 1 broken" in done.stdout


def test_every_contract_has_a_twin_that_breaks_it() -> None:
    assert {contract for contract, _, _ in VIOLATIONS.values()} == set(CONTRACTS)


def strangers_missing(root: Path) -> set[str]:
    """Agents that have code but are not named in the independence contract."""
    settings = tomllib.loads((root / "pyproject.toml").read_text())["tool"]["importlinter"]
    named = next(c["modules"] for c in settings["contracts"] if c["id"] == "agents")
    base = root / "src" / "assent" / "agents"
    found = {path.stem for path in base.glob("*.py")} | {
        path.parent.name for path in base.glob("*/__init__.py")
    }
    return found - SHARED - {name.rpartition(".")[2] for name in named}


def test_every_agent_is_in_the_independence_contract() -> None:
    assert strangers_missing(ROOT) == set()


def test_agent_left_out_of_the_independence_contract_is_seen(tmp_path: Path) -> None:
    root = copy(tmp_path)
    add_violation(root, "src/assent/agents/codex.py", "NAME = 'codex'")
    assert strangers_missing(root) == {"codex"}
