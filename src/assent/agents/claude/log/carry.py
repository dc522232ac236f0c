"""What the reading of one log file leaves for the next batch, in this process or a later one."""

from __future__ import annotations

import msgspec

from assent.agents.claude.log.undoing import Undoing
from assent.core.event import SLOTS, Event

# Calls without a result that are remembered; a session that was killed leaves some behind.
OPEN_LIMIT = 2_000


class Carry:
    """What one file's reading leaves for the next batch: calls without a result yet, calls just rejected (an
    interruption may follow and correct them), calls whose input a hook rewrote, the permission mode, what may yet be
    taken back, and counts of lines read and of those that could not be."""

    __slots__ = ("bad", "first_bad", "lines", "mode", "pending", "rejected", "rewritten", "undoing")

    def __init__(self) -> None:
        self.pending: dict[str, Event] = {}
        self.rejected: list[Event] = []
        self.rewritten: list[str] = []
        self.mode = ""
        self.undoing = Undoing()
        self.lines = 0
        self.bad = 0
        self.first_bad = 0

    def dump(self) -> bytes:
        """The carry as JSON, for the next process."""
        state = {
            "pending": [_row(each) for each in self.pending.values()],
            "rejected": [_row(each) for each in self.rejected],
            "rewritten": self.rewritten,
            "mode": self.mode,
            "undoing": self.undoing.settled(),
            "counts": [self.lines, 0, self.bad, self.first_bad],  # the second counts nothing any more
        }
        return msgspec.json.encode(state)


class _State(msgspec.Struct):
    pending: list[dict[str, object]]
    rejected: list[dict[str, object]]
    rewritten: list[str]
    mode: str
    counts: tuple[int, int, int, int]
    undoing: Undoing = msgspec.field(default_factory=Undoing)


def load_carry(data: bytes) -> Carry:
    """The carry of `Carry.dump`; an empty one when the bytes are empty or not ours (the file is then read anew)."""
    carry = Carry()
    try:
        state = msgspec.json.decode(data, type=_State)
        carry.pending = {each.id: each for each in map(_event, state.pending)}
        carry.rejected = [_event(each) for each in state.rejected]
    except (msgspec.MsgspecError, KeyError, TypeError, AttributeError):
        return Carry()
    carry.rewritten, carry.mode, carry.undoing = state.rewritten, state.mode, state.undoing
    carry.lines, _, carry.bad, carry.first_bad = state.counts
    return carry


def _row(event: Event) -> dict[str, object]:
    return {name: getattr(event, name) for name in SLOTS}


def _event(row: dict[str, object]) -> Event:
    value = row["input"]
    if not isinstance(value, dict):
        raise TypeError("an event's input is an object")
    event = Event("", "", "", "", value)
    for name in SLOTS:
        setattr(event, name, row[name])
    return event
