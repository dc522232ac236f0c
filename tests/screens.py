"""What a person sees: a command under a terminal of a given width, its text held against the one kept in docs/screens."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.cells import cell_len, chop_cells

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "docs/screens"
# Set to keep what is seen now: UPDATE_SCREENS=1 tools/test tests/…
UPDATE = "UPDATE_SCREENS"
WIDTHS = (80, 120)
_CODES = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
_PATIENCE = 60
_QUESTION = b"] "


def raw(
    home: Path,
    *words: str,
    columns: int = 80,
    cwd: Path | None = None,
    typed: bytes = b"",
    environment: Mapping[str, str] | None = None,
) -> str:
    """All that `assent WORDS` writes to a terminal so wide, control codes included; `typed` is what a person types."""
    return talk(home, *words, columns=columns, cwd=cwd, answers=[typed], environment=environment)[1]


def talk(
    home: Path,
    *words: str,
    columns: int = 80,
    cwd: Path | None = None,
    answers: Sequence[bytes] = (),
    environment: Mapping[str, str] | None = None,
) -> tuple[int, str]:
    """How `assent WORDS` ended and what it wrote; the first of `answers` is typed at once when it is the only one, else
    each when a question stands at the end of the screen."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    own = {
        "HOME": str(home), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT / "src"), "TERM": "xterm-256color",
        "LANG": "C.UTF-8", "TZ": "UTC", **(environment or {}),
    }  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-m", "assent", *words],
        cwd=cwd or home,
        env=own,
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
        preexec_fn=_own_terminal,  # noqa: PLW1509  no thread runs here, and Ctrl-C needs it
    )
    os.close(slave)
    try:
        text = _read(master, list(answers))
    finally:
        os.close(master)
        process.wait(_PATIENCE)
    return process.returncode, text


def _own_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def _read(master: int, answers: list[bytes]) -> str:
    found = b""
    end = time.monotonic() + _PATIENCE
    if len(answers) == 1:
        os.write(master, answers.pop())
    while time.monotonic() < end:
        ready, _, _ = select.select([master], [], [], 1)
        if not ready:
            continue
        try:
            block = os.read(master, 1 << 16)
        except OSError:  # the last one has closed the terminal
            break
        if not block:
            break
        found += block
        if answers and found.endswith(_QUESTION):
            os.write(master, answers.pop(0))
    return found.decode("utf-8", "replace")


def seen(text: str, columns: int) -> str:
    """What is then on the screen: without colours, lines that are too long broken where the terminal breaks them."""
    plain = _CODES.sub("", text).replace("\r\n", "\n")
    lines = [piece.rstrip() for line in plain.split("\n") for piece in _broken(line, columns)]
    return "\n".join(lines).rstrip("\n") + "\n"


def _broken(line: str, columns: int) -> list[str]:
    return chop_cells(line, columns) if cell_len(line) > columns else [line]


def widest(text: str) -> int:
    """The columns that the widest line takes."""
    return max((cell_len(line) for line in text.split("\n")), default=0)


def keeps(name: str, text: str) -> bool:
    """True when the text kept under a name is this one; with UPDATE_SCREENS=1 it is from now on."""
    path = KEPT / f"{name}.txt"
    text = text.rstrip("\n") + "\n"  # as every text file here ends
    if os.environ.get(UPDATE):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return path.is_file() and path.read_text(encoding="utf-8") == text
