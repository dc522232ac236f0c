"""A stream as people see it: whether it is a terminal, how wide and high, and a line written to it in a style."""

from __future__ import annotations

import contextlib
import os
from typing import IO

USUAL = (80, 25)  # columns and lines where nobody says how many
STREAMS = (0, 1, 2)
DUMB = ("dumb", "unknown")
CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33"}


class Screen:
    """A stream without decoration when it is no terminal, or one that knows no colours, or when NO_COLOR is set."""

    def __init__(self, file: IO[str]) -> None:
        self.file = file
        self.is_terminal = file.isatty()
        self.is_dumb = self.is_terminal and os.environ.get("TERM", "").lower() in DUMB
        self.is_plain = not self.is_terminal or self.is_dumb or bool(os.environ.get("NO_COLOR"))

    def styled(self, text: str, style: str = "") -> str:
        """The text in a style, as the terminal reads it."""
        code = "" if self.is_plain else CODES.get(style, "")
        return f"\x1b[{code}m{text}\x1b[0m" if code and text else text

    def print(self, text: str, style: str = "", *, end: str = "\n") -> None:
        """Writes a line, and has it seen at once."""
        self.file.write(self.styled(text, style) + end)
        self.file.flush()

    @property
    def width(self) -> int:
        """Columns, also of the terminal that a pipe leads away from."""
        return self._size(0, "COLUMNS")

    @property
    def height(self) -> int:
        """Lines."""
        return self._size(1, "LINES")

    def _size(self, which: int, name: str) -> int:
        if self.is_dumb:
            return USUAL[which]
        told = os.environ.get(name, "")
        if told.isdigit() and int(told):
            return int(told)
        for stream in STREAMS:
            with contextlib.suppress(OSError):
                return os.get_terminal_size(stream)[which] or USUAL[which]
        return USUAL[which]
