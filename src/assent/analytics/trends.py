"""Do prompts become fewer as rules are added?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from assent.analytics.base import Table
from assent.analytics.tally import COUNTS, PROMPTS, with_prompts

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from assent.analytics.base import Row

NAME = "trends"
QUESTION = "Do prompts become fewer as rules are added?"
# The granted rules of a day are those of now without what has changed since: a change says how its rule stood before
# and after.
SQL = """
SELECT day, verdict, asked, known, n FROM scope
UNION ALL
SELECT substr(ts, 1, 10), 'change', NULL, NULL,
  sum(coalesce(json_extract(after, '$.rule.enabled'), 0) - coalesce(json_extract(before, '$.rule.enabled'), 0))
FROM rule_history GROUP BY 1
UNION ALL
SELECT '', 'present', NULL, NULL, count(*) FROM rules WHERE layer = 'granted' AND enabled
"""

_LONGEST = 20 * 366  # days that are told one by one
CHANGE, PRESENT = "change", "present"
COLUMNS = ("day", *COUNTS, *PROMPTS, "prompts_estimated", "rules")


def shape(rows: Sequence[Row], now: str) -> Table:
    """Every day from the first to the last one with calls: its calls by verdict, about how many a person was asked, of
    how many that is not known, how many of the prompts are only estimated, and how many granted rules were in force
    when it ended."""
    del now
    calls = [row for row in rows if row[0] and row[1] not in (CHANGE, PRESENT)]
    if not calls:
        return Table(COLUMNS, (), "nothing recorded yet")
    counts = {day: told for day, *told in with_prompts([(*row[:3], row[4]) for row in calls])}
    days = _days(counts)
    quiet = [0] * (len(COUNTS) + len(PROMPTS))
    told = tuple(
        (day, *counts.get(day, quiet), estimated, rules)
        for day, estimated, rules in zip(days, _estimated(calls, days), _rules(rows, days), strict=True)
    )
    return Table(COLUMNS, told, "")


def _estimated(calls: Sequence[Row], days: Sequence[str]) -> list[int]:
    """How many prompts of each day are only estimated."""
    found = dict.fromkeys(days, 0)
    for day, _, asked, known, number in calls:
        found[day] += number * (asked == 1 and known == "estimated")
    return list(found.values())


def _days(known: Collection[str]) -> list[str]:
    """Every day from the first to the last of these, or these alone where a clock that was wrong lies between."""
    begin = date.fromisoformat(min(known))
    several = (date.fromisoformat(max(known)) - begin).days + 1
    if several > _LONGEST:
        return sorted(known)
    return [(begin + timedelta(days=at)).isoformat() for at in range(several)]


def _rules(rows: Sequence[Row], days: Sequence[str]) -> list[int]:
    """How many granted rules were in force when each of the days ended."""
    changes = sorted((row[0], row[-1]) for row in rows if row[1] == CHANGE)
    there = sum(row[-1] for row in rows if row[1] == PRESENT)
    found = []
    for day in reversed(days):
        while changes and changes[-1][0] > day:
            there -= changes.pop()[1]
        found.append(there)
    return found[::-1]
