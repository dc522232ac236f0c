"""One line of the status: what was looked at, and how it is."""

from __future__ import annotations

from dataclasses import dataclass

GOOD, NOTE, BAD = "good", "note", "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """`what` was looked at, how it is (good, note, bad), and what to know or do."""

    what: str
    state: str
    text: str
    hint: str = ""
