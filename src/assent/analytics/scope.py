"""Which calls a question is about, as the SQL names that every question reads: whole hours, days, months and years from
the counts, what is left of them at both ends, and what is not counted yet, from the calls themselves."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from assent.store.counts_schema import ABOUT, DAY, FIRED, HOUR, KINDS, LATENCIES, TIMES, WAITS, YEAR

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assent.store.counts_schema import Family

_LENGTH = {HOUR: timedelta(hours=1), DAY: timedelta(days=1)}
_FIRST = "0000-01-01"  # what the first day of a year or month has behind it
_NEVER = "A"  # after every time there is


class Name(NamedTuple):
    """What stands behind a name: the tables that count it, each with the letters of a time it counts by, the longest
    spans first; the columns that a question may read, as those tables have them, with what stands for each of one call;
    and which calls."""

    counts: tuple[tuple[str, int], ...]
    columns: Mapping[str, str]
    sums: tuple[str, ...]
    which: str = "1"


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
        made = [f"{name} AS ({self._rows(NAMES[name], _read(sql, NAMES[name]))})" for name in used]
        if re.search(rf"\b{CALLS}\b", sql):
            made.append(f"{CALLS} AS (SELECT * FROM calls WHERE {' AND '.join(self._chosen())})")  # noqa: S608  fixed names, times made here
        ctes, text = ",\n".join(made), sql.strip()
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

    def _rows(self, name: Name, read: Mapping[str, str]) -> str:
        """The rows of one name with the columns that are read: counted as far as they are, calls that wait to be
        counted one by one."""
        if self.session:
            return self._calls(name, read, self._chosen())
        shortest = HOUR if "hour" in read else DAY if "day" in read else 0
        counts = [(table, width) for table, width in name.counts if width >= shortest]
        parts = self._between(name, read, counts, self.since, self.until)
        first, last = _whole(self.since, self.until, counts[-1][1])
        if not first or not last or first < last:
            waiting = [self._within(first, last, "+ts"), *self._place()]
            parts.append(self._calls(name, read, waiting, _WAITING))
        return "\nUNION ALL ".join(parts)

    def _between(
        self, name: Name, read: Mapping[str, str], counts: Sequence[tuple[str, int]], since: str, until: str
    ) -> list[str]:
        """The parts of a span: from the first counts as far as they are whole, what is left from the next, and from the
        calls in the end."""
        if not counts:
            return [self._calls(name, read, [self._within(since, until), *self._place()])]
        (table, width), *rest = counts
        first, last = _whole(since, until, width)
        if first and last and first >= last:
            return self._between(name, read, rest, since, until)
        parts = [self._counted(table, width, read, first, last)]
        if first and not _starts(since, width):
            parts += self._between(name, read, rest, since, first)
        if last and not _starts(until, width):
            parts += self._between(name, read, rest, last, until)
        return parts

    def _counted(self, table: str, width: int, read: Mapping[str, str], first: str, last: str) -> str:
        """What a table counts, added up over all that nobody asks to be told apart."""
        bounds = [f"{TIMES[width]} {sign} '{at}'" for sign, at in ((">=", first), ("<", last)) if at]
        where = " AND ".join([*bounds, *self._place()]) or "1"
        made = {
            each: f"substr(hour, 1, {DAY})" if (each, width) == ("day", HOUR) else value
            for each, value in read.items()
        }
        keys = [f"{value} AS {each}" for each, value in made.items() if each not in _SUMS]
        sums = [f"{_SUMS[each] if keys else each} AS {each}" for each in read if each in _SUMS]
        # By the time too, as the tables are sorted: so nothing has to be sorted for it.
        apart = list(dict.fromkeys((TIMES[width], *made))) if keys else []
        together = f" GROUP BY {', '.join(each for each in apart if each not in _SUMS)}" if keys else ""
        return f"SELECT {', '.join([*keys, *sums])} FROM {table} WHERE {where}{together}"  # noqa: S608  fixed names, times made here

    def _calls(
        self, name: Name, read: Mapping[str, str], which: Sequence[str], source: str = "counted"
    ) -> str:
        """The calls themselves, each for one."""
        where = " AND ".join([name.which, *which])
        named = (f"{_OF_ONE.get(each, value)} AS {each}" for each, value in read.items())
        return f"SELECT {', '.join(named)} FROM {source} WHERE {where}"  # noqa: S608  fixed names

    def _chosen(self) -> list[str]:
        """What a call of the scope meets."""
        one = "session IN (SELECT number FROM sessions WHERE substr(session, 1, length(:session)) = :session)"
        return [*([one] if self.session else []), self._within(self.since, self.until), *self._place()]

    def _place(self) -> list[str]:
        found = ["agent = :agent"] if self.agent else []
        if self.projects is not None:
            found.append(f"project IN ({', '.join(f':project{n}' for n in range(len(self.projects)))})")
        return found

    def _within(self, since: str, until: str, time: str = "ts") -> str:
        bounds = [f"{time} {sign} {self._time(at)}" for sign, at in ((">=", since), ("<", until)) if at]
        return " AND ".join(bounds) or "1"

    def _time(self, at: str) -> str:
        named = {self.since: ":since", self.until: ":until"}
        return named.get(at) or f"'{at}'"


def _read(sql: str, name: Name) -> dict[str, str]:
    """The columns of a name that a question reads, and its sums, each with what stands for it."""
    every = re.search(r"\bselect\s+\*|\.\*", sql, re.IGNORECASE)
    named = [each for each in name.columns if every or re.search(rf"(?<![\w:]){each}(?!\w)", sql)]
    return {each: name.columns[each] for each in named} | {each: each for each in name.sums}


def _whole(since: str, until: str, width: int) -> tuple[str, str]:
    """The first whole span between two moments, and the one that is not whole any more; "" for an open end."""
    return _up(since, width) if since else "", until[:width]


def _starts(moment: str, width: int) -> bool:
    """True for the very beginning of a span."""
    days = moment[width:DAY]
    return days in ("", _FIRST[width:]) and not moment[max(width, DAY) :].strip("T0:.Z")


def _up(moment: str, width: int) -> str:
    """The first span that begins at a moment or after it."""
    if _starts(moment, width):
        return moment[:width]
    try:
        if width in _LENGTH:
            begun = datetime.fromisoformat(moment[:width] + (":00" if width == HOUR else ""))
            return (begun + _LENGTH[width]).isoformat()[:width]
        year, month = int(moment[:4]), int(moment[5:7])
        later = date(year + 1, 1, 1) if width == YEAR or month == 12 else date(year, month + 1, 1)
        return later.isoformat()[:width]
    except (OverflowError, ValueError):
        return _NEVER


_WAITING = "uncounted CROSS JOIN counted USING (number)"
# Columns that are added up, as a table has them, and what stands for them of one call.
_SUMS = {"n": "sum(n)", "last": "max(last)"}
_OF_ONE = {"n": "1", "last": "ts"}


def _name(family: Family, *more: str, which: str = "1", **other: str) -> Name:
    """The name behind which a family is: its key and more columns; `other` are columns under another name."""
    known = {each: each for each in (*more, *family.key) if each not in other.values()}
    sums = ("n", "last") if family.last else ("n",)
    return Name(tuple(reversed(family.tables)), known | other, sums, which)


CALLS = "chosen"  # the calls themselves, with every column of their table
# What a question may read beside.
NAMES: dict[str, Name] = {
    "scope": _name(KINDS, "hour", "day", "agent", "project"),
    "latency": _name(LATENCIES, "day", which="tenths IS NOT NULL"),
    "waiting": _name(WAITS, "day", which="tenths_of_a_second IS NOT NULL", tenths="tenths_of_a_second"),
    "waiting_days": _name(WAITS, "day", which="tenths_of_a_second IS NOT NULL"),
    "fired": _name(FIRED, "day", which="rule != ''"),
    "about": _name(ABOUT, "day"),
}
