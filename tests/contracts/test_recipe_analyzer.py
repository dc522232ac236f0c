"""The recipe for an analyzer is literally true: followed on a copy every gate is green, each step left out is seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contracts.recipe import follow, gate, run_tests, steps, tree
from tests.contracts.tree import ROOT

STEPS = steps("add-analyzer", question="busy_tools")
MODULE, LINE, TEST = STEPS
NEEDED = ("tests/analytics",)


def test_the_recipe_has_its_three_writing_steps() -> None:
    assert (MODULE, LINE, TEST) == (
        "src/assent/analytics/busy_tools.py",
        "src/assent/analytics/registry.py",
        "tests/analytics/test_busy_tools.py",
    )


def test_followed_literally_every_gate_is_green(tmp_path: Path) -> None:
    root = tree(tmp_path, *NEEDED)
    follow(root, STEPS)
    code, said = run_tests(root, "tests/analytics")
    assert code == 0, said
    assert "test_the_busiest_tool_comes_first_and_old_calls_do_not_count PASSED" in said
    for words in (
        ["ruff", "check", "--no-cache", "."],
        ["mypy", "--cache-dir", str(tmp_path / "mypy"), MODULE],
    ):
        code, said = gate(root, *words)
        assert code == 0, said
    lint = "import sys; from importlinter.cli import lint_imports as run; sys.exit(run(cache_dir=None))"
    (root / "lint.py").write_text(lint)
    code, said = gate(root, "lint")
    assert code == 0, said


@pytest.mark.parametrize("left", STEPS, ids=["module", "line", "test"])
def test_a_step_left_out_is_seen(tmp_path: Path, left: str) -> None:
    root = tree(tmp_path, *NEEDED)
    follow(root, {name: text for name, text in STEPS.items() if name != left})
    code, said = run_tests(root, "tests/analytics/test_registry.py")
    assert code in (1, 2), said  # 2: a line without its module keeps the tests from being collected
    assert "busy_tools" in said


def test_it_is_one_file_and_one_line_beside_its_test() -> None:
    assert STEPS[LINE].count("\n") == 1
    assert [name for name in STEPS if (ROOT / name).exists()] == [LINE]
