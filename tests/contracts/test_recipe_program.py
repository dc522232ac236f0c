"""The recipe for a program is literally true: one file and its gates are green; each step left out turns one red."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.contracts.recipe import follow, gate, reds, run_tests, steps, tree

if TYPE_CHECKING:
    from pathlib import Path

STEPS = steps("add-program", name="pixdiff")
((FILE, TEXT),) = STEPS.items()
FOLDER, _, NAME = FILE.removesuffix(".prog").rpartition("/")
GATES = "tests/shell/programs/test_program_files.py"
WITH = (GATES, "tests/shell/programs/conftest.py")
POLICY = f'[[rule]]\nallow = ["Bash({NAME} *)"]\nwithin = ["read-project", "write-project"]\n'
ANSWERS = {
    f"{NAME} -q a.png b.png": "allow",
    f"{NAME} -o out.png a.png b.png": "allow",
    f"{NAME} --upload https://example.org a.png b.png": "no answer",
    f"{NAME} --no-such a.png b.png": "no answer",
}


def test_followed_literally_the_gates_are_green_and_the_program_is_known(tmp_path: Path) -> None:
    root = tree(tmp_path, *WITH)
    follow(root, STEPS)
    code, said = run_tests(root, GATES, "-k", NAME)
    assert code == 0, said
    assert said.count(" PASSED") == TEXT.count("\n! ") + TEXT.count("\n= ") + 2
    assert gate(root, "assent", "programs", "check", FILE) == (0, f"ok  {FILE}\n")
    policy = root / "policy.toml"
    policy.write_text(POLICY)
    for command, answer in ANSWERS.items():
        code, said = gate(root, "assent", "check", "--policy", str(policy), "--facts", "line", command)
        assert code == 0, said
        assert said.startswith(answer), (command, said)


def without(begin: str) -> str:
    """The file without its lines that begin so."""
    lines = TEXT.splitlines(keepends=True)
    assert any(line.startswith(begin) for line in lines), begin
    return "".join(line for line in lines if not line.startswith(begin))


def with_line(line: str) -> str:
    """The file with one more line in its block."""
    return TEXT.replace("  -q, --quiet\n", f"  -q, --quiet\n{line}\n")


# Name of a file that is made otherwise than the recipe says, and its text.
SLIPS = {
    "no-source": without("# "),
    "no-block": without(NAME),
    "too-few-rows": without("! pixdiff -o"),
    "no-rows": without("! "),
    "no-words": without("  words"),
    "option-left-out": without("  -o"),
    "send-left-out": without("      --upload"),
    "shell-left-out": without("      --filter"),
    "option-twice": with_line("  -q"),
    "value-without-role": with_line("      --into FILE"),
    "misspelt-role": with_line("      --into FILE   writ"),
    "misspelt-effect": with_line("      --into   net-sent"),
    "misspelt-fact": with_line("  inertt"),
    "judge-that-is-not-there": with_line("  judge  images.nothing"),
    "judged-too-mild": TEXT.replace("URL           send", "URL           data"),
    "exact-row-wrong": TEXT.replace("write-project\n", "write-tmp\n"),
}


def named(name: str, text: str) -> str:
    """The same for a program that bears the name of its slip."""
    return text.replace(NAME, name)


@pytest.fixture(scope="module")
def red(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What the gates say of a tree that holds every slip, and a file under a name that is not its program's."""
    root = tree(tmp_path_factory.mktemp("slips"), *WITH)
    follow(root, {f"{FOLDER}/{name}.prog": named(name, text) for name, text in SLIPS.items()})
    follow(root, {f"{FOLDER}/other-name.prog": named("another-name", TEXT)})
    follow(root, {f"{FOLDER}/told-twice.prog": named("told-twice", TEXT) + "\ngit\n"})
    chosen = " or ".join([*SLIPS, "other-name", "twice"])
    return reds(run_tests(root, GATES, "-k", chosen)[1])


@pytest.mark.parametrize("name", SLIPS)
def test_a_step_left_out_is_seen(red: list[str], name: str) -> None:
    assert SLIPS[name] != TEXT
    assert any(f"[{name}.prog" in line for line in red), red


def test_a_file_under_another_name_and_a_program_told_twice_are_seen(red: list[str]) -> None:
    assert any("test_a_file_bears_the_name_of_its_program[other-name.prog]" in line for line in red)
    assert any("test_no_program_is_described_twice" in line for line in red)
