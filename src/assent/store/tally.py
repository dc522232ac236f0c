"""What the record says of one session, counted straight from its lines: for whoever cannot wait for the database."""

from __future__ import annotations

from assent.core.decision import ALLOW, ASK, DENY, TIER_NONE
from assent.core.wire import encode
from assent.store import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from assent.store.paths import Paths

AT_ONCE = 64 << 20  # bytes that are looked through several times in a fraction of a second
_SESSION = b'"session":'
# Of several decisions about one call the strictest counts, as in the database.
_STRICT = {DENY: 0, ASK: 1, ALLOW: 2, TIER_NONE: 3}


class Tally:
    """The calls of one session by what was decided about them, and the permission prompts the agent showed in it;
    `began` the time of the first line that names the session ("" for none), `known` what counts for each call that its
    agent gave a name."""

    __slots__ = ("allowed", "asked", "began", "denied", "known", "prompted", "silent")

    def __init__(self, allowed: int = 0, asked: int = 0, denied: int = 0, silent: int = 0) -> None:
        self.allowed = allowed
        self.asked = asked
        self.denied = denied
        self.silent = silent
        self.prompted = 0
        self.began = ""
        self.known: dict[str, str] = {}

    @property
    def calls(self) -> int:
        return self.allowed + self.asked + self.denied + self.silent

    def add(self, entry: record.Entry) -> None:
        """Counts one entry of the record."""
        self.began = self.began or str(entry["ts"])
        if entry["kind"] == record.EVENT:
            self.prompted += entry.get("event") == "prompted"
        elif entry["kind"] == record.DECISION:
            self._decided(entry, str(TIER_NONE if entry.get("tier") == TIER_NONE else entry.get("verdict")))

    def _decided(self, entry: record.Entry, verdict: str) -> None:
        call = entry.get("call")
        if call:
            named = f"{entry.get('agent')} {call}"
            before = self.known.get(named)
            if before is not None and _STRICT.get(before, 9) <= _STRICT.get(verdict, 9):
                return
            self.known[named] = verdict
            if before is not None:
                self._number(before, -1)
        self._number(verdict, 1)

    def _number(self, verdict: str, more: int) -> None:
        self.allowed += more * (verdict == ALLOW)
        self.asked += more * (verdict == ASK)
        self.denied += more * (verdict == DENY)
        self.silent += more * (verdict == TIER_NONE)


def count(data: bytes, session: str, into: Tally, since: str = "") -> None:
    """Adds what whole lines of the record say from a moment on of a session, "" for every session."""
    for entry in naming(data, _SESSION + encode(session).encode() if session else _SESSION):
        if (not session or entry.get("session") == session) and str(entry["ts"]) >= since:
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


def newest(paths: Paths, since: str, most: int = AT_ONCE) -> list[str]:
    """The same as far as they can be looked at while somebody waits: the newest, of so many bytes together."""
    from assent.store import packed

    found: list[str] = []
    for path in reversed(files(paths, since)):
        most -= max(0, packed.size(path))
        if most < 0:
            break
        found.insert(0, path)
    return found


def contents(path: str, offset: int = 0) -> bytes:
    """What a file of the record holds from an offset on, compressed or not; nothing for one that cannot be read."""
    return b"".join(record.blocks(path, offset))
