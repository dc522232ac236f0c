"""Our own `audit-jsonl` of another time or machine: one line a decision, with who decided in the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assent.app.imported import history
from assent.core import event as labels
from assent.core.decision import ALLOW, DENY
from assent.store import ends

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assent.app.imported.history import Entry, History
    from assent.core.event import Event

NAME = "audit-jsonl"
OURS = ("id", "outcome", "rule_id", "assent_version")  # fields that no other audit log has
_OUTCOMES = {
    ends.RAN: history.RAN, ends.FAILED: history.FAILED, ends.REFUSED: history.NOT_RUN, ends.NOT_RUN: history.NOT_RUN,
}  # fmt: skip
_STRICT = {DENY: 0, "ask": 1, ALLOW: 2}


def read(lines: Iterable[bytes]) -> History:
    """The calls of an exported record. A line that is not ours counts as broken; of several decisions about one call
    the strictest counts."""
    found = history.History()
    calls: dict[tuple[str, str], tuple[int, Event]] = {}
    for entry in history.entries(lines, found):
        if not all(name in entry for name in OURS):
            found.broken += 1
            continue
        call = _call(entry)
        strict = _STRICT.get(history.text(entry, "decision"), 3)
        if strict < calls.get((call.agent, call.id), (9, call))[0]:
            calls[call.agent, call.id] = (strict, call)
    found.calls = [call for _, call in calls.values()]
    return found


def _call(entry: Entry) -> Event:
    made = history.event_of(
        entry, NAME, history.text(entry, "call") or history.name_of(NAME, str(entry["id"]))
    )
    outcome = entry["outcome"] if isinstance(entry["outcome"], dict) else {}
    _end(made, entry, outcome)
    return made


def _end(made: Event, entry: Entry, outcome: dict[str, Any]) -> None:
    """Who decided and what came of it, as far as the line says so."""
    end, by = history.text(outcome, "end"), history.text(outcome, "by")
    ours = ends.OURS if history.text(entry, "decision") in (ALLOW, DENY) else ""
    made.outcome = _OUTCOMES.get(end, "")
    if end == ends.STOPPED:
        made.label = labels.INTERRUPTED
    elif outcome.get("asked") is True:
        _answered(made, history.text(outcome, "answer"), by)
    elif by or ours or outcome.get("asked") is False:
        made.label = labels.AUTO
        made.by = by or ours


def _answered(made: Event, answer: str, by: str) -> None:
    """A person was asked. Who answered is certain only where the line names them."""
    if answer == ends.NO:
        made.label, made.by = labels.REJECTED, labels.USER
    elif answer == ends.YES and by == labels.USER:
        made.label, made.by = labels.APPROVED, labels.USER
    elif answer == ends.YES:
        made.label = labels.INFERRED
