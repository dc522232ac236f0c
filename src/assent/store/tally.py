"""What the record says of one session, counted straight from its lines: for whoever cannot wait for the database."""

from __future__ import annotations

from assent.core.decision import ALLOW, ASK, DENY, TIER_NONE
from assent.core.wire import encode
from assent.store import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from assent.store.paths import Paths

_SESSION = b'"session":'


class Tally:
    """The decisions of one session and the permission prompts the agent showed in it; `began` the time of the first
    line that names the session ("" for none)."""

    __slots__ = ("allowed", "asked", "began", "denied", "prompted", "silent")

    def __init__(self, allowed: int = 0, asked: int = 0, denied: int = 0, silent: int = 0) -> None:
        self.allowed = allowed
        self.asked = asked
        self.denied = denied
        self.silent = silent
        self.prompted = 0
        self.began = ""

    @property
    def calls(self) -> int:
        return self.allowed + self.asked + self.denied + self.silent

    def add(self, entry: record.Entry) -> None:
        """Counts one entry of the record."""
        self.began = self.began or str(entry["ts"])
        if entry["kind"] == record.EVENT:
            self.prompted += entry.get("event") == "prompted"
        elif entry["kind"] == record.DECISION:
            verdict = TIER_NONE if entry.get("tier") == TIER_NONE else entry.get("verdict")
            self.allowed += verdict == ALLOW
            self.asked += verdict == ASK
            self.denied += verdict == DENY
            self.silent += verdict == TIER_NONE


def count(data: bytes, session: str, into: Tally) -> None:
    """Adds what whole lines of the record say of a session, "" for every session."""
    for entry in naming(data, _SESSION + encode(session).encode() if session else _SESSION):
        if not session or entry.get("session") == session:
            into.add(entry)


def naming(data: bytes, text: bytes) -> Iterator[record.Entry]:
    """The entries in whose lines a text stands; the many others are passed over without being read."""
    at = data.find(text)
    while at >= 0:
        end = data.find(b"\n", at)
        if end < 0:
            return  # a line still without its end
        entry = record.parse(data[data.rfind(b"\n", 0, at) + 1 : end])
        if entry is not None:
            yield entry
        at = data.find(text, end)


def files(paths: Paths, since: str) -> list[str]:
    """The files of the record from a UTC day on, oldest first."""
    return [path for day, found in record.parts(paths).items() if day >= since for path in found]


def contents(path: str, offset: int = 0) -> bytes:
    """What a file of the record holds from an offset on, compressed or not; nothing for one that cannot be read."""
    return b"".join(record.blocks(path, offset))
