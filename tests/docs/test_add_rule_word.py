"""The recipe for a new rule word, followed to the letter on a copy; and each of its steps left out."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
RECIPE = (ROOT / "docs/recipes/add-rule-word.md").read_text()
GATES = ("tests/policy/test_words.py", "tests/agents/claude/test_rule_words.py")
COPIED = ("src/assent", "tests/policy", "tests/agents")
EDIT = re.compile(
    r"^(?P<step>\d+)\. |"
    r"^ +In `(?P<file>[^`]+)`, (?P<where>above|below|at the end)(?: `(?P<line>[^\n]+)`)?:\n\n"
    r"(?P<text> +```\w+\n.*?\n) +```\n",
    re.MULTILINE | re.DOTALL,
)


class Edit(NamedTuple):
    """A block of the recipe and where it goes."""

    step: int
    file: str
    where: str
    line: str
    text: str


def edits() -> list[Edit]:
    found = []
    step = 0
    for match in EDIT.finditer(RECIPE):
        if match["step"]:
            step = int(match["step"])
        else:
            text = match["text"].partition("\n")[2]
            text = re.sub(r"^ {3}", "", text, flags=re.MULTILINE)  # the indent of the list it stands in
            found.append(Edit(step, match["file"], match["where"], match["line"] or "", text))
    return found


EDITS = edits()
STEPS = sorted({each.step for each in EDITS})
# Step left out → what the gates then say.
MISSED = {
    1: "KeyError: 'modes'",
    2: "'Rule' object has no attribute 'modes'",
    3: "test_a_word_keeps_its_rule_from_a_call_that_it_decided_without_it[modes-another-allow]",
    4: "test_a_compiler_says_of_every_word_what_becomes_of_it[ALLOWED-claude]",
    5: "test_every_word_that_decides_has_a_call_where_it_does",
}


def applied(each: Edit, text: str) -> str:
    """The file with the block in it, as the recipe says."""
    block = each.text.rstrip("\n") + "\n"
    if each.where == "at the end":
        return text + block
    (number,) = [at for at, line in enumerate(text.splitlines()) if each.line in line]
    lines = text.splitlines(keepends=True)
    lines.insert(number + (each.where == "below"), block)
    return "".join(lines)


def follow(copy: Path, without: int | None = None) -> subprocess.CompletedProcess[str]:
    """The recipe carried out on a copy of the sources, but for one step, and what the gates then say."""
    for folder in COPIED:
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", copy / "pyproject.toml")
    for each in EDITS:
        if each.step != without:
            target = copy / each.file
            target.write_text(applied(each, target.read_text()))
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *GATES],
        cwd=copy,
        env={"PYTHONPATH": f"{copy / 'src'}:{copy}", "PATH": "/usr/bin:/bin", "HOME": str(copy)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_recipe_names_every_step_that_changes_a_file() -> None:
    assert list(MISSED) == STEPS
    assert all((ROOT / each.file).is_file() for each in EDITS)


def test_following_the_recipe_leaves_the_gates_green(tmp_path: Path) -> None:
    done = follow(tmp_path)
    assert done.returncode == 0, done.stdout
    assert "modes" in (tmp_path / "src/assent/core/rule.py").read_text()


@pytest.mark.parametrize("step", MISSED)
def test_a_step_left_out_turns_a_gate_red(tmp_path: Path, step: int) -> None:
    done = follow(tmp_path, without=step)
    assert done.returncode != 0, done.stdout
    assert MISSED[step] in done.stdout
