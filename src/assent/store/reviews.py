"""Each time a person answered suggestions: how many of each level were shown, accepted and refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from assent.store.record import REVIEW, new_id, now

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    Entry = dict[str, Any]
    Review = Mapping[int, tuple[int, int, int]]  # level → shown, accepted, refused

KEPT = "learn:reviews"


def reviewing(levels: Review) -> Entry:
    """The entry about one review."""
    told = {str(level): list(numbers) for level, numbers in sorted(levels.items())}
    return {"kind": REVIEW, "ts": now(), "id": new_id(), "levels": told, "by": "user"}


def apply_entry(db: sqlite3.Connection, entry: Mapping[str, Any]) -> bool:
    """Carries out an entry inside the caller's transaction; False when it was before."""
    kept = _kept(db)
    if any(each[0] == entry["id"] for each in kept):
        return False
    levels = {
        str(int(level)): [int(each) for each in numbers][:3] for level, numbers in entry["levels"].items()
    }
    if any(len(numbers) != 3 or min(numbers) < 0 for numbers in levels.values()):
        raise ValueError("a review counts what was shown, accepted and refused")
    kept.append([str(entry["id"]), str(entry["ts"]), levels])
    db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (KEPT, json.dumps(kept, separators=(",", ":"))))
    return True


def all_reviews(db: sqlite3.Connection) -> Sequence[Review]:
    """Every review, in the order in which they were made."""
    return [
        {int(level): (numbers[0], numbers[1], numbers[2]) for level, numbers in levels.items()}
        for _, _, levels in _kept(db)
    ]


def _kept(db: sqlite3.Connection) -> list[Any]:
    row = db.execute("SELECT value FROM meta WHERE key = ?", (KEPT,)).fetchone()
    try:
        found = json.loads(row[0]) if row else []
    except ValueError:
        return []  # none of ours: the defaults hold, and no threshold falls below them
    return [each for each in found if _is_kept(each)] if isinstance(found, list) else []


def _is_kept(value: object) -> bool:
    if not isinstance(value, list) or len(value) != 3 or not isinstance(value[2], dict):
        return False
    told = value[2].items()
    return all(str(level).isdecimal() and _are_counts(numbers) for level, numbers in told)


def _are_counts(value: object) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 3
        and all(isinstance(each, int) and each >= 0 for each in value)
    )
