"""Calls are grouped by what does not differ from one to the next: program and subcommand, directory, host, tool."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest

from assent.store.subjects import Subjects, command_shape, of

ROOT, HOME = "/home/u/shop", "/home/u"

SHAPES = {
    "plain": ("ls -la src", "ls"),
    "subcommand": ("git log -5 --stat", "git log"),
    "option-with-a-value-before": ("git -C /x/y status", "git status"),
    "two-words-deep": ("docker compose -f a.yml up -d", "docker compose up"),
    "full-path": ("/usr/bin/git diff HEAD~1", "git diff"),
    "what-cd-makes-ready": ("cd src && npm run test -- --watch=false | tail -20", "npm run test"),
    "cd-alone": ("cd src", "cd"),
    "assignment-and-wrapper": ("FOO=1 timeout 5 python -m pytest tests/x -q", "python -m pytest"),
    "env": ("env A=1 make -j4 lint", "make lint"),
    "sudo-is-kept": ("sudo -n systemctl restart x", "sudo systemctl restart"),
    "first-of-a-pipe": ("cat a | grep b", "cat"),
    "loop": ("for f in *.py; do wc -l $f; done", "wc"),
    "branch": ("if test -f x; then touch y; fi", "touch"),
    "heredoc": ("cat <<E\nx\nE", "cat"),
    "word-that-cannot-be-known": ("$X y", "?"),
    "unreadable": ("'", "?"),
    "nothing": ("", "?"),
    "unknown-program": ("frobnicate a b", "frobnicate"),
    "deep": ("(" * 400 + "ls" + ")" * 400, "?"),
    "long-name": ("a" * 200, "a" * 60),
}


@pytest.mark.parametrize(("text", "shape"), SHAPES.values(), ids=SHAPES)
def test_a_command_is_grouped_by_its_program_and_subcommand(text: str, shape: str) -> None:
    assert command_shape(text) == shape


OTHERS: dict[str, tuple[str, dict[str, Any], tuple[str, str, str]]] = {
    "in-the-project": ("Read", {"file_path": "/home/u/shop/src/app/a.py"}, ("/home/u/shop/src/app/a.py", "path", "src/app/")),
    "top-of-the-project": ("Edit", {"file_path": "/home/u/shop/a.py"}, ("/home/u/shop/a.py", "path", "./")),
    "the-project-itself": ("LS", {"path": "/home/u/shop"}, ("/home/u/shop", "path", "./")),
    "beside-it-by-name": ("Read", {"file_path": "/home/u/shop2/a"}, ("/home/u/shop2/a", "path", "~/shop2/")),
    "in-the-home": ("Read", {"file_path": "/home/u/.bashrc"}, ("/home/u/.bashrc", "path", "~/")),
    "elsewhere": ("Write", {"file_path": "/etc/hosts"}, ("/etc/hosts", "path", "/etc/")),
    "relative": ("Write", {"file_path": "src/a.py"}, ("src/a.py", "path", "src/")),
    "address": ("WebFetch", {"url": "https://docs.python.org/3/"}, ("https://docs.python.org/3/", "url", "docs.python.org")),
    "search": ("Grep", {"pattern": "TODO", "path": "src"}, ("Grep TODO in src", "other", "Grep")),
    "search-without-path": ("Glob", {"pattern": "**/*.py"}, ("Glob **/*.py", "other", "Glob")),
    "server": ("mcp__notes__search", {"q": "x"}, ("mcp__notes__search", "other", "mcp__notes__search")),
    "no-text": ("Read", {"file_path": 7}, ("Read", "other", "Read")),
}  # fmt: skip


@pytest.mark.parametrize(("tool", "given", "subject"), OTHERS.values(), ids=OTHERS)
def test_other_calls_are_grouped_by_directory_host_or_tool(
    tool: str, given: dict[str, Any], subject: tuple[str, str, str]
) -> None:
    assert tuple(of(tool, given, ROOT, HOME)) == subject


def test_each_subject_is_kept_once_and_a_path_is_another_in_another_project(db: sqlite3.Connection) -> None:
    for known in (Subjects(db, HOME), Subjects(db, HOME)):
        numbers = [
            known.number("Bash", {"command": "ls"}, ROOT),
            known.number("Bash", {"command": "ls"}, "/other"),
            known.number("Read", {"file_path": ROOT + "/a"}, ROOT),
            known.number("Read", {"file_path": ROOT + "/a"}, "/other"),
            known.number("Grep", {"pattern": "ls"}, ROOT),
            known.number("Grep", {"pattern": "la"}, ROOT),
        ]
        assert numbers == [1, 1, 2, 3, 4, 5]
