"""A stream as people see it: styles for terminals that show them, and how much fits on one."""

from __future__ import annotations

import io
import os
import pty
import struct
import termios
from collections.abc import Iterator
from fcntl import ioctl
from typing import IO

import pytest

from assent.cli.screen import USUAL, Screen

BOLD = "\x1b[1mx\x1b[0m\n"
# What the environment says → what a line in bold becomes.
SAID = {
    "colours": ({"TERM": "xterm-256color"}, BOLD),
    "nothing-said": ({}, BOLD),
    "no-colour": ({"TERM": "xterm", "NO_COLOR": "1"}, "x\n"),
    "no-colour-empty": ({"TERM": "xterm", "NO_COLOR": ""}, BOLD),
    "dumb": ({"TERM": "dumb"}, "x\n"),
}


@pytest.fixture
def terminal() -> Iterator[tuple[int, IO[str]]]:
    """Both ends of a terminal of 100 columns and 40 lines."""
    ours, theirs = pty.openpty()
    ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    with os.fdopen(theirs, "w") as file:
        yield ours, file
    os.close(ours)


@pytest.fixture(autouse=True)
def _silent(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TERM", "NO_COLOR", "COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(("env", "seen"), SAID.values(), ids=SAID.keys())
def test_a_style_is_for_terminals_that_show_it(
    terminal: tuple[int, IO[str]], monkeypatch: pytest.MonkeyPatch, env: dict[str, str], seen: str
) -> None:
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    Screen(terminal[1]).print("x", "bold")
    assert os.read(terminal[0], 100).decode().replace("\r\n", "\n") == seen


def test_a_file_gets_the_text_alone() -> None:
    file = io.StringIO()
    screen = Screen(file)
    screen.print("x", "red")
    assert (file.getvalue(), screen.is_terminal, screen.is_dumb) == ("x\n", False, False)


def test_neither_an_empty_line_nor_one_without_a_style_is_decorated(terminal: tuple[int, IO[str]]) -> None:
    screen = Screen(terminal[1])
    assert (screen.styled("", "bold"), screen.styled("x", "")) == ("", "x")


def test_columns_and_lines_are_those_that_somebody_names(
    terminal: tuple[int, IO[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("LINES", "7")
    assert (Screen(terminal[1]).width, Screen(terminal[1]).height) == (40, 7)
    monkeypatch.setenv("TERM", "dumb")  # it knows nothing of where the cursor is
    assert (Screen(terminal[1]).width, Screen(terminal[1]).height) == USUAL


# Each style that commands use → what a terminal is told before the text.
CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33"}


@pytest.mark.parametrize(("style", "code"), CODES.items(), ids=CODES)
def test_a_terminal_is_told_the_style_before_the_text(
    terminal: tuple[int, IO[str]], style: str, code: str
) -> None:
    assert Screen(terminal[1]).styled("x", style) == f"\x1b[{code}mx\x1b[0m"


def test_nothing_is_cut_but_for_a_terminal(
    terminal: tuple[int, IO[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    assert (Screen(terminal[1]).cut_at, Screen(io.StringIO()).cut_at) == (40, None)
