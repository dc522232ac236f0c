"""What became of recorded calls, as people and tools are told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assent.core.decision import TIER_NONE
from assent.store import decisions, ends

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

UNKNOWN, OURS, LOG = ends.UNKNOWN, ends.OURS, ends.LOG
RAN, FAILED, STOPPED, REFUSED, NOT_RUN = ends.RAN, ends.FAILED, ends.STOPPED, ends.REFUSED, ends.NOT_RUN


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a call: `asked` whether a person was asked and `answer` what they said (None and "" where that is
    not known), `end` what then happened to it, `by` who decided (as in `core.event`, or `OURS`), `source` what tells
    it."""

    end: str = UNKNOWN
    asked: bool | None = None
    answer: str = ""
    by: str = ""
    source: str = ends.NOTHING

    @property
    def text(self) -> str:
        """In few words: `asked → yes`, `ran`, `refused`; `?` where nothing is known."""
        if not self.asked:
            return self.end
        if self.answer == ends.YES:
            return "asked → yes" if self.end in (ends.RAN, UNKNOWN) else f"asked → {self.end}"
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
    return [_one(db, each) for each in entries]


def _one(db: sqlite3.Connection, entry: Mapping[str, Any]) -> Outcome:
    call = _text(entry, "call")
    named = "agent = ? AND call = ? AND call != ''" if call else "agent = ? AND decision = ? AND call = ''"
    row = db.execute(
        f'SELECT "end", asked, answer, decider, source, known FROM calls WHERE {named}',  # noqa: S608  fixed texts
        (_text(entry, "agent"), call or _text(entry, "id")),
    ).fetchone()
    if row is None:
        return Outcome()
    end, asked, answer, decider, source, known = row
    # That we decided is told by the verdict; here it tells who refused.
    said = known == ends.RECORDED and (decider != OURS or end == ends.REFUSED)
    return Outcome(end, None if asked is None else bool(asked), answer, decider if said else "", source)


def verdict_of(entry: Mapping[str, Any]) -> str:
    """The verdict as people see it: `silent` where no rule spoke."""
    return decisions.SILENT if entry.get("tier") == TIER_NONE else _text(entry, "verdict")


def _text(entry: Mapping[str, Any], key: str) -> str:
    value = entry.get(key)
    return value if isinstance(value, str) else ""
