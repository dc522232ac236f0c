"""Which calls a person took back soon after: by a command of their own, by telling the agent to, or by stopping it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zlib import crc32

import msgspec

from assent.agents.claude.log.reverts import Changed, Revert, changed_by, reverts_of
from assent.agents.claude.log.wishes import agrees, asks_to_undo, corrects
from assent.core.event import Event
from assent.core.tools import RUNS, TOOLS, WRITERS, does

MOST = 100  # calls of the last two turns that are remembered
LONGEST = 2_048  # characters of a command that is remembered
SOON = timedelta(hours=8)
# Most commands change no file; only one with such a mark or word is remembered.
_MAY_CHANGE = re.compile(
    r"[>]|\s-\w*i|--in-place|\b(?:tee|mv|cp|rm|ln|touch|truncate|patch|apply|commit|fix|write|format|fmt|rustfmt|gofmt|"
    r"black|isort|prettier|generate|codegen|dd|rsync|unzip|tar)\b"
)
_COMMITTED = re.compile(r"\[[^\]\n]* ([0-9a-f]{7,40})\]")
_FAILED = re.compile(r"<bash-stderr>\s*(?:error|fatal):")


class Trace(msgspec.Struct, array_like=True, omit_defaults=True):
    """A call that may have changed something: where and when, and what (`command` until that is read); `swap`
    marks what an edit took out and put in, `sha` the commit it made."""

    id: str
    turn: int
    ts: str
    cwd: str
    changed: Changed | None = None
    swap: tuple[int, int] | None = None
    sha: str = ""
    command: str = ""

    def changes(self) -> Changed:
        """What it changed. The command is forgotten: nobody cleans it of secrets."""
        if self.changed is None:
            self.changed, self.command = changed_by(self.command, self.cwd), ""
        return self.changed


class Undoing(msgspec.Struct):
    """What must be remembered of a session to know what is taken back. A turn begins with each message of a person;
    `wish` says that the last one asked for something to be undone, `command` is a person's own whose end is not told
    yet; `taken` holds what was found: a call, and how many were taken back with it."""

    turn: int = 0
    wish: bool = False
    traces: list[Trace] = []
    stopped: list[str] = []
    command: tuple[str, str, str] | None = None
    swaps: dict[str, tuple[int, int]] = {}
    taken: list[tuple[str, int]] = []

    def said(self, text: str, cwd: str, ts: str) -> None:
        """A text under the person's name: a message, a command of their own behind `!`, or what it printed."""
        if text.startswith("<bash-input>"):
            self.command = (_inner(text), cwd, ts)
        elif text.startswith(("<bash-stdout>", "<bash-stderr>")):
            self._ended(text)
        elif text.startswith("<command-"):
            self.turn, self.wish, self.stopped = self.turn + 1, False, []
        elif not text.startswith(("<", "[Request interrupted", "Caveat:")):
            self._told(text)

    def _told(self, text: str) -> None:
        if self.stopped and corrects(text):
            self._take(self.stopped)
        self.stopped = []
        self.wish = asks_to_undo(text) or (self.wish and agrees(text))
        self.turn += 1

    def _ended(self, text: str) -> None:
        """The person's own command is done: what it took back, or that they keep what was made."""
        if self.command is None:
            return
        command, cwd, ts = self.command
        self.command = None
        if _FAILED.search(text):
            return
        self._reverted(command, cwd, ts, self.turn + 1)
        if changed_by(command, cwd).commits:
            self.traces = []

    def opens(self, identity: str, tool: str, given: dict[str, object]) -> None:
        """The agent goes on with another call."""
        self.stopped = []
        old, new = given.get("old_string"), given.get("new_string")
        if tool in WRITERS and isinstance(old, str) and isinstance(new, str):
            self.swaps[identity] = (_mark(old), _mark(new))
            while len(self.swaps) > MOST:
                del self.swaps[next(iter(self.swaps))]

    def stops(self, identity: str) -> None:
        """A call was stopped; what the person says next tells whether it was wrong."""
        self.stopped.append(identity)

    def ends(self, event: Event, printed: str = "") -> None:
        """A call has its result; `printed` is its text where that is known."""
        swap = self.swaps.pop(event.id, None)
        row = TOOLS.get(event.tool)
        value = event.input.get(row["field"]) if row else None
        if event.outcome != "ok" or not isinstance(value, str) or not value:
            return
        trace = Trace(event.id, self.turn, event.ts, event.cwd)
        if event.tool in WRITERS:
            path = value if value.startswith("/") else f"{event.cwd}/{value}"
            trace.changed, trace.swap = Changed([path]), swap
            if self.wish and self._swapped_back(trace):
                return
        elif does(event.tool) == RUNS and len(value) <= LONGEST:
            if self.wish and self._reverted(value, event.cwd, event.ts, self.turn):
                return
            if not _MAY_CHANGE.search(value):
                return
            sha = _COMMITTED.search(printed)
            trace.command, trace.sha = value, sha.group(1) if sha else ""
        else:
            return
        self._remember(trace)

    def _remember(self, trace: Trace) -> None:
        turns = sorted({each.turn for each in self.traces} | {trace.turn})
        kept = [each for each in self.traces if each.turn >= turns[-2:][0]]
        self.traces = [*kept, trace][-MOST:]

    def _swapped_back(self, now: Trace) -> bool:
        """An edit that puts back what one of an earlier turn took out, and takes out what that put in."""
        if now.swap is None:
            return False
        back = now.swap[::-1]
        last = self._last_turn(now.turn)
        found = [
            each.id
            for each in last
            if each.changes().paths == now.changes().paths and each.swap == back and _soon(each, now.ts)
        ]
        self._take(found[-1:])
        return bool(found)

    def _last_turn(self, before: int) -> list[Trace]:
        """The calls of the last turn that changed anything."""
        earlier = [each for each in self.traces if each.turn < before]
        return [each for each in earlier if each.turn == earlier[-1].turn]

    def _reverted(self, command: str, cwd: str, ts: str, before: int) -> bool:
        """Finds what a command takes back of the last turn before this one."""
        wanted = reverts_of(command, cwd)
        last = [each for each in self._last_turn(before) if _soon(each, ts)] if wanted else []
        found = [identity for revert in wanted for identity in _held(revert, last)]
        self._take(list(dict.fromkeys(found)))
        return bool(found)

    def _take(self, found: list[str]) -> None:
        self.taken += [(identity, len(found)) for identity in found]
        self.traces = [each for each in self.traces if each.id not in found]

    def settled(self) -> Undoing:
        """The same, fit to be kept: no command stands in it."""
        for each in self.traces:
            each.changes()
        return self

    def drained(self) -> list[tuple[str, int]]:
        """What was found since the last time."""
        found, self.taken = self.taken, []
        return found


def may_commit(event: Event) -> bool:
    """True for a call whose result is worth reading: it may name a commit."""
    return does(event.tool) == RUNS and "commit" in str(event.input.get("command", ""))


def _held(revert: Revert, last: list[Trace]) -> list[str]:
    """The calls of a turn whose work a command takes back, in their order."""
    made = [each for each in last if each.changes().commits]
    if revert.sha:
        return [each.id for each in made if each.sha and _same(each.sha, revert.sha)]
    if revert.nth >= 0:
        return [each.id for each in made[::-1][revert.nth : revert.nth + 1]]
    gone = made[-revert.commits :] if revert.commits else []
    # What was committed and stays so is not lost with the changes since.
    stays = [] if revert.from_commit else [each for each in made if each not in gone]
    since = last[last.index(stays[-1]) + 1 :] if stays else last
    found = [each for each in since if _is_lost(revert, each)]
    return [each.id for each in last if each in found or each in gone]


def _is_lost(revert: Revert, trace: Trace) -> bool:
    changed = trace.changes()
    return (revert.all and changed.more) or any(revert.holds(path, trace.cwd) for path in changed.paths)


def _same(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _soon(trace: Trace, ts: str) -> bool:
    try:
        return timedelta(0) <= datetime.fromisoformat(ts) - datetime.fromisoformat(trace.ts) <= SOON
    except (ValueError, TypeError):
        return False


def _inner(text: str) -> str:
    """The command in its tags, whose signs may be written as in HTML."""
    inner = text.removeprefix("<bash-input>").partition("</bash-input>")[0].strip()
    return inner.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")


def _mark(text: str) -> int:
    """A mark by which a text is known again and from which nobody can tell it."""
    return crc32(text.encode("utf-8", "surrogatepass"))
