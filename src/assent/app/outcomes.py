"""What became of recorded calls: put together from the agent's log, what the hook saw, and answers given to us."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assent.core import event as labels
from assent.core.decision import DENY, TIER_NONE
from assent.store import decisions, events

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from assent.store.events import Labelled, Seen

YES, NO = "yes", "no"
RAN, FAILED, STOPPED, REFUSED, NOT_RUN, UNKNOWN = "ran", "failed", "stopped", "refused", "not run", "?"
LOG, HOOK, NOTHING = "log", "hook", ""  # where it comes from
OURS = "assent"  # who decided, where it was we
# Events that end a turn: what has not run by then will not run.
_ENDS = ("prompt", "session-end")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a call: `asked` whether a person was asked and `answer` what they said (None and "" where that is
    not known), `end` what then happened to it, `by` who decided (as in `core.event`, or `OURS`), `source` what tells
    it."""

    end: str = UNKNOWN
    asked: bool | None = None
    answer: str = ""
    by: str = ""
    source: str = NOTHING

    @property
    def text(self) -> str:
        """In few words: `asked → yes`, `ran`, `refused`; `?` where nothing is known."""
        if not self.asked:
            return self.end
        if self.answer == YES:
            return "asked → yes" if self.end in (RAN, UNKNOWN) else f"asked → {self.end}"
        return f"asked → {self.answer or self.end}"

    def as_json(self) -> dict[str, Any]:
        """With null for what is not known."""
        return {
            "text": self.text,
            "asked": self.asked,
            "answer": self.answer or None,
            "end": None if self.end == UNKNOWN else self.end,
            "by": self.by or None,
            "source": self.source or None,
        }


def of(db: sqlite3.Connection, entries: Sequence[Mapping[str, Any]]) -> list[Outcome]:
    """The outcome of each decision."""
    known = events.labels_of(db, {(_text(each, "agent"), _text(each, "call")) for each in entries})
    return [_one(db, each, known.get((_text(each, "agent"), _text(each, "call")))) for each in entries]


def _one(db: sqlite3.Connection, entry: Mapping[str, Any], labelled: Labelled | None) -> Outcome:
    agent, call = _text(entry, "agent"), _text(entry, "call")
    told = _logged(labelled) if labelled else None
    if told:
        return told
    seen = events.seen_by_hook(db, agent, call) if call else []
    ends = {each.event: each for each in seen}
    if "refused" in ends:
        return Outcome(REFUSED, asked=False, by=labels.CLASSIFIER, source=HOOK)
    later = events.seen_after(db, agent, _text(entry, "session"), _text(entry, "ts"))
    asked = _prompted(entry, later)
    if "failed" in ends or "ran" in ends:
        end = _ended(ends)
        return Outcome(end, asked=asked or None, answer=YES if asked else "", source=HOOK)
    if entry.get("verdict") == DENY:
        return Outcome(REFUSED, asked=False, by=OURS)
    if not _text(entry, "subagent") and any(each.event in _ENDS for each in later):
        return Outcome(NOT_RUN, asked=asked or None, source=HOOK)
    return Outcome(asked=True, source=HOOK) if asked else Outcome()


def _ended(ends: Mapping[str, Seen]) -> str:
    failed = ends.get("failed")
    if failed is None:
        return RAN
    return STOPPED if failed.interrupted else FAILED


def _prompted(entry: Mapping[str, Any], later: Sequence[Seen]) -> bool:
    """True when a permission prompt for this call was seen: it bears no id, so the next one of the same call in the
    same turn is meant."""
    wanted = (_text(entry, "tool"), decisions.subject(entry.get("input")), _text(entry, "subagent"))
    for each in later:
        if each.event in _ENDS:
            return False
        if each.event == "prompted" and (each.tool, each.subject, each.subagent) == wanted:
            return True
    return False


_ENDINGS = {"ok": RAN, "error": FAILED, "not-run": NOT_RUN}


def _logged(found: Labelled) -> Outcome | None:
    """What the agent's own log says; None while it does not know the end."""
    end = _ENDINGS.get(found.outcome, UNKNOWN)
    if found.label == labels.APPROVED:
        return Outcome(end, asked=True, answer=YES, by=found.by, source=LOG)
    if found.label in (labels.REJECTED, labels.REDIRECTED):
        return Outcome(NOT_RUN, asked=True, answer=NO, by=found.by, source=LOG)
    if found.label == labels.INTERRUPTED:
        return Outcome(STOPPED, source=LOG)
    if found.label == labels.NOBODY:
        return Outcome(REFUSED, asked=False, source=LOG)
    if found.label == labels.AUTO:
        return Outcome(REFUSED if end == NOT_RUN else end, asked=False, by=found.by, source=LOG)
    return Outcome(end, source=LOG) if end != UNKNOWN else None


def verdict_of(entry: Mapping[str, Any]) -> str:
    """The verdict as people see it: `silent` where no rule spoke."""
    return decisions.SILENT if entry.get("tier") == TIER_NONE else _text(entry, "verdict")


def _text(entry: Mapping[str, Any], key: str) -> str:
    value = entry.get(key)
    return value if isinstance(value, str) else ""
