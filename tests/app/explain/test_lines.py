"""Every effect of a command is traced to the line of the program file that gave it, and to nothing else."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from assent.app.explain import explained
from assent.app.explain.tree import effects_below, tree_of
from assent.core.effect import names_of
from assent.shell.programs import shipped
from assent.shell.programs.rows import compiled
from assent.shell.programs.source import read_source
from assent.shell.proving import world

if TYPE_CHECKING:
    from pathlib import Path

    from assent.app.explain.tree import Branch
    from assent.core.facts import Facts

# One file in so many is walked whole: each of its rows of proof.
STRIDE = 23
NOWHERE: Any = SimpleNamespace(programs="/nowhere")
# Command → (its command, a line, what that gave) of each command in it.
EXACT: dict[str, list[tuple[str, str, list[str]]]] = {
    "git status": [("git status", "does   read-project", ["read-project"])],
    "git push --force origin topic": [
        ("git push --force origin topic", "does   net-send read-project", ["read-project", "net-send"]),
        ("git push --force origin topic", "-f, --force                       history", ["history"]),
        ("git push --force origin topic", "words  remote data each", []),
    ],
    "git -C /srv status": [
        ("git -C /srv status", "-C DIR                            chdir", []),
        ("git -C /srv status", "does   read-project", ["read-elsewhere"]),
    ],
    "curl --no-such x.org": [
        ("curl --no-such x.org", "does   net-read", ["net-read"]),
        ("curl --no-such x.org", "curl  (does not list --no-such)", ["unknown"]),
        ("curl --no-such x.org", "words  url each", ["net-read"]),
    ],
    "git frobnicate": [("git frobnicate", "git  (lists no subcommand frobnicate)", ["unknown"])],
    "git $X": [("git …", "git  (which subcommand runs cannot be known)", ["run-code", "unknown"])],
    "timeout 5 git log -5": [
        ("timeout 5 git log -5", "words  data command", []),
        ("git log -5", "does   read-project", ["read-project"]),
    ],
    "timeout --signal": [
        ("timeout --signal", "timeout, …  (an option lacks its value, or cannot be known)", ["unknown"])
    ],
    "tee a": [("tee a", "words  write each", ["write-project"])],
    "cp a b": [("cp a b", "judge  files.copy", ["read-project", "write-project"])],
    "curl --version": [("curl --version", "shows --help --version", [])],
    "frobnicate x": [],
}


@pytest.mark.parametrize("call", EXACT)
def test_each_line_is_the_one_that_gave_the_effect(call: str) -> None:
    found = [
        (said(branch), line.text, names_of(line.effects))
        for branch in tree_of(call, world())[0].commands()
        for line in explained.lines_behind(branch, explained.Files(NOWHERE, ""))
    ]
    wanted = EXACT[call]
    assert [each for each in found if each[2] or each in wanted] == wanted


def said(branch: Branch) -> str:
    assert branch.part is not None
    return " ".join("…" if word is None else word for word in branch.part.argv)


@pytest.mark.parametrize("file", sorted(set(shipped.files().values()))[::STRIDE])
def test_the_lines_of_a_command_give_all_its_effects_and_no_other(file: str) -> None:
    files = explained.Files(NOWHERE, "")
    for proof in read_source(shipped.text(file)).proofs:
        for branch in tree_of(proof.call, world())[0].commands():
            assert gap(branch, files) == ([], []), (proof.call, said(branch))


def gap(branch: Branch, files: explained.Files) -> tuple[list[str], list[str]]:
    """The effects of a command that no line gave, and those that its lines gave and it does not have."""
    assert branch.part is not None
    gave = 0
    for line in explained.lines_behind(branch, files):
        gave |= line.effects
    beside = effects_below(branch)
    for _, mask in branch.beside:
        beside |= mask
    lacking = branch.part.effects & ~gave & ~beside if branch.uses else 0
    return names_of(lacking), names_of(gave & ~branch.part.effects)


def test_every_line_that_is_named_says_so_in_the_file() -> None:
    files = explained.Files(NOWHERE, "")
    for call in EXACT:
        for branch in tree_of(call, world())[0].commands():
            for line in explained.lines_behind(branch, files):
                written = shipped.text(line.file.rpartition("/")[2]).split("\n")[line.line - 1]
                assert line.text.partition("  (")[0].removesuffix("…").strip() in written


def test_the_tree_holds_what_joins_the_commands_and_what_they_run() -> None:
    tree, parts = tree_of("git log | head; (timeout 5 ls) > out; bash -c 'ls; pwd'", world())
    assert shape(tree) == [
        ("pipeline", ["git log", "head"]),
        ("subshell ( )", [("timeout 5 ls", ["ls"])]),
        ("bash -c ls; pwd", ["ls", "pwd"]),
    ]
    assert len(parts) == 4


def shape(branch: Branch) -> list[object]:
    found: list[object] = []
    for each in branch.branches:
        name = each.kind or said(each)
        found.append((name, shape(each)) if each.branches else name)
    return found


def test_a_person_s_own_file_is_named_by_its_own_path(tmp_path: Path) -> None:
    text = "# acme\nacme\n  does   net-send\n"
    file = tmp_path / "acme.prog"
    file.write_text(text)
    facts: Facts = world({"acme": [compiled(text)["acme"]]})
    (branch,) = tree_of("acme", facts)[0].commands()
    at: Any = SimpleNamespace(programs=str(tmp_path))
    (line,) = explained.lines_behind(branch, explained.Files(at, ""))
    assert (line.file, line.line, line.text) == (str(file), 3, "does   net-send")
