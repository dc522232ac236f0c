"""The record as it grows: the decisions that come, and those already told whose end became known since."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections import OrderedDict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assent.app import outcomes, searching
from assent.app.exported.fields import flat
from assent.app.exported.previews import Previews
from assent.app.outcomes import Outcome
from assent.store import decisions
from assent.store.db import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from assent.app.searching import Search
    from assent.store.decisions import Wanted
    from assent.store.paths import Paths

    Told = tuple[dict[str, Any], Outcome]

KEPT = 200  # decisions whose end is still looked for
REMEMBERED = 2000  # ids of what was told, should the database be made anew


class Following:
    """What was told so far. `opened` gives the database with all that the record tells; its StoreError at the first
    look is the caller's, later ones are waited out: another process may be making the database anew."""

    def __init__(
        self, at: Paths, opened: Callable[[Paths], sqlite3.Connection], wanted: Callable[[sqlite3.Connection], Wanted],
        search: Search | None,
    ) -> None:  # fmt: skip
        self._at = at
        self._opened = opened
        self._search = search
        self._seen: object = None
        self._file = _identity(at)
        self._db = opened(at)
        self._wanted = wanted(self._db)
        self._number = decisions.newest(self._db)
        self._told: OrderedDict[str, str] = OrderedDict()  # id → moment
        self._open: OrderedDict[str, Told] = OrderedDict()

    def close(self) -> None:
        self._db.close()

    def flat(self, told: Sequence[Told]) -> list[dict[str, Any]]:
        """Decisions under the names that other programs know."""
        previews = Previews(self._at)  # what was read of today before is older than these
        return [flat(self._db, entry, outcome, previews) for entry, outcome in told]

    def begin(self, limit: int) -> list[Told]:
        """The latest decisions so far, oldest first."""
        self._seen = self._state()
        found = searching.latest(self._db, self._wanted, self._search, limit) if limit else []
        return self._tell(found[::-1])

    def news(self) -> list[Told]:
        """What came since the last time, oldest first, then what ended otherwise than was told."""
        try:
            return self._news()
        except (StoreError, sqlite3.Error):
            self._seen = None
            return []

    def _news(self) -> list[Told]:
        if self._file != _identity(self._at):
            came = self._anew()
        elif self._seen == (state := self._state()):
            return []
        else:
            decisions.import_record(self._db, self._at)
            self._seen = state
            came = decisions.since(self._db, self._wanted, self._number)
        came = [each for each in came if each["id"] not in self._told]
        self._number = decisions.newest(self._db)
        ended = self._ended()
        return self._tell(list(searching.found_in(came, self._search))) + ended

    def _anew(self) -> list[dict[str, Any]]:
        """Opens the database that is there now; the decisions in it that nobody was told of."""
        file = _identity(self._at)
        db = self._opened(self._at)
        self._db.close()
        self._db, self._file, self._seen = db, file, None
        last = max(self._told.values(), default="")
        since = replace(self._wanted, since=max(self._wanted.since, last))
        return list(decisions.stream(db, since, oldest_first=True))

    def _tell(self, entries: list[dict[str, Any]]) -> list[Told]:
        told = list(zip(entries, outcomes.of(self._db, entries), strict=True))
        for entry, outcome in told:
            self._told[entry["id"]] = str(entry["ts"])
            self._open[entry["id"]] = (entry, outcome)
        _cut(self._told, REMEMBERED)
        _cut(self._open, KEPT)
        return told

    def _ended(self) -> list[Told]:
        """The decisions told before that have another outcome now."""
        entries = [entry for entry, _ in self._open.values()]
        changed = []
        for entry, outcome in zip(entries, outcomes.of(self._db, entries), strict=True):
            if outcome != self._open[entry["id"]][1]:
                self._open[entry["id"]] = (entry, outcome)
                changed.append((entry, outcome))
        return changed

    def _state(self) -> object:
        """What changes when the record grows or another process writes to the database."""
        return tuple(_sizes(self._at)), self._db.execute("PRAGMA data_version").fetchone()[0]


def _cut(held: OrderedDict[str, Any], most: int) -> None:
    while len(held) > most:
        held.popitem(last=False)


def _identity(at: Paths) -> tuple[int, int] | None:
    """Which file the database is; None where there is none."""
    try:
        found = Path(at.db).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _sizes(at: Paths) -> Iterator[tuple[str, int]]:
    with contextlib.suppress(OSError), os.scandir(at.audit) as found:
        for each in found:
            if each.name.endswith(".jsonl"):
                yield each.name, each.stat().st_size
