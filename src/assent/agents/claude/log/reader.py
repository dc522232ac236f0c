"""Claude Code's session logs: where they lie, and one of them read in blocks."""

from __future__ import annotations

from collections.abc import Mapping

from assent.agents.claude.places import FOLDER, FOLDER_VARIABLE
from assent.core.event import Event

LABELLED_SINCE = "2.1.295"
ASKS_AGAIN = "Shift+Tab in Claude Code"
UNATTENDED = "claude -p, an SDK"


class Reader:
    """One log file, read in blocks."""

    def __init__(self, state: bytes) -> None:
        from assent.agents.claude.log.carry import load_carry
        from assent.agents.claude.log.transcript import read_block

        self.read_block = read_block
        self.carry = load_carry(state)
        self.lines = self.carry.lines
        self.bad = self.carry.bad
        self.first_bad = self.carry.first_bad

    def read(self, block: bytes) -> list[Event]:
        events = self.read_block(block, self.carry)
        self.lines, self.bad, self.first_bad = self.carry.lines, self.carry.bad, self.carry.first_bad
        return events

    def skip_line(self) -> None:
        self.carry.lines += 1
        self.carry.bad += 1
        self.carry.first_bad = self.carry.first_bad or self.carry.lines

    def pending(self) -> list[Event]:
        return list(self.carry.pending.values())

    def taken_back(self) -> list[tuple[str, int]]:
        return self.carry.undoing.drained()

    def state(self) -> bytes:
        return self.carry.dump()


def folders(home: str, environ: Mapping[str, str]) -> list[str]:
    """Sessions and, one level deeper, their subagents lie below one folder."""
    return [(environ.get(FOLDER_VARIABLE) or f"{home}/{FOLDER}") + "/projects"]


def open_log(state: bytes = b"") -> Reader:
    """A reader that goes on where `state` left off."""
    return Reader(state)


def is_line(value: Mapping[str, object]) -> bool:
    """Whether a decoded line is one of its logs: of every kind that names its session."""
    return isinstance(value.get("sessionId"), str) and isinstance(value.get("type"), str)
