"""The documents hold: every file, command and option they name exists, and every command is documented."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assent.cli.main import COMMANDS

ROOT = Path(__file__).parents[2]
DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "SECURITY.md",
    ROOT / "CONTRIBUTING.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]
PATHS = re.compile(r"`?((?:src/assent|tests|tools|docs|benchmarks|samples|requirements)/[\w./<>-]+)`?")
VERBS = re.compile(r"`assent ([a-z]+)")


# A table of calls made in another project names that one's files.
ELSEWHERE = ROOT / "docs/prompts.md"


def named(document: Path) -> str:
    return document.relative_to(ROOT).as_posix()


def named_paths(text: str) -> list[str]:
    return [path.rstrip(".,)") for path in PATHS.findall(text) if "<" not in path]


@pytest.mark.parametrize("document", [each for each in DOCUMENTS if each != ELSEWHERE], ids=named)
def test_every_file_a_document_names_exists(document: Path) -> None:
    paths = named_paths(document.read_text())
    assert [
        path
        for path in paths
        if not (ROOT / path).exists()
        and not path.startswith(("tests/agents/foo", "src/assent/agents/foo", "tests/analytics"))
    ] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_command_a_document_names_exists(document: Path) -> None:
    assert {verb for verb in VERBS.findall(document.read_text()) if verb not in COMMANDS} == set()


def test_every_command_is_in_the_readme() -> None:
    text = (ROOT / "README.md").read_text()
    assert [
        verb for verb in COMMANDS if verb not in ("hook", "permissions") and f"assent {verb}" not in text
    ] == []
