"""A terminal with one program in it, as a person sees and types it: a tmux server of its own."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Self

from tests.e2e.client import until


def heeded(claim: str, look: Callable[[], bool]) -> bool:
    """Whether a key just pressed has its effect before it is time to press it again."""
    try:
        return bool(until(claim, look, 1))
    except AssertionError:
        return False


class Screen:
    """Runs `command` in `folder` until it leaves by itself or the screen is closed. Use as a context manager."""

    def __init__(self, command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> None:
        self.command, self.working, self.environment = command, folder, environment
        self.folder = tempfile.TemporaryDirectory(prefix="tmux-")  # short: a socket's path may have 107 bytes

    def tmux(self, *words: str) -> str:
        """Standard output of one tmux command; empty once the program, and with it the server, has gone."""
        command = ["tmux", "-S", f"{self.folder.name}/socket", "-f", "/dev/null", *words]
        done = subprocess.run(command, env=self.environment, check=False, capture_output=True, text=True)
        return done.stdout

    def __enter__(self) -> Self:
        # Narrower than 180 columns, where the client would open a panel beside its prompts.
        self.tmux("new-session", "-d", "-x", "120", "-y", "60", "-c", str(self.working), *self.command)
        return self

    def __exit__(self, *_: object) -> None:
        self.tmux("kill-server")
        self.folder.cleanup()

    def alive(self) -> bool:
        return bool(self.tmux("list-panes", "-a"))

    def text(self) -> str:
        return self.tmux("capture-pane", "-p")

    def whole(self) -> str:
        """All that was written, with what scrolled off."""
        return self.tmux("capture-pane", "-p", "-S", "-")

    def shows(self, text: str) -> bool:
        return text in self.text()

    def press(self, key: str) -> None:
        self.tmux("send-keys", key)

    def type(self, text: str) -> None:
        self.tmux("send-keys", "-l", text)

    def asks(self, question: str) -> bool:
        """Whether the last line waits for an answer to this question."""
        return question in self.last()

    def last(self) -> str:
        return self.text().rstrip().rpartition("\n")[2]

    def reply(self, question: str, answer: str) -> None:
        """Types an answer to the question on the last line, and waits until it is taken."""
        self.type(answer)
        until(f"{answer} is on the screen", lambda: self.last().endswith(answer))
        self.press("Enter")
        until(f"{answer} is heard", lambda: not (self.asks(question) and self.last().endswith(answer)))
