"""The beginnings of results: kept in the record alone, and found there for the decisions that are told of."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from assent.app.config import in_force
from assent.store import record, tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from assent.store.paths import Paths

_FIELD = b'"preview":"'
_DAYS = 2  # that a call may take until its result is there, its own day being one
_HELD = 4  # days that are held at once: whoever goes through them in order reads each once


class Previews:
    """Looks into the record of the days that it is asked about; nowhere while the settings keep no previews."""

    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        self._wanted = bool(in_force.settings(paths)["record.previews"])
        self._days: dict[str, dict[tuple[str, str], str]] = {}

    def of(self, entry: Mapping[str, Any]) -> str | None:
        """The beginning of the result of a decided call; None where none was kept."""
        call = (str(entry.get("agent") or ""), str(entry.get("call") or ""))
        if not self._wanted or not call[1]:
            return None
        found = (self._of_day(day).get(call) for day in _behind(str(entry["ts"])[:10]))
        return next((each for each in found if each), None)

    def _of_day(self, day: str) -> dict[tuple[str, str], str]:
        if day not in self._days:
            while len(self._days) >= _HELD:
                del self._days[next(iter(self._days))]
            self._days[day] = self._read(day)
        return self._days[day]

    def _read(self, day: str) -> dict[tuple[str, str], str]:
        entries: Iterable[record.Entry] = (
            entry
            for path in record.parts(self._paths).get(day, ())
            for entry in tally.naming(tally.contents(path), _FIELD)
        )
        return {
            (str(entry.get("agent") or ""), str(entry.get("call") or "")): text
            for entry in entries
            if entry["kind"] == record.EVENT and isinstance(text := entry.get("preview"), str)
        }


def _behind(day: str) -> list[str]:
    """A day and the ones right after it."""
    try:
        first = date.fromisoformat(day)
        return [(first + timedelta(days=each)).isoformat() for each in range(_DAYS)]
    except (ValueError, OverflowError):
        return [day]
