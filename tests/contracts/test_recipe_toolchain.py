"""The recipe for a toolchain module is literally true: followed on a copy its gates are green, each slip turns one red."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contracts.recipe import follow, gate, reds, run_tests, steps, tree

STEPS = steps("add-toolchain", name="elixir")
MODULE, FRAGMENT = STEPS
TEXT = STEPS[MODULE]
GATES = "tests/policy/test_shipped.py"


def test_followed_literally_the_gates_are_green_and_the_module_answers(tmp_path: Path) -> None:
    root = tree(tmp_path, GATES, "changelog.d")
    follow(root, STEPS)
    code, said = run_tests(root, GATES)
    assert code == 0, said
    assert said.count("[elixir] PASSED") == 3
    for command, answer in {"mix test": "allow\n", "mix hex.publish": "no answer"}.items():
        code, said = gate(root, "assent", "check", "--policy", MODULE, command)
        assert code == 0
        assert said.startswith(answer)


def without(key: str) -> str:
    """The module without the lines that begin with a key."""
    return "".join(line for line in TEXT.splitlines(keepends=True) if not line.startswith(f"{key} ="))


# Name of a module that is made otherwise than the recipe says, and its text.
SLIPS = {
    "no_table": TEXT.replace("mix test *", "frobnicate *"),
    "no_cap": without("within"),
    "no_why": without("why"),
    "no_yes": without("yes"),
    "no_no": without("no"),
    "no_example_for_a_pattern": TEXT.replace('"mix test", ', ""),
    "example_that_does_not_hold": TEXT.replace('"mix test", ', '"mix hex.publish", "mix test", '),
    "neighbour_that_is_allowed": TEXT.replace('"mix hex.publish"', '"mix test --trace"'),
    "cap_runs_code": TEXT.replace("within = [", 'within = ["run-code", '),
    "cap_writes_elsewhere": TEXT.replace("within = [", 'within = ["write-elsewhere", '),
    "cap_is_unknown": TEXT.replace("within = [", 'within = ["unknown", '),
}


@pytest.fixture(scope="module")
def red(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What the gates say of a tree that holds every slip, and the module of the recipe without its fragment."""
    root = tree(tmp_path_factory.mktemp("slips"), GATES, "changelog.d")
    for name, text in SLIPS.items():
        follow(root, steps("add-toolchain", name=name) | {f"src/assent/policy/modules/{name}.toml": text})
        fragment = root / f"changelog.d/+{name}.loosened.md"
        fragment.write_text(fragment.read_text().replace("`elixir`", f"`{name}`"))
    follow(root, {MODULE: TEXT})
    return reds(run_tests(root, GATES)[1])


@pytest.mark.parametrize("name", SLIPS)
def test_a_module_made_otherwise_is_seen(red: list[str], name: str) -> None:
    assert SLIPS[name] != TEXT
    assert any(f"[{name}]" in line or f"'{name}'" in line for line in red), red


def test_a_module_that_no_fragment_names_is_seen_and_nothing_else_is_said_of_it(red: list[str]) -> None:
    named = [line for line in red if "elixir]" in line or "'elixir'" in line]
    assert named
    assert not [line for line in named if "[elixir]" in line]
