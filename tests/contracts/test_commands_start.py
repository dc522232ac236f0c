"""A command loads what it needs: what others need, and what only a change or a slip needs, stays on the disk."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests.cli import days
from tests.cli.conftest import Home, home_in
from tests.contracts.test_startup import imported
from tests.contracts.tree import ROOT, add_violation, copy

# No command that only looks needs these, whatever it looks at.
EVERY = frozenset({
    "asyncio", "cryptography", "http", "hypothesis", "importlib.metadata", "rich.console", "ssl", "tomlkit", "traceback",
    "unittest", "zipfile",
})  # fmt: skip
# What changes something, compiles, seals, makes the bundle, reads logs, or learns.
CHANGES = frozenset({
    "assent.app.amend", "assent.app.install", "assent.app.learn.estimate", "assent.app.learn.readings",
    "assent.app.rules.compiler", "assent.app.rules.declare", "assent.app.start.bundle", "assent.cli.give",
    "assent.cli.learn", "assent.learning.mine", "assent.store.publish", "assent.store.rebuild", "assent.store.retention",
    "assent.store.seal", "assent.store.signing", "difflib", "gzip", "msgspec", "subprocess", "tempfile",
})  # fmt: skip
JUDGES = frozenset({"assent.policy.parse", "assent.shell.programs.rows", "assent.app.start.held"})
# What whoever looks into the database, or reads settings that there are, does need.
DATA = frozenset({"assent.store.db", "dataclasses", "json", "sqlite3", "tomllib"})
READS = EVERY | CHANGES
# Command → what must not be loaded for it, when nothing is new since the last one.
LOADS: dict[str, frozenset[str]] = {
    "--version": READS | JUDGES | DATA,
    "--help": READS | JUDGES | DATA,
    "stats": READS | JUDGES,
    "stats tools": READS | JUDGES,
    "stats --json": (READS | JUDGES) - {"msgspec"},
    "trends": READS | JUDGES,
    "log": READS | JUDGES,
    "log --grep status": READS | JUDGES,
    "log -n 3 --json": (READS | JUDGES) - {"msgspec", "difflib"},  # click looks for options that are meant
    "log --help": READS | JUDGES,
    "sessions": READS | JUDGES,
    "timeline": READS | JUDGES,
    "statusline": READS | JUDGES | DATA | {"click", "re", "enum"},
    "config": READS | JUDGES,
    # A recorded call is judged again by the rules in force, and a rule that would end the asking is read.
    "why": READS - {"difflib"},
    # The sources are read as they are.
    "rules list": READS - {"assent.app.rules.compiler", "assent.store.publish", "difflib"},
    "rules --help": READS | JUDGES | DATA,
    # The signature over the sealed days is proven.
    "status": EVERY - {"cryptography", "traceback"},
    "completions bash": READS | JUDGES | DATA,
}  # fmt: skip
NOTHING: dict[str, str] = {}
COMPLETED = {"_ASSENT_COMPLETE": "bash_complete", "COMP_WORDS": "assent ", "COMP_CWORD": "1"}


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with a record and rules, everything in it known."""
    home = home_in(tmp_path_factory.mktemp("used"))
    days.fill(home)
    rules = home.write(".config/assent/policy.toml", '[[rule]]\nname = "mine"\nallow = ["Bash(git log *)"]\n')
    os.utime(rules, (1_700_000_000,) * 2)  # sources younger than two seconds are read again by design
    for words in (["rules", "add", "deny Bash(frob *)"], ["stats"], ["status"], ["status"]):
        home.run(*words, code=None)
    return home


def loads(home: Home, words: Sequence[str], root: Path = ROOT, env: Mapping[str, str] = NOTHING) -> set[str]:
    """Every module that a command loads."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "assent", *words],
        cwd=home.project,
        env={"HOME": str(home.path), "PATH": os.environ["PATH"], "PYTHONPATH": str(root / "src"), **env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr.decode()
    assert done.stdout, done.stderr.decode()
    return imported(done)


@pytest.mark.parametrize("command", LOADS)
def test_a_command_loads_nothing_that_it_does_not_need(used: Home, command: str) -> None:
    assert loads(used, command.split()) & LOADS[command] == set()


def test_words_are_completed_without_loading_the_commands(used: Home) -> None:
    seen = {name for name in loads(used, [], env=COMPLETED) if name.startswith("assent.cli.")}
    assert seen == {"assent.cli.main", "assent.cli.output", "assent.cli.screen", "assent.cli.verbs"}


def test_what_must_stay_away_is_there_to_be_loaded() -> None:
    """A name that is misspelt, or of something that is gone, would never be found."""
    known = frozenset().union(*LOADS.values())
    code = "; ".join(f"__import__({name!r})" for name in sorted(known - {"hypothesis"}))
    subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": str(ROOT / "src")}, check=True)


def test_a_sown_import_is_seen(used: Home, tmp_path: Path) -> None:
    root = copy(tmp_path)
    add_violation(root, "src/assent/cli/trends.py", "import tomlkit\nimport assent.app.rules.compiler")
    found = loads(used, ["trends"], root) & LOADS["trends"]
    assert {"tomlkit", "assent.app.rules.compiler"} <= found
