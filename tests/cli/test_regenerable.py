"""Removing what a build makes again: never learned, however often it was approved; allowed by a person, word for word."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.sessions import AS_OF, days_of
from tests.cli.conftest import home_in

MADE_AGAIN = (
    "rm -rf node_modules", "rm -rf dist", "rm -rf build", "rm -rf .pytest_cache", "rm -rf target", "rm -rf __pycache__",
    "rm -rf coverage",
)  # fmt: skip


def test_it_is_never_learned(tmp_path: Path) -> None:
    home = home_in(tmp_path)
    for name in ("package.json", "Cargo.toml", "pyproject.toml"):
        (home.project / name).write_text("")
    (home.project / ".gitignore").write_text("node_modules\ndist\nbuild\ntarget\n")
    for command in MADE_AGAIN:
        days_of(home.path / ".claude/projects", str(home.project), command, 25)
    told = home.run("learn", "--as-of", AS_OF, "--json").data
    assert (told["suggestions"], told["nearly"]) == ([], [])


@pytest.mark.parametrize("command", MADE_AGAIN)
def test_an_exact_rule_of_a_person_allows_that_and_nothing_beside_it(tmp_path: Path, command: str) -> None:
    home = home_in(tmp_path)
    assert home.verdict(command) == "ask"
    home.run("rules", "add", f"Bash({command})", "--project", str(home.project))
    assert home.verdict(command) == "allow"
    assert home.verdict(f"{command} src") == "ask"
    assert home.verdict(command.replace("rm -rf ", "rm -rf ../")) != "allow"
