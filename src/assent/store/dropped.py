"""What the record says of days whose calls are no longer kept: the newest note of a drop speaks for all before it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assent.store import record, regular

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assent.store.paths import Paths

KIND = "dropped"
EXACT = ("until", "kept")
_MARK = f'"kind":"{KIND}"'.encode()


@dataclass(frozen=True, slots=True)
class Note:
    """The calls of all days up to `until` were dropped ("" for none); `kept` holds the digest of the changes that stay
    of a day which had any."""

    until: str = ""
    kept: Mapping[str, str] = field(default_factory=dict)

    def holds(self, paths: Paths, day: str) -> bool:
        """True when a day without its record is one that was dropped, and what had to stay of it is there."""
        if not day <= self.until:
            return False
        return day not in self.kept or digest(paths, day) == self.kept[day]


def newest(paths: Paths) -> Note:
    """The latest note; one without days when nothing was ever dropped."""
    found = record.parts(paths)
    if all(path.stem in found for path in Path(paths.audit).glob("????-??-??.seal")):
        return Note()  # no sealed day is gone: quick to see
    for path in [path for day in reversed(found) for path in reversed(found[day])]:
        notes = [
            entry for entry, _ in record.read_from(path, 0, passed=_passed) if entry and entry["kind"] == KIND
        ]
        if notes:
            return _note(notes[-1])
    return Note()


def digest(paths: Paths, day: str) -> str:
    """What tells the kept changes of a day from others; "" when there are none."""
    try:
        return hashlib.sha256(regular.read(paths.changes(day))).hexdigest()
    except OSError:
        return ""


def _passed(line: bytes) -> bool:
    return _MARK not in line


def _note(entry: Mapping[str, Any]) -> Note:
    until, kept = entry.get("until"), entry.get("kept")
    listed = kept if isinstance(kept, dict) else {}
    return Note(
        until if isinstance(until, str) else "", {str(day): str(each) for day, each in listed.items()}
    )
