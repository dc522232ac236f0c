"""A lost database never empties the rules, whatever command comes first; and what a hint names can be run."""

from __future__ import annotations

import ast
import json
import os
import re
from pathlib import Path

import click
import pytest

from assent.cli.main import cli
from assent.store import chained
from assent.store.paths import paths_of
from tests.cli.conftest import Home
from tests.contracts.tree import ROOT

VERBS = {
    "status": (1, "status"),
    "log": (0, "log"),
    "why": (None, "why", "last"),
    "learn": (0, "learn"),
    "init": (0, "init", "--yes"),
    "list": (0, "rules", "list"),
    "check": (0, "check", "one"),
}


@pytest.mark.parametrize(("verb", "empty"), [*((verb, False) for verb in VERBS), ("status", True)])
def test_a_lost_database_and_then_a_change_leave_every_denial_in_force(
    fresh: Home, verb: str, empty: bool
) -> None:
    fresh.run("rules", "deny", "Bash(one)")
    data = fresh.path / ".local/share/assent"
    for file in data.glob("assent.db*"):
        file.unlink()
    if empty:
        (data / "assent.db").touch(0o600)
    code, *words = VERBS[verb]
    fresh.run(*(str(word) for word in words), code=code if isinstance(code, int) else None)
    assert fresh.verdict("one") == "deny"
    fresh.run("rules", "add", "Bash(two)")
    assert (fresh.verdict("one"), fresh.verdict("two")) == ("deny", "allow")


def test_a_lost_database_and_a_cut_record_are_said_and_nothing_is_changed(fresh: Home) -> None:
    fresh.run("rules", "deny", "Bash(one)")
    fresh.run("rules", "add", "Bash(two)")
    assert fresh.verdict("two") == "allow"
    for file in (fresh.path / ".local/share/assent").glob("assent.db*"):
        file.unlink()
    (record,) = (fresh.path / ".local/state/assent/audit").glob("*.jsonl")
    lines = record.read_text().splitlines(keepends=True)
    record.write_text("".join(line for line in lines if "Bash(one)" not in line))
    done = fresh.run("rules", "add", "Bash(three)", code=2)
    assert "does not tell change 1" in done.err
    assert "assent rebuild" in done.err
    assert fresh.verdict("one") == "deny"
    assert "does not tell change 1" in fresh.run("status", code=1).out


@pytest.mark.parametrize("way", ["record-a-folder", "record-a-fifo", "audit-a-file", "snapshots-a-file"])
def test_something_else_where_our_files_lie_is_bad_and_never_our_bug(fresh: Home, way: str) -> None:
    fresh.run("init", "--yes")
    fresh.run("rules", "deny", "Bash(one)")
    audit = fresh.path / ".local/state/assent/audit"
    (record,) = audit.glob("*.jsonl")
    snapshots = fresh.path / ".local/share/assent/snapshots"
    if way.startswith("record"):
        record.rename(f"{record}.away")
        record.mkdir() if way == "record-a-folder" else os.mkfifo(record)
    else:
        folder = audit if way == "audit-a-file" else snapshots
        folder.rename(f"{folder}.away")
        folder.write_text("in the way")
    done = fresh.run("status", code=1)
    assert "bad" in done.out
    assert fresh.verdict("one") == "deny"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_sudo_with_the_users_home_changes_nothing_and_says_what_to_do(fresh: Home) -> None:
    fresh.run("rules", "deny", "Bash(one)")
    for file in [fresh.path, *fresh.path.rglob("*")]:
        os.chown(file, 54321, 54321)
    before = sorted((str(file), file.stat().st_uid) for file in fresh.path.rglob("*"))
    for words in (
        ["rules", "add", "Bash(two)"],
        ["init", "--yes"],
        ["learn"],
        ["rebuild"],
        ["rules", "undo"],
    ):
        done = fresh.run(*words, code=2)
        assert "run it as the user" in done.err
    fresh.run("rules", "list")
    fresh.run("log")
    assert fresh.verdict("one") == "deny"
    fresh.run("status", code=1)
    fresh.run("init", "--help")
    after = sorted((str(file), file.stat().st_uid) for file in fresh.path.rglob("*"))
    assert after == before


def test_verify_says_whether_database_and_record_agree_and_rebuild_makes_them(fresh: Home) -> None:
    fresh.run("rules", "deny", "Bash(one)")
    assert fresh.run("store", "verify", "--json").data == {"sound": True, "problems": []}
    (record,) = (fresh.path / ".local/state/assent/audit").glob("*.jsonl")
    text = record.read_text()
    record.write_text("")
    done = fresh.run("store", "verify", code=1)
    assert "does not tell change 1" in done.err
    assert "was never recorded" in done.err
    record.write_text(text)
    fresh.run("store", "rebuild")
    fresh.run("store", "verify")
    assert fresh.verdict("one") == "deny"


# ------------------------------------------------------------------------------------------------ hints

# A command is named after one of these; elsewhere "assent" is the program's name in a sentence.
_NAMED = re.compile(
    r"(?:[:`(]\s?|\brun |\bor |\bwith |\bsee |\bexample |^(?=assent(?: [a-z-]+){1,4} ?$))assent ((?:[a-z][a-z-]*)(?: [a-z][a-z-]*)*)"
)


def named(text: str) -> list[list[str]]:
    """The words after `assent` wherever a text names a command."""
    return [found.split() for found in _NAMED.findall(text)]


def unknown(words: list[str]) -> bool:
    """True when the real commands have no such one; what follows a command is its own."""
    group: click.Command = cli
    for word in words:
        if not isinstance(group, click.Group):
            return False
        found = group.get_command(click.Context(group), word)
        if found is None:
            return True
        group = found
    return False


def texts(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = list(ast.walk(tree))
    prose = {
        id(node.value) for node in nodes if isinstance(node, ast.Expr)
    }  # docstrings speak about the program
    return [
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose
    ]


def test_every_command_that_a_text_names_exists() -> None:
    found = [
        (path.relative_to(ROOT).as_posix(), words)
        for path in sorted((ROOT / "src").rglob("*.py"))
        for text in texts(path)
        for words in named(text)
    ]
    assert len(found) > 40
    assert [each for each in found if unknown(each[1])] == []


@pytest.mark.parametrize("text", ["run: assent rebuilt", "see: assent rules histories", "`assent store x`"])
def test_a_hint_at_no_command_is_seen(text: str) -> None:
    assert [unknown(words) for words in named(text)] == [True]


def test_a_line_that_somebody_put_into_the_record_is_said_and_left_out(fresh: Home) -> None:
    fresh.run("rules", "deny", "Bash(terraform *)")
    at = paths_of(str(fresh.path), {})
    head = chained.known(at)
    assert head is not None
    (denial,) = [each["id"] for each in fresh.run("rules", "list", "--layer", "granted", "--json").data]
    forged = {
        "v": 1, "ts": "2026-11-22T17:00:00.000Z", "id": "x", "kind": "rule", "action": "remove", "rule_id": denial,
        "by": "user", "number": 2, "prev": head.last, "n": head.lines + 1,
    }  # fmt: skip
    with Path(at.record(head.day, head.file)).open("a") as out:
        out.write(json.dumps(forged, separators=(",", ":")) + "\n")
    for words in (("status",), ("store", "verify")):
        done = fresh.run(*words, code=1)
        assert "whose number was never given" in " ".join((done.out + done.err).split())
    assert f"remove {denial} as change 2" in fresh.run("rebuild").out
    assert fresh.verdict("terraform plan") == "deny"
    assert "say the same" in fresh.run("store", "verify").out
