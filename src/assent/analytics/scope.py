"""Which calls a question is about, as the SQL names that every question reads: whole hours and days from the counts,
what is left of them at both ends from the calls themselves."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_HOUR, _DAY = 13, 10  # letters of a time that name its hour, its day
_LENGTH = {_HOUR: timedelta(hours=1), _DAY: timedelta(days=1)}


class Counts(NamedTuple):
    """A table of counts: how many letters of a time it counts by, and its columns as a question reads them."""

    table: str
    width: int
    columns: str

    @property
    def time(self) -> str:
        return "hour" if self.width == _HOUR else "day"


class Name(NamedTuple):
    """What stands behind a name: its counts, the widest first; `columns` the same of one call, and `which` calls."""

    counts: tuple[Counts, ...]
    columns: str
    which: str = "1"

    @property
    def by_hour(self) -> bool:
        return any(each.width == _HOUR for each in self.counts)


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
        hours = bool(re.search(r"\bhour\b", sql))
        ctes = ",\n".join(f"{name} AS ({self._rows(NAMES[name], hours=hours)})" for name in used)
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

    def _rows(self, name: Name, *, hours: bool) -> str:
        """The rows of one name; by days where nobody asks for the hours."""
        if self.session:
            one = "session IN (SELECT number FROM sessions WHERE substr(session, 1, length(:session)) = :session)"
            return self._calls(name, f"{one} AND {self._within(self.since, self.until)}")
        counts = [each for each in name.counts if each.width == _HOUR or not (hours and name.by_hour)]
        return "\nUNION ALL ".join(self._between(name, counts, self.since, self.until))

    def _between(self, name: Name, counts: Sequence[Counts], since: str, until: str) -> list[str]:
        """The parts of a span: from the first counts as far as they are whole, what is left from the next, and from the
        calls in the end."""
        if not counts:
            return [self._calls(name, self._within(since, until))]
        used, *rest = counts
        first, last = _up(since, used.width) if since else "", until[: used.width]
        if first and last and first >= last:
            return self._between(name, rest, since, until)
        bounds = [f"{used.time} {sign} '{at}'" for sign, at in ((">=", first), ("<", last)) if at]
        where = " AND ".join([*bounds, *self._place()]) or "1"
        parts = [f"SELECT {used.columns} FROM {used.table} WHERE {where}"]  # noqa: S608  fixed names, times made here
        if first and not _starts(since, used.width):
            parts += self._between(name, rest, since, first)
        if last and not _starts(until, used.width):
            parts += self._between(name, rest, last, until)
        return parts

    def _calls(self, name: Name, span: str) -> str:
        where = " AND ".join([span, name.which, *self._place()])
        return f"SELECT {name.columns} FROM counted WHERE {where}"  # noqa: S608  fixed names

    def _place(self) -> list[str]:
        found = ["agent = :agent"] if self.agent else []
        if self.projects is not None:
            found.append(f"project IN ({', '.join(f':project{n}' for n in range(len(self.projects)))})")
        return found

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


_KIND = 'agent, project, tool, verdict, tier, decider, known, asked, answer, "end"'
# What a question may read.
NAMES: dict[str, Name] = {
    "scope": Name(
        (
            Counts("day_totals", _DAY, f"day AS hour, day, {_KIND}, n"),
            Counts("totals", _HOUR, f"hour, substr(hour, 1, 10) AS day, {_KIND}, n"),
        ),
        f"hour, day, {_KIND}, 1 AS n",
    ),
    "latency": Name(
        (Counts("latencies", _DAY, "day, tenths, n"),), "day, tenths, 1 AS n", "tenths IS NOT NULL"
    ),
    "waiting": Name(
        (Counts("waits", _DAY, "day, tenths_of_a_second AS tenths, n"),),
        "day, tenths_of_a_second AS tenths, 1 AS n",
        "tenths_of_a_second IS NOT NULL",
    ),
    "fired": Name(
        (Counts("rule_days", _DAY, "day, rule, verdict, n, last"),),
        "day, rule, verdict, 1 AS n, ts AS last",
        "rule != ''",
    ),
    "about": Name(
        (Counts("subject_days", _DAY, "day, tool, shape, verdict, asked, n"),),
        "day, tool, shape, verdict, asked, 1 AS n",
    ),
}
