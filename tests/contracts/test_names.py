"""What is one vendor's stands in that vendor's folder: nothing else names the client."""

from __future__ import annotations

from pathlib import Path

from tests.contracts.tree import ROOT, add_violation, copy

ROOM = "src/assent/agents/claude/"
NAME = "claude"
# A program that a command may start, or the path of a row of proof.
PROGRAM = ".prog"
# Files that may name it, and why.
REASONS = {
    "agents/registry.py": "the table of agents",
    "core/call.py": "the agent that the example of a rule stands for",
    "core/event.py": "the same, for events made from lines that name none",
    "core/facts.py": "the folder that the examples of the shipped rules call the agent's",
    "core/places.py": "rows of places that are obeyed later",
    "core/private.py": "rows of private places",
    "core/secrecy.py": "rows of secret names",
    "learning/mutants/kinds.py": "rows of bent calls that write an agent's settings and instructions",
    "learning/mutants/hostile.jsonl": "rows of calls that nobody may learn, by the paths that people have",
    "policy/modules/defaults.toml": "shipped rules, by the paths that people have",
    "policy/modules/webfetch.toml": "hosts that publish documentation, by their names",
    "policy/modules_json.py": "our own project file, whose place the user was promised",
    "app/rules/declare.py": "the same file",
    "store/paths.py": "the same file",
    "app/learn/trail.py": "our own document, whose place the user was promised",
    "app/imported/claude_permit.py": "another program, by its name",
    "app/imported/permit_keys.py": "the same program",
    "app/imported/permit_lines.py": "the same program",
    "cli/import_record.py": "the same program",
    "shell/judges/system.py": "a program that must not be killed",
    "shell/judges/gitwork.py": "the beginnings of branch names",
    "shell/meaning/assigns.py": "the beginnings of variable names",
}


def naming(root: Path) -> set[str]:
    """Files outside the vendor's folder that name the client."""
    base = root / "src/assent"
    return {
        path.relative_to(base).as_posix()
        for path in base.rglob("*")
        if path.is_file()
        and "__pycache__" not in path.parts
        and not path.is_relative_to(root / ROOM)
        and path.suffix != PROGRAM
        and NAME in path.read_text().lower()
    }


def test_no_other_file_names_the_client() -> None:
    assert naming(ROOT) == set(REASONS)


def test_a_file_that_names_the_client_is_seen(tmp_path: Path) -> None:
    root = copy(tmp_path)
    add_violation(root, "src/assent/app/sown.py", "# as Claude does")
    assert naming(root) - set(REASONS) == {"app/sown.py"}
