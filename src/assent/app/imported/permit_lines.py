"""The audit log of claude-permit: several lines a call, told apart by session, tool and input, as it keeps no ids."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from assent.app.imported import history
from assent.core import event as labels

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assent.app.imported.history import Entry, History
    from assent.core.event import Event

NAME = "claude-permit"
BEFORE, PROMPT, AFTER = "PreToolUse", "PermissionRequest", ("PostToolUse", "PostToolUseFailure")
# Its decisions by what they came to; anything else passed through to the agent.
ALLOWED = frozenset({"allow", "allowed", "approve", "approved", "auto_approve", "auto_approved", "permit"})
DENIED = frozenset({"deny", "denied", "block", "blocked", "reject", "rejected"})
BESIDE = frozenset({"promotion_blocked"})  # told beside the line of the call
Alike = tuple[str, str, str]


class _Calls:
    """The calls so far, and of each kind those whose end is not told yet."""

    def __init__(self) -> None:
        self.all: list[Event] = []
        self._open: dict[Alike, list[Event]] = {}
        self._same: Counter[tuple[str, ...]] = Counter()

    def take(self, entry: Entry) -> None:
        event, alike = history.text(entry, "event") or BEFORE, _alike(entry)
        waiting = self._open.setdefault(alike, [])
        if event in AFTER:
            call = waiting.pop(0) if waiting else self._new(entry, alike)
            call.outcome = history.FAILED if entry.get("tool_success") is False else history.RAN
        elif event in (BEFORE, PROMPT) and history.text(entry, "decision") not in BESIDE:
            # At the prompt older versions decided about a call that had passed through until then.
            passed = [call for call in waiting if not call.by] if event == PROMPT else []
            call = passed[-1] if passed else self._new(entry, alike)
            _decide(call, entry)
            waiting[:] = [
                each for each in (*waiting, *([] if passed else [call])) if each.outcome != history.NOT_RUN
            ]

    def _new(self, entry: Entry, alike: Alike) -> Event:
        words = (entry["timestamp"], *alike)
        self._same[words] += 1
        identity = history.name_of(NAME, *words, str(self._same[words]))
        self.all.append(history.event_of(entry, NAME, identity))
        return self.all[-1]


def read(lines: Iterable[bytes]) -> History:
    """The calls of its log."""
    found = history.History()
    calls = _Calls()
    for entry in history.entries(lines, found):
        if history.text(entry, "tool_name"):
            calls.take(entry)
    found.calls = calls.all
    return found


def _alike(entry: Entry) -> Alike:
    given = entry.get("tool_input")
    said = given if isinstance(given, str) else json.dumps(given, sort_keys=True)
    return history.text(entry, "session_id"), history.text(entry, "tool_name"), said


def _decide(call: Event, entry: Entry) -> None:
    """What the hook came to. What it asked about or passed on was decided elsewhere, by whom it does not say."""
    decided = history.text(entry, "decision").lower()
    score = history.text(entry, "llm_score")
    call.reason = call.reason or (f"judge: {score}"[: history.LONGEST] if score else "")
    if decided in ALLOWED | DENIED:
        call.label, call.by = labels.AUTO, NAME
        call.outcome = history.NOT_RUN if decided in DENIED else call.outcome
