"""What the real client logs when a person takes a call back: by a command of their own, and by stopping it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from assent.app.learn.ingest import ingest
from assent.store.db import connect
from assent.store.paths import paths_of
from tests.e2e.client import Proposal, World, bash, until
from tests.e2e.screen import heeded
from tests.e2e.terminal import BUSY, YES, Terminal

pytestmark = [pytest.mark.client, pytest.mark.slow]


def labels(world: World, home: Path) -> dict[str, str]:
    """Command or path of each call → its label, read from the logs of the stage."""
    with contextlib.closing(connect(paths_of(str(home), {}))) as db:
        ingest(db, [str(world.home / ".claude" / "projects")], str(world.home))
        rows = db.execute(
            "SELECT coalesce(json_extract(input, '$.command'), json_extract(input, '$.file_path')), label FROM events"
        )
        return {each.rpartition("/")[2] if each.startswith("/") else each: label for each, label in rows}


@pytest.fixture
def terminal(world: World) -> Iterator[Terminal]:
    with Terminal(world) as opened:
        yield opened


def by_hand(terminal: Terminal, command: str) -> None:
    """A command of the person's own, behind `!`."""
    until("the client is idle", terminal.idle)
    terminal.screen.press("C-u")
    terminal.screen.type("!")
    terminal.screen.type(command)
    until("the command is on the screen", lambda: terminal.screen.shows(command))
    terminal.screen.press("Enter")


def test_a_command_behind_an_exclamation_mark_takes_an_approved_change_back(
    world: World, terminal: Terminal, tmp_path: Path
) -> None:
    notes = world.project / "sub" / "notes.txt"
    change = Proposal("Edit", {"file_path": str(notes), "old_string": "one", "new_string": "three"})
    terminal.play(Proposal("Read", {"file_path": str(notes)}))
    assert terminal.play(change, YES).asked
    assert "three" in notes.read_text()
    assert labels(world, tmp_path / "before")["notes.txt"] == "approved"
    by_hand(terminal, "git checkout -- sub/notes.txt")
    until("the change is gone", lambda: "three" not in notes.read_text())
    until("it is told in the log", lambda: labels(world, tmp_path / "after")["notes.txt"] == "undone")


def test_a_call_that_is_stopped_and_corrected_is_taken_back(
    world: World, terminal: Terminal, tmp_path: Path
) -> None:
    until("the client is idle", terminal.idle)
    command = "perl -e 'sleep 100'"
    name, _ = world.write_script(bash(command))
    terminal.type_prompt(f"{{{{play {name}}}}}", name)
    until("it is asked about", lambda: terminal.asked_or_over(name))
    terminal.press_until_gone(YES)
    until("it runs", lambda: terminal.screen.shows(BUSY) or terminal.screen.shows("Running"))

    def stopped() -> bool:
        terminal.screen.press("Escape")
        return heeded("it is stopped", lambda: terminal.screen.shows("Interrupted"))

    until("it has been stopped", stopped)
    until("the log tells of it", lambda: labels(world, tmp_path / "before").get(command) == "interrupted")
    name, _ = world.write_script()
    terminal.type_prompt(f"no, show me its end {{{{play {name}}}}}", name)
    until("the log tells of the answer", lambda: labels(world, tmp_path / "after").get(command) == "undone")
