"""A stream as people see it: whether it is a terminal, how wide and high, and a line written to it in a style. What
colours and sizes are is asked of click and the standard library; rich's console knows both, and loading it took a third
of a command's time."""

from __future__ import annotations

import os
from typing import IO, TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Mapping

USUAL = (80, 25)  # columns and lines where nobody says how many
DUMB = ("dumb", "unknown")
STYLES: Mapping[str, Mapping[str, Any]] = {"bold": {"bold": True}, "dim": {"dim": True}} | {
    colour: {"fg": colour} for colour in ("red", "green", "yellow")
}


class Screen:
    """A stream without decoration when it is no terminal, or one that knows no colours, or when NO_COLOR is set."""

    def __init__(self, file: IO[str]) -> None:
        self.file = file
        self.is_terminal = file.isatty()
        self.is_dumb = self.is_terminal and os.environ.get("TERM", "").lower() in DUMB
        self.is_plain = not self.is_terminal or self.is_dumb or bool(os.environ.get("NO_COLOR"))

    def styled(self, text: str, style: str = "") -> str:
        """The text in a style, as the terminal reads it."""
        return click.style(text, **STYLES[style]) if text and style and not self.is_plain else text

    def print(self, text: str, style: str = "", *, end: str = "\n") -> None:
        """Writes a line, and has it seen at once."""
        self.file.write(self.styled(text, style) + end)
        self.file.flush()

    @property
    def width(self) -> int:
        """Columns."""
        return self._size()[0]

    @property
    def height(self) -> int:
        """Lines."""
        return self._size()[1]

    @property
    def cut_at(self) -> int | None:
        """Columns at which lines of a table are cut; None for a pipe or a file, which get them whole."""
        return self.width if self.is_terminal else None

    def _size(self) -> tuple[int, int]:
        if self.is_dumb:
            return USUAL
        import shutil  # what it loads in turn is for terminals alone

        return shutil.get_terminal_size(USUAL)
