"""Which calls a question is about, as the SQL names that every question reads: whole hours and days from the counts,
what is left of them at both ends from the calls themselves."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_HOUR, _DAY = 13, 10  # letters of a time that name its hour, its day
_LENGTH = {_HOUR: timedelta(hours=1), _DAY: timedelta(days=1)}


@dataclass(frozen=True, slots=True)
class Scope:
    """The calls from the moment `since` on and before `until` (UTC, ISO 8601), of sessions whose id begins with
    `session`, of one of the `projects` (keys) and of an `agent`. "" and None stand for all. `now` is the time of
    asking; a question that lists gives no more than the `limit` newest, -1 for all."""

    now: str
    since: str = ""
    until: str = ""
    session: str = ""
    projects: Sequence[str] | None = None
    agent: str = ""
    limit: int = -1

    def asked(self, sql: str) -> tuple[str, dict[str, object]]:
        """A question's SQL with the names it reads, and the values that go with it."""
        used = [name for name in NAMES if re.search(rf"\b{name}\b", sql)]
        ctes = ",\n".join(f"{name} AS ({self._rows(*NAMES[name])})" for name in used)
        text = sql.strip()
        if ctes:
            begins = re.match(r"with\s+(recursive\s+)?", text, re.IGNORECASE)
            rest = f"{ctes},\n{text[begins.end() :]}" if begins else f"{ctes}\n{text}"
            text = ("WITH RECURSIVE " if begins and begins[1] else "WITH ") + rest
        return text, self._values()

    def _values(self) -> dict[str, object]:
        named = {"now": self.now, "since": self.since, "until": self.until, "session": self.session}
        projects = {f"project{n}": key for n, key in enumerate(self.projects or ())}
        listed = None if self.projects is None else json.dumps(list(self.projects))
        return {**named, "agent": self.agent, "limit": self.limit, "projects": listed, **projects}

    def _rows(self, table: str, width: int, named: str, counted: str, which: str) -> str:
        """The rows of one name: `named` columns of a table of counts, `counted` what they are of a single call."""
        if self.session:
            one = "session IN (SELECT number FROM sessions WHERE substr(session, 1, length(:session)) = :session)"
            spans = [f"{one} AND {self._within(self.since, self.until)}"]
            return self._calls(counted, which, spans)
        whole, spans = self._split(width)
        parts = []
        if whole is not None:
            time = "hour" if width == _HOUR else "day"
            bounds = [f"{time} {sign} '{at}'" for sign, at in zip((">=", "<"), whole, strict=True) if at]
            where = " AND ".join([*bounds, *self._place()]) or "1"
            parts.append(f"SELECT {named} FROM {table} WHERE {where}")  # noqa: S608  fixed names, times made here
        if spans:
            parts.append(self._calls(counted, which, spans))
        return "\nUNION ALL ".join(parts)

    def _calls(self, counted: str, which: str, spans: Sequence[str]) -> str:
        where = " AND ".join([which, *self._place()])
        made = [f"SELECT {counted} FROM counted WHERE {each} AND {where}" for each in spans]  # noqa: S608  fixed names
        return "\nUNION ALL ".join(made)

    def _place(self) -> list[str]:
        found = ["agent = :agent"] if self.agent else []
        if self.projects is not None:
            found.append(f"project IN ({', '.join(f':project{n}' for n in range(len(self.projects)))})")
        return found

    def _split(self, width: int) -> tuple[tuple[str, str] | None, list[str]]:
        """The whole hours or days inside, as (first, the one after the last) with "" for no bound, or None; and the
        spans before and after them, as conditions."""
        first = _up(self.since, width) if self.since else ""
        last = self.until[:width]
        if first and last and first >= last:
            return None, [self._within(self.since, self.until)]
        before = [] if not first or _starts(self.since, width) else [self._within(self.since, first)]
        after = [] if not last or _starts(self.until, width) else [self._within(last, self.until)]
        return (first, last), [*before, *after]

    def _within(self, since: str, until: str) -> str:
        bounds = [f"ts {sign} {self._time(at)}" for sign, at in ((">=", since), ("<", until)) if at]
        return " AND ".join(bounds) or "1"

    def _time(self, at: str) -> str:
        named = {self.since: ":since", self.until: ":until"}
        return named.get(at) or f"'{at}'"


def _starts(moment: str, width: int) -> bool:
    """True for the very beginning of an hour or a day."""
    return not moment[width:].strip("T0:.Z")


def _up(moment: str, width: int) -> str:
    """The first hour or day that begins at a moment or after it."""
    if _starts(moment, width):
        return moment[:width]
    begun = datetime.fromisoformat(moment[:width] + (":00" if width == _HOUR else ""))
    try:
        return (begun + _LENGTH[width]).isoformat()[:width]
    except OverflowError:
        return "A"  # after every year there is


_TOTALS = 'agent, project, tool, verdict, tier, decider, known, asked, answer, "end"'
# What a question may read: the table of counts, its hours or days, its columns, the same of one call, which calls.
NAMES: dict[str, tuple[str, int, str, str, str]] = {
    "scope": ("totals", _HOUR, f"hour, substr(hour, 1, 10) AS day, {_TOTALS}, n",
              f"hour, day, {_TOTALS}, 1 AS n", "1"),
    "latency": ("latencies", _DAY, "day, tenths, n", "day, tenths, 1 AS n", "tenths IS NOT NULL"),
    "waiting": ("waits", _DAY, "day, tenths_of_a_second AS tenths, n", "day, tenths_of_a_second AS tenths, 1 AS n",
                "tenths_of_a_second IS NOT NULL"),
    "fired": ("rule_days", _DAY, "day, rule, verdict, n, last", "day, rule, verdict, 1 AS n, ts AS last", "rule != ''"),
    "about": ("subject_days", _DAY, "day, tool, shape, verdict, asked, n",
              "day, tool, shape, verdict, asked, 1 AS n", "1"),
}  # fmt: skip
