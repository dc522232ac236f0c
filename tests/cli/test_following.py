"""`assent log --follow` and the pager: what comes is shown at once and whole, its end is filled in, and it ends cleanly."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import pty
import queue
import signal
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import screens
from tests.cli.conftest import SOURCES, Home
from tests.cli.test_log import append, decide, happen

PATIENCE = 30  # seconds after which something that should come is taken for lost


class Running:
    """A command that goes on, and what it has written so far, line by line."""

    def __init__(self, home: Home, *words: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "assent", "log", "--follow", *words],
            cwd=home.project,
            env={"HOME": str(home.path), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(SOURCES), "TZ": "UTC"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.lines: queue.Queue[str] = queue.Queue()
        self.reader = threading.Thread(target=self._read)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.put(line)

    def line(self) -> str:
        return self.lines.get(timeout=PATIENCE)

    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.line())
        return found

    def end(self) -> tuple[int, str]:
        """Ends it as Ctrl-C does."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(PATIENCE)
        assert self.process.stderr
        return code, self.process.stderr.read()


@contextlib.contextmanager
def following(home: Home, *words: str) -> Iterator[Running]:
    running = Running(home, *words)
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.process.kill()
        running.process.wait()
        running.reader.join()
        for stream in (running.process.stdout, running.process.stderr):
            assert stream
            stream.close()


@pytest.fixture
def home(fresh: Home) -> Home:
    fresh.run("init", "--yes")
    decide(fresh, 1, "silent", "make one")
    return fresh


def test_what_is_decided_from_now_on_comes_as_json_and_again_when_its_end_is_known(home: Home) -> None:
    with following(home, "--json") as running:
        assert running.json()["tool_input"] == {"command": "make one"}
        decide(home, 2, "silent", "make two")
        first = running.json()
        assert (first["tool_input"], first["outcome"]["end"]) == ({"command": "make two"}, None)
        happen(home, 2, "ran", "make two")
        again = running.json()
        assert (again["id"], again["outcome"]["end"], again["tool_success"]) == (first["id"], "ran", True)
        assert running.end() == (0, "")


def test_a_new_day_and_a_filter_are_followed(home: Home) -> None:
    decide(home, 2, "silent", "wanted 0")
    with following(home, "--json", "-n", "1", "--grep", "wanted") as running:
        assert running.json()["tool_input"] == {"command": "wanted 0"}
        decide(home, 3, "silent", "other")
        append(home, "decision", "09:00:00", id="1-2-000000c1", tool="Bash", input={"command": "wanted 1"},
               tier="none", verdict="ask", ts="2026-11-21T00:00:01.000Z")  # fmt: skip
        assert running.json()["tool_input"] == {"command": "wanted 1"}


def test_without_a_beginning_only_new_ones_are_shown(home: Home) -> None:
    with following(home, "--json", "-n", "0") as running:
        found = {}
        for number in range(PATIENCE):  # it may still be starting
            append(home, "decision", "10:00:00", id=f"1-2-{number:08x}", tool="Bash", input={"command": "make new"},
                   tier="none", verdict="ask")  # fmt: skip
            with contextlib.suppress(queue.Empty):
                found = json.loads(running.lines.get(timeout=1))
                break
        assert found["tool_input"] == {"command": "make new"}


def test_it_begins_before_anything_is_there_and_goes_on_in_a_database_made_anew(fresh: Home) -> None:
    with following(fresh, "--json") as running:
        fresh.run("init", "--yes")
        decide(fresh, 1, "silent", "make one")
        assert running.json()["tool_input"] == {"command": "make one"}
        fresh.run("rebuild")
        decide(fresh, 2, "silent", "make two")
        assert running.json()["tool_input"] == {"command": "make two"}
        assert running.end() == (0, "")


def test_a_pipe_gets_whole_lines_with_their_day(home: Home) -> None:
    with following(home, "--utc") as running:
        assert running.line().split() == ["Time", "Id", "Project", "Verdict", "Outcome", "Call"]
        assert running.line().startswith("2026-11-20 09:01:00  1a0b1c2  p")
        decide(home, 2, "deny", "x " * 200)
        assert running.line().rstrip().endswith("x x x")


def test_it_ends_when_nobody_reads_any_more(home: Home) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f"{sys.executable} -m assent log --follow | head -n 1"],
        cwd=home.project,
        env={"HOME": str(home.path), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(SOURCES)},
        capture_output=True,
        timeout=PATIENCE,
        check=True,
    )
    assert done.stdout.startswith(b"Time")
    assert done.stderr == b""


class Terminal:
    """A command on a terminal of its own; `screen` is all that it wrote."""

    def __init__(self, home: Home, *words: str, columns: int = 80, rows: int = 24, **more: str) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        env = {"HOME": str(home.path), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(SOURCES), "TERM": "xterm-256color",
               "LANG": "C.UTF-8", "TZ": "UTC", **more}  # fmt: skip
        self.process = subprocess.Popen(
            [sys.executable, "-m", "assent", "log", *words],
            cwd=home.project, env=env, stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
            preexec_fn=screens._own_terminal,  # noqa: PLW1509  no thread runs here, and Ctrl-C needs it
        )  # fmt: skip
        os.close(slave)
        os.set_blocking(self.master, False)
        self.text = ""

    def until(self, holds: Callable[[str], bool]) -> str:
        end = time.monotonic() + PATIENCE
        while not holds(self.text) and time.monotonic() < end:
            with contextlib.suppress(BlockingIOError, OSError):
                self.text += os.read(self.master, 1 << 16).decode()
            time.sleep(0.02)
        assert holds(self.text), self.text
        return self.text

    def press(self, keys: bytes) -> None:
        os.write(self.master, keys)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self.master)


def test_on_a_terminal_the_outcome_is_filled_in_where_it_stands(home: Home) -> None:
    with contextlib.closing(Terminal(home, "--follow", "--utc")) as terminal:
        terminal.until(lambda text: "make one" in text)
        decide(home, 2, "silent", "make two")
        terminal.until(lambda text: "make two" in text)
        happen(home, 1, "ran", "make one")
        text = terminal.until(lambda text: "  ran  " in text)
        assert "\x1b[2A\r\x1b[2K" in text
        assert text.count("Outcome") == 1
        assert text.count("2026-11-20") == 1
        terminal.press(b"\x03")
        assert terminal.process.wait(PATIENCE) == 0
        assert "stopped" not in terminal.text


def test_what_does_not_fit_on_the_screen_goes_through_the_pager_newest_first(home: Home) -> None:
    pager = home.write("bin/pager", '#!/bin/sh\ncat > "$HOME/paged"\n')
    pager.chmod(0o700)
    for number in range(40):
        append(home, "decision", f"10:00:{number:02d}", id=f"1-2-{number:08x}", tool="Bash", tier="none",
               input={"command": f"make {number}"}, verdict="ask")  # fmt: skip
    with contextlib.closing(Terminal(home, "--utc", PAGER=str(pager))) as terminal:
        assert terminal.process.wait(PATIENCE) == 0
    paged = (home.path / "paged").read_text().splitlines()
    assert len(paged) == 43
    assert "make 39" in paged[2]
    assert "make one" in paged[-1]
    for words in (("--no-pager",), ("-n", "41")):
        (home.path / "paged").unlink(missing_ok=True)
        with contextlib.closing(Terminal(home, "--utc", *words, PAGER=str(pager))) as terminal:
            terminal.until(lambda text: "make 39" in text)
            assert terminal.process.wait(PATIENCE) == 0
        assert not (home.path / "paged").exists()


def test_what_fits_on_the_screen_needs_no_pager(home: Home) -> None:
    assert "make one" in screens.raw(home.path, "log", environment={"PAGER": "/bin/false"})


def test_records_are_followed_without_reading_them_anew(home: Home) -> None:
    """Nothing that is already told comes twice, whoever else takes the record over."""
    with following(home, "--json") as running:
        running.json()
        for number in range(2, 6):
            decide(home, number, "silent", f"make {number}")
            home.run("log", "--json")
        told = [running.json()["tool_input"]["command"] for _ in range(2, 6)]
        assert told == [f"make {number}" for number in range(2, 6)]
        assert running.lines.empty()


def test_the_recorded_folder_may_go_and_come_back(home: Home) -> None:
    with following(home, "--json") as running:
        running.json()
        audit = home.path / ".local/state/assent/audit"
        audit.rename(Path(f"{audit}.away"))
        time.sleep(1)
        Path(f"{audit}.away").rename(audit)
        decide(home, 2, "silent", "make two")
        assert running.json()["tool_input"] == {"command": "make two"}
